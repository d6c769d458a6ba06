"""Find a page's search box, and make the address that a visitor's question would lead to.

Asks nobody.  Only a form that is sent by GET can be asked without sending anything in; how others are
sent is said, so that nobody takes them for missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote_plus

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.reading.endless import SEARCH, meanings
from crawler.reading.tangles import untangled
from crawler.reading.urls import absolute

_SAYS_SEARCH = re.compile(r"search|sousuo|jiansuo|搜索|检索|搜一搜|查询", re.IGNORECASE)
_TYPED = frozenset({"", "text", "search"})
_SENT_BY_SCRIPT = re.compile(r"javascript:|return\s+false|^#", re.IGNORECASE)
_MOST_FIELDS = 30
_LONGEST = 500


class Sent(StrEnum):
    """How a search box is sent."""

    GET = "get"
    POST = "post"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A search box: where it is sent to, how, the name of its field, and the fields that go with it."""

    action: str
    sent: Sent
    field: str
    others: tuple[tuple[str, str], ...]
    encoding: str

    def address(self, words: str) -> str:
        """Where the question `words` leads to."""
        pairs = [(self.field, words), *self.others]
        query = "&".join(
            f"{_spelled(name, self.encoding)}={_spelled(value, self.encoding)}"
            for name, value in pairs
        )
        base = self.action.partition("#")[0].partition("?")[0]
        return f"{base}?{query}"


def read_search_form(html: str, url: str, encoding: str = "utf-8") -> SearchForm | None:
    """Return the page's search box, one that can be asked before others; never raises on any text."""
    tree = LexborHTMLParser(untangled(html))
    found = list(_forms(tree, url, encoding))
    return next((form for form in found if form.sent is Sent.GET), found[0] if found else None)


def _forms(tree: LexborHTMLParser, url: str, encoding: str) -> Iterator[SearchForm]:
    base = tree.css_first("base[href]")
    stands = absolute(url, (base.attributes.get("href") or "") if base else "", encoding) or url
    for form in tree.css("form"):
        inputs = form.css("input,textarea")
        typed = [one for one in inputs if _kind(one) in _TYPED and one.tag == "input"]
        if len(typed) != 1 or not typed[0].attributes.get("name"):
            continue  # several fields to fill in: a letter, a login
        if any(_kind(one) in {"password", "file"} or one.tag == "textarea" for one in inputs):
            continue
        name = typed[0].attributes["name"] or ""
        if not (SEARCH in meanings(name.lower()) or _SAYS_SEARCH.search(_of_itself(form))):
            continue
        given = (form.attributes.get("action") or "").strip()
        action = absolute(stands, given, encoding)
        # Without an action it is a script that sends it.
        if not given or action is None or not action.startswith(("http://", "https://")):
            yield SearchForm(url, Sent.SCRIPT, name, (), encoding)
            continue
        accepts = (form.attributes.get("accept-charset") or "").split(",")[0].strip()
        yield SearchForm(action, _sent(form, given), name, _others(form), accepts or encoding)


def _sent(form: LexborNode, action: str) -> Sent:
    if _SENT_BY_SCRIPT.search(action) or _SENT_BY_SCRIPT.search(
        form.attributes.get("onsubmit") or ""
    ):
        return Sent.SCRIPT
    return (
        Sent.POST if (form.attributes.get("method") or "").strip().lower() == "post" else Sent.GET
    )


def _kind(field: LexborNode) -> str:
    return (field.attributes.get("type") or "").strip().lower()


def _of_itself(form: LexborNode) -> str:
    """What a form says of itself: its attributes, its button, what its field asks for."""
    said = [*(form.attributes.get(name) or "" for name in ("action", "id", "class", "name"))]
    for one in form.css("input,button"):
        said += [one.attributes.get(name) or "" for name in ("placeholder", "value", "title")]
        said.append(one.text(deep=True)[:20])
    return " ".join(said)[:2_000]


def _others(form: LexborNode) -> tuple[tuple[str, str], ...]:
    """The fields that a browser would send along: hidden ones, and the first choice of each list."""
    pairs = [
        (one.attributes.get("name") or "", one.attributes.get("value") or "")
        for one in form.css('input[type="hidden" i]')
    ]
    for choice in form.css("select[name]"):
        first = choice.css_first("option[selected]") or choice.css_first("option")
        if first is not None:
            pairs.append(
                (choice.attributes["name"] or "", first.attributes.get("value") or first.text())
            )
    return tuple((name, value[:_LONGEST]) for name, value in pairs if name)[:_MOST_FIELDS]


def _spelled(text: str, encoding: str) -> str:
    try:
        return quote_plus(text.encode(encoding, "replace"))
    except LookupError:
        return quote_plus(text.encode())
