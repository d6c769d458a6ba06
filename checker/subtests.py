"""Sub-tests of one network measurement, and how they come together: one line of a table each.

A test that failed makes the rule fail, unless something makes the whole measurement doubtful; one that
could not be told makes it a review.  What a test measures is the check's own matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from checker.facts.site import SiteFacts
from checker.facts.urls import host_of
from checker.judgement import CHINA, Judgement, Question, evidence, fingerprint
from checker.results import Finding, MeasurementTable, Reason, Verdict
from crawler.snapshot import Probe

A_DAY = int(timedelta(days=1).total_seconds())


class Result(StrEnum):
    """How a sub-test ended, in the reader's words."""

    GOOD = "通过"
    BAD = "不通过"
    UNSURE = "测不准"
    NOT = "未测"
    INFO = "仅供参考"


@dataclass(frozen=True, slots=True)
class Line:
    """One sub-test; `wanted` and `fix` are for the finding, `reason` for the review."""

    test: str
    result: Result
    measured: str
    wanted: str = ""
    fix: str = ""
    reason: Reason = Reason.UNREACHABLE


@dataclass(slots=True)
class Sheet:
    """The sub-tests of one measurement of a host, in the order in which they are put down."""

    title: str
    probe: Probe
    lines: list[Line] = field(default_factory=list)

    def good(self, test: str, measured: str) -> None:
        """Put down a test that passed."""
        self.lines.append(Line(test, Result.GOOD, measured))

    def bad(self, test: str, measured: str, wanted: str, fix: str) -> None:
        """Put down a test that failed."""
        self.lines.append(Line(test, Result.BAD, measured, wanted, fix))

    def unsure(self, test: str, measured: str, reason: Reason = Reason.UNREACHABLE) -> None:
        """Put down a test that a person must look at."""
        self.lines.append(Line(test, Result.UNSURE, measured, reason=reason))

    def untested(self, test: str, measured: str) -> None:
        """Put down a test that had nothing to measure."""
        self.lines.append(Line(test, Result.NOT, measured))

    def info(self, test: str, measured: str) -> None:
        """Put down a fact that is not judged."""
        self.lines.append(Line(test, Result.INFO, measured))

    def of(self, result: Result) -> list[Line]:
        """The tests that ended so."""
        return [line for line in self.lines if line.result is result]

    @property
    def host(self) -> str:
        """The host measured."""
        return self.probe.subject

    @property
    def at(self) -> str:
        """When it was measured."""
        return self.probe.measured_at.astimezone(CHINA).isoformat(timespec="seconds")

    def judged(
        self, asked: Question, url: str, more: Mapping[str, str], doubt: str = ""
    ) -> Judgement:
        """Put the tests together.  `more` are the check's own slots.

        `doubt` says why no failure here may be held against the site; a person must then look.
        """
        bad, unsure = self.of(Result.BAD), self.of(Result.UNSURE)
        why = "；".join(f"{line.test}：{line.measured}" for line in bad or unsure)
        slots = self._slots(more, why or "无")
        table = self._table()
        told = "；".join(f"{line.test}：{line.measured}" for line in self.lines)
        seen = (
            evidence(url, f"{self.title}（{self.host}）", None, told).model_copy(
                update={"fetched_at": self.at}
            ),
        )
        if doubt and (bad or unsure):
            slots["problems"] = f"{doubt}。测得 {why}"
            return Judgement(Verdict.REVIEW, slots, Reason.MANUAL, doubt, seen, (), (table,))
        if bad:
            findings = tuple(self._finding(line, asked, url) for line in bad)
            return Judgement(Verdict.FAIL, slots, None, why, seen, findings, (table,))
        if unsure:
            return Judgement(Verdict.REVIEW, slots, unsure[0].reason, why, seen, (), (table,))
        return Judgement(Verdict.PASS, slots, None, "", seen, (), (table,))

    def without(
        self, verdict: Verdict, reason: Reason | None, why: str, more: Mapping[str, str]
    ) -> Judgement:
        """Judge where the tests do not decide."""
        tables = (self._table(),) if self.lines else ()
        return Judgement(verdict, self._slots(more, why), reason, why, (), (), tables)

    def _table(self) -> MeasurementTable:
        return MeasurementTable(
            title=f"{self.title}（{self.host}）",
            columns=["项目", "结果", "测得"],
            rows=[[line.test, line.result.value, line.measured] for line in self.lines],
        )

    def _slots(self, more: Mapping[str, str], problems: str) -> dict[str, str]:
        return {
            "host": self.host,
            "passed": str(len(self.of(Result.GOOD))),
            "tests": str(sum(line.result is not Result.INFO for line in self.lines)),
            "problems": problems,
            **more,
        }

    def _finding(self, line: Line, asked: Question, url: str) -> Finding:
        return Finding(
            fingerprint=fingerprint(asked.rule, f"{self.host} {line.test}"),
            message=f"{line.test}不通过：{line.measured}",
            url=url,
            target=f"{self.host} {line.test}",
            observed=line.measured,
            expected=line.wanted,
            fetched_at=self.at,
            suggestion=line.fix,
        )


SLOTS = frozenset({"host", "passed", "tests", "problems"})


def measurement(site: SiteFacts, kind: str) -> Probe | None:
    """The last measurement of a kind of the home page's host."""
    host = home_host(site)
    found: Sequence[Probe] = site.snapshot.probes(kind)
    return next((probe for probe in reversed(found) if probe.subject == host), None)


def home_host(site: SiteFacts) -> str:
    """The host that the crawl began at: the one that is measured."""
    return host_of(site.snapshot.info.home)


def unmeasured(site: SiteFacts, what: str, more: Mapping[str, str]) -> Judgement:
    """Judge where nothing was measured."""
    why = f"快照里没有“{what}”的测量结果（爬取时没有测，或没有测成）"
    slots = {"host": home_host(site), "passed": "0", "tests": "0", "problems": why, **more}
    return Judgement(Verdict.REVIEW, slots, Reason.UNREACHABLE, why)
