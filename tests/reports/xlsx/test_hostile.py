"""Whatever pages, files and rules are called, the workbook holds text and plain web addresses, nothing else."""

import zipfile
from io import BytesIO

import pytest
from lxml import etree

from checker.results import AuditResult
from reports.cells import MAX_CELL, like_a_formula
from reports.formats import Asked
from reports.language import language
from reports.xlsx import book as writing
from reports.xlsx.workbook import made
from tests.reports.sample import county_portal, dead_link, links_rule
from tests.reports.test_html_safety import HOSTILE_PIECES, poisoned
from tests.reports.xlsx.reading import opened, table

ZH = Asked(language("zh"))
FORMULAS = ["=1+1", '=cmd|"/c calc"!A0', "+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1+1"]
ODD = ["_x000D_=1", "\ud800", "&A&D", "'", "[县]*:?/\\", "http://x.example/a#b#c", "=" * 1_000_000]


def links_in(content: bytes) -> set[str]:
    """The targets of everything that leads out of the file."""
    found = set()
    with zipfile.ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            tree = etree.fromstring(parts.read(name))  # every part is well-formed
            if name.endswith(".rels"):
                found |= {
                    each.get("Target") for each in tree if each.get("TargetMode") == "External"
                }
            assert not tree.findall(".//{*}f")
            assert not tree.findall(".//{*}externalReference")
    return found


@pytest.mark.parametrize(
    "text", [*HOSTILE_PIECES, *FORMULAS, *ODD], ids=lambda text: ascii(text)[:20]
)
def test_hostile_text_is_inert(text: str) -> None:
    content = made(poisoned(text), ZH)
    assert len(content) < 1_000_000
    assert all(link.startswith(("http://", "https://")) for link in links_in(content))
    for sheet in opened(content):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            if isinstance(cell.value, str):
                assert len(cell.value.encode("utf-16-le")) // 2 <= MAX_CELL
                assert cell.value.replace("\n", "").replace("\t", "").isprintable()
                # Text even after a reader pressed F2 and Enter in it.
                assert bool(cell.quotePrefix) == like_a_formula(cell.value)


def with_targets(*targets: str) -> AuditResult:
    rule = links_rule([dead_link(n, target, "404") for n, target in enumerate(targets)])
    return county_portal().model_copy(update={"rules": [rule]})


def test_only_plain_web_addresses_can_be_clicked() -> None:
    targets = ["javascript:alert(1)", "file:///C:/a.doc", "//x.example/", "mailto:a@b", "=1", ""]
    content = made(with_targets(*targets, "http://x.example/甲?a=b&c#d"), ZH)
    rows = table(opened(content)["整改台账"])
    assert [row["打开对象"] for row in rows] == [""] * 6 + ["打开"]
    assert not [link for link in links_in(content) if not link.startswith("http")]


def test_more_links_than_a_sheet_takes_stay_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_LINKS", 3)
    sheet = opened(made(with_targets(*(f"http://x.example/{n}" for n in range(5))), ZH))["整改台账"]
    linked = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(linked) == 3
    assert len(table(sheet)) == 5


def test_what_is_more_than_a_sheet_takes_is_said_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 3)
    sheet = opened(made(with_targets(*(f"http://x.example/{n}" for n in range(5))), ZH))["整改台账"]
    below = sheet.cell(sheet.max_row, 1).value
    assert (sheet.max_row, below) == (5, "另有 2 行没有写在这里，全部见 audit.json。")


def test_a_long_cell_is_cut_to_what_a_row_can_show_and_says_so() -> None:
    rule = links_rule([dead_link(1, "http://x.example/", "404")]).model_copy(
        update={"title": "很长的标题" * 400}
    )
    result = county_portal().model_copy(update={"rules": [rule]})
    title = table(opened(made(result, ZH))["整改台账"])[0]["检查项"]
    assert title.endswith("……（未完，全文见 audit.json）")
    assert len(title) < 300
