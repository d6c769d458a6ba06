"""What of a portal was taken in and what was left out, host by host, and why.

Counts facts of a snapshot; whether enough was seen is nobody's question here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crawler.reading.scope import Scope, shared_suffix
from crawler.reading.urls import host_of
from crawler.snapshot.model import CrawlInfo, Fetch, Outcome, Role, Trap

TOO_DEEP = "depth"  # budget: not of pages, but of clicks
_TELLING = 4  # letters of a name that do not stand in others by chance
NO_PAGE = "not_html"  # it answered, with something that is no page


@dataclass(frozen=True, slots=True)
class HostExtent:
    """One host of the site: its pages known and held, and why the others are not held, by outcome."""

    host: str
    known: int
    held: int
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OutsideHost:
    """A host outside the site that links lead to: to how many URLs, and whether its name is akin."""

    host: str
    urls: int
    akin: bool


@dataclass(frozen=True, slots=True)
class Extent:
    """The site's hosts, those outside that its pages link to, and the traps it would not go into.

    `outside` are those with a name akin to the site's first, then those that most links lead to.
    """

    hosts: tuple[HostExtent, ...] = ()
    outside: tuple[OutsideHost, ...] = ()
    traps: Mapping[Trap, int] = field(default_factory=dict)


def extent(info: CrawlInfo, fetches: Iterable[Fetch]) -> Extent:
    """Count what became known, the site's largest hosts first; twins and redirects are no pages."""
    most = info.settings.get("max_depth")
    held: Counter[str] = Counter()
    left: dict[str, Counter[str]] = {}
    outside: Counter[str] = Counter()
    traps: Counter[Trap] = Counter()
    for fetch in fetches:
        host = host_of(fetch.url) if fetch.url.startswith("http") else ""
        if fetch.trap:
            traps[fetch.trap] += 1
        if fetch.role is Role.EXTERNAL and host:
            outside[host] += 1
        if fetch.role is not Role.PAGE or fetch.onward or fetch.outcome is Outcome.REDIRECT:
            continue
        reasons = left.setdefault(host, Counter())
        if fetch.is_html:
            held[host] += 1
        else:
            reasons[_reason(fetch, most)] += 1
    hosts = [
        HostExtent(host, held[host] + reasons.total(), held[host], dict(sorted(reasons.items())))
        for host, reasons in left.items()
    ]
    return Extent(
        tuple(sorted(hosts, key=lambda one: (-one.known, one.host))),
        _outside(info.home, outside),
        dict(sorted(traps.items())),
    )


def _outside(home: str, counts: Counter[str]) -> tuple[OutsideHost, ...]:
    domain = Scope.of(home).domain or ""
    label, _, above = domain.partition(".")
    found = [
        OutsideHost(host, urls, _is_akin(host, label, "" if shared_suffix(above) else above))
        for host, urls in counts.items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.akin, -one.urls, one.host)))


def _is_akin(host: str, label: str, above: str) -> bool:
    """The host lies beside the site's name, or has that name in its own."""
    if above and (host == above or host.endswith(f".{above}")):
        return True
    labels = host.split(".")
    if len(label) < _TELLING:
        return label in labels[:-1] if label else False
    return any(part.startswith(label) or part.endswith(label) for part in labels)


def _reason(fetch: Fetch, most: object) -> str:
    if fetch.outcome is Outcome.OK:
        return NO_PAGE
    if fetch.outcome is Outcome.BUDGET and isinstance(most, int):
        return TOO_DEEP if fetch.depth is None or fetch.depth > most else fetch.outcome.value
    return fetch.outcome.value
