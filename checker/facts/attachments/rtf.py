"""Read the text of RTF files: Chinese code pages, table cells, hidden and deleted text.

A tokenizer of our own: it is linear in the size of the file, which the libraries at hand are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from checker.facts.attachments.model import Seen
from checker.facts.attachments.parts import Parts
from checker.facts.attachments.written import cell_text, table_of, whole
from checker.facts.tables import Written

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)",
    re.DOTALL,
)
# Groups that hold no text of the document.
_ASIDE = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata colorschememapping datastore "
    b"latentstyles listtable listoverridetable rsidtbl generator xmlnstbl fldinst bkmkstart bkmkend "
    b"mmathPr wgrffmtfilter filetbl revtbl *".split()
)
_MARGIN = frozenset(
    b"header headerl headerr headerf footer footerl footerr footerf footnote".split()
)
_CHARACTERS = {
    b"par": "\n",
    b"\r": "\n",
    b"\n": "\n",
    b"line": "\n",
    b"sect": "\n",
    b"page": "\n",
    b"tab": "\t",
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"~": "\u00a0",
    b"_": "-",
    b"\\": "\\",
    b"{": "{",
    b"}": "}",
}
_PARAGRAPH = frozenset({b"par", b"\r", b"\n"})
_CHARSETS = {
    0: "cp1252",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5hkscs",
    204: "cp1251",
}
_CODE_PAGES = {936: "gb18030", 950: "big5hkscs", 54936: "gb18030", 65001: "utf-8"}
_DEEPEST = 2_000


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside a pair of braces."""

    aside: bool = False
    hidden: bool = False
    deleted: bool = False
    margin: bool = False
    comment: bool = False
    font: int = -1
    skip: int = 1


@dataclass(slots=True)
class _Reader:
    """The state of one reading."""

    texts: dict[Seen, list[str]] = field(default_factory=lambda: {seen: [] for seen in Seen})
    rows: list[list[Written]] = field(default_factory=list)
    tables: list[list[list[Written]]] = field(default_factory=list)
    cells: list[Written] = field(default_factory=list)
    cell_start: int = 0
    encoding: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    pending: bytearray = field(default_factory=bytearray)
    skip: int = 0
    in_table: bool = False  # the paragraph says that it stands in one

    def flush(self, group: _Group) -> None:
        if self.pending:
            encoding = self.fonts.get(group.font, self.encoding)
            self.put(bytes(self.pending).decode(encoding, "replace"), group)
            self.pending.clear()

    def put(self, text: str, group: _Group) -> None:
        if group.aside:
            return
        seen = Seen.SHOWN
        if group.comment:
            seen = Seen.COMMENT
        elif group.deleted:
            seen = Seen.DELETED
        elif group.hidden:
            seen = Seen.HIDDEN
        elif group.margin:
            seen = Seen.MARGIN
        self.texts[seen].append(text)

    def end_cell(self) -> None:
        shown = self.texts[Seen.SHOWN]
        text = whole("".join(shown[self.cell_start :]))
        del shown[self.cell_start :]
        self.cells.append(Written(cell_text(text)))

    def end_row(self) -> None:
        if self.cells:
            self.rows.append(self.cells)
            self.cells = []

    def end_table(self) -> None:
        if self.rows:
            self.tables.append(self.rows)
            self.rows = []


def read_rtf(body: bytes, parts: Parts) -> None:
    """Read into `parts`; what is no RTF after its head is read as far as it goes."""
    reader = _Reader()
    stack: list[_Group] = [_Group()]
    for token in _TOKEN.finditer(body):
        group = stack[-1]
        hexed, word, number, sign, brace, plain = token.groups()
        if hexed is not None:
            if reader.skip:
                reader.skip -= 1
            elif not group.aside:
                reader.pending.append(int(hexed, 16))
            continue
        if plain is not None and not group.aside:
            text = plain[reader.skip :]
            reader.skip = max(0, reader.skip - len(plain))
            reader.pending += text
            continue
        reader.flush(group)
        if brace == b"{":
            stack.append(group if len(stack) < _DEEPEST else replace(group, aside=True))
        elif brace == b"}":
            if len(stack) > 1:
                stack.pop()
        else:
            value = int(number) if number else None
            stack[-1] = _control(word or sign, value, group, reader)
    reader.flush(stack[-1])
    _keep(reader, parts)


def _control(  # noqa: C901, PLR0911, PLR0912 - the words of one small language
    word: bytes, value: int | None, group: _Group, reader: _Reader
) -> _Group:
    on = value != 0
    if word in _ASIDE:
        return replace(group, aside=True)
    if word == b"annotation":
        return replace(group, aside=False, comment=True)
    if word in _MARGIN:
        return replace(group, margin=True)
    if word == b"v":
        return replace(group, hidden=on)
    if word == b"deleted":
        return replace(group, deleted=on)
    if word == b"plain":
        return replace(group, hidden=False, deleted=False)
    if word == b"f" and value is not None:
        return replace(group, font=value)
    if word == b"fcharset" and group.aside and value in _CHARSETS:
        reader.fonts[group.font] = _CHARSETS[value]
    elif word == b"ansicpg" and value is not None:
        reader.encoding = _CODE_PAGES.get(
            value, f"cp{value}" if value in {1250, 1251, 1252, 932, 949} else "cp1252"
        )
    elif word == b"uc" and value is not None:
        return replace(group, skip=max(0, min(value, 8)))
    elif word == b"u" and value is not None:
        code = value + 0x10000 if value < 0 else value
        if 0 < code < 0x110000:  # noqa: PLR2004 - the end of Unicode
            reader.put(chr(code), group)  # perhaps half a character
        reader.skip = group.skip
    elif not group.aside:
        _layout(word, group, reader)
    return group


def _layout(word: bytes, group: _Group, reader: _Reader) -> None:
    if word == b"cell":
        reader.end_cell()
    elif word == b"row":
        reader.end_row()
        reader.cell_start = len(reader.texts[Seen.SHOWN])
    elif word == b"trowd":
        reader.cell_start = reader.cell_start if reader.cells else len(reader.texts[Seen.SHOWN])
    elif word == b"intbl":
        reader.in_table = True
    elif word == b"pard":
        reader.in_table = False
    elif word in _CHARACTERS:
        reader.put(_CHARACTERS[word], group)
        if word in _PARAGRAPH and not reader.cells and not reader.in_table:
            reader.cell_start = len(reader.texts[Seen.SHOWN])
            reader.end_table()


def _keep(reader: _Reader, parts: Parts) -> None:
    reader.end_row()
    reader.end_table()
    for seen, name in (
        (Seen.SHOWN, "正文"),
        (Seen.HIDDEN, "隐藏文字"),
        (Seen.DELETED, "修订中删除的文字"),
        (Seen.COMMENT, "批注"),
        (Seen.MARGIN, "页眉页脚"),
    ):
        parts.text(name, whole("".join(reader.texts[seen])), seen)
    for rows in reader.tables:
        parts.table(table_of(rows, parts.places_left))
