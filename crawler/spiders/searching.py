"""Try the portal's own search once, when all else is done: a few known titles, and one word that nobody wrote.

The probe's `data`: `form` (`get`, `post`, `script`: how the box is sent), `action` (where to), `scripted` (the
page has scripts, which may send it otherwise), and `tries`, one entry a question that was asked: `words`,
`known` (whether a page of the site bears them as title), `url`, `outcome`, `status`, `rank` (which of the hits
is the page, from 1; None where none is), `hits` (how many links are not the home page's), `nothing` (it says
that nothing was found), `text` (its beginning).
Only GET forms are tried; nothing is ever sent in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from crawler.fetching.answer import Answer
from crawler.reading.charset import decode
from crawler.reading.links import read_links
from crawler.reading.search_form import SearchForm, Sent
from crawler.reading.urls import host_of
from crawler.reading.walls import wall_by_text
from crawler.reading.worth import is_article
from crawler.rendering.limits import Ask, Asker, NoAnswerError
from crawler.snapshot.model import Fetch, Outcome, Probe, Role

KIND = "search"
_TITLES = 3
_LEAST_TITLE = 8
_MOST_TITLE = 40
_SHOWN = 400
_COMPARED = 16
# What stands between an article's title and the names of its site and column in the window's title.
_BETWEEN = re.compile(r"[\s_|｜—–>»·-]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SCRIPT = re.compile(r"<script", re.IGNORECASE)
_DUMB = re.compile(r"[\W_]+")
_NOTHING = re.compile(
    r"(?:没有|未|没|无法)(?:能)?(?:找到|搜到|检索到|搜索到|查询到|查到)|(?:没有|无|暂无)(?:相关|匹配|符合|此)"
    r"|(?<!\d)0\s*(?:条|个|项|篇)|共\s*0(?!\d)|抱歉"
)


def known_titles(fetches: Iterable[Fetch]) -> list[tuple[str, str]]:
    """Choose a few articles to look for: (title, URL).  The same pages give the same choice.

    A window's title also holds names of the site and the column, before or behind the article's, and
    those stand in many of them.
    """
    parts: dict[str, list[str]] = {}
    for fetch in fetches:
        if fetch.role is Role.PAGE and fetch.outcome is Outcome.OK and fetch.title:
            parts[fetch.url] = [part for part in _BETWEEN.split(fetch.title) if part]
    many = Counter(part for own in parts.values() for part in set(own))
    found: dict[str, str] = {}
    for url, own in parts.items():
        title = max((part for part in own if many[part] == 1), key=len, default="")
        long = len(_CHINESE.findall(title)) >= _LEAST_TITLE and len(title) <= _MOST_TITLE
        if long and is_article(url):
            found[title] = url
    chosen = sorted(found.items(), key=lambda one: sha256(one[1].encode()).digest())
    return chosen[:_TITLES]


async def try_search(
    form: SearchForm,
    home: Fetch,
    html: str,
    fetches: Iterable[Fetch],
    ask: Asker,
    clock: Callable[[], datetime],
) -> Probe:
    """Ask the search box of the home page, which is `html`; never raises for what the network does."""
    data: dict[str, Any] = {"form": form.sent.value, "action": form.action, "tries": []}
    data["scripted"] = _SCRIPT.search(html) is not None
    if form.sent is Sent.GET:
        own = frozenset(link.target for link in read_links(html, home.url).links)
        titles = known_titles(fetches)
        made_up = f"gk{sha256(host_of(home.url).encode()).hexdigest()[:12]}"
        for words, url in [*titles, *([(made_up, "")] if titles else [])]:
            tried = await _try(form, words, url, own, ask, home.url)
            data["tries"].append(tried)
            if tried["outcome"] != Outcome.OK.value:
                break  # it would say the same again
    return Probe(KIND, host_of(home.url), clock(), data)


async def _try(
    form: SearchForm, words: str, url: str, own: frozenset[str], ask: Asker, page: str
) -> dict[str, Any]:
    address = form.address(words)
    told: dict[str, Any] = {
        "words": words,
        "known": bool(url),
        "url": address,
        "outcome": Outcome.OK.value,
        "status": None,
        "rank": None,
        "hits": 0,
        "nothing": False,
        "text": "",
    }
    try:
        answer = await ask(Ask(address, page))
    except NoAnswerError as error:
        return told | {"outcome": str(error)}
    told["status"] = answer.status
    if answer.status != 200:  # noqa: PLR2004 - HTTP's OK
        return told | {"outcome": "status"}
    return told | _read(answer, address, words, url, own)


def _read(
    answer: Answer, address: str, words: str, url: str, own: frozenset[str]
) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in answer.headers()}
    decoded = decode(answer.body, headers.get("content-type"))
    page = read_links(decoded.text, address, decoded.encoding)
    wall = wall_by_text(decoded.text, page.text)
    if wall:
        return {"outcome": Outcome.BLOCKED.value, "text": page.text[:_SHOWN]}
    hits = [link for link in page.links if link.target not in own and link.text]
    wanted = _plain(words)[:_COMPARED]
    rank = next(
        (
            place
            for place, link in enumerate(hits, 1)
            if url and (link.target == url or wanted in _plain(link.text))
        ),
        None,
    )
    return {
        "rank": rank,
        "hits": len(hits),
        "nothing": bool(_NOTHING.search(page.text)),
        "text": page.text[:_SHOWN],
    }


def _plain(text: str) -> str:
    """A title without what search results put into it: marks, blanks."""
    return _DUMB.sub("", text)
