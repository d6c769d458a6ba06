"""One PDF page: its characters with their boxes, its ruling lines, and the lines of its text."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from checker.facts.attachments.limits import Limits
from checker.facts.attachments.ruled import Glyph, Rule, ruled_tables
from checker.facts.radicals import fold_radicals
from checker.facts.tables import Table

_FEW = 8
_THIN = 2.6
_LEAST = 4.0
_MAX_FORMS = 3
_SAMPLE = 3_000
_SCANNED = 0.3
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class PageText:
    """What one page holds: the lines outside its tables, and its tables."""

    sample: str
    lines: list[str]
    tables: list[Table]
    few: bool  # characters, no more than a stamp or a page number
    pictured: bool
    cut: bool


def read_page_text(
    page: pdfium.PdfPage, limits: Limits, *, with_tables: bool, name: str
) -> PageText:
    """Read a page; the caller closes it."""
    text = page.get_textpage()
    try:
        there = text.count_chars()
        count = min(there, limits.page_characters)
        said = text.get_text_range(0, count) if count else ""
        lines, tables = said.splitlines(), list[Table]()
        few, cut, pictured = count < _FEW, there > count, False
        if with_tables or few:
            drawn = _Drawn(page, limits)
            cut, pictured = cut or drawn.cut, drawn.pictured
            if with_tables and len(drawn.rules) >= 4:  # noqa: PLR2004 - a cell has four sides
                tables, lines = ruled_tables(drawn.rules, list(_glyphs(text, count, drawn)))
    finally:
        text.close()
    named = [replace(table, name=name) for table in tables]
    return PageText(said[:_SAMPLE], lines, named, few, pictured, cut)


def _glyphs(text: pdfium.PdfTextPage, count: int, drawn: _Drawn) -> Iterator[Glyph]:
    box = pdfium_c.FS_RECTF()  # as high as the font, so that 一 and 、 stand in one line
    for index in range(count):
        code = pdfium_c.FPDFText_GetUnicode(text, index)
        if not 0 < code <= 0x10FFFF:  # noqa: PLR2004 - the end of Unicode
            continue
        pdfium_c.FPDFText_GetLooseCharBox(text, index, box)
        upright = drawn.upright(box.left, box.bottom, box.right, box.top)
        yield Glyph(fold_radicals(chr(code)), *upright)


class _Drawn:
    """The ruling lines and pictures of a page, turned as a reader sees them."""

    def __init__(self, page: pdfium.PdfPage, limits: Limits) -> None:
        self.rules: list[Rule] = []
        self.cut = False
        self._pictured = 0.0
        self._objects, self._points = limits.page_objects, limits.page_points
        self._rotation = page.get_rotation()
        self._width, self._height = page.get_size()
        if self._rotation in {90, 270}:  # we want the size of the page before it was turned
            self._width, self._height = self._height, self._width
        for index in range(pdfium_c.FPDFPage_CountObjects(page)):
            if self.cut:
                break
            self._take(pdfium_c.FPDFPage_GetObject(page, index), _IDENTITY, 0)

    def upright(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Turn a box with its page."""
        width, height = self._width, self._height
        if self._rotation == 90:  # noqa: PLR2004 - degrees
            return bottom, width - right, top, width - left
        if self._rotation == 180:  # noqa: PLR2004 - degrees
            return width - right, height - top, width - left, height - bottom
        if self._rotation == 270:  # noqa: PLR2004 - degrees
            return height - top, left, height - bottom, right
        return left, bottom, right, top

    def _take(self, item: object, around: Matrix, depth: int) -> None:
        self._objects -= 1
        if self._objects < 0:
            self.cut = True
            return
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            self._picture(item, around)
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            self._path(item, _times(_matrix(item), around))
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_FORMS:
            inside = _times(_matrix(item), around)
            for index in range(pdfium_c.FPDFFormObj_CountObjects(item)):
                if self.cut:
                    break
                self._take(pdfium_c.FPDFFormObj_GetObject(item, index), inside, depth + 1)

    def _picture(self, item: object, around: Matrix) -> None:
        a, b, c, d, _, _ = _times(_matrix(item), around)  # an image fills the unit square
        self._pictured += abs(a * d - b * c) / max(self._width * self._height, 1.0)

    @property
    def pictured(self) -> bool:
        """Pictures (a scan may be many strips) cover a good part of the page."""
        return self._pictured >= _SCANNED

    def _path(self, item: object, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDFPath_GetDrawMode(item, fill, stroke)
        count = pdfium_c.FPDFPath_CountSegments(item)
        self._points -= count
        if self._points < 0:
            self.cut = True
            return
        for points in _subpaths(item, count, matrix):
            self._box(points, stroked=bool(stroke.value))

    def _box(self, points: list[tuple[float, float]], *, stroked: bool) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if wide <= _THIN or high <= _THIN:
            # A hairline box is how most programs draw a border.
            self._rule(min(xs), min(ys), max(xs), max(ys))
        elif stroked:
            for (x0, y0), (x1, y1) in itertools.pairwise(points):
                if abs(x0 - x1) <= 1 or abs(y0 - y1) <= 1:
                    self._rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _rule(self, left: float, bottom: float, right: float, top: float) -> None:
        left, bottom, right, top = self.upright(left, bottom, right, top)
        wide, high = right - left, top - bottom
        if max(wide, high) < _LEAST and max(wide, high) - min(wide, high) < 1:
            return
        if wide >= high:
            self.rules.append(Rule(True, (bottom + top) / 2, left, right))  # noqa: FBT003 - lies flat
        else:
            self.rules.append(Rule(False, (left + right) / 2, bottom, top))  # noqa: FBT003 - stands


def _matrix(item: object) -> Matrix:
    m = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(item, m)  # paths, pictures and forms always have one
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _subpaths(item: object, count: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[list[tuple[float, float]]] = []
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(item, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO:
            found.append([])
        found[-1].append((x.value * a + y.value * c + e, x.value * b + y.value * d + f))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            found[-1].append(found[-1][0])
    return found
