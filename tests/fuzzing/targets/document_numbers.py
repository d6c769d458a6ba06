"""Document numbers, titles of pairs, closing dates and outlines: nothing raises, and a number stands in the page."""

from __future__ import annotations

from html import escape

from checker.facts.issuers import issuer_in, sources_in
from checker.facts.numbered_lines import numbered_points
from checker.facts.page import read_page
from checker.facts.pairs.stems import jaccard, likeness, stem
from checker.facts.text_overlap import text_overlap
from rules.drafting.outline import split_document
from tests.fuzzing.target import Target, text

_URL = "http://www.tx.gov.cn/zwgk/t20240105_1.html"


def check(data: bytes) -> None:
    """The text as a title, as a line over a document, and as a document."""
    said = text(data)
    line = escape(" ".join(said.split()))
    for html in (f"<h1>{line}</h1><p>{line}</p><p>各镇人民政府：现将办法印发给你们。</p>", f"<p>发文字号：{line}</p><p>正文</p>"):  # fmt: skip
        page = read_page(html, _URL)
        if page.number is not None:
            assert "".join(page.number.value.split()) in "".join(page.visible.split())
    one = stem(said)
    assert one == stem(said)
    assert likeness(one, one) >= likeness(one, stem("关于印发办法的通知"))
    assert 0 <= jaccard(said, line) <= 1
    issuer_in(said)
    sources_in(said)
    numbered_points(said.splitlines())
    text_overlap(said, "关于印发桓台县政务公开办法的通知，各镇人民政府")
    drafts = split_document(said)
    assert drafts == split_document(said)


def seeds() -> list[bytes]:
    """Titles, numbers, and a document."""
    said = ("桓政发〔2021〕12号", "桓台县人民政府令第8号", "公告2021年第5号", "《桓台县人民政府办公室关于印发〈桓台县政务公开办法〉的通知》政策解读", "桓政办字[2021]12-3号", "公开征求意见，自2024年1月5日起至2024年2月4日止", "一、总体要求\n（一）加强领导。县政府办公室牵头，县财政局配合。\n1. 公开预算。\n二、重点任务\n（二）公开（责任单位：各镇）。", "（征求意见稿）", "〔2024〕第〇号")  # fmt: skip
    return [one.encode() for one in (*said, "\n".join(said))]


TARGET = Target("document_numbers", check, seeds, most=1500, words=("〔".encode(), "〕".encode(), "号".encode(), "第".encode(), "令".encode(), "《".encode(), "》".encode(), "关于".encode(), "的通知".encode(), "解读".encode(), "（一）".encode(), "一、".encode(), b"2024", "责任单位：".encode(), "征求意见".encode()), about="document numbers, titles of pairs, outlines")  # fmt: skip
