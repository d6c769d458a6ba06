"""A look at one finding now: which URLs it needs, and what a snapshot of just these says of it.

It judges by the rules' own means and never more than they would: what a wall, a lost network or a page
that was not read leaves open stays open.  Most rules are about the whole portal: one page says nothing
of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from audits.ledger.looks import AT_ONCE, clean_look, looked_at_once, looks_needed
from audits.ledger.states import SETTLED, State
from audits.ledger.steps import By, Moved, forced, noted
from audits.store.rows import LedgerEntry, LedgerStep
from checker.demands import Demand
from checker.engine import judge_rule
from checker.facts.link_state import Alive, Broken, LinkStates, Unchecked
from checker.facts.link_targets import link_targets
from checker.facts.site import SiteFacts
from checker.results import Finding, RuleResult, Verdict
from crawler.snapshot.model import Outcome
from reports.sight import same_rule

_LINKS = "links_alive"
# Their findings stand on the pages that they name, and nothing else decides them.
_ON_THE_PAGE = frozenset({"personal_data_leak", "typo_dictionary"})
_MOST_PAGES = 20


class Seen(StrEnum):
    """What a look has shown."""

    GONE = "gone"
    THERE = "there"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look has shown, and how (Chinese)."""

    seen: Seen
    told: str


def urls_needed(rule: RuleResult, finding: Finding) -> tuple[str, ...]:
    """What is to be fetched to see whether a finding is still there; () where it takes the whole portal."""
    if rule.check == _LINKS and finding.target:
        return tuple(dict.fromkeys((finding.url, finding.target)))
    pages = tuple(dict.fromkeys((finding.url, *finding.found_on)))
    known = finding.found_on_count <= max(1, len(finding.found_on))
    if rule.check in _ON_THE_PAGE and known and len(pages) <= _MOST_PAGES:
        return pages
    return ()


def looked(
    site: SiteFacts, demand: Demand, rule: RuleResult, finding: Finding, as_of: date
) -> Looked:
    """What a snapshot of the URLs needed says; `rule` is as it was judged when the finding was seen."""
    if rule.check == _LINKS:
        return _link(site, finding)
    return _page(site, demand, rule, finding, as_of)


def taken(
    entry: LedgerEntry, steps: Sequence[LedgerStep], look: Looked, needed: int, by: By
) -> Moved:
    """What a look does to its entry: always a step, and never more than the look has shown."""
    by = replace(by, note=f"{AT_ONCE}：{look.told}")
    if look.seen is Seen.THERE:
        return _there(entry, by)
    if look.seen is Seen.OPEN or entry.state in SETTLED:
        return noted(entry, by)
    if needed > 1 and looked_at_once(entry, steps):
        again = f"{by.note}；即时复查只算一次，销号还要等下次检查"
        return noted(entry, replace(by, note=again))
    return clean_look(entry, needed, by)


def needed_for(rule: RuleResult, finding: Finding) -> int:
    """How many clean looks this finding wants."""
    return looks_needed(rule.check, finding.observed)


def _there(entry: LedgerEntry, by: By) -> Moved:
    state = State(entry.state)
    if state is State.CLOSED:
        return forced(entry, State.FOUND, replace(by, note=f"{by.note}，重新立项"))
    if state is State.RECHECKED:
        back = State.MENDING if entry.unit else State.FOUND
        return forced(entry, back, replace(by, note=f"{by.note}，退回"), clean_looks=0)
    return noted(entry, by, clean_looks=0 if state is not State.DISMISSED else entry.clean_looks)


def _link(site: SiteFacts, finding: Finding) -> Looked:
    url = finding.target or ""
    standing = site.once(link_targets).get(url)
    held = {fetch.url for fetch in site.held}
    page = site.resolve(finding.url).last
    read = page is not None and (page.url in held or page.outcome is Outcome.NOT_FOUND)
    gone = read and standing is None
    if gone and finding.found_on_count <= 1:
        return Looked(Seen.GONE, "页面上已没有这个链接")
    state = site.once(LinkStates).of(url, tuple(standing.texts) if standing else ())
    if isinstance(state, Alive):
        return Looked(Seen.GONE, "链接能打开")
    if isinstance(state, Broken):
        if gone:
            return Looked(
                Seen.OPEN,
                f"这个页面上已没有这个链接，另外 {finding.found_on_count - 1} 个页面没有看",
            )
        return Looked(Seen.THERE, f"仍然打不开：{state.detail}")
    why = "没有抓到" if isinstance(state, Unchecked) else state.detail
    return Looked(Seen.OPEN, f"没能看清，不作判断：{why}")


def _page(
    site: SiteFacts, demand: Demand, rule: RuleResult, finding: Finding, as_of: date
) -> Looked:
    for url in dict.fromkeys((finding.url, *finding.found_on)):
        page = site.resolve(url).last
        if page is None or (page.outcome not in (Outcome.OK, Outcome.NOT_FOUND)):
            why = page.detail or page.outcome.value if page else "没有抓到"
            return Looked(Seen.OPEN, f"没能看到 {url[:200]}，不作判断：{why}")
    result = judge_rule(site, demand, as_of, rule.id)
    if result.error or not same_rule(result, rule):
        return Looked(Seen.OPEN, "规则与上次检查时不同，要等下次检查")
    if any(one.fingerprint == finding.fingerprint for one in result.findings):
        return Looked(Seen.THERE, f"仍然有：{finding.message[:200]}")
    if result.verdict in (Verdict.PASS, Verdict.FAIL):
        return Looked(Seen.GONE, "页面上已没有这个问题")
    return Looked(Seen.OPEN, f"机器不能判定：{result.message[:200]}")
