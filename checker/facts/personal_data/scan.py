"""Scan pages, files and texts for personal data; what comes out is masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from checker.facts.attachments import Attachment, Seen
from checker.facts.personal_data.collect import Collector
from checker.facts.personal_data.columns import scan_table
from checker.facts.personal_data.model import Place, Scan
from checker.facts.personal_data.tokens import clean, worth_a_look
from checker.facts.tables import Table, read_blocks

# Rough, as it only decides whether a page is taken apart: what is left is more than its text.
_UNSEEN = re.compile(r"<(script|style)\b")
_CELLS = re.compile(r"<(?:td|th|tr|li)\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"</?[a-zA-Z!][^<>]*>")
_BLANKS = re.compile(r"(?:\s|&nbsp;)+")
_SEEN = {
    Seen.HIDDEN: "隐藏内容",
    Seen.COMMENT: "批注",
    Seen.DELETED: "修订中删除的文字",
    Seen.MARGIN: "页眉页脚注释",
}


def scan(lines: Iterable[str], tables: Sequence[Table] = (), source: str = "") -> Scan:
    """Scan lines and tables."""
    collector = Collector()
    _tables(tables, source, collector)
    for line in lines:
        collector.text(line, Place(source))
    return collector.result()


def scan_page(html: str, source: str = "正文") -> Scan:
    """Scan a page; pages without any long number cost one look at their text."""
    if not _long_numbers(html):
        return Scan()
    blocks = read_blocks(html)
    return scan(blocks.lines, blocks.tables, source)


def _long_numbers(html: str) -> bool:
    """A number that could be somebody's may stand on the page; most pages hold none."""
    if "&#" in html:  # digits may be written so
        return True
    bare = _TAGS.sub("", _CELLS.sub("|", _without_scripts(html)))
    return worth_a_look(clean(_BLANKS.sub(" ", bare)))


def _without_scripts(html: str) -> str:
    lower = html.lower()
    kept: list[str] = []
    place = 0
    while found := _UNSEEN.search(lower, place):
        end = lower.find(f"</{found[1]}", found.end())
        if end < 0:
            break
        kept.append(html[place : found.start()])
        place = end
    return "".join([*kept, html[place:]])


def scan_attachment(attachment: Attachment) -> Scan:
    """Scan a file with everything that is hidden in it, and the files within an archive."""
    collector = Collector()
    _file(attachment, "", collector)
    return collector.result()


def _file(attachment: Attachment, within: str, collector: Collector) -> None:
    prefix = f"{within}{'：' if within else ''}"
    _tables(attachment.tables, within, collector)
    for passage in attachment.passages:
        how = _SEEN.get(passage.seen, "")
        source = prefix + passage.place + (f"（{how}）" if how and how not in passage.place else "")
        hidden = passage.seen in {Seen.HIDDEN, Seen.DELETED, Seen.COMMENT}
        for line in passage.lines:
            collector.text(line, Place(source, hidden=hidden))
    for member in attachment.inner:
        _file(member, prefix + member.name, collector)


def _tables(tables: Sequence[Table], source: str, collector: Collector) -> None:
    for number, table in enumerate(tables, 1):
        name = table.name or table.caption or f"第{number}张表"
        scan_table(table, f"{source}{'：' if source else ''}{name[:60]}", collector)
