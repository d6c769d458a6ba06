"""The door in: an audit's results become the circular (检查通报) and the notices (整改通知书), as bytes."""

from __future__ import annotations

from typing import Final

from checker.results import AuditResult
from reports.formats import Asked
from reports.papers import facts
from reports.papers.accountable import NOBODY, by_unit, matters
from reports.papers.file_names import FileNames
from reports.papers.stamp import stamp
from reports.papers.templates import CIRCULAR_PAPER, NOTICE_PAPER, template_of
from reports.papers.trouble import TemplateError
from reports.visible import clip

MAX_NOTICES: Final = 500
_MAX_SITE: Final = 60


def circular(result: AuditResult, asked: Asked) -> bytes:
    """The circular.  Raises TemplateError, and ComparisonError for earlier audits that do not fit."""
    t = asked.t
    template = template_of(CIRCULAR_PAPER, asked.templates, t)
    values = facts.circular(result, matters(result), asked, comparison=asked.compared(result))
    title = t("关于{site}\n政务公开检查情况的通报", site=clip(result.site.name, _MAX_SITE, t))
    return template.fill(values, stamp(result, title, asked.issuer))


def notices(result: AuditResult, asked: Asked) -> dict[str, bytes]:
    """A notice for each unit that has something to mend, by path; nobody else gets one.  Raises TemplateError."""
    t = asked.t
    template = template_of(NOTICE_PAPER, asked.templates, t)
    units = by_unit(matters(result))
    if len(units) > MAX_NOTICES:
        raise TemplateError(
            NOTICE_PAPER.file,
            "",
            f"有 {len(units)} 个责任单位，超过 {MAX_NOTICES} 个",
            "请核对规则包里的责任单位",
        )
    names = FileNames()
    title = stamp(result, t("政务公开问题整改通知书"), asked.issuer)
    common = facts.paper(result, asked)
    made = {}
    for unit, own in units.items():
        name = names.take(unit if unit != NOBODY else t("责任单位待确定"), t("未命名"))
        values = facts.notice(result, unit, own, asked, common)
        made[f"{NOTICE_PAPER.name}/{name}.docx"] = template.fill(values, title)
    return made
