"""LibreOffice opens the papers and draws every word of them, hostile ones among them."""

import re
from pathlib import Path

import pytest

from reports.formats import Asked
from reports.language import language
from reports.papers.writing import circular, notices
from tests.reports.office import converted, needs_office, page_texts, unspaced
from tests.reports.papers.reading import text_of
from tests.reports.sample import OFFICE, county_portal
from tests.reports.test_html_safety import poisoned

ASKED = Asked(language("zh"))
PAPERS = {
    "circular": circular(county_portal(), ASKED),
    "notice": notices(county_portal(), ASKED)[f"整改通知书/{OFFICE}.docx"],
    "english": circular(county_portal(), Asked(language("en"))),
    "hostile": circular(poisoned("</w:t> {{ x }} & <b>\u202e'\"]]>"), ASKED),
}
LINK = re.compile(r"<([^>]*?)( → [^>]*)?>(?=[；。;.])")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> dict[str, list[str]]:
    folder: Path = tmp_path_factory.mktemp("papers")
    files = []
    for name, content in PAPERS.items():
        files.append(folder / f"{name}.docx")
        files[-1].write_bytes(content)
    return {pdf.stem: page_texts(pdf) for pdf in converted(files, folder / "pdf")}


def written(name: str) -> list[str]:
    """The paragraphs and rows of a paper, unspaced, without what only the dump adds."""
    lines = text_of(PAPERS[name]).splitlines()[1:]
    plain = [re.sub(r"^#+ | ⏎|^\| | \|$", "", line).replace(" | ", "") for line in lines]
    return [unbroken(LINK.sub(r"\1", line)) for line in plain if line.strip()]


def unbroken(text: str) -> str:
    """Without what the end of a line changes: blanks, and hyphens that words are parted at."""
    return re.sub(r"[-\ufffe]", "", unspaced(text))


@needs_office
@pytest.mark.parametrize("name", ["circular", "notice", "english"])
def test_every_word_is_drawn(drawn, name):
    header = unbroken(text_of(PAPERS[name]).splitlines()[0][1:-1])
    pages = [unbroken(page).replace(header, "") for page in drawn[name]]
    text = "".join(re.sub(r"—\d+—", "", page) for page in pages)
    assert [line for line in written(name) if line not in text] == []


@needs_office
def test_every_page_has_its_number_and_says_that_it_is_a_draft(drawn):
    for number, page in enumerate(drawn["circular"], 1):
        assert f"— {number} —" in page
        assert "待核实稿" in page


@needs_office
def test_hostile_text_is_drawn_as_it_stands(drawn):
    text = unspaced("".join(drawn["hostile"]))
    assert unspaced("</w:t> {{ x }} & <b>[U+202E]") in text
