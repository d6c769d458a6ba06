"""What an audit of the demo must find and must not find: the truth that tests compare with.

What is planted is written in `oddities.py`; on which pages it stands is read off the pages that the
site really serves, by an own small link reader, so that no part of the crawler vouches for itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit, urlunsplit

from audits.demo import hosts, oddities, openness
from audits.demo.annual_reports import COUNTY
from audits.demo.answer import Answer
from audits.demo.site import DemoSite
from audits.demo.tree import PLANS, grow
from checker.results import Reason, Verdict
from crawler.snapshot.model import Outcome

CRAWLED = frozenset({hosts.WWW, hosts.RSJ})
NO_PAGES = frozenset({oddities.DISALLOWED, oddities.NOT_A_PDF})  # though they answer with HTML
UNQUOTED = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A finding that `links` must make: once per target, with every page the link stands on."""

    target: str
    observed: str
    found_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlantedDecoy:
    """A URL that no finding may name.

    `outcome` is how a polite fetch of it ends: a redirect by itself, a failure that passes when asked
    again.
    """

    target: str
    outcome: Outcome
    why: str
    found_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """The verdict that a rule must give, and the URL that it turns on, where there is one."""

    verdict: Verdict
    reason: Reason | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Planted:
    """The truth about one demo site.

    `pages` are the addresses of the site's own HTML that a crawl from the home page reaches, with
    the clicks it takes; `year` is the year whose annual report is due.
    """

    home: str
    pages: dict[str, int]
    broken: tuple[BrokenLink, ...]
    decoys: tuple[PlantedDecoy, ...]
    year: int
    rules: dict[str, Expected]


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") if tag == "a" else None
        if href:
            self.hrefs.append(href)


def absolute(page: str, href: str) -> str:
    """`href` as it must stand in the results: absolute, without fragment, http(s) percent-encoded."""
    target = urldefrag(urljoin(page, href)).url
    parts = urlsplit(target)
    if parts.scheme not in {"http", "https"}:
        return target
    path, query = quote(parts.path or "/", UNQUOTED), quote(parts.query, UNQUOTED + "?")
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def links(url: str, answer: Answer) -> list[str]:
    """The targets of the anchors of a page, each once."""
    charset = "gbk" if urlsplit(url).hostname == hosts.RSJ else "utf-8"
    reader = _Anchors()
    reader.feed(answer.body.decode(charset))
    reader.close()
    return list(dict.fromkeys(absolute(url, href) for href in reader.hrefs))


def ask(site: DemoSite, url: str) -> Answer | None:
    """What the site answers to a URL, tricks left aside."""
    parts = urlsplit(url)
    return site.answer(parts.hostname or "", unquote(parts.path), unquote(parts.query))


def _reached(site: DemoSite) -> Iterator[tuple[str, int, list[str]]]:
    """Every HTML page of the portal and its sub-site that links lead to, with depth and links."""
    known, waiting = {hosts.HOME}, deque([(hosts.HOME, 0)])
    while waiting:
        url, depth = waiting.popleft()
        parts = urlsplit(url)
        answer = ask(site, url)
        if parts.hostname not in CRAWLED or parts.path in NO_PAGES or answer is None:
            continue
        if answer.location is not None:
            found, deeper = [absolute(url, answer.location)], depth
        elif answer.status == 200 and answer.content_type.startswith("text/html"):  # noqa: PLR2004 - OK
            found, deeper = links(url, answer), depth + 1
            yield url, depth, found
        else:
            continue
        for target in found:
            if target not in known:
                known.add(target)
                waiting.append((target, deeper))


def planted(site: DemoSite) -> Planted:
    """The truth about `site`."""
    pages: dict[str, int] = {}
    places: dict[str, list[str]] = {}
    for url, depth, targets in _reached(site):
        pages[url] = depth
        for target in targets:
            places.setdefault(target, []).append(url)

    def standing(href: str) -> tuple[str, ...]:
        return tuple(places.get(absolute(hosts.HOME, href), ()))

    faults = (*oddities.FAULTS, oddities.SILENT_FAULT)
    broken = tuple(
        BrokenLink(absolute(hosts.HOME, fault.href), fault.observed, standing(fault.href))
        for fault in faults
        if standing(fault.href)
    )
    decoys = tuple(
        PlantedDecoy(
            absolute(hosts.HOME, decoy.href), decoy.outcome, decoy.why, standing(decoy.href)
        )
        for decoy in oddities.DECOYS
        if standing(decoy.href)
    )
    return Planted(
        home=hosts.HOME,
        pages=pages,
        broken=broken,
        decoys=(*decoys, *_article_decoys(site, places), *_addressless(places)),
        year=openness.expected_year(site.today),
        rules=_rules(site, broken=bool(broken)),
    )


def _article_decoys(site: DemoSite, places: dict[str, list[str]]) -> Iterator[PlantedDecoy]:
    for host, answers in site.answers.items():
        for path, answer in answers.items():
            url = absolute(f"http://{host}/", path)
            why = oddities.ARTICLE_DECOYS.get(answer.key)
            if why and url in places:
                yield PlantedDecoy(url, Outcome.OK, why, tuple(places[url]))


def _addressless(places: dict[str, list[str]]) -> Iterator[PlantedDecoy]:
    for href in oddities.NO_ADDRESS:
        if href in places:
            yield PlantedDecoy(href, Outcome.UNSUPPORTED, "不是网页地址", tuple(places[href]))


def _rules(site: DemoSite, *, broken: bool) -> dict[str, Expected]:
    if site.walls:
        blocked = Expected(Verdict.REVIEW, Reason.BLOCKED)
        rules = dict.fromkeys(("plans-column", "annual-report-published", "links"), blocked)
        return rules | {"ipv6": _ipv6(site)}
    if site.home == "empty":
        few = Expected(Verdict.REVIEW, Reason.TOO_FEW)
        rules = dict.fromkeys(("plans-column", "annual-report-published", "links"), few)
        return rules | {"ipv6": _ipv6(site)}
    return {
        "plans-column": _plans(site),
        "annual-report-published": _annual_report(site),
        "links": Expected(Verdict.FAIL if broken else Verdict.PASS),
        "ipv6": _ipv6(site),
    }


def _plans(site: DemoSite) -> Expected:
    url = absolute(hosts.HOME, PLANS)
    return {
        "present": Expected(Verdict.PASS, url=url),
        "missing": Expected(Verdict.FAIL),
        "empty": Expected(Verdict.FAIL, url=url),
        "script_only": Expected(Verdict.REVIEW, Reason.SCRIPT_ONLY, url),
        "blocked": Expected(Verdict.REVIEW, Reason.BLOCKED, url),
    }[site.plans]


def _annual_report(site: DemoSite) -> Expected:
    tree = grow(site.today, site.plans, site.annual_report)
    year = openness.expected_year(site.today)
    for article in tree.all_articles():
        if article.issuer == COUNTY and article.year == year:
            verdict = Verdict.FAIL if site.annual_report == "late" else Verdict.PASS
            return Expected(verdict, url=absolute(hosts.HOME, article.path))
    if not openness.is_due(site.today):
        return Expected(Verdict.PENDING)
    if site.annual_report == "bureaus_only":
        return Expected(Verdict.REVIEW, Reason.ASSISTED)
    return Expected(Verdict.FAIL)


def _ipv6(site: DemoSite) -> Expected:
    """On a machine without IPv6 an existing address is `review`, `no_ipv6_here`, instead."""
    return Expected(Verdict.PASS if site.ipv6 == "ok" else Verdict.FAIL)
