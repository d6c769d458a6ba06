"""The door in: an audit's results become the circular and the notices, as bytes by file name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from checker.results import AuditResult
from reports.comparison import compare
from reports.language import Language
from reports.papers import facts
from reports.papers.accountable import NOBODY, by_unit, matters
from reports.papers.facts import Ranked
from reports.papers.file_names import FileNames
from reports.papers.particulars import Particulars
from reports.papers.stamp import stamp
from reports.papers.templates import CIRCULAR_PAPER, NOTICE_PAPER, template_of
from reports.papers.trouble import TemplateError
from reports.visible import clip

MAX_NOTICES: Final = 500
_MAX_SITE: Final = 60


def circular(
    result: AuditResult,
    t: Language,
    particulars: Particulars,
    *,
    templates: Path | None = None,
    earlier: Sequence[AuditResult] = (),
    ranking: Sequence[Ranked] = (),
) -> bytes:
    """The circular (检查通报).  Raises TemplateError, and ComparisonError for earlier audits that do not fit."""
    template = template_of(CIRCULAR_PAPER, templates, t)
    comparison = compare(result, earlier) if earlier else None
    values = facts.circular(
        result, matters(result), particulars, t, comparison=comparison, ranking=ranking
    )
    title = t("关于{site}政务公开检查情况的通报", site=clip(result.site.name, _MAX_SITE))
    return template.fill(values, stamp(result, title, particulars.issuer))


def notices(
    result: AuditResult, t: Language, particulars: Particulars, *, templates: Path | None = None
) -> dict[str, bytes]:
    """A notice (整改通知书) for each unit that has something to mend, by file name; nobody else gets one.

    Raises TemplateError.
    """
    template = template_of(NOTICE_PAPER, templates, t)
    units = by_unit(matters(result))
    if len(units) > MAX_NOTICES:
        raise TemplateError(
            NOTICE_PAPER.file,
            "",
            f"有 {len(units)} 个责任单位，超过 {MAX_NOTICES} 个",
            "请核对规则包里的责任单位",
        )
    names = FileNames()
    title = t("政务公开问题整改通知书")
    made = {}
    for unit, own in units.items():
        values = facts.notice(result, unit, own, particulars, t)
        name = names.take(unit if unit != NOBODY else t("责任单位待确定"), t("未命名"))
        made[f"{name}.docx"] = template.fill(values, stamp(result, title, particulars.issuer))
    return made
