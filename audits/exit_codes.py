"""Exit codes of the command line, and which one an audit earns."""

from __future__ import annotations

from checker.results import AuditResult, Level, Verdict

CLEAN, FINDINGS, USAGE, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130


def of_audit(result: AuditResult, fail_on: str, *, interrupted: bool = False) -> int:
    """Work out the exit code of an audit.

    An incomplete audit says so (3) even where it found something: neither its findings nor its
    silence are the whole story.  Advice never counts as a finding here.
    """
    if interrupted:
        return INTERRUPTED
    if not result.coverage.complete:
        return INCOMPLETE
    counted = {"fail": {Verdict.FAIL}, "review": {Verdict.FAIL, Verdict.REVIEW}}.get(fail_on, set())
    binding = [rule.verdict for rule in result.rules if rule.level is not Level.ADVISORY]
    binding += [clause.verdict for clause in result.clauses if not clause.rules]
    return FINDINGS if counted.intersection(binding) else CLEAN
