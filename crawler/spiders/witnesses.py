"""Notice a host that stopped showing its pages to us in the middle of a crawl, whatever it answers since.

Some firewalls say 404, or send everybody to the home page, once they have seen enough of a visitor.
Where a host showed nothing for a while up to the end, pages that it showed before are asked for again.
If it shows none of them, what came after the last good answer tells nothing about its pages: BLOCKED.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256

from crawler.fetching.answer import Answer
from crawler.reading.charset import decode
from crawler.reading.links import read_links
from crawler.reading.urls import host_of
from crawler.reading.walls import wall_by_text
from crawler.rendering.limits import Ask, Asker, NoAnswerError
from crawler.snapshot.model import Fetch, Outcome, Role

SHUT_OUT = "shut out"  # begins the `detail` of what is doubted
_SUSPICIOUS = 10  # so many answers in a row without a page
_WITNESSES = 3
_OWN = frozenset({Role.PAGE, Role.ATTACHMENT})
# Said by the host, or on its behalf, of what was asked for.
_BAD = frozenset(
    {
        Outcome.NOT_FOUND,
        Outcome.REDIRECT,
        Outcome.CLIENT_ERROR,
        Outcome.SERVER_ERROR,
        Outcome.TIMEOUT,
        Outcome.REFUSED,
        Outcome.CONNECTION,
        Outcome.PROTOCOL,
    }
)
# Our own reasons for not getting an answer.
_OURS = frozenset({"robots", Outcome.NOT_REACHED.value, Outcome.DNS_UNAVAILABLE.value})

_Moment = tuple[float, int]


@dataclass(slots=True)
class _Shown:
    """What a host showed: when last, and its last pages."""

    last: _Moment = (0.0, 0)
    pages: list[tuple[_Moment, Fetch]] = field(default_factory=list)


async def doubted(known: Callable[[], Iterable[Fetch]], ask: Asker, home: str) -> Iterator[Fetch]:
    """Return the fetches that tell nothing, as they are to be recorded instead."""
    shown = _shown(known())
    silent = Counter(host_of(fetch.url) for fetch in _after(shown, known()))
    out = {
        host
        for host, count in silent.items()
        if count >= _SUSPICIOUS and not await _is_shown(shown[host], ask, home)
    }
    return (_as_blocked(one) for one in _after(shown, known()) if host_of(one.url) in out)


def _shown(known: Iterable[Fetch]) -> dict[str, _Shown]:
    found: dict[str, _Shown] = {}
    for fetch in known:
        if fetch.outcome is not Outcome.OK or fetch.role not in _OWN:
            continue
        host = found.setdefault(host_of(fetch.url), _Shown())
        moment = _moment(fetch)
        host.last = max(host.last, moment)
        if fetch.role is Role.PAGE and fetch.title:
            host.pages.append((moment, fetch))
            host.pages.sort(key=lambda page: page[0], reverse=True)
            del host.pages[_WITNESSES:]
    return found


def _after(shown: dict[str, _Shown], known: Iterable[Fetch]) -> Iterator[Fetch]:
    """Yield what a host did not show after the last page that it did."""
    for fetch in known:
        if fetch.outcome in _BAD and fetch.role in _OWN:
            host = shown.get(host_of(fetch.url))
            if host is not None and host.pages and _moment(fetch) > host.last:
                yield fetch


def _moment(fetch: Fetch) -> _Moment:
    """When an answer came; within a second in the order in which they were written down, failures last."""
    seconds = fetch.fetched_at.timestamp() if fetch.fetched_at else 0.0
    return seconds, fetch.record.offset if fetch.record else sys.maxsize


async def _is_shown(host: _Shown, ask: Asker, home: str) -> bool:
    for _, page in host.pages:
        try:
            answer = await ask(Ask(page.url, home))
        except NoAnswerError as error:
            if str(error) in _OURS:
                return True  # it was not the host that refused
            continue
        if _is_as_it_was(page, answer):
            return True
    return False


def _is_as_it_was(page: Fetch, answer: Answer) -> bool:
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - HTTP's good answers
        return False
    if sha256(answer.body).hexdigest() == page.sha256:
        return True
    headers = {name.lower(): value for name, value in answer.headers()}
    decoded = decode(answer.body, headers.get("content-type"))
    now = read_links(decoded.text, page.url, decoded.encoding)
    return now.title == page.title and not wall_by_text(decoded.text, now.text)


def _as_blocked(fetch: Fetch) -> Fetch:
    was = " ".join(str(part) for part in (fetch.outcome.value, fetch.status) if part)
    detail = f"{SHUT_OUT}: {was}, as for pages shown before"
    if fetch.detail:
        detail += f"; {fetch.detail}"
    return replace(fetch, outcome=Outcome.BLOCKED, location=None, detail=detail)
