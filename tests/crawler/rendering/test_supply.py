"""The answers that the pages of a site share."""

from __future__ import annotations

from crawler.fetching.answer import Answer
from crawler.rendering.limits import NoAnswerError
from crawler.rendering.supply import Shelf

ONE, OTHER = (Answer(200, "OK", (), text) for text in (b"one", b"other"))


def test_what_came_of_a_question_is_kept_as_it_was_first():
    shelf, nothing = Shelf(), NoAnswerError("robots")
    assert shelf.get("/a") is None
    shelf.put("/a", ONE)
    shelf.put("/a", OTHER)
    shelf.put("/b", nothing)
    assert (shelf.get("/a"), shelf.get("/b")) == (ONE, nothing)


def test_when_it_is_full_what_was_not_used_for_longest_goes():
    shelf = Shelf(most=3500)
    for path in ("/a", "/b", "/c"):
        shelf.put(path, ONE)
    shelf.get("/a")
    shelf.put("/d", ONE)
    assert [path for path in ("/a", "/b", "/c", "/d") if shelf.get(path)] == ["/a", "/c", "/d"]
