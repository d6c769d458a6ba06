"""Personal data on a whole site: every page and every attached file that is held, scanned once.

What comes out is masked.  Whether it counts as a leak is not for here.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.facts.pagewise import PERSONAL_DATA, FileScan, files_held
from checker.facts.personal_data import Scan
from checker.facts.site import SiteFacts
from crawler.snapshot import Fetch


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
    files = files_held(site.snapshot)
    for fetch in files:
        in_file: FileScan = site.found(PERSONAL_DATA, fetch.url)
        if in_file.unread:
            unread.append((fetch.url, in_file.unread))
        if in_file.scan is not None:
            found.append(Scanned(fetch, in_file.scan))
    return SitePrivacy(tuple(found), len(site.held), len(files), tuple(unread))
