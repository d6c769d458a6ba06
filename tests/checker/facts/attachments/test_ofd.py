"""OFD files: parts that are missing, steps between characters, paths, and limits."""

import pytest

from checker.facts.attachments import Limits, State
from checker.facts.attachments.reading import read_here
from tests.checker.facts.attachments import made
from tests.checker.facts.attachments.made import grid, ofd_text

WORDS = "公示的文字说明一二三"
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def parts(*pages, documents=("Doc_0/Document.xml",), more=None):
    roots = "".join(f"<ofd:DocRoot>{place}</ofd:DocRoot>" for place in documents)
    listed = "".join(f'<ofd:Page BaseLoc="P{n}.xml"/>' for n in range(len(pages)))
    return {
        "OFD.xml": f"<ofd:OFD {SPACE}>{roots}</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}>{listed}</ofd:Document>",
        **{
            f"Doc_0/P{n}.xml": f"<ofd:Page {SPACE}>{page}</ofd:Page>"
            for n, page in enumerate(pages)
        },
        **(more or {}),
    }


def read(*pages, limits=None, **how):
    return read_here(made.archive(parts(*pages, **how)), limits=limits or Limits())


def notes(attachment):
    return [(note.what, note.why) for note in attachment.notes]


def test_a_locked_file_is_called_so():
    for name in ("Encryptions.xml", "Doc_0/DecryptSeed.dat"):
        assert read(ofd_text(1, 1, WORDS), more={name: "x"}).state is State.ENCRYPTED


def test_a_file_without_its_root_is_damaged():
    assert read(more={"OFD.xml": "no XML"}).state is State.DAMAGED


def test_missing_documents_and_pages_are_noted_and_the_others_read():
    page = ofd_text(10, 20, WORDS)
    attachment = read(
        page,
        page,
        page,
        documents=("Doc_9/Document.xml", "/Doc_0/Document.xml"),
        more={"Doc_0/P1.xml": "no XML"},
    )
    assert (attachment.state, attachment.pages) == (State.PARTIAL, 3)
    assert [part.place for part in attachment.passages] == ["第1页", "第3页"]
    assert notes(attachment) == [
        ("Doc_9/Document.xml", "文档部件损坏，打不开"),
        ("第2页", "页面损坏，打不开"),
        ("doc_0/p1.xml", "部件损坏，读不出"),
    ]


@pytest.mark.parametrize("place", ["/Other/P.xml", "../Other/P.xml", "Other/P.xml"])
def test_a_page_may_stand_anywhere(place):
    listed = f'<ofd:Document {SPACE}><ofd:Page BaseLoc="{place}"/></ofd:Document>'
    page = f"<ofd:Page {SPACE}>{ofd_text(10, 20, WORDS)}</ofd:Page>"
    attachment = read(more={"Doc_0/Document.xml": listed, "Other/P.xml": page})
    assert attachment.lines == (WORDS,)


@pytest.mark.parametrize(
    ("limits", "where"),
    [(Limits(pages=1), "第2页起"), (Limits(characters=10), "第2页起")],
    ids=["pages", "characters"],
)
def test_pages_beyond_a_limit_are_noted(limits, where):
    attachment = read(*[ofd_text(10, 20, WORDS)] * 3, limits=limits)
    assert (attachment.pages, len(attachment.passages)) == (3, 1)
    assert notes(attachment) == [(where, "共3页，超过读取上限")]


def test_a_page_of_too_many_characters():
    page = ofd_text(10, 20, WORDS) + ofd_text(10, 30, "后面的文字")
    attachment = read(page, limits=Limits(page_characters=9))
    assert attachment.lines == (WORDS,)
    assert notes(attachment) == [("第1页", "文字超过读取上限")]


def test_few_words_beside_a_small_picture_are_words():
    small = '<ofd:ImageObject Boundary="0 0 20 20"/><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>'
    attachment = read(small + ofd_text(10, 20, "附件"))
    assert (attachment.state, attachment.lines) == (State.READ, ("附件",))


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        ('DeltaX="4 20 4"', "甲乙 丙丁"),
        ('DeltaX="g 3 4"', "甲乙丙丁"),
        ('DeltaX="g 1 4 20 g"', "甲乙 丙丁"),
        ('DeltaX="g x y 4"', "甲乙丙丁"),
        ('DeltaX="a 4"', "甲乙丙丁"),
        ('DeltaX="g 99999 20"', "甲 乙 丙 丁"),
        ("", "甲乙丙丁"),
    ],
)
def test_how_far_characters_stand_from_each_other(steps, line):
    text = f'<ofd:TextObject Boundary="10 20 x 4" Size="4"><ofd:TextCode {steps}>甲乙丙丁</ofd:TextCode><ofd:TextCode/></ofd:TextObject>'
    assert read(text).lines == (line,)


TEXTS = ofd_text(12, 53, "姓名") + ofd_text(62, 53, "金额") + ofd_text(12, 63, "甲一")


def path(data):
    return f'<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


BOXES = [(x, y) for x in (10, 60) for y in (50, 60)]
SEPARATE = "".join(
    path(f"M {x} {y} L {x + 50} {y} L {x + 50} {y + 10} L {x} {y + 10} C") for x, y in BOXES
)
TOGETHER = path(
    " ".join(
        f"S {x} {y} L {x + 50} {y} L {x + 50} {y + 10} L {x} {y + 10} L {x} {y}" for x, y in BOXES
    )
)
BROKEN = path("L M 1 C Z Q 1 2 3 4 M 10 50 L 110") + "<ofd:PathObject/>"
SLOPES = path("M 10 50 L 110 60 L 10 70 L 20 90 M 5 5 L 5.2 5.2")


@pytest.mark.parametrize(
    ("drawn", "tables"),
    [(SEPARATE, 1), (TOGETHER, 1), (BROKEN + SEPARATE, 1), (SLOPES, 0), (BROKEN, 0)],
    ids=["boxes", "one path", "broken too", "slopes", "broken"],
)
def test_tables_by_the_lines_of_paths(drawn, tables):
    attachment = read(drawn + TEXTS)
    assert [grid(table) for table in attachment.tables] == [
        [["姓名", "金额"], ["甲一", ""]]
    ] * tables
    assert bool(attachment.lines) is not bool(tables)
