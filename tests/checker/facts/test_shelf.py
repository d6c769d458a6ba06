"""The shelf: facts come back as they were put there, packed or not."""

from __future__ import annotations

import pytest

from checker.facts.page import PageFacts, read_page
from checker.facts.shelf import SAMPLE, Shelf, packed, unpacked

LONG = "各部门要认真落实。" * 2_000


def page(number: int) -> PageFacts:
    html = f"<title>第{number}页</title><li><a href=/{number}.html>关于做好第{number}项工作的通知</a>2024-05-01</li>"
    return read_page(f"{html}<p>{LONG if number % 3 == 0 else ''}</p>", f"http://x.cn/{number}/")


def test_facts_come_back_as_they_were_put_there() -> None:
    """Also those that are no longer kept as they are, and pages that are not held."""
    shelf = Shelf(most_open=4)
    pages = [page(number) if number != 5 else None for number in range(20)]
    for number, facts in enumerate(pages):
        shelf.put(str(number), facts)
    assert [shelf[str(number)] for number in range(20)] == pages
    assert [shelf[str(number)] for number in reversed(range(20))] == pages[::-1]
    assert "5" in shelf
    assert "20" not in shelf
    with pytest.raises(KeyError):
        shelf["20"]


def test_what_was_used_last_is_kept_as_it_is() -> None:
    """A page that is asked for again and again is not unpacked again and again."""
    shelf = Shelf(most_open=2)
    kept = page(0)
    shelf.put("0", kept)
    for number in range(1, 6):
        shelf.put(str(number), page(number))
        assert shelf["0"] is kept


def test_packed_elsewhere_with_the_same_dictionary() -> None:
    """Another process packs, this one unpacks; pages of one site are packed small."""
    shelf = Shelf()
    dictionary = shelf.learnt([page(number) for number in range(SAMPLE)])
    assert dictionary == shelf.learnt([page(100)])
    away = packed(page(7), dictionary)
    shelf.put_packed("7", away)
    assert shelf["7"] == page(7) == unpacked(away, dictionary)
    assert len(away) < len(packed(page(7), b""))
