"""Read text files: lines, and a table where every line is divided in the same way."""

from __future__ import annotations

import csv

from checker.facts.attachments.model import Kind
from checker.facts.attachments.parts import Parts
from checker.facts.tables.sheet import Sheet
from crawler.reading.charset import decode

_DELIMITERS = ",\t;|"
_SAMPLE = 50
_LEAST_ROWS = 2
_LONGEST_FIELD = 100_000


def read_text(body: bytes, parts: Parts) -> Kind:
    """Read into `parts`; the answer is CSV where the text is a table, else TXT."""
    text = decode(body[: parts.limits.characters * 4]).text
    if len(body) > parts.limits.characters * 4:
        parts.note("正文", "文字超过读取上限，其余未读")
    delimiter = _delimiter(text)
    sheet = Sheet("")
    if delimiter and _fill(sheet, text, delimiter, parts.places_left):
        parts.table(sheet.table(parts.places_left))
        return Kind.CSV
    parts.text("正文", text)
    return Kind.TXT


def _delimiter(text: str) -> str:
    """The sign that stands equally often in all of the first lines."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:_SAMPLE]
    if len(lines) < _LEAST_ROWS:
        return ""
    for sign in _DELIMITERS:
        counts = [
            len(next(csv.reader([line], delimiter=sign), [])) - 1
            for line in lines
            if len(line) < _LONGEST_FIELD
        ]
        most = max(set(counts), key=counts.count) if counts else 0
        if most and counts.count(most) >= len(counts) * 0.9:
            return sign
    return ""


def _fill(sheet: Sheet, text: str, delimiter: str, most: int) -> bool:
    places = 0
    try:
        for row, fields in enumerate(csv.reader(text.splitlines(), delimiter=delimiter)):
            for column, field in enumerate(fields):
                sheet.put(row, column, field.strip())
            places += len(fields)
            if places > most:
                sheet.cut = True
                break
    except csv.Error:
        return False
    return True
