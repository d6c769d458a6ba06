"""Compare what stands on an article, and what is said of the site, with their truth: one function per fact."""

from __future__ import annotations

import re
from datetime import date

from checker.facts.column_tree import ColumnTree
from checker.facts.dates import settle
from checker.facts.index_labels import NAMES
from tests.gold.corpus import Corpus
from tests.gold.scores import Score

_FILE = re.compile(r"^(?:(?:点击下载|附件\d{0,2})[：:]|\d{1,2}[.、])")
_STATES = {
    "list": {"list", "table"},
    "article": {"text"},
    "empty": {"empty"},
    "scripted": {"script_only", "unseen"},
    "group": {"group", "list"},
}


def dates(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each():
        if truth.published or truth.undated:
            best = settle(facts.dates).best
            wanted = [truth.published] if truth.published else []
            score.compare(url, wanted, [best.value.isoformat()] if best else [])


def titles(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each():
        if truth.title is not None:
            score.compare(url, [_bare(truth.title)], [_bare(facts.own_title)])


def sources(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each():
        if truth.source is not None:
            found = [_bare(facts.source.value)] if facts.source else []
            score.compare(url, [_bare(truth.source)], found)


def numbers(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each():
        if truth.number is not None or truth.numberless:
            wanted = [truth.number] if truth.number else []
            score.compare(url, wanted, [_bare(facts.number.value)] if facts.number else [])


def indexes(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each():
        if truth.index is not None:
            wanted = [(NAMES[label], _value(value)) for label, value in truth.index.items()]
            judged = {name for name, _ in wanted}
            found = {one.name: _value(one.value) for one in facts.index.fields if one.value}
            score.compare(url, wanted, [pair for pair in found.items() if pair[0] in judged])


def files(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each():
        if truth.attachments is not None:
            found = [_FILE.sub("", _bare(file.text)) for file in facts.attachments]
            score.compare(url, [_bare(name) for name in truth.attachments], found)


def identities(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each():
        for name, wanted in (truth.identity or {}).items():
            fact = getattr(facts.identity, name)
            found = [(name, _bare(fact.value))] if fact else []
            score.compare(url, [(name, _bare(wanted))], found)


def states(corpus: Corpus, score: Score) -> None:
    tree = corpus.site.once(ColumnTree)
    for column in corpus.truth.columns:
        seen = tree.of(column.url)
        allowed = _STATES[column.state]
        state = str(seen.state) if seen else ""
        found = [(column.name, column.state if state in allowed else state)] if seen else []
        score.compare(column.url, [(column.name, column.state)], found)


def _value(text: str) -> str:
    """A value without blanks; a day however it is written."""
    bare = _bare(text)
    try:
        return date.fromisoformat(bare).isoformat()
    except ValueError:
        return bare


def _bare(text: str) -> str:
    return "".join(text.split())
