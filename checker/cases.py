"""Run the cases that stand in rule files: small portals with the verdict a rule must come to.

A case becomes a snapshot in memory; the rule is judged as the engine judges it.  What fails is told
in Chinese, for the rule's author.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from checker.catalogue import check_for, typed_params
from checker.demands import Demand
from checker.engine import judge_rule
from checker.facts.site import SiteFacts
from checker.facts.urls import host_of, join
from checker.judgement import CHINA
from checker.results import Level, RuleResult
from crawler.snapshot import (
    CrawlInfo,
    Drawn,
    Fetch,
    MemorySnapshot,
    Outcome,
    Probe,
    Rendering,
    Role,
    extension,
    is_attachment,
)
from crawler.snapshot.memory import page
from rules.loader import Library
from rules.rule_model import Case, Rule

DEFAULT_AS_OF = date(2026, 6, 30)
_NOON = 12
_ATTEMPTS = 2
_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "zip": "application/zip",
}
_BY_STATUS = {
    401: Outcome.LOGIN,
    403: Outcome.BLOCKED,
    404: Outcome.NOT_FOUND,
    407: Outcome.LOGIN,
    410: Outcome.NOT_FOUND,
    412: Outcome.BLOCKED,
    429: Outcome.RATE_LIMITED,
    521: Outcome.BLOCKED,
}
_STATUS = {outcome: status for status, outcome in reversed(_BY_STATUS.items())} | {
    Outcome.SERVER_ERROR: 500,
    Outcome.CLIENT_ERROR: 400,
}


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case, run.  `complaints` is empty where it holds; `place` is `file:line`."""

    rule: str
    case: str
    place: str
    complaints: tuple[str, ...]
    result: RuleResult

    @property
    def ok(self) -> bool:
        """The rule came to the verdict that the case wants."""
        return not self.complaints

    def __str__(self) -> str:
        """What to show of it: the place, the case and what is not as wanted."""
        told = "；".join(self.complaints) or "符合"
        return f"{self.place}: 规则 {self.rule} 的案例“{self.case}”{told}"


def run_cases(library: Library, ids: Sequence[str] | None = None) -> list[CaseResult]:
    """Run the cases of all rules, or of those named.  Raises RuleErrors for an unknown rule."""
    wanted = [library.rule(name) for name in ids] if ids is not None else library.rules.values()
    return [run_case(rule, case) for rule in wanted for case in rule.cases]


def run_case(rule: Rule, case: Case) -> CaseResult:
    """Run one case of a rule."""
    check = check_for(rule)
    sources = (case.source.at("params"), rule.source.at("params"))
    params = typed_params(check, {**rule.params, **case.params}, sources)
    demand = Demand(rule, check, params, Level(rule.level), [])
    as_of = case.as_of or DEFAULT_AS_OF
    result = judge_rule(SiteFacts(snapshot_of(case)), demand, as_of)
    place = f"{case.source.path}:{case.source.line()}"
    return CaseResult(rule.id, case.name, place, tuple(_complaints(case, result)), result)


def snapshot_of(case: Case) -> MemorySnapshot:
    """Build the portal that a case describes; what it links to and does not give was not reached."""
    at = datetime.combine(case.as_of or DEFAULT_AS_OF, datetime.min.time(), CHINA).replace(
        hour=_NOON
    )
    host = host_of(case.home)
    common: dict[str, Any] = {"fetched_at": at, "attempts": _ATTEMPTS}
    fetches: dict[str, Fetch] = {}
    bodies: dict[str, str] = {}
    for key, body in case.pages.items():
        url = _url(case, key)
        kind = _TYPES.get(extension(url), "text/html")
        if kind == "text/html" and is_attachment(url):
            kind = "application/octet-stream"
        if body.lstrip()[:1] == "<":
            kind = "text/html"
        took = {"seconds": case.seconds[key]} if key in case.seconds else {}
        fetches[url] = page(url, body, role=_role(url, host), content_type=kind, **common, **took)
        bodies[url] = body
    for key, state in case.fetched.items():
        url = _url(case, key)
        fetches[url] = _fetch(url, _role(url, host), state, common)
    for key, to in case.redirects.items():
        url, target = _url(case, key), _url(case, to)
        fetches[url] = Fetch(
            url, _role(url, host), Outcome.REDIRECT, status=302, location=target, **common
        )
    probes = [Probe(probe.kind, probe.subject, at, probe.data) for probe in case.probes]
    info = CrawlInfo(case.home, at, at, "finished", (host,))
    rendered = {_url(case, key): dom for key, dom in case.rendered.items()}
    for url in rendered:
        shown = Rendering(Drawn.WHOLE, at, "Chromium", "shell")
        fetches[url] = replace(fetches[url], rendering=shown)
    drawn = MemorySnapshot(info, list(fetches.values()), bodies, probes, rendered)
    for known in list(fetches.values()):
        for link in drawn.links(known.url):
            if link.target.startswith(("http://", "https://")) and link.target not in fetches:
                role = _role(link.target, host)
                fetches[link.target] = Fetch(link.target, role, Outcome.NOT_REACHED, attempts=0)
    return MemorySnapshot(info, list(fetches.values()), bodies, probes, rendered)


def _url(case: Case, key: str) -> str:
    return join(case.home, key) or key


def _role(url: str, host: str) -> Role:
    bare = host.removeprefix("www.")
    its = host_of(url)
    if its != bare and not its.endswith(f".{bare}") and its != host:
        return Role.EXTERNAL
    return Role.ATTACHMENT if is_attachment(url) else Role.PAGE


def _fetch(url: str, role: Role, state: str, common: Mapping[str, Any]) -> Fetch:
    """Make the fetch that a word (`timeout`) or a status (`404`) of a case stands for."""
    if not state.isdigit():
        outcome = Outcome(state)
        return Fetch(url, role, outcome, status=_STATUS.get(outcome), **common)
    status = int(state)
    server = 500
    fallback = Outcome.SERVER_ERROR if status >= server else Outcome.CLIENT_ERROR
    return Fetch(url, role, _BY_STATUS.get(status, fallback), status=status, **common)


def _complaints(case: Case, result: RuleResult) -> Iterator[str]:
    if result.error:
        yield f"检查程序出错：{result.error}"
    verdict = result.first or result.verdict  # what the machine came to, whoever has the last word
    if verdict != case.expect:
        reason = f"（{result.reason}）" if result.reason else ""
        yield f"应为 {case.expect}，实得 {verdict}{reason}：{result.message}"
    elif case.reason and result.reason != case.reason:
        yield f"待人工核查原因应为 {case.reason}，实得 {result.reason}：{result.message}"
    for text in case.messages:
        if text not in result.message:
            yield f"提示语里没有“{text}”：{result.message}"
    if case.findings is not None:
        found = sorted(finding.target or finding.url for finding in result.findings)
        if found != sorted(case.findings):
            yield f"应查出 {'、'.join(sorted(case.findings)) or '无'}，实际查出 {'、'.join(found) or '无'}"
