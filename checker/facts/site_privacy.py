"""Personal data on a whole site: every page and every attached file that is held, scanned once.

What comes out is masked.  Whether it counts as a leak is not for here.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.facts.attachments import read_attachment
from checker.facts.pagewise import PERSONAL_DATA
from checker.facts.personal_data import Scan, scan_attachment
from checker.facts.site import SiteFacts
from crawler.snapshot import Fetch, Outcome, Role

MOST_FILES = 2_000


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was found in one page or file."""

    fetch: Fetch
    scan: Scan


@dataclass(frozen=True, slots=True)
class SitePrivacy:
    """The pages and files with anything in them; how many were read, and files that could not be."""

    found: tuple[Scanned, ...]
    pages: int
    files: int
    unread: tuple[tuple[str, str], ...]


def site_privacy(site: SiteFacts) -> SitePrivacy:
    """Scan a site (`site.once(site_privacy)`)."""
    found: list[Scanned] = []
    unread: list[tuple[str, str]] = []
    for fetch in site.held:
        on_page: Scan | None = site.found(PERSONAL_DATA, fetch.url)
        if on_page is not None:
            found.append(Scanned(fetch, on_page))
    files = 0
    for fetch in site.snapshot.fetches():
        if fetch.role is not Role.ATTACHMENT or fetch.outcome is not Outcome.OK or fetch.is_html:
            continue
        if files >= MOST_FILES:
            break
        files += 1
        name = fetch.url.rpartition("/")[2].partition("?")[0]
        file = read_attachment(site.snapshot.body(fetch.url), name)
        if not file.readable:
            unread.append((fetch.url, str(file.state)))
        scan = scan_attachment(file)
        if scan.count or scan.doubtful or scan.weak_masks:
            found.append(Scanned(fetch, scan))
    return SitePrivacy(tuple(found), len(site.held), files, tuple(unread))
