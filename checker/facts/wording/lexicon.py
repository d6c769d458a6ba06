"""Word lists made ready for searching: one automaton for all words and all pieces of phrases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import ahocorasick

from checker.facts.wording.near_misses import pieces
from rules.wording_lists import WordingList, WrongWord

# A list that rests on memory can point at a place, and no more.
_SURE = frozenset({"A", "B"})
_SIGNS = re.compile(r"[^\w\u3400-\u9fff]|_")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A fixed phrase without its signs; `shown` is how it is written."""

    bare: str
    shown: str
    kind: str
    edits: int
    edges: bool
    allow: tuple[str, ...]
    source: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A wrong word with what excuses it; `unless` gives each right word and where the wrong one lies in it."""

    wrong: str
    right: str
    unless: tuple[tuple[str, int], ...]
    not_before: tuple[str, ...]
    near: tuple[str, ...]
    sure: bool
    source: str


@dataclass(frozen=True, slots=True)
class Person:
    """A name that is held to its spelling beside `title`."""

    name: str
    title: str
    source: str


Key: TypeAlias = "Word | Person | tuple[Phrase, int, int]"


@dataclass(slots=True)
class Lexicon:
    """`automaton` gives for every place the keys that end there; a phrase's key is (phrase, from, to)."""

    automaton: ahocorasick.Automaton
    phrases: tuple[Phrase, ...] = ()
    digest: tuple[str, ...] = field(default=())


def bare(text: str) -> str:
    """A text without blanks and signs, width folded."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text))


def compile_lists(lists: Sequence[WordingList]) -> Lexicon:
    """Make the lists ready; a word or phrase that stands in two of them is taken from the first."""
    keys: dict[str, list[Key]] = {}
    phrases: dict[str, Phrase] = {}
    words: dict[str, Word] = {}
    for one in lists:
        source = f"{one.title}（{one.basis}）"
        for written in one.phrases:
            allow = tuple(bare(text) for text in written.allow)
            text = bare(written.text)
            phrase = Phrase(
                text,
                written.text,
                written.kind,
                written.edits,
                written.edges,
                allow,
                source,
                one.confidence in _SURE,
            )
            phrases.setdefault(text, phrase)
        for wrong in one.words:
            words.setdefault(wrong.wrong, _word(wrong, source, sure=one.confidence in _SURE))
        for person in one.people:
            for title in person.titles:
                keys.setdefault(title, []).append(Person(person.name, title, source))
    for phrase in phrases.values():
        for start, piece in pieces(phrase.bare, phrase.edits):
            keys.setdefault(piece, []).append((phrase, start, start + len(piece)))
    for word in words.values():
        keys.setdefault(word.wrong, []).append(word)
    automaton = ahocorasick.Automaton()
    for text, found in keys.items():
        automaton.add_word(text, (len(text), tuple(found)))
    automaton.make_automaton()
    return Lexicon(automaton, tuple(phrases.values()), tuple(one.id for one in lists))


def _word(wrong: WrongWord, source: str, *, sure: bool) -> Word:
    around: list[tuple[str, int]] = []
    for text in wrong.unless:
        around += [(text, found.start()) for found in re.finditer(re.escape(wrong.wrong), text)]
    return Word(
        wrong.wrong,
        wrong.right,
        tuple(around),
        tuple(wrong.not_before),
        tuple(wrong.near),
        sure and wrong.certainty == "sure",
        source,
    )
