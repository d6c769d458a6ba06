"""The files that a site's pages attach, read once and shared by all rules.

`SiteFacts.once(AttachedFiles)` makes it.  Reading is dear and files are large, so the readings of the
last few are kept, and of all others only what was made of them.
"""

from __future__ import annotations

from collections import OrderedDict

from checker.facts.annual_report import Report, report_in_file
from checker.facts.attachments import Attachment, read_attachment
from checker.facts.personal_data import Scan, scan_attachment
from checker.facts.site import SiteFacts
from crawler.snapshot import Fetch, Outcome, Role

_KEPT = 16


class AttachedFiles:
    """What stands in the attached files of one site."""

    def __init__(self, site: SiteFacts) -> None:
        """Remember the site; files are read when they are asked for."""
        self._site = site
        self._read: OrderedDict[str, Attachment | None] = OrderedDict()
        self._scans: dict[str, Scan | None] = {}

    def held(self) -> tuple[Fetch, ...]:
        """The attachments whose bodies are held, in the order in which they became known."""
        return tuple(
            fetch
            for fetch in self._site.snapshot.fetches()
            if fetch.role is Role.ATTACHMENT and fetch.outcome is Outcome.OK and fetch.size
        )

    def read(self, url: str) -> Attachment | None:
        """Read what `url` leads to; None where no body is held."""
        if url in self._read:
            self._read.move_to_end(url)
            return self._read[url]
        fetch = self._site.snapshot.resolve(url).last
        read = None
        if fetch is not None and fetch.outcome is Outcome.OK:
            body = self._site.snapshot.body(fetch.url)
            name = fetch.url.rpartition("/")[2].partition("?")[0]
            read = read_attachment(body, name, cut=fetch.truncated) if body else None
        self._read[url] = read
        while len(self._read) > _KEPT:
            self._read.popitem(last=False)
        return read

    def personal_data(self, url: str) -> Scan | None:
        """Scan a file for personal data; None where no body is held."""
        if url not in self._scans:
            read = self.read(url)
            self._scans[url] = scan_attachment(read) if read else None
        return self._scans[url]

    def report(self, url: str, title: str = "") -> Report | None:
        """Read the annual report in a file; None where it is none, or no body is held."""
        read = self.read(url)
        return report_in_file(read, title) if read else None
