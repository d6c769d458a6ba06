"""Revisits: what an earlier snapshot spares a new crawl, and when the sparing is not to be trusted.

Sends conditions, takes over what stands unchanged, and checks by samples that a server which says
"not modified" also tells when something was modified.  A host that does not is asked in full, also
again for what it was believed before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from crawler.fetching.answer import Answer
from crawler.reading.urls import host_of
from crawler.snapshot.model import Fetch, Outcome, Role, Sameness, Unchanged
from crawler.snapshot.previous import Earlier, PreviousSnapshot
from crawler.snapshot.revisit import Revisit
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.conditions import CHECK, WHOLE, conditions, contradicts
from crawler.spiders.question import Manner, Question
from crawler.spiders.reading_mark import reading_mark
from crawler.spiders.taken import Taken, described_alike

_NOT_MODIFIED = 304
# The first "not modified" of a host is checked, and then one of so many.
_SAMPLE = 50
_SAMPLE_SIZE = 1 << 20
# Others' pages are only verified, and always asked in full: there is little to spare.
_CONDITIONAL = (Role.PAGE, Role.ATTACHMENT)
ALWAYS_304 = "always_304"  # says "not modified" whatever is asked
MISSED_CHANGE = "missed_change"  # said "not modified" of a body that had changed


class Revisits:
    """Compares one crawl with an earlier snapshot of the portal, where there is one."""

    def __init__(
        self,
        previous: PreviousSnapshot | None,
        writer: SnapshotWriter,
        ask_anew: Callable[[Fetch], None],
    ) -> None:
        """`ask_anew` hears of every answer that is believed no longer."""
        self._previous = previous
        self._writer = writer
        self._ask_anew = ask_anew
        self._same_reading = previous is not None and previous.reader == reading_mark()
        self._distrusted: dict[str, str] = dict(writer.described("distrusted") or {})
        self._heard: Counter[str] = Counter()

    def begin(self) -> None:
        """Say how pages are read here, and forget what a kill left to be forgotten."""
        before = self._writer.described("reader")
        self._writer.describe(reader=reading_mark() if before in {None, reading_mark()} else "")
        if self._distrusted:  # a kill may have come before all was forgotten
            self._writer.forget_not_modified(self._doubts)

    def headers(self, question: Question) -> dict[str, str]:
        """Return what to send with a question beside the usual headers."""
        if question.manner is Manner.CHECK:
            return dict(CHECK)
        if question.manner is Manner.WHOLE:
            return dict(WHOLE)
        # The home page is what everything hangs on: it is always read as it is.
        if question.role not in _CONDITIONAL or question.depth == 0:
            return {}
        earlier = None if self._doubts(question.url) else self._earlier(question)
        if earlier is None:
            return {}
        return conditions(earlier.fetch.etag, earlier.fetch.last_modified, earlier.since)

    def _doubts(self, url: str) -> bool:
        return host_of(url) in self._distrusted

    def _earlier(self, question: Question) -> Earlier | None:
        """What is known of a URL, where a body could stand unchanged."""
        earlier = self._previous.find(question.url) if self._previous else None
        if earlier is None or earlier.since is None:
            return None
        fetch = earlier.fetch
        whole = not fetch.truncated or fetch.role is Role.ATTACHMENT
        usable = fetch.outcome is Outcome.OK and fetch.status == 200 and fetch.size and whole  # noqa: PLR2004 - HTTP's OK
        return earlier if usable and fetch.role is question.role else None

    def take(self, question: Question, answer: Answer) -> Taken | list[Question] | None:
        """Compare an answer with what is known.

        Returns what stands unchanged, or what to ask in the answer's place; None where the answer is
        to be read as any other.
        """
        if question.manner is Manner.CHECK:
            self._check(question, answer)
            return []
        if answer.status == _NOT_MODIFIED:
            return self._not_modified(question, answer)
        if answer.status != 200 or not answer.body or question.role is Role.PROBE:  # noqa: PLR2004
            return None
        earlier = self._earlier(question)
        if earlier is None or answer.truncated != earlier.fetch.truncated:
            return None
        if sha256(answer.body).hexdigest() != earlier.fetch.sha256:
            return None
        taken = self._taken(Sameness.SAME_BODY, earlier)
        if taken and not described_alike(answer, taken.first):
            taken = replace(taken, links=None)
        return taken

    def _not_modified(self, question: Question, answer: Answer) -> Taken | list[Question] | None:
        if question.manner is Manner.WHOLE:
            return None  # nobody asked: an answer that says nothing
        taken = None
        earlier = self._earlier(question) if self.headers(question) else None
        if earlier is not None and not contradicts(
            answer, earlier.fetch.etag, earlier.fetch.last_modified
        ):
            taken = self._taken(Sameness.NOT_MODIFIED, earlier)
        return taken or [question._replace(manner=Manner.WHOLE)]

    def _taken(self, how: Sameness, earlier: Earlier) -> Taken | None:
        first = self._previous.kept(earlier) if self._previous else None
        if self._previous is None or first is None:
            return None
        links = self._previous.new_links(earlier) if self._same_reading else None
        return Taken(how, earlier, first, links)

    def _check(self, question: Question, answer: Answer) -> None:
        """See whether a host tells of changes."""
        if answer.status == _NOT_MODIFIED:
            self._distrust(question, ALWAYS_304)
            return
        earlier = self._earlier(question)
        if answer.status != 200 or answer.truncated or earlier is None:  # noqa: PLR2004
            return
        if sha256(answer.body).hexdigest() != earlier.fetch.sha256:
            self._distrust(question, MISSED_CHANGE)

    def _distrust(self, question: Question, why: str) -> None:
        """Believe a host no longer, and ask in full for what it was believed."""
        host = host_of(question.url)
        if host not in self._distrusted:
            self._distrusted[host] = why
            self._writer.describe(distrusted=self._distrusted)
            for fetch in self._writer.forget_not_modified(self._doubts):
                self._ask_anew(fetch)

    def keep(self, taken: Taken, fetch: Fetch, answer: Answer) -> Fetch:
        """Write down that a body stands unchanged, and where it stands."""
        since, at = taken.earlier.since, fetch.fetched_at
        assert since is not None  # noqa: S101 - such a one is not taken
        assert at is not None  # noqa: S101 - an answer came at some time
        place = self._writer.keep_revisit(
            Revisit(
                fetch.url,
                taken.how,
                answer.status_line,
                answer.headers(),
                at,
                answer.address,
                taken.first,
            )
        )
        unchanged = Unchanged(taken.how, since, place)
        return replace(fetch, record=taken.first.place, unchanged=unchanged)

    def settle(self, taken: Taken, fetch: Fetch) -> None:
        """Record a page whose links are those of the earlier crawl; their targets are known."""
        assert self._previous is not None  # noqa: S101 - it was taken from there
        for number, link in taken.links or ():
            self._previous.meet(number, self._writer.anchor(link))
        self._writer.settle_linked(
            fetch,
            self._previous.translated(taken.earlier.links),
            self._previous.translated(taken.earlier.pager),
        )

    def finish(self) -> None:
        """Write down what was spared, and let go of earlier files that nothing stands in any more."""
        self._writer.let_go()
        if self._previous is None:
            return
        counted = self._writer.unchanged()
        said, said_size = counted.get(Sameness.NOT_MODIFIED, (0, 0))
        seen, seen_size = counted.get(Sameness.SAME_BODY, (0, 0))
        self._writer.describe(
            spared={
                "since": self._previous.started_at.isoformat(),
                "not_modified": said,
                "not_modified_bytes": said_size,
                "same_body": seen,
                "same_body_bytes": seen_size,
                "distrusted": self._distrusted,
            }
        )

    def samples(self, question: Question, taken: Taken) -> list[Question]:
        """Ask now and then whether a host that says "not modified" tells of changes at all."""
        if taken.how is not Sameness.NOT_MODIFIED or len(taken.first.body) > _SAMPLE_SIZE:
            return []
        host = host_of(question.url)
        self._heard[host] += 1
        wanted = self._heard[host] % _SAMPLE == 1
        return [question._replace(manner=Manner.CHECK)] if wanted else []
