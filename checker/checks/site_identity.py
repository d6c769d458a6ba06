"""The site shows whose it is: a proper domain, its identification code, registrations, who runs it.

Passes: the host fits `domain_pattern`, every mark in `marks` is on the home page (or brought by a frame or
script), and the identification codes agree.  Fails: the domain does not fit, a mark is missing, or codes
differ; each is a finding.  Is never pending.  Review: marks are missing where a script or frame may bring
them.  With `https`, only the certificate of the home page is judged.  Known limits: what an external script
draws cannot be seen without rendering.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator

from checker.facts.identity import Brought, Identity
from checker.facts.site import SiteFacts
from checker.facts.site_identity import SiteIdentity
from checker.facts.site_identity import site_identity as identity_of
from checker.facts.urls import host_of
from checker.judgement import NONE, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Finding, MeasurementTable, Reason, Verdict
from crawler.snapshot import LinkKind, Outcome
from rules.patterns import Pattern, PatternError

SLOTS = frozenset({"host", "found", "missing", "codes", "site_name", "https"})


class Mark(StrEnum):
    """What a home page must show."""

    SITE_ID_CODE = "site_id_code"
    ICP = "icp"
    POLICE = "police"
    HOST_UNIT = "host_unit"
    CONTACT = "contact"
    CONAC = "conac"
    JIUCUO = "jiucuo"
    SITEMAP = "sitemap"


_NAMES: Mapping[Mark, str] = {
    Mark.SITE_ID_CODE: "网站标识码",
    Mark.ICP: "ICP 备案编号",
    Mark.POLICE: "公安机关备案号",
    Mark.HOST_UNIT: "主办单位",
    Mark.CONTACT: "联系方式",
    Mark.CONAC: "党政机关网站标识",
    Mark.JIUCUO: "“我为政府网站找错”入口",
    Mark.SITEMAP: "网站地图",
}


class Params(BaseParams):
    """The shape of the host name, and the marks that must be there."""

    domain_pattern: str = Field(default=r"^(?:[a-z0-9-]+\.){1,3}gov\.cn$")
    marks: Annotated[list[Mark], Stricter.UNION] = Field(
        default=[Mark.SITE_ID_CODE, Mark.ICP, Mark.POLICE, Mark.HOST_UNIT, Mark.JIUCUO]
    )
    https: bool = False

    @field_validator("domain_pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            Pattern(pattern)
        except PatternError as error:
            raise ValueError(f"正则表达式“{pattern[:80]}”{error}") from error
        return pattern


def site_identity(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge how the site identifies itself."""
    host = host_of(site.snapshot.info.home)
    fetch = site.home.fetch
    seen = identity_of(site, fetch.url) if fetch else None
    if params.https:
        return _certificate(site, asked, host)
    missing = [mark for mark in params.marks if seen is None or not _there(seen.marks, mark)]
    codes = sorted({code.value for code in seen.codes}) if seen else []
    slots = {
        "host": host,
        "found": "、".join(_NAMES[m] for m in params.marks if m not in missing)
        or ("无" if params.marks else "域名格式符合规定"),
        "missing": "、".join(_NAMES[m] for m in missing) or "无",
        "codes": "、".join(codes) or NONE,
        "site_name": site.name,
        "https": "",
    }
    tables = (_table(params, seen),)
    faults = []
    if not Pattern(params.domain_pattern).search(host):
        faults.append(("domain", f"域名 {host} 不符合规定的格式"))
    if seen is not None and seen.agree is False:
        faults.append(("codes", f"网站标识码前后不一致：{slots['codes']}"))
    hidden = _may_be_brought(site)
    faults += [(mark, f"首页没有{_NAMES[mark]}") for mark in missing if not hidden]
    shown = (evidence(site.snapshot.info.home, f"首页标识：{slots['found']}", fetch),)
    if faults:
        why = "；".join(text for _, text in faults)
        findings = tuple(_finding(site, asked, key, text) for key, text in faults)
        return Judgement(Verdict.FAIL, slots, None, why, shown, findings, tables)
    if missing:
        why = f"没有在源码中看到{slots['missing']}，可能由{hidden}带来"
        return Judgement(Verdict.REVIEW, slots, Reason.SCRIPT_ONLY, why, shown, tables=tables)
    return Judgement(Verdict.PASS, slots, evidence=shown, tables=tables)


def _there(marks: Identity, mark: Mark) -> bool:
    value = getattr(marks, mark.value)
    if mark is Mark.SITE_ID_CODE and value is None:
        value = marks.meta_code
    return value is not Brought.NOTHING if isinstance(value, Brought) else bool(value)


def _may_be_brought(site: SiteFacts) -> str:
    """What on the home page could bring marks that its source does not show; "" where nothing could."""
    fetch = site.home.fetch
    page = site.home.page
    if fetch is None or page is None:
        return "没有看到的部分"
    frames = [x.target for x in site.snapshot.links(fetch.url) if x.kind is LinkKind.FRAME]
    for target in frames:
        last = site.resolve(target).last
        if last is None or site.page(last.url) is None:
            return "没有看到的框架"
    return "脚本" if page.draws or page.script_only else ""


def _certificate(site: SiteFacts, asked: Question, host: str) -> Judgement:
    home = site.snapshot.info.home
    fetch = site.snapshot.fetch(home)
    slots = dict.fromkeys(SLOTS, "—") | {
        "host": host,
        "https": "是" if home[:6] == "https:" else "否",
    }
    shown = (evidence(home, "首页的访问方式", fetch),)
    last = site.resolve(home).last
    if not home.startswith("https:") and (last is None or not last.url.startswith("https:")):
        why = "首页没有使用 HTTPS"
        finding = _finding(site, asked, "https", why)
        return Judgement(Verdict.FAIL, slots, None, why, shown, (finding,))
    if last is not None and (last.outcome is Outcome.TLS or (last.detail or "").startswith("tls")):
        why = f"HTTPS 证书有问题：{last.detail or ''}"
        return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, why, shown)
    return Judgement(Verdict.PASS, slots | {"https": "是"}, evidence=shown)


def _table(params: Params, seen: SiteIdentity | None) -> MeasurementTable:
    rows = []
    for mark in params.marks:
        value = getattr(seen.marks, mark.value) if seen else None
        there = seen is not None and _there(seen.marks, mark)
        said = getattr(value, "value", "") if there and not isinstance(value, Brought) else ""
        rows.append([_NAMES[mark], "有" if there else "没有看到", str(said or "")])
    return MeasurementTable(title="首页标识", columns=["项目", "情况", "内容"], rows=rows)


def _finding(site: SiteFacts, asked: Question, key: str, text: str) -> Finding:
    return Finding(
        fingerprint=fingerprint(asked.rule, key),
        message=text,
        url=site.snapshot.info.home,
        observed=text,
        expected="符合规定",
        suggestion="在首页底部补上该标识，并与登记信息一致",
        **place_of(site.home.fetch),
    )
