"""What a person sees of a scan while it runs: sites, pages, and who was last heard of; on a terminal only."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import Protocol

from audits.progress import progress_bar
from audits.scanning.ended import SiteEnded
from crawler.job import Ended
from crawler.spiders.progress import Progress


class ScanBoard(Protocol):
    """Told how far the sites are; from several threads."""

    def crawling(self, site: str, state: Progress | Ended) -> None:
        """A crawl has come so far, or has ended."""

    def over(self, site: str, ended: SiteEnded) -> None:
        """A site is done with."""


class _Unwatched:
    def crawling(self, site: str, state: Progress | Ended) -> None:
        pass

    def over(self, site: str, ended: SiteEnded) -> None:
        pass


unwatched: ScanBoard = _Unwatched()


class _Bar:
    def __init__(self, total: int) -> None:
        self.bar = progress_bar()
        self._crawled = self.bar.add_task("爬取", total=total, note="")
        self._over = self.bar.add_task("网站", total=total, note="")
        self._pages = self.bar.add_task("网页", total=None, note="")
        self._states: dict[str, Progress] = {}
        self._done: set[str] = set()
        self._telling = threading.Lock()

    def crawling(self, site: str, state: Progress | Ended) -> None:
        with self._telling:
            if isinstance(state, Ended):
                self._done.add(site)
                self.bar.update(self._crawled, completed=len(self._done), note=f"{site} 判定中")
                return
            self._states[site] = state
            done = sum(one.pages_done for one in self._states.values())
            known = sum(one.pages_known for one in self._states.values())
            self.bar.update(self._pages, completed=done, total=known, note=site)

    def over(self, site: str, ended: SiteEnded) -> None:
        with self._telling:
            self.bar.update(self._over, advance=1, note=f"{site} {ended.end.value}")


@contextlib.contextmanager
def watching_scan(total: int, *, wanted: bool) -> Iterator[ScanBoard]:
    """Show how far a scan is while the block runs, only where stderr is a terminal."""
    if not wanted or not sys.stderr.isatty():
        yield unwatched
        return
    bar = _Bar(total)
    with bar.bar:
        yield bar
