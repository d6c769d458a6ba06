"""Compare pairs, letters and catalogues with their truth: one function per fact."""

from __future__ import annotations

from dataclasses import asdict

from checker.facts.letters import read_letter
from checker.facts.pairs.catalogue import read_catalogue
from checker.facts.pairs.site_feedback import site_feedback
from checker.facts.pairs.site_interpretations import forms as forms_seen
from checker.facts.pairs.site_interpretations import site_interpretations
from tests.gold.corpus import Corpus
from tests.gold.scores import Score


def feedback(corpus: Corpus, score: Score) -> None:
    pairs = corpus.site.once(site_feedback).pairs
    found = [(one.first, one.second) for one in pairs if one.first != one.second]
    score.compare(corpus.name, corpus.truth.feedback, found)


def closing(corpus: Corpus, score: Score) -> None:
    for one in corpus.site.once(site_feedback).asked:
        truth = corpus.truth.pages.get(one.page.url)
        if truth is not None and truth.kind == "article":
            wanted = [truth.closes] if truth.closes else []
            day = one.closing.day if one.closing else None
            score.compare(one.page.url, wanted, [day.isoformat()] if day else [])


def explanations(corpus: Corpus, score: Score) -> None:
    found = [(one.first, one.second) for one in corpus.site.once(site_interpretations).pairs]
    score.compare(corpus.name, corpus.truth.interpretations, found)


def forms(corpus: Corpus, score: Score) -> None:
    read = {page.url: page for page in corpus.site.once(site_interpretations).explanations}
    for url, truth, _ in corpus.each():
        if truth.form:
            seen = forms_seen(corpus.site, read[url])[:1] if url in read else ()
            score.compare(url, [truth.form], [str(one.form) for one in seen])


def letters(corpus: Corpus, score: Score) -> None:
    for url, truth, _ in corpus.each():
        letter = read_letter(corpus.site.snapshot.text(url))
        wanted = asdict(truth.letter) if truth.letter else {}
        found: dict[str, str | None] = {}
        if letter is not None:
            found = {"number": letter.number, "department": letter.department}
            found["asked"] = letter.asked.day.isoformat() if letter.asked else None
            found["answered"] = letter.answered.day.isoformat() if letter.answered else None
        score.compare(url, _said(wanted), _said(found))


def _said(fields: dict[str, str | None]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields.items() if value]


def catalogue(corpus: Corpus, score: Score) -> None:
    for url, truth, _ in corpus.each():
        if truth.kind == "catalogue":
            read = read_catalogue(corpus.site, url)
            found = [(row.item, row.url, str(row.target)) for row in read.rows] if read else []
            wanted = [(row.item, row.url, row.target) for row in corpus.truth.catalogue]
            score.compare(url, wanted, found)
