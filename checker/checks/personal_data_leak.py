"""No personal data stand unmasked on the pages and in the files that were seen.

Passes: none that is sure; how many pages and files were read is said.  Fails: unmasked IDs, cards, accounts
or mobiles of persons were found; each page or file is one finding.  Is never pending.  Review: only
doubtful ones, masks that leave the birth date readable, or a file beyond the limits of reading.  Values are
shown masked, never plain.  Known limits: pictures and scans are not read; addresses and illnesses are not looked for.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from checker.facts.attachments import State
from checker.facts.documents import plain_title
from checker.facts.pagewise import PERSONAL_DATA
from checker.facts.personal_data import NAMES, Hit, Kind, Strength
from checker.facts.site import SiteFacts
from checker.facts.site_privacy import Scanned, site_privacy
from checker.judgement import NONE, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Evidence, Finding, Reason, Verdict
from checker.title_params import Patterns, compiled
from rules.patterns import Pattern

SLOTS = frozenset({"leaks", "values", "pages", "files", "unread", "example", "doubtful"})
READS = (PERSONAL_DATA,)
_SHOWN = 20


class Params(BaseParams):
    """Which kinds count, and on which pages (by their titles; all without)."""

    kinds: Annotated[list[Kind], Stricter.UNION] = Field(default=list(Kind))
    title_any: Patterns = Field(default=[])


def personal_data_leak(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether personal data leak."""
    seen = site.once(site_privacy)
    wanted = compiled(params.title_any, asked.as_of)
    about = [one for one in seen.found if not wanted or _titled(site, one, wanted)]
    leaks = [(one, hits) for one in about if (hits := _sure(params, one))]
    doubtful = [one for one in about if not _sure(params, one)]
    values = sum(one.scan.count for one, _ in leaks)
    slots = {
        "leaks": str(len(leaks)),
        "values": str(values),
        "pages": str(seen.pages),
        "files": str(seen.files),
        "unread": str(len(seen.unread)),
        "example": _told(leaks[0][1][0]) if leaks else NONE,
        "doubtful": str(len(doubtful)),
    }
    shown = tuple(_evidence(one, hits) for one, hits in leaks[:_SHOWN])
    if leaks:
        why = f"{len(leaks)} 个网页或附件里有未遮盖的个人信息 {values} 处"
        findings = tuple(_finding(asked, one, hits) for one, hits in leaks)
        return Judgement(Verdict.FAIL, slots, None, why, shown, findings)
    if doubtful:
        why = f"有 {len(doubtful)} 个网页或附件的数字疑似个人信息，或遮盖不够"
        more = tuple(_doubt(one) for one in doubtful[:_SHOWN])
        return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, why, more)
    beyond = [url for url, unread in seen.unread if unread == State.TOO_LARGE]
    if beyond and not wanted:
        why = f"有 {len(beyond)} 个附件太大或读取耗时太长，没有读完，不能说里面没有"
        unread = tuple(evidence(url, why, site.snapshot.fetch(url)) for url in beyond[:_SHOWN])
        return Judgement(Verdict.REVIEW, slots, Reason.BUDGET, why, unread)
    return Judgement(Verdict.PASS, slots, evidence=shown)


def _titled(site: SiteFacts, one: Scanned, wanted: list[Pattern]) -> bool:
    page = site.page(one.fetch.url)
    title = plain_title(f"{page.title if page else ''}{one.fetch.title or ''}")
    return any(pattern.search(title) for pattern in wanted)


def _sure(params: Params, one: Scanned) -> list[Hit]:
    return [
        hit for hit in one.scan.hits if hit.kind in params.kinds and hit.strength is Strength.STRONG
    ]


def _told(hit: Hit) -> str:
    return f"{NAMES[hit.kind]} {hit.masked}（{hit.place}）"


def _evidence(one: Scanned, hits: list[Hit]) -> Evidence:
    return evidence(one.fetch.url, f"{_told(hits[0])}，{hits[0].why}", one.fetch, hits[0].excerpt)


def _doubt(one: Scanned) -> Evidence:
    hits = [*one.scan.hits, *one.scan.doubtful]
    if hits:
        told, excerpt = f"疑似{_told(hits[0])}，{hits[0].why}", hits[0].excerpt
    else:
        weak = one.scan.weak_masks[0]
        told, excerpt = f"遮盖不够：{weak.masked}（{weak.place}），{weak.why}", ""
    return evidence(one.fetch.url, told, one.fetch, excerpt)


def _finding(asked: Question, one: Scanned, hits: list[Hit]) -> Finding:
    kinds = "、".join(dict.fromkeys(NAMES[hit.kind] for hit in hits))
    first = hits[0]
    return Finding(
        fingerprint=fingerprint(asked.rule, f"{one.fetch.url}#{first.masked}#{first.digest}"),
        message=f"{kinds}未遮盖，共 {one.scan.count} 处，如 {_told(first)}",
        url=one.fetch.url,
        observed=f"{one.scan.count} 处",
        expected="遮盖或删除",
        excerpt=first.excerpt,
        suggestion="立即撤下或遮盖后重新发布，并检查附件的隐藏内容",
        **place_of(one.fetch),
    )
