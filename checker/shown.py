"""What a report shows of pages: without the IDs and bank cards of persons that stand on them.

A title or a link's text is evidence, and may hold somebody's ID.  Mobiles stay, as an office's number may
be one and be what a rule is about; `personal_data_leak` masks those that it reports itself.
"""

from __future__ import annotations

from checker.facts.personal_data.hiding import hide
from checker.results import RuleResult


def shown(rule: RuleResult) -> RuleResult:
    """Return the result with numbers of persons masked in every text that came from a page."""
    return rule.model_copy(
        update={
            "message": _hide(rule.message),
            "evidence": [
                one.model_copy(update={"what": _hide(one.what), "excerpt": _hide(one.excerpt)})
                for one in rule.evidence
            ],
            "findings": [
                one.model_copy(
                    update={
                        "message": _hide(one.message),
                        "observed": _hide(one.observed),
                        "expected": _hide(one.expected),
                        "excerpt": _hide(one.excerpt),
                        "suggestion": _hide(one.suggestion),
                    }
                )
                for one in rule.findings
            ],
            "tables": [
                table.model_copy(
                    update={"rows": [[_hide(cell) for cell in row] for row in table.rows]}
                )
                for table in rule.tables
            ],
        }
    )


def _hide(text: str) -> str:
    return hide(text, mobiles=False)
