"""Whether a host that says "not modified" (304) is to be believed: checked at first, and by samples.

A check asks for a page under conditions that no server can meet that looks at them.  A host that
fails it is asked in full from then on, also again for what it was believed before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from crawler.fetching.answer import Answer
from crawler.reading.urls import host_of
from crawler.snapshot.model import Fetch
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.question import Manner, Question

NOT_MODIFIED = 304
ALWAYS_304 = "always_304"  # says "not modified" whatever is asked
MISSED_CHANGE = "missed_change"  # said "not modified" of a body that had changed
# The first "not modified" of a host is checked, and then one of so many.
_SAMPLE = 50
_SAMPLE_SIZE = 1 << 20
_FACT = "distrusted"


class HostTrust:
    """The hosts of one crawl that are believed no longer; kept in the snapshot, so that --resume knows."""

    def __init__(self, writer: SnapshotWriter, ask_anew: Callable[[Fetch], None]) -> None:
        """`ask_anew` hears of every answer that is believed no longer."""
        self._writer = writer
        self._ask_anew = ask_anew
        self._distrusted: dict[str, str] = dict(writer.described(_FACT) or {})
        self._heard: Counter[str] = Counter()

    @property
    def distrusted(self) -> Mapping[str, str]:
        """The hosts, and how they showed that they say nothing."""
        return self._distrusted

    def doubts(self, url: str) -> bool:
        """The host of the URL is believed no longer."""
        return host_of(url) in self._distrusted

    def begin(self) -> None:
        """Forget what was believed, where a kill came before it was forgotten."""
        if self._distrusted:
            self._writer.forget_not_modified(self.doubts)

    def heard(self, question: Question, size: int) -> list[Question]:
        """Note a "not modified"; return the check that it is due for, if any."""
        if size > _SAMPLE_SIZE:
            return []
        host = host_of(question.url)
        self._heard[host] += 1
        due = self._heard[host] % _SAMPLE == 1
        return [question._replace(manner=Manner.CHECK)] if due else []

    def checked(self, question: Question, answer: Answer, *, is_as_kept: bool) -> None:
        """Take in the answer to a check."""
        if answer.status == NOT_MODIFIED:
            self._distrust(host_of(question.url), ALWAYS_304)
        elif answer.status == 200 and not answer.truncated and not is_as_kept:  # noqa: PLR2004 - HTTP's OK
            self._distrust(host_of(question.url), MISSED_CHANGE)

    def _distrust(self, host: str, why: str) -> None:
        if host in self._distrusted:
            return
        self._distrusted[host] = why
        self._writer.describe(**{_FACT: self._distrusted})
        for fetch in self._writer.forget_not_modified(self.doubts):
            self._ask_anew(fetch)
