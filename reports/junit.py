"""The audit as JUnit XML, as Jenkins and GitLab read it: a suite for each pack, a case for each rule.

Only what makes the exit code 1 is a failure.  Advice that is not followed, what a person has to look
at, what is not due and what does not apply are skipped, each with its reason; a check that crashed is
an error.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite
from junitparser.junitparser import FinalResult

from checker.results import AuditResult, Finding, Reason, RuleResult
from reports.formats import Asked
from reports.language import Language
from reports.moments import instant
from reports.reasons import NO_REASON, REASONS
from reports.states import State, rule_state
from reports.visible import MAX_ADDRESS, clip, one_line, visible
from reports.wording import observed

_MAX_FINDINGS = 50
_MAX_NAME = 200
_MAX_MESSAGE = 600


def made(result: AuditResult, asked: Asked) -> bytes:
    """The bytes of the file; equal results give equal bytes."""
    whole = JUnitXml(_line("gongkai " + result.site.home))
    for pack, rules in _by_pack(result).items():
        if rules:
            whole.add_testsuite(_suite(result, pack, rules, asked.t))
    whole.update_statistics()  # type: ignore[no-untyped-call] # the library has types for the rest
    file = io.BytesIO()
    whole.write(file)
    return file.getvalue()


def _by_pack(result: AuditResult) -> dict[str, list[RuleResult]]:
    """Each rule once: in the pack that names it last, for a county says more than the base."""
    packs: dict[str, list[RuleResult]] = {pack.id: [] for pack in result.packs}
    for rule in result.rules:
        own = {clause.partition("/")[0] for clause in rule.clauses}
        pack = next((name for name in reversed(list(packs)) if name in own), "")
        packs.setdefault(pack, []).append(rule)
    return packs


def _suite(result: AuditResult, pack: str, rules: Sequence[RuleResult], t: Language) -> TestSuite:
    known = {one.id: one for one in result.packs}
    suite = TestSuite(_line(known[pack].title if pack in known else t("其他")))
    suite.hostname = _line((result.site.hosts or [result.site.home])[0])
    suite.timestamp = _timestamp(result)
    for name, value in (
        ("site", result.site.home),
        ("as_of", result.as_of),
        ("pack", pack),
        ("version", known[pack].version if pack in known else ""),
        ("pages", f"{result.coverage.pages_fetched}/{result.coverage.pages_known}"),
        ("complete", str(result.coverage.complete).lower()),
    ):
        suite.add_property(name, _line(value))
    suite.add_testcases([_case(pack, rule, t) for rule in rules])
    return suite


def _case(pack: str, rule: RuleResult, t: Language) -> TestCase:
    case = TestCase(_line(f"{rule.id} {rule.title}"), _line(f"gongkai.{pack}".rstrip(".")), 0)
    came_out = _outcome(rule, t)
    if came_out is not None:
        case.append(came_out)  # type: ignore[no-untyped-call] # see above
    return case


def _outcome(rule: RuleResult, t: Language) -> FinalResult | None:
    """How the rule came out; nothing where it passed."""
    state = rule_state(rule)
    told = clip(rule.message, _MAX_MESSAGE, t)
    if state is State.PASS:
        return None
    if rule.reason is Reason.CHECK_ERROR:
        return _filled(Error(_line(told), "check_error"), rule.error or "", t)
    if state is State.FAIL:
        return _filled(Failure(_line(told), rule.level.value), _details(rule, t), t)
    why = t(state.label)
    if state is State.REVIEW:
        reason = REASONS[rule.reason] if rule.reason else NO_REASON
        why = t("{state}（{reason}）", state=why, reason=t(reason.label))
    said = t("{why}：{message}", why=why, message=told)
    return _filled(Skipped(_line(said), state.value), _details(rule, t), t)


def _filled(outcome: FinalResult, text: str, t: Language) -> FinalResult:
    # Each piece is bounded before; what cannot be seen is spelt out here, XML's own limits among it.
    if text:
        outcome.text = "\n".join(visible(line, t) for line in text.split("\n"))
    return outcome


def _details(rule: RuleResult, t: Language) -> str:
    """What is wrong and where; of a rule without findings, what was seen."""
    lines = [line for finding in rule.findings[:_MAX_FINDINGS] for line in _finding(finding, t)]
    if not rule.findings:
        for piece in rule.evidence[:_MAX_FINDINGS]:
            lines += [f"- {clip(piece.what, _MAX_MESSAGE, t)}", f"  {_address(piece.url, t)}"]
    if len(rule.findings) > _MAX_FINDINGS:
        lines.append(t("另有 {n} 处，见 audit.json。", n=len(rule.findings) - _MAX_FINDINGS))
    if rule.fix and lines:
        lines.append(t("怎么改：{fix}", fix=clip(rule.fix, _MAX_MESSAGE, t)))
    return "\n".join(lines)


def _finding(finding: Finding, t: Language) -> list[str]:
    seen = observed(clip(finding.observed, _MAX_NAME, t), t).words
    lines = [
        f"- {clip(finding.message, _MAX_MESSAGE, t)}",
        f"  {_address(finding.url, t)}",
    ]
    if finding.target:
        lines.append(f"  → {_address(finding.target, t)}")
    if seen:
        lines.append(f"  {seen}")
    if finding.found_on_count > 1:
        lines.append("  " + t("共 {n} 个网页", n=finding.found_on_count))
    return lines


def _address(text: str, t: Language) -> str:
    return clip(text, MAX_ADDRESS, t)


def _line(text: str) -> str:
    return one_line(text, _MAX_MESSAGE)


def _timestamp(result: AuditResult) -> str:
    """When the audit began, in UTC and without a zone: the schema wants it so."""
    when = instant(result.run.started_at)
    return "1970-01-01T00:00:00" if when is None else when.strftime("%Y-%m-%dT%H:%M:%S")
