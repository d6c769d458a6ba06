"""What an audit saw: whether it can be said of a finding that it is not there (any more, or yet).

An absent finding means something only where its rule was judged and its place was looked at.  It is
told from audit.json alone; where an audit.json does not say, the answer is a doubt.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from enum import StrEnum

from checker.results import AuditResult, Finding, RuleResult, UrlsSeen, Verdict, url_mark

_MARK = 4
_DECIDED = frozenset({Verdict.PASS, Verdict.FAIL})
# What says for sure that a page is no longer there, or that there was nothing to read.
_SETTLED = frozenset({"not_found", "redirect", "ok", "not_html", "external", "unsupported"})
# Targets that were never asked for, though they stand on pages.
_NEVER_ASKED = frozenset({"budget", "not_reached", "trap"})
_LINKS = "links_alive"
_MOST_EVIDENCE = 20  # an audit lists so many at most: with so many, there may be more
_MOST_PLACES = 20


class Doubt(StrEnum):
    """Why nothing follows from a finding that is not in an audit."""

    RULE_ABSENT = "rule_absent"
    RULE_CHANGED = "rule_changed"
    NOT_JUDGED = "not_judged"
    PAGE_UNSEEN = "page_unseen"
    TARGET_UNSEEN = "target_unseen"


class Sight:
    """What one audit saw and judged."""

    def __init__(self, result: AuditResult) -> None:
        """Look through the results once."""
        coverage = result.coverage
        self._rules = {rule.id: rule for rule in result.rules}
        self._urls = None if coverage.urls is None else _Urls(coverage.urls)
        self._whole = coverage.complete and not _unsettled(coverage.not_fetched)
        self._all_links = coverage.complete and not _NEVER_ASKED & _counted(
            coverage.links_unchecked
        )
        self._quoted = set(_quoted(result.rules)) if self._urls is None else set()
        if coverage.pages_fetched:
            self._quoted.add(result.site.home)

    def rule(self, name: str) -> RuleResult | None:
        """A rule's result, if the audit has one."""
        return self._rules.get(name)

    def doubt(self, finding: Finding, rule: RuleResult, *, due: bool = False) -> Doubt | None:
        """Why the absence of a finding of `rule` (as another audit judged it) says nothing; None: it is not there.

        With `due`, a rule whose limit had not run out counts as judged: what was not due was no fault.
        """
        own = self._rules.get(rule.id)
        if own is None:
            return Doubt.RULE_ABSENT
        if not same_rule(own, rule):
            return Doubt.RULE_CHANGED
        if due and own.verdict is Verdict.PENDING:
            return None
        if own.verdict not in _DECIDED:
            return Doubt.NOT_JUDGED
        if own.check == _LINKS:
            settled = self._target(finding, own)
            if settled is not None:
                return None if settled else Doubt.TARGET_UNSEEN
        return None if self._whole or self._looked_at(finding) else Doubt.PAGE_UNSEEN

    def _target(self, finding: Finding, own: RuleResult) -> bool | None:
        """Whether a link's target is known to be in order (True) or left open (False); None: see its pages."""
        target = finding.target or ""
        undecided = {seen.url for seen in own.evidence}
        if target in undecided:
            return False
        if self._urls is not None:
            if self._urls.read(target):
                return True
            return False if self._urls.left_open(target) else None
        if not self._all_links:
            return False
        unlisted = own.verdict is not Verdict.PASS and len(own.evidence) >= _MOST_EVIDENCE
        return False if unlisted else None

    def _looked_at(self, finding: Finding) -> bool:
        """The page at fault, and those that carry the fault too: all of them, or most where they are many."""
        if not self._saw(finding.url):
            return False
        others = [url for url in finding.found_on if url != finding.url]
        seen = sum(map(self._saw, others))
        if finding.found_on_count > _MOST_PLACES:  # only some are listed: it stands in the template
            return seen * 2 >= len(others)
        return seen == len(others)

    def _saw(self, url: str) -> bool:
        if url in self._quoted:
            return True
        return self._urls is not None and (self._urls.read(url) or self._urls.missing(url))


def same_rule(one: RuleResult, other: RuleResult) -> bool:
    """Two audits asked the same thing: the same check with the same parameters."""
    return one.check == other.check and one.params == other.params


def _unsettled(not_fetched: dict[str, int]) -> set[str]:
    return _counted(not_fetched) - _SETTLED


def _counted(counts: dict[str, int]) -> set[str]:
    return {key for key, count in counts.items() if count}


def _quoted(rules: Iterable[RuleResult]) -> Iterable[str]:
    """The pages that decided verdicts cite: they were read."""
    for rule in rules:
        if rule.verdict not in _DECIDED:
            continue  # what it cites may be the wall that it met
        if rule.check == _LINKS:
            for finding in rule.findings:
                yield from finding.found_on
            continue
        yield from (seen.url for seen in rule.evidence if seen.sha256)
        yield from (finding.url for finding in rule.findings if finding.sha256)


class _Urls:
    """The three sets of URLs of a coverage, unpacked."""

    def __init__(self, packed: UrlsSeen) -> None:
        self._read, self._missing, self._open = (
            _marks(text) for text in (packed.read, packed.missing, packed.left_open)
        )

    def read(self, url: str) -> bool:
        return url_mark(url) in self._read

    def missing(self, url: str) -> bool:
        return url_mark(url) in self._missing

    def left_open(self, url: str) -> bool:
        mark = url_mark(url)
        return mark in self._open or mark in self._missing


def _marks(packed: str) -> frozenset[bytes]:
    try:
        raw = base64.b64decode(packed, validate=True)
    except ValueError:  # binascii's is one; a set that cannot be read holds nothing
        return frozenset()
    return frozenset(raw[at : at + _MARK] for at in range(0, len(raw), _MARK))
