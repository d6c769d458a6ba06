"""The dates of an article with what each is the date of: labelled, in the line under the title, tagged.

A date in running text, in a row of a list or behind a foreign label is none of the article's own.
Which candidate to believe is said in `dates.settle`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from checker.facts.article import Body
from checker.facts.date_labels import Label, label_before
from checker.facts.dates import Candidate, DateKind, Rank, date_in_url
from checker.facts.markup import Markup
from checker.facts.places import Certainty
from checker.facts.stamps import Stamp, chinese_stamps, find_stamps, narrow

# Words of the line under a title: whose it is, how often it was read, how large its letters are.
_BAR = re.compile(
    r"来 ?源|作 ?者|(?:浏览|阅读|点击|访问|查看)(?:次|量|数|人|率| ?:)|字 ?[体号]|编辑|打印|分享|视力|朗读|"
    r"文章类型|发布机构|发布单位|供稿|收藏|大 中 小|稿源|人气|发布人"
)
_TODAY = re.compile(r"(?:今天|今日|现在|当前|您好|欢迎).{0,8}$")
_WEEKDAY = re.compile(r"^ ?(?:星期|周)[一二三四五六日天]")
_LONGEST_BAR = 160
_LONGEST_ALONE = 12
_LONGEST_LEAD = 200
_NEAR_LINES = 1
_UNDER_TITLE = 3
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SIGNED_LINES = 6
_MOST = 40


class ArticleDates:
    """Reads the dates of one page; `rows` are the stretches of its text that are rows of lists."""

    def __init__(
        self,
        markup: Markup,
        url: str,
        body: Body | None,
        title_end: int | None,
        rows: Sequence[tuple[int, int]],
    ) -> None:
        """Cut the text into lines."""
        self._markup, self._url, self._body = markup, url, body
        self._title_end = title_end
        self._rows = rows
        self._row_starts = [start for start, _ in rows]
        self._lines = markup.lines
        self._line_starts = [start for start, _ in self._lines]

    def read(self) -> tuple[Candidate, ...]:
        """Return all candidates, the most trusted first; each day of a rank and kind once."""
        stamped = [c for stamp in self._markup.stamps[: _MOST * 10] if (c := self._of(stamp))]
        found = [*_own(stamped), *self._tagged(), *self._signed()]
        in_url = date_in_url(self._url)
        if in_url:
            found.append(Candidate(in_url, Rank.URL, self._url[-80:], path="网址"))
        unique: dict[tuple[object, ...], Candidate] = {}
        for candidate in sorted(found, key=lambda c: c.rank):
            unique.setdefault((candidate.value, candidate.rank, candidate.kind), candidate)
        return tuple(unique.values())[:_MOST]

    def _of(self, stamp: Stamp) -> tuple[Candidate, bool] | None:
        """Return what a date on the page is, and whether it stands in the article's text."""
        template = self._markup.template
        if template.has_text(stamp.start) or self._in_row(stamp):
            return None
        plain = self._markup.plain
        label = label_before(plain, stamp.start, self._markup.outline.joint)
        if label.kind in {None, DateKind.EVENT} and self._is_clock(stamp):
            return None
        inside = self._inside(stamp)
        if label.kind is DateKind.EVENT and not self._under_heading(stamp, label):
            return None
        if label.kind not in {None, DateKind.EVENT}:
            return self._candidate(stamp, label.kind, label.text, Certainty.SURE), inside
        if inside or not self._in_bar(stamp, label):
            return None
        return self._candidate(stamp, DateKind.PUBLISHED, label.text, Certainty.LIKELY), False

    def _is_clock(self, stamp: Stamp) -> bool:
        """The date says which day it is today: so the page says, or names the weekday in a line of its own."""
        plain = self._markup.plain
        if _TODAY.search(plain[max(0, stamp.start - _LONGEST_ALONE) : stamp.start]):
            return True
        start, end = self._lines[self._line(stamp)]
        weekday = _WEEKDAY.match(plain[stamp.end : stamp.end + 4])
        return bool(weekday) and not _BAR.search(plain, start, end)

    def _candidate(
        self, stamp: Stamp, kind: DateKind, label: str, certainty: Certainty
    ) -> Candidate:
        outline = self._markup.outline
        element = outline.at(stamp.start)
        if element is not None and outline.hidden(element):
            certainty = Certainty.DOUBTFUL
        ranks = {DateKind.PUBLISHED: Rank.BODY, DateKind.CHANGED: Rank.CHANGED}
        return Candidate(
            value=stamp.value,
            rank=ranks.get(kind, Rank.OTHER),
            text=outline.text[stamp.start : stamp.end],
            kind=kind,
            label=label,
            path=outline.path(element) if element else "",
            certainty=certainty,
        )

    def _in_row(self, stamp: Stamp) -> bool:
        at = bisect_right(self._row_starts, stamp.start) - 1
        return at >= 0 and stamp.start < self._rows[at][1]

    def _inside(self, stamp: Stamp) -> bool:
        """The date stands in the article's text, and not in the lines that lead to it."""
        body = self._body
        if body is None or not body.start <= stamp.start < body.end:
            return False
        start, end = self._lines[self._line(stamp)]
        lead = start - body.start
        if self._title_end is not None and body.start < self._title_end <= start:
            lead = start - self._title_end
        return lead > _LONGEST_LEAD or end - start > _LONGEST_BAR

    def _line(self, stamp: Stamp) -> int:
        return bisect_right(self._line_starts, stamp.start) - 1

    def _in_bar(self, stamp: Stamp, label: Label) -> bool:
        """The date stands in the line under a title, or alone right below one."""
        line = self._line(stamp)
        start, end = self._lines[line]
        if end - start > _LONGEST_BAR:
            return False
        plain = self._markup.plain
        if _BAR.search(plain, start, end):
            return True
        rest = end - start - (stamp.end - stamp.start) - len(label.text)
        if rest > _LONGEST_ALONE:
            return False
        for near in range(
            max(0, line - _NEAR_LINES), min(len(self._lines), line + _NEAR_LINES + 1)
        ):
            first, last = self._lines[near]
            if near != line and last - first <= _LONGEST_BAR and _BAR.search(plain, first, last):
                return True
        return self._below_title(stamp, line)

    def _under_heading(self, stamp: Stamp, label: Label) -> bool:
        """The date fills a box of its own in a heading, behind words that we do not know."""
        outline = self._markup.outline
        element = outline.at(stamp.start)
        alone = element is not None and element.end - element.start <= _LONGEST_ALONE * 2
        heads = element is not None and any(x.tag in _HEADINGS for x in outline.above(element))
        return alone and heads and not label.text.endswith(("时间", "日期"))

    def _below_title(self, stamp: Stamp, line: int) -> bool:
        outline = self._markup.outline
        element = outline.at(stamp.start)
        if element is not None and any(one.tag in _HEADINGS for one in outline.above(element)):
            return True
        if self._title_end is None:
            return False
        title_line = bisect_right(self._line_starts, max(self._title_end - 1, 0)) - 1
        return 0 < line - title_line <= _UNDER_TITLE

    def _tagged(self) -> list[Candidate]:
        stated = self._markup.head.metas.get("pubdate", "")
        stamps = find_stamps(narrow(stated))[:1]
        return [
            Candidate(stamp.value, Rank.META, stated[:40], path="meta[name=PubDate]")
            for stamp in stamps
        ]

    def _signed(self) -> list[Candidate]:
        """Return the date under the document, which stands alone in one of its last lines."""
        body = self._body
        if body is None:
            return []
        first = bisect_right(self._line_starts, body.start) - 1
        last = bisect_right(self._line_starts, max(body.end - 1, 0)) - 1
        plain = self._markup.plain
        for line in range(last, max(first, last - _SIGNED_LINES), -1):
            start, end = self._lines[line]
            text = plain[start:end].strip()
            if self._in_row(Stamp(date.min, start, end)):
                continue
            for stamp in (*find_stamps(text), *chinese_stamps(text)):
                if stamp.start == 0 and stamp.end == len(text) and "年" in text:
                    whole = Stamp(stamp.value, start, end)
                    return [self._candidate(whole, DateKind.WRITTEN, "落款", Certainty.LIKELY)]
        return []


def _own(stamped: Sequence[tuple[Candidate, bool]]) -> list[Candidate]:
    """Leave out weaker days of publication where the page has a better one.

    What the running text says was published then and then is the article's own only where nothing
    else is said; an unlabelled day only where none is labelled.
    """

    def weakness(candidate: Candidate, *, inside: bool) -> tuple[bool, int]:
        return inside, list(Certainty).index(candidate.certainty)

    days = [weakness(c, inside=inside) for c, inside in stamped if c.rank is Rank.BODY]
    best = min(days, default=None)
    return [
        c for c, inside in stamped if c.rank is not Rank.BODY or weakness(c, inside=inside) == best
    ]
