"""PDF pages: every way to draw a table's lines, turned pages, pictures, and limits."""

import pytest

from checker.facts.attachments import Limits, State
from checker.facts.attachments.reading import read_here
from tests.checker.facts.attachments import made
from tests.checker.facts.attachments.made import grid

XS, YS = (50, 200, 350), (600, 630, 660)
CELLS = {(60, 640): b"Name", (210, 640): b"Amount", (60, 610): b"Li", (210, 610): b"500"}
ABOVE = b"BT /F1 10 Tf 50 700 Td (List of the year) Tj ET\n"
TEXT = ABOVE + b"".join(
    b"BT /F1 10 Tf %d %d Td (%s) Tj ET\n" % (x, y, text) for (x, y), text in CELLS.items()
)
GRID = [["Name", "Amount"], ["Li", "500"]]
FLAT = [(XS[0], y, XS[-1], y) for y in YS]
UPRIGHT = [(x, YS[0], x, YS[-1]) for x in XS]
BOXES = [(x, y, 150, 30) for x in XS[:2] for y in YS[:2]]

LINES = b"".join(b"%d %d m %d %d l S\n" % line for line in FLAT + UPRIGHT)
ONE_PATH = b"".join(b"%d %d m %d %d l\n" % line for line in FLAT + UPRIGHT) + b"S\n"
STROKED_BOXES = b"".join(b"%d %d %d %d re S\n" % box for box in BOXES)
CLOSED = b"".join(
    b"%d %d m %d %d l %d %d l %d %d l h S\n" % (x, y, x + w, y, x + w, y + h, x, y + h)
    for x, y, w, h in BOXES
)
HAIRLINES = b"".join(
    b"%d %d %d %d re f\n" % (x0, y0, max(x1 - x0, 1), max(y1 - y0, 1))
    for x0, y0, x1, y1 in FLAT + UPRIGHT
)
SMALL_SPACE = b"q 0.5 0 0 0.5 100 100 cm\n" + b"".join(
    b"%d %d m %d %d l S\n" % tuple((v - 100) * 2 for v in line) for line in FLAT + UPRIGHT
) + b"Q\n"  # fmt: skip


def read(*contents, **how):
    limits = how.pop("limits", Limits())
    return read_here(made.pdf(*contents, **how), limits=limits)


@pytest.mark.parametrize(
    "lines",
    [LINES, ONE_PATH, STROKED_BOXES, CLOSED, HAIRLINES, SMALL_SPACE],
    ids=["lines", "one path", "boxes", "closed", "hairlines", "small space"],
)
def test_however_the_lines_of_a_table_are_drawn(lines):
    attachment = read(lines + TEXT)
    (table,) = attachment.tables
    assert (grid(table), table.name) == (GRID, "第1页")
    assert attachment.lines == ("List of the year",)


def test_a_large_table_may_be_drawn_in_one_stroke():
    cells = [(50 + 30 * x, 100 + 10 * y) for x in range(10) for y in range(40)]
    drawn = b"".join(
        b"%d %d m %d %d l %d %d l\n" % (x, y, x + 30, y, x + 30, y + 10) for x, y in cells
    )
    around = b"50 100 m 50 500 l 350 500 l S\n"
    (table,) = read(drawn + around + b"BT /F1 8 Tf 52 492 Td (A larger table) Tj ET").tables
    assert (len(table.rows), table.width) == (40, 10)


@pytest.mark.parametrize(
    "lines",
    [
        b"".join(b"%d %d %d %d re f\n" % box for box in BOXES),  # shaded, no borders
        b"".join(b"%d %d m %d %d l S\n" % (x, y, x + w, y + h) for x, y, w, h in BOXES),
        b"50 600 m 200 660 l 350 600 l 200 630 l 60 660 l S\n",
        b"".join(b"%d %d 1 1 re f\n" % (x, y) for x in range(50, 350, 5) for y in YS),
        b"".join(b"%d %d m\n" % (x, y) for x, y, _, _ in BOXES) + b"S\n",
        LINES[: LINES.index(b"S") + 2],
        b"",
    ],
    ids=["shades", "diagonals", "slopes", "dots", "points", "one line", "none"],
)
def test_what_looks_like_lines_and_makes_no_table(lines):
    attachment = read(lines + TEXT)
    assert attachment.tables == ()
    assert "Amount" in " ".join(attachment.lines)


@pytest.mark.parametrize(
    ("turned", "space"),
    [
        (0, b"1 0 0 1 0 0"),
        (90, b"0 1 -1 0 600 0"),
        (180, b"-1 0 0 -1 600 800"),
        (270, b"0 -1 1 0 0 800"),
    ],
    ids=[0, 90, 180, 270],
)
def test_a_page_is_read_as_it_is_turned(turned, space):
    content = b"q " + space + b" cm\n" + LINES + TEXT + b"Q"
    attachment = read(content, each=b"/Rotate %d" % turned)
    assert [grid(table) for table in attachment.tables] == [GRID]
    assert attachment.lines == ("List of the year",)


def test_lines_within_forms_are_lines_of_the_page_but_not_without_end():
    for deep, tables in ((1, True), (3, True), (4, False)):
        forms = {f"X{n}": b"/X%d Do\n" % (n + 1) for n in range(deep)} | {f"X{deep - 1}": LINES}
        attachment = read(b"/X0 Do\n" + TEXT, forms=forms)
        assert bool(attachment.tables) is tables
        assert ("Name Amount" in attachment.lines) is not tables


def picture(wide, high, x=0, y=0):
    return b"q %d 0 0 %d %d %d cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xc8 EI Q\n" % (wide, high, x, y)


SCAN = picture(600, 800)
PAGE_NUMBER = b"BT /F1 9 Tf 290 20 Td (- 3 -) Tj ET"


@pytest.mark.parametrize(
    "content",
    [SCAN, SCAN + PAGE_NUMBER, b"".join(picture(600, 50, 0, y) for y in range(0, 800, 50))],
    ids=["whole", "with a page number", "in strips"],
)
def test_a_page_that_is_a_picture_is_called_so(content):
    attachment = read(content)
    assert attachment.state is State.IMAGE_ONLY
    assert [(note.what, note.why) for note in attachment.notes] == [("第1页", "是图片，没有文字层")]
    late = read(TEXT, content, limits=Limits(table_pages=1))
    assert late.state is State.PARTIAL
    assert ("第2页", "是图片，没有文字层") in [(note.what, note.why) for note in late.notes]


def test_few_words_without_a_picture_are_words():
    attachment = read(b"BT /F1 20 Tf 50 700 Td (Annex) Tj ET" + picture(60, 60))
    assert (attachment.state, attachment.lines) == (State.READ, ("Annex",))


def test_pages_beyond_the_limit_of_tables_give_their_text():
    attachment = read(LINES + TEXT, LINES + TEXT, limits=Limits(table_pages=1))
    assert [table.name for table in attachment.tables] == ["第1页"]
    assert attachment.passages[1].lines[0] == "List of the year"
    assert [(note.what, note.why) for note in attachment.notes] == [
        ("第2页起", "表格超过读取上限，只读文字")
    ]


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (TEXT, Limits(page_characters=20)),
        (LINES + TEXT, Limits(page_objects=3)),
        (b"/X0 Do\n" + LINES + TEXT, Limits(page_objects=3)),
        (ONE_PATH + LINES + TEXT, Limits(page_points=9)),
    ],
    ids=["characters", "lines", "lines in a form", "points"],
)
def test_a_page_beyond_a_limit_is_read_in_part_and_said(content, limits):
    attachment = read(content, forms={"X0": LINES}, limits=limits)
    assert attachment.state is State.PARTIAL
    assert attachment.passages[0].lines[0].startswith("List of the year")
    assert [note.why for note in attachment.notes] == ["页面内容超过读取上限，只读了前一部分"]


def test_rare_characters_come_whole_out_of_a_table():
    content = LINES + TEXT.replace(b"(Li)", b"(Li Z)")
    attachment = read(content, to_unicode=b"<5A> <D840DC00> <6D> <0000>")
    assert grid(attachment.tables[0]) == [["Nae", "Aount"], ["Li 𠀀", "500"]]
