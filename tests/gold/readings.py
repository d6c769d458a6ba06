"""Ask the facts about a corpus and compare with its truth: one function per fact."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from checker.facts.annual_report import Form, report_on_page
from checker.facts.annual_report.form import COLUMNS, COURSES, ENDS, ITEMS, MEASURES, ROWS
from checker.facts.columns import columns_named
from checker.facts.personal_data import Kind, scan_page
from checker.facts.personal_data.masking import digest, masked
from checker.facts.tables import Table, read_tables
from tests.gold import article_readings, pair_readings
from tests.gold.corpus import Corpus
from tests.gold.scores import Score, Scores

_ENDS = re.compile(r"(?:网站)?首页|.*人民政府网站|正文|详情页?|内容")
_COURSES = frozenset(label.name for label in COURSES)


def read(corpus: Corpus) -> Scores:
    """Measure every fact on the corpus."""
    scores: Scores = defaultdict(Score)
    for fact, measure in READINGS.items():
        measure(corpus, scores[fact])
    return dict(scores)


def _columns(corpus: Corpus, score: Score) -> None:
    for column in corpus.truth.columns:
        found = columns_named(corpus.site, column.names or [column.name])[:1]
        score.compare(
            "home", [(column.name, column.url)], [(column.name, one.url) for one in found]
        )
    for name in corpus.truth.absent_columns:
        score.compare("home", [], [(name, one.url) for one in columns_named(corpus.site, [name])])


def _entry_titles(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each():
        if truth.entries is not None:
            wanted = [(_bare(one.title), one.url) for one in truth.entries]
            found = [(_bare(one.title), one.url) for one in facts.entries]
            score.compare(url, wanted, _as_far(wanted, found))


def _entry_dates(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each():
        rows = [row for row in truth.entries or [] if row.date or row.stamp]
        if truth.entries is not None and (rows or not truth.entries):
            wanted = [(_bare(one.title), one.url) for one in rows]
            stamped = [one for one in facts.entries if one.stamp]
            found = _as_far(wanted, [(_bare(one.title), one.url) for one in stamped])
            dates = zip(found, (one.stamp for one in stamped), strict=True)
            days = [(one.url or _bare(one.title), one.date or one.stamp) for one in rows]
            score.compare(url, days, [(link or title, stamp) for (title, link), stamp in dates])


def _as_far(
    wanted: list[tuple[str, str | None]], found: list[tuple[str, str | None]]
) -> list[tuple[str, str | None]]:
    """Leave out the addresses that were not judged, as a row of a draft leads nowhere."""
    unjudged = {title for title, url in wanted if url is None}
    return [(title, None if title in unjudged else url) for title, url in found]


def _pinned(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each("list"):
        wanted = [one.url for one in truth.entries or [] if one.pinned]
        score.compare(url, wanted, [one.url for one in facts.entries if one.pinned])


def _tables(corpus: Corpus, score: Score) -> None:
    for url, truth, _ in corpus.each():
        if truth.tables is not None:
            read = read_tables(corpus.site.snapshot.text(url))
            for number, wanted in enumerate(truth.tables):
                table = next((one for one in read if _like(one, wanted)), None)
                rows = range(len(table.rows)) if table else range(0)
                columns = range(table.width) if table else range(0)
                found = [(r, c, table.text(r, c)) for r in rows for c in columns] if table else []
                cells = [(r, c, text) for r, row in enumerate(wanted) for c, text in enumerate(row)]
                score.compare(f"{url} table {number}", cells, found)


def _like(table: Table, wanted: list[list[str]]) -> bool:
    """It is this table: its first row, or its first column, reads the same."""
    head = [table.text(0, column) for column in range(table.width)]
    return head == wanted[0] and table.text(len(wanted) - 1, 0) == wanted[-1][0]


def _reports(corpus: Corpus, score: Score) -> None:
    for url, truth, _ in corpus.each():
        if truth.report is None:
            continue
        report = report_on_page(corpus.site.snapshot.text(url), truth.title or "")
        wanted = _figures(truth.report)
        known = {place for place, _ in wanted}
        parts = (report.disclosure, report.requests, report.disputes) if report else ()
        found = [
            (place, figure.value)
            for part in parts
            for place, figure in part.items()
            if place in known and figure.value is not None
        ]
        score.compare(url, wanted, found)


def _figures(truth: dict[str, dict[str, int]]) -> list[tuple[tuple[str, str], int]]:
    """The figures that were judged, under the keys of the form; its rows stand in its order."""
    tables = {label.name: label.key for label in (*ITEMS, *COURSES)}
    rows = [name for name in truth if name not in tables]
    keys = tables | {name: row.key for name, row in zip(rows, ROWS[Form.Y2021], strict=True)}
    figures = []
    for name, values in truth.items():
        columns = ENDS if name in _COURSES else MEASURES if name in tables else COLUMNS
        named = {label.name: label.key for label in columns}
        figures += [((keys[name], named[column]), value) for column, value in values.items()]
    return figures


def _private(corpus: Corpus, score: Score) -> None:
    for url, truth, _ in corpus.each():
        if truth.private is not None:
            ids = [
                hit
                for hit in scan_page(corpus.site.snapshot.text(url)).hits
                if hit.kind is Kind.RESIDENT_ID
            ]
            wanted = [(masked(value), digest(Kind.RESIDENT_ID, value)) for value in truth.private]
            score.compare(url, wanted, [(hit.masked, hit.digest) for hit in ids])


def _trails(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each():
        if truth.trail is not None:
            score.compare(url, _steps(truth.trail), _steps(facts.breadcrumb))


def _steps(trail: Sequence[str]) -> list[tuple[int, str]]:
    """The steps between the home page and the article, which many trails name and many do not."""
    inner = [_bare(step) for step in trail if not _ENDS.fullmatch(_bare(step))]
    return list(enumerate(inner))


def _bare(text: str) -> str:
    """Without blanks, and without the bullet that some lists write before a title."""
    return "".join(text.split()).lstrip("·•")


READINGS: dict[str, Callable[[Corpus, Score], None]] = {
    "栏目": _columns,
    "条目标题": _entry_titles,
    "条目日期": _entry_dates,
    "置顶": _pinned,
    "栏目状态": article_readings.states,
    "文章日期": article_readings.dates,
    "文章标题": article_readings.titles,
    "来源": article_readings.sources,
    "文号": article_readings.numbers,
    "索引表": article_readings.indexes,
    "附件": article_readings.files,
    "站点标识": article_readings.identities,
    "当前位置": _trails,
    "表格单元格": _tables,
    "年报数字": _reports,
    "身份证号": _private,
    "征集与反馈": pair_readings.feedback,
    "征集截止日": pair_readings.closing,
    "政策与解读": pair_readings.explanations,
    "解读形式": pair_readings.forms,
    "信件": pair_readings.letters,
    "目录事项": pair_readings.catalogue,
}
