"""Read binary Word documents (.doc) and WPS texts (.wps): text, tables, notes, comments, hidden text.

Merged cells are not put together again: rows come with the cells that they have.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import olefile

from checker.facts.attachments.model import Seen
from checker.facts.attachments.parts import Parts
from checker.facts.attachments.word_binary import (
    Header,
    Piece,
    Ranges,
    hidden_and_deleted,
    in_tables,
    piece_text,
    read_header,
    read_pieces,
)
from checker.facts.attachments.written import cell_text, table_of, whole
from checker.facts.tables import Written

_CELL = "\x07"
_FIELD_BEGIN, _FIELD_MIDDLE = "\x13", "\x14"
_FIELD_MARKS = frozenset("\x13\x14\x15")
_BREAKS = {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\t": "\t", "\x1e": "-"}
# The parts of the text in the order in which the file counts them.
_STORIES = (
    ("正文", Seen.SHOWN),
    ("脚注", Seen.MARGIN),
    ("页眉页脚", Seen.MARGIN),
    ("宏", Seen.HIDDEN),
    ("批注", Seen.COMMENT),
    ("尾注", Seen.MARGIN),
    ("文本框", Seen.SHOWN),
    ("页眉文本框", Seen.MARGIN),
)
_METADATA = {
    "title": "标题",
    "author": "作者",
    "last_saved_by": "最后修改人",
    "company": "单位",
    "subject": "主题",
}


def read_doc(body: bytes, parts: Parts) -> None:
    """Read a document into `parts`."""
    with olefile.OleFileIO(io.BytesIO(body)) as ole:
        main = _stream(ole, "WordDocument", parts)
        header = read_header(main)
        table = _stream(ole, header.table_stream, parts)
        data = _stream(ole, "Data", parts) if ole.exists("Data") else b""
        read_ole_metadata(ole, parts)
    _read((main, table, data), header, parts)


def _stream(ole: Any, name: str, parts: Parts) -> bytes:
    with ole.openstream(name) as stream:
        return bytes(stream.read(parts.limits.part))


def read_ole_metadata(ole: Any, parts: Parts) -> None:
    """Who made the file, and who changed it last."""
    try:
        metadata = ole.get_metadata()
    except Exception:  # noqa: BLE001 - olefile stumbles over broken property sets in many ways
        parts.note("文件属性", "损坏，读不出")
        return
    page = getattr(metadata, "codepage", None)
    for name, label in _METADATA.items():
        value = getattr(metadata, name, None)
        if isinstance(value, bytes):
            value = _decoded(value, page)
        text = " ".join(str(value or "").replace("\x00", "").split())
        if text:
            parts.metadata.setdefault(label, text[:200])


def _decoded(value: bytes, page: object) -> str:
    encoding = "utf-8" if page in {65001, -535} else "gb18030"
    return value.decode(encoding, "replace")


@dataclass(frozen=True, slots=True)
class _Marks:
    """Which stretches of the file are what."""

    hidden: Ranges
    deleted: Ranges
    in_table: Ranges
    row_ends: Ranges


@dataclass(slots=True)
class _Story:
    """One part of the text while it is read."""

    texts: dict[Seen, list[str]] = field(default_factory=lambda: {seen: [] for seen in Seen})
    cells: list[Written] = field(default_factory=list)
    rows: list[list[Written]] = field(default_factory=list)
    tables: list[list[list[Written]]] = field(default_factory=list)
    start: int = 0
    fields: list[bool] = field(default_factory=list)  # whether each open field is past its code

    @property
    def in_code(self) -> bool:
        return not all(self.fields)


def _read(streams: tuple[bytes, bytes, bytes], header: Header, parts: Parts) -> None:
    main, table, data = streams
    pieces = read_pieces(table, header.clx)
    marks = _Marks(
        *hidden_and_deleted(main, table, header.run_pages),
        *in_tables(main, table, data, header.paragraph_pages),
    )
    bounds: list[int] = [0]
    for count in header.counts:
        bounds.append(bounds[-1] + count)
    stories = [_Story() for _ in _STORIES]
    taken = 0
    for piece in pieces:
        text = piece_text(main, piece)
        taken += len(text)
        if taken > parts.limits.characters:
            parts.note("正文", "文字超过读取上限，其余未读")
            break
        _take(text, piece, bounds, stories, marks)
    for (name, seen), story in zip(_STORIES, stories, strict=True):
        if name != "宏":
            _keep(name, seen, story, parts)


def _take(text: str, piece: Piece, bounds: list[int], stories: list[_Story], marks: _Marks) -> None:
    number = 0
    for index, character in enumerate(text):
        place = piece.start + index
        while number + 1 < len(bounds) - 1 and place >= bounds[number + 1]:
            number += 1
        if place >= bounds[-1]:
            return
        story = stories[number]
        offset = piece.offset + index * piece.width
        if character == _CELL:
            _end_cell(story, row=marks.row_ends.holds(offset))
        elif character in _FIELD_MARKS:
            _field(story, character)
        elif not story.in_code:
            seen = Seen.SHOWN
            if marks.deleted.holds(offset):
                seen = Seen.DELETED
            elif marks.hidden.holds(offset):
                seen = Seen.HIDDEN
            _put(story, character, seen)
            if character == "\r" and not story.cells and not marks.in_table.holds(offset):
                _end_table(story)


def _field(story: _Story, mark: str) -> None:
    """Of a field (a link, a page number) the result is text, the code before it is none."""
    if mark == _FIELD_BEGIN:
        story.fields.append(False)
    elif story.fields and mark == _FIELD_MIDDLE:
        story.fields[-1] = True
    elif story.fields:
        story.fields.pop()


def _put(story: _Story, character: str, seen: Seen) -> None:
    if character in _BREAKS:
        story.texts[seen].append(_BREAKS[character])
    elif character >= " ":
        story.texts[seen].append(character)


def _end_table(story: _Story) -> None:
    """A paragraph outside of tables ends what was one before."""
    story.start = len(story.texts[Seen.SHOWN])
    if story.rows:
        story.tables.append(story.rows)
        story.rows = []


def _end_cell(story: _Story, *, row: bool) -> None:
    shown = story.texts[Seen.SHOWN]
    if row:
        if story.cells:
            story.rows.append(story.cells)
            story.cells = []
        story.start = len(shown)
        return
    text = whole("".join(shown[story.start :]))
    del shown[story.start :]
    story.cells.append(Written(cell_text(text)))


def _keep(name: str, seen: Seen, story: _Story, parts: Parts) -> None:
    for how, pieces in story.texts.items():
        if pieces:
            label = {Seen.HIDDEN: f"{name}隐藏文字", Seen.DELETED: f"{name}修订中删除的文字"}.get(
                how, name
            )
            parts.text(label, whole("".join(pieces)), seen if how is Seen.SHOWN else how)
    if story.cells:
        story.rows.append(story.cells)
    for rows in [*story.tables, story.rows]:
        parts.table(table_of(rows, parts.places_left))
