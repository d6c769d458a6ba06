"""LibreOffice opens the workbook and puts on paper every word of every cell that is meant for paper."""

import pytest

from reports.formats import Asked
from reports.language import language
from reports.xlsx.workbook import made
from tests.reports.office import converted, needs_office, page_texts, unspaced
from tests.reports.sample import county_portal
from tests.reports.test_html_safety import poisoned
from tests.reports.xlsx.reading import opened, printed

pytestmark = needs_office
HOSTILE = '=HYPERLINK("http://evil.example/","点我") 很长的标题' * 12
AUDITS = {
    "zh": (county_portal(), Asked(language("zh"))),
    "en": (county_portal(), Asked(language("en"))),
    "hostile": (poisoned(HOSTILE), Asked(language("zh"))),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("workbooks")
    files = []
    for name, (result, asked) in AUDITS.items():
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(made(result, asked))
    return {path.stem: page_texts(path) for path in converted(files, folder / "pdf")}


@pytest.mark.parametrize("name", AUDITS)
def test_every_printed_cell_is_on_paper(pages: dict[str, list[str]], name: str) -> None:
    paper = unspaced("".join(pages[name]))
    for sheet in opened(made(*AUDITS[name])):
        for text in printed(sheet):
            assert unspaced(text) in paper, (sheet.title, text)


def test_the_head_stands_on_every_page_of_a_table(pages: dict[str, list[str]]) -> None:
    ledger = [page for page in pages["hostile"] if "整改台账" in page[:200]]
    assert len(ledger) > 1
    assert all("责任单位" in page and "整改期限" in page for page in ledger)


def test_no_page_says_that_something_is_wrong(pages: dict[str, list[str]]) -> None:
    for page in pages["hostile"]:
        assert not [sign for sign in ("#NAME?", "#VALUE!", "#REF!", "Err:", "###") if sign in page]
