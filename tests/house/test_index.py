"""The index of the documents leads to every page, that of the decisions (`make docs` writes it) names each as it names itself."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_page_stands_in_the_index() -> None:
    led_to = set(re.findall(r"\]\(([\w.-]+\.md)\)", (DOCS / "README.md").read_text("utf-8")))
    assert {page.name for page in DOCS.glob("*.md")} - {"README.md"} == led_to


def test_every_decision_stands_in_the_index_under_its_title() -> None:
    wanted = []
    for page in sorted((DOCS / "decisions").glob("*.md")):
        heading = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        number, _, title = heading.partition(". ")
        wanted.append(f"{number}. [{title}](decisions/{page.name})")
    listed = (DOCS / "decisions.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in listed if line[:1].isdigit()] == wanted


def test_every_picture_is_shown_and_taken_by_the_script() -> None:
    taken = set(
        re.findall(r'^    "([\w-]+)": ', (DOCS / "pictures.py").read_text("utf-8"), re.MULTILINE)
    )
    assert {picture.stem for picture in (DOCS / "images").glob("*.png")} == taken
    shown = "".join(page.read_text(encoding="utf-8") for page in DOCS.glob("*.md"))
    assert all(f"images/{name}.png" in shown for name in taken)
