"""The WHATWG's own URL vectors through our URLs.

What we do otherwise than a browser's address parser, we do on purpose; each such way has a name and its
reason here, and a vector that deviates in no named way fails.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import ada_url

from crawler.reading.urls import NOT_LINKS, absolute
from tests.crawler.reading.corpora import corpus

Vector = dict[str, Any]

DEVIATIONS = {
    "same page": "a href that is empty or begins with # asks nothing of the server: it is no link",
    "no fragment": "a fragment is never sent to a server: one page has one URL, without it",
    "no user name": "user names and passwords in a URL are not sent, and not kept in evidence",
    "other scheme": "only http and https are fetched; other targets keep their text as it stands",
    "no asking scheme": "javascript:, mailto:, data:, about: and their like ask nothing: no links",
    "no such page": "a page of ours has an http(s) URL; nothing is resolved against about: or file:",
    "unread other scheme": "what is not fetched is not parsed either, even where it is no URL",
    "bad punycode": "the parser takes xn-- labels that do not decode; DNS then says they do not exist",
}
# These, and no others, stand in the collection with a label that does not decode.
BAD_PUNYCODE = "xn--pokxncvks"


def vectors() -> list[Vector]:
    text = (corpus("whatwg-url") / "urltestdata.json").read_text(encoding="utf-8")
    return [vector for vector in json.loads(text) if isinstance(vector, dict)]


def deviation(vector: Vector, got: str | None) -> str | None:  # noqa: PLR0911 - one way a line
    """Name the way in which `got` deviates, "" where it does not, None where it is wrong."""
    href, base = (
        vector["input"].strip("".join(map(chr, range(33)))),
        vector["base"] or "about:blank",
    )
    wanted = None if vector.get("failure") else vector["href"]
    if got is None and (not href or href.startswith("#")):
        return "same page" if wanted else ""
    if wanted is None:
        if got is None:
            return ""
        if not got.startswith(("http:", "https:")):
            return "unread other scheme" if got == href else None
        return "bad punycode" if BAD_PUNYCODE in got else None
    if vector["protocol"] not in {"http:", "https:"}:
        if got is None and href.lower().startswith(NOT_LINKS):
            return "no asking scheme"
        if got is None and not base.startswith("http"):
            return "no such page"
        return "other scheme" if got == href else None
    plain = wanted.partition("#")[0]
    if got == plain:
        return "no fragment" if plain != wanted else ""
    if vector["username"] or vector["password"]:
        bare = ada_url.URL(plain)
        bare.username = bare.password = ""
        return "no user name" if got == bare.href else None
    return None


def test_every_vector_is_kept_or_deviates_in_a_named_way():
    found: Counter[str] = Counter()
    wrong = []
    for vector in vectors():
        got = absolute(vector["base"] or "about:blank", vector["input"])
        way = deviation(vector, got)
        if way is None:
            wrong.append((vector["base"], vector["input"], got, vector.get("href")))
        else:
            found[way] += 1
    assert wrong == []
    assert found[""] > 350
    assert set(found) - {""} == set(DEVIATIONS)


def test_a_url_of_ours_is_its_own_spelling():
    for vector in vectors():
        got = absolute(vector["base"] or "about:blank", vector["input"])
        if got and got.startswith(("http:", "https:")):
            assert absolute(got, got) == got
            assert "#" not in got
            assert "@" not in got[: got.find("/", 8)]
