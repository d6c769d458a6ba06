"""Revisits: what an earlier snapshot spares a new crawl.

Sends conditions with questions, finds out which bodies stand unchanged, and writes that down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from crawler.fetching.answer import Answer
from crawler.snapshot.earlier_links import EarlierLinks
from crawler.snapshot.model import Fetch, Outcome, Role, Sameness, Unchanged
from crawler.snapshot.previous import Earlier, PreviousSnapshot
from crawler.snapshot.revisit import Revisit
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.conditions import CHECK, WHOLE, conditions, contradicts
from crawler.spiders.host_trust import NOT_MODIFIED, HostTrust
from crawler.spiders.question import Manner, Question
from crawler.spiders.reading_mark import reading_mark
from crawler.spiders.taken import Taken, described_alike

_OK = 200
# Others' pages are only verified, and always asked in full: there is little to spare.
_CONDITIONAL = (Role.PAGE, Role.ATTACHMENT)


class Revisits:
    """Compares one crawl with an earlier snapshot of the portal, where there is one.

    Without `reuse`, unchanged pages are read again from their kept bodies.
    """

    def __init__(
        self,
        previous: PreviousSnapshot | None,
        writer: SnapshotWriter,
        ask_anew: Callable[[Fetch], None],
        *,
        reuse: bool = True,
    ) -> None:
        """`ask_anew` hears of every answer that is believed no longer."""
        self._previous = previous
        self._writer = writer
        self._reuse = reuse and previous is not None and previous.reader == reading_mark()
        self._links: EarlierLinks | None = None
        self._trust = HostTrust(writer, ask_anew)
        self._asked: dict[str, Earlier] = {}  # under conditions, and not yet answered
        # Bodies that are not what the index says, and the WARC files that they stand in.
        self._lost: set[str] = set()
        self._damaged: list[str] = list(writer.described("damaged") or ())

    def begin(self) -> None:
        """Say how pages are read here, and make ready to take over link lists."""
        before = self._writer.described("reader")
        self._writer.describe(reader=reading_mark() if before in {None, reading_mark()} else "")
        self._trust.begin()
        if self._previous and self._reuse:
            self._links = self._previous.link_lists(self._writer)

    def headers(self, question: Question) -> dict[str, str]:
        """Return what to send with a question beside the usual headers."""
        if question.manner is Manner.CHECK:
            return dict(CHECK)
        if question.manner is Manner.WHOLE:
            return dict(WHOLE)
        # The home page is what everything hangs on: it is always read as it is.
        if not self._previous or question.role not in _CONDITIONAL or question.depth == 0:
            return {}
        earlier = None if self._trust.doubts(question.url) else self._earlier(question)
        if earlier is None:
            return {}
        asked = conditions(earlier.fetch.etag, earlier.fetch.last_modified, earlier.since)
        if asked:
            self._asked[question.url] = earlier
        return asked

    def _earlier(self, question: Question) -> Earlier | None:
        """What is known of a URL, where a body could stand unchanged."""
        earlier = self._previous.find(question.url) if self._previous else None
        if earlier is None or earlier.since is None:
            return None
        fetch = earlier.fetch
        whole = not fetch.truncated or fetch.role is Role.ATTACHMENT
        usable = fetch.outcome is Outcome.OK and fetch.status == _OK and fetch.size and whole
        return earlier if usable and fetch.role is question.role else None

    def unanswered(self, question: Question) -> None:
        """Note that no answer came."""
        self._asked.pop(question.url, None)

    def take(self, question: Question, answer: Answer) -> Taken | list[Question] | None:
        """Compare an answer with what is known.

        Returns what stands unchanged, or what to ask in the answer's place; None where the answer is
        to be read as any other.
        """
        earlier = self._asked.pop(question.url, None)
        if question.manner is Manner.CHECK:
            earlier = self._earlier(question)
            same = earlier is None or _is_body_of(earlier, answer)
            self._trust.checked(question, answer, is_as_kept=same)
            return []
        if answer.status == NOT_MODIFIED:
            return self._not_modified(question, answer, earlier)
        if answer.status != _OK or not answer.body or question.role is Role.PROBE:
            return None
        earlier = earlier or self._earlier(question)
        if earlier is None or not _is_body_of(earlier, answer):
            return None
        taken = self._taken(Sameness.SAME_BODY, earlier, question)
        if taken and not described_alike(answer, taken.first):
            taken = replace(taken, links=None)
        return taken

    def _not_modified(
        self, question: Question, answer: Answer, earlier: Earlier | None
    ) -> Taken | list[Question] | None:
        if question.manner is Manner.WHOLE:
            return None  # nobody asked: an answer that says nothing
        taken = None
        if earlier and not self._trust.doubts(question.url):
            fetch = earlier.fetch
            if not contradicts(answer, fetch.etag, fetch.last_modified):
                taken = self._taken(Sameness.NOT_MODIFIED, earlier, question)
        return taken or [question._replace(manner=Manner.WHOLE)]

    def _taken(self, how: Sameness, earlier: Earlier, question: Question) -> Taken | None:
        first = self._previous.kept(earlier) if self._previous else None
        if first is None:
            self._lose(earlier)
            return None
        # Whether a list goes on is told by comparing its pages as they are read.
        reuse = self._links is not None and not question.turned
        links = self._links.new(earlier.links) if self._links and reuse else None
        return Taken(how, earlier, first, links)

    def _lose(self, earlier: Earlier) -> None:
        self._lost.add(earlier.fetch.url)
        name = self._previous.taken_over_as(earlier) if self._previous else None
        if name and name not in self._damaged:
            self._damaged.append(name)
            self._writer.describe(damaged=self._damaged)

    def keep(self, taken: Taken, fetch: Fetch, answer: Answer) -> Fetch:
        """Write down that a body stands unchanged, and where it stands."""
        since, at = taken.earlier.since, fetch.fetched_at
        assert since is not None  # noqa: S101 - such a one is not taken
        assert at is not None  # noqa: S101 - an answer came at some time
        headers = answer.headers()
        place = self._writer.keep_revisit(
            Revisit(
                fetch.url, taken.how, answer.status_line, headers, at, answer.address, taken.first
            )
        )
        unchanged = Unchanged(taken.how, since, place)
        return replace(fetch, record=taken.first.place, unchanged=unchanged)

    def settle(self, taken: Taken, fetch: Fetch) -> None:
        """Record a page whose links are those of the earlier crawl; their targets are known."""
        if self._links and taken.links:
            self._links.take(taken.links)
        self._writer.settle_linked(fetch, taken.earlier.links, taken.earlier.pager)

    def samples(self, question: Question, taken: Taken) -> list[Question]:
        """Return what to ask to see whether a "not modified" is to be believed."""
        if taken.how is Sameness.SAME_BODY:
            return []
        return self._trust.heard(question, len(taken.first.body))

    def finish(self) -> None:
        """Write down what was spared, and let go of earlier files that nothing stands in any more."""
        self._writer.let_go(self._damaged)
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
                "damaged": len(self._lost),
                "distrusted": dict(self._trust.distrusted),
            }
        )


def _is_body_of(earlier: Earlier, answer: Answer) -> bool:
    known = earlier.fetch
    return (
        answer.truncated == known.truncated
        and len(answer.body) == known.size
        and sha256(answer.body).hexdigest() == known.sha256
    )
