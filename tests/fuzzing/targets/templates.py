"""An office's own Word template: used, or a TemplateError with its place; what is filled in is whole and stays text."""

from __future__ import annotations

from datetime import date
from functools import cache

from reports.deadline import Deadline
from reports.formats import Asked
from reports.language import language
from reports.papers.accountable import matters
from reports.papers.facts import circular
from reports.papers.stamp import stamp
from reports.papers.template import PaperTemplate
from reports.papers.template_file import check_container
from reports.papers.templates import CIRCULAR_PAPER, PAPERS, built_in
from reports.papers.trouble import TemplateError
from tests.fuzzing.target import Target, said
from tests.reports.audits_in_time import audit, finding, rule

_ASKED = Asked(language("zh"), Deadline(date(2026, 1, 1)))
_RESULT = audit(2, rule("plans", finding("a", target="http://x.cn/<b>"), message="{{ 7*7 }}"))


def check(data: bytes) -> None:
    """As a template of each paper; the circular is filled."""
    for paper in PAPERS:
        try:
            template = PaperTemplate(data, paper.names, paper.file, _ASKED.t)
            if paper is CIRCULAR_PAPER:
                values = circular(_RESULT, matters(_RESULT), _ASKED, comparison=None)
                made = template.fill(values, stamp(_RESULT, "题目", ""))
                check_container(made, "made.docx")
                again = PaperTemplate(data, paper.names, paper.file, _ASKED.t)
                assert again.fill(values, stamp(_RESULT, "题目", "")) == made
        except TemplateError as error:
            said(error, paper.file)


@cache
def seeds() -> tuple[bytes, ...]:
    """The built-in ones."""
    return tuple(built_in(_ASKED.t).values())


TARGET = Target("templates", check, seeds, zipped=True, most=120_000, examples=6, words=("{{ 网站名称 }}".encode(), b"{% for x in y %}", b"{%tr endfor %}", b"{%p if ", b"{{ 7*7 }}", b"{{ ().__class__ }}", b"{{r ", b"{#", b"<w:p><w:r><w:t>", b"</w:t></w:r></w:p>", b"<w:instrText>INCLUDETEXT x</w:instrText>", b"<!DOCTYPE x>", b'Target="file:///x" TargetMode="External"', b"|safe", b"{{ 10**9 }}", b"&#1;", b"<w:tbl><w:tr>"), about="Word templates of an office")  # fmt: skip
