"""Find wrong words and near-misses in one text, in one pass; each with its place, excerpt and suggestion.

Quiet on purpose: a wrong word inside a longer right one, one that is itself quoted, names of people and
places, phrases cut short at the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.facts.places import Certainty
from checker.facts.wording.lexicon import Lexicon, Person, Phrase, Word
from checker.facts.wording.near_misses import fits

MAX_TEXT = 2_000_000
MOST_HITS = 500
_REACH = 24
_NEAR = 20
_EXCERPT = 24
_STOP = re.compile(r"[。！？!?;；\n\r\t]|…|\.{3}")
_SIGN = re.compile(r"[^\w\u3400-\u9fff]|_")
_OPEN, _CLOSE = "“‘「『《〈\"'", "”’」』》〉\"'"
_PLACE = re.compile(
    r"^(?:新|老|东|西|南|北)?(?:村|镇|乡|街道|路|街|巷|桥|山|河|湖|沟|寨|屯|社区|小区|大厦|公司|酒店|宾馆|超市|商店|药店|厂|同志|先生|女士|书记|"
    r"县长|局长|镇长|主任|老师|医生|院长|校长|教授|总经理|等\d*人)"
)
_TRADITIONAL = re.compile("[們這個為國會對時說學與發經產業區縣鎮鄉]")
_MOST_TRADITIONAL = 12
_NAME_WORD = 2
_SIGNS = 8


@dataclass(frozen=True, slots=True)
class Slip:
    """One hit.  `at` counts characters of the text; `why` says in Chinese what it is."""

    found: str
    suggestion: str
    at: int
    excerpt: str
    certainty: Certainty
    why: str
    source: str


def scan(text: str, lexicon: Lexicon) -> tuple[Slip, ...]:
    """Return the hits of a text in order.  A text in traditional characters gives none."""
    plain = text[:MAX_TEXT]
    if len(_TRADITIONAL.findall(plain[:5_000])) > _MOST_TRADITIONAL:
        return ()
    found: dict[tuple[int, int], Slip] = {}
    right: list[tuple[int, int]] = []
    for last, (length, keys) in lexicon.automaton.iter(plain):
        start = last + 1 - length
        for key in keys:
            if isinstance(key, Word):
                slip = _wrong_word(plain, start, key)
                if slip:
                    found.setdefault((start, last + 1), slip)
            elif isinstance(key, Person):
                for place, one in _misnamed(plain, start, last + 1, key):
                    found.setdefault(place, one)
            else:
                _near(plain, start, key, found, right)
        if len(found) >= MOST_HITS:
            break
    kept = [slip for place, slip in found.items() if not _inside(place, right)]
    return tuple(_widest(sorted(kept, key=lambda slip: (slip.at, -len(slip.found)))))


def _inside(place: tuple[int, int], right: list[tuple[int, int]]) -> bool:
    """A near-miss that a rightly written phrase covers or is covered by is none."""
    return any(start <= place[0] and place[1] <= end for start, end in right)


def _widest(slips: list[Slip]) -> Iterator[Slip]:
    end = -1
    for slip in slips:
        if slip.at >= end:
            yield slip
            end = slip.at + len(slip.found)


# -- wrong words


def _wrong_word(text: str, start: int, word: Word) -> Slip | None:
    end = start + len(word.wrong)
    for right, offset in word.unless:
        if text.startswith(right, max(0, start - offset)) and start >= offset:
            return None
    after = text[end : end + _NEAR]
    if any(after.startswith(follows) for follows in word.not_before) or _quoted(text, start, end):
        return None
    if len(word.wrong) <= _NAME_WORD and _PLACE.match(after):
        return None
    around = text[max(0, start - _NEAR) : end + _NEAR]
    if word.near and not any(near in around for near in word.near):
        return None
    certainty = Certainty.SURE if word.sure else Certainty.LIKELY
    if _in_title(text, start):
        certainty = Certainty.DOUBTFUL
    why = f"“{word.wrong}”的规范写法是“{word.right}”"
    return Slip(
        word.wrong, word.right, start, _excerpt(text, start, end), certainty, why, word.source
    )


def _quoted(text: str, start: int, end: int) -> bool:
    """The very word is quoted: somebody writes about it."""
    return text[start - 1 : start] in _OPEN and text[end : end + 1] in _CLOSE if start else False


def _in_title(text: str, start: int) -> bool:
    """The place lies in 《》: the title of a work may be so by intent."""
    before = text[max(0, start - 60) : start]
    return before.rfind("《") > before.rfind("》")


# -- names beside their titles


def _misnamed(
    text: str, start: int, end: int, person: Person
) -> Iterator[tuple[tuple[int, int], Slip]]:
    size = len(person.name)
    before = re.sub(r"同志$", "", text[max(0, start - size - 2) : start])
    tries = [
        (start - (len(text[max(0, start - size - 2) : start]) - len(before)) - size, before[-size:])
    ]
    tries.append((end, text[end : end + size]))
    for at, written in tries:
        if len(written) != size or at < 0 or written == person.name or _SIGN.search(written):
            continue
        if sum(a != b for a, b in zip(person.name, written, strict=True)) == 1:
            why = f"“{person.title}”旁边的姓名与“{person.name}”只差一个字"
            slip = Slip(
                written,
                person.name,
                at,
                _excerpt(text, at, at + size),
                Certainty.LIKELY,
                why,
                person.source,
            )
            yield (at, at + size), slip


# -- near-misses of phrases


def _near(
    text: str,
    start: int,
    key: tuple[Phrase, int, int],
    found: dict[tuple[int, int], Slip],
    right: list[tuple[int, int]],
) -> None:
    phrase, first, last = key
    size = len(phrase.bare)
    if text.startswith(phrase.bare, start - first) and start >= first:
        if first == 0:
            right.append((start, start + size))
        return
    if not phrase.edges and not _ends_near(text, start, phrase, first, last):
        return
    before = _beside(text, start, -1, first + 1)
    after = _beside(text, start + last - first, 1, size - last + 1)
    ways = [
        (left.edits + behind.edits, left.indels + behind.indels, left.length, behind.length)
        for left in fits(phrase.bare[:first][::-1], "".join(text[at] for at in before))
        for behind in fits(phrase.bare[last:], "".join(text[at] for at in after))
    ]
    read: list[tuple[int, bool, int, int, int]] = []
    for edits, indels, leftwards, rightwards in ways:
        begin = before[leftwards - 1] if leftwards else start
        end = after[rightwards - 1] + 1 if rightwards else start + last - first
        if not edits:
            right.append((begin, end))
            return
        if edits <= phrase.edits and indels <= 1:
            ends = _ends(text[begin:end], phrase, indels)
            if ends is not None:
                read.append((edits, not ends, indels, begin, end))
    if not read:
        return
    edits, _, _, begin, end = min(read)
    written = text[begin:end]
    if _allowed(text, begin, end, phrase) or _quoted(text, begin, end):
        return
    many = "一个字" if edits == 1 else f"{edits} 个字"
    why = f"{phrase.kind}“{phrase.shown}”写错{many}"
    certainty = Certainty.SURE if edits == 1 and phrase.sure else Certainty.LIKELY
    slip = Slip(
        written, phrase.shown, begin, _excerpt(text, begin, end), certainty, why, phrase.source
    )
    found.setdefault((begin, end), slip)


def _ends_near(text: str, start: int, phrase: Phrase, first: int, last: int) -> bool:
    """The first and last character stand about where they should: a cheap look before a dear one."""
    ends = (
        last == len(phrase.bare)
        or phrase.bare[-1] in text[start + last - first : start + len(phrase.bare) + _SIGNS]
    )
    begins = first == 0 or phrase.bare[0] in text[max(0, start - first - _SIGNS) : start]
    return ends and begins


def _ends(written: str, phrase: Phrase, indels: int) -> bool | None:
    """Say whether the phrase begins and ends as it should, None where it does not and must.

    Two last characters may have changed places.  Where the list says so, the first or last may be another
    one, but not missing: what is cut short at its end is no mistake.
    """
    bare = _SIGN.sub("", written)
    last = bare[-1] == phrase.bare[-1] or (not indels and bare[-2:] == phrase.bare[:-3:-1])
    if bare[0] == phrase.bare[0] and last:
        return True
    return False if phrase.edges and not indels else None


def _beside(text: str, start: int, step: int, count: int) -> list[int]:
    """Return the places of the next characters on one side, signs left out, up to the sentence's end."""
    places: list[int] = []
    at = start - 1 if step < 0 else start
    for _ in range(_REACH + count):
        if not 0 <= at < len(text) or len(places) >= count:
            break
        if _STOP.match(text, at):
            break
        if not _SIGN.match(text[at]):
            places.append(at)
        at += step
    return places


def _allowed(text: str, begin: int, end: int, phrase: Phrase) -> bool:
    """A right form that only looks alike covers the place."""
    if not phrase.allow:
        return False
    around = _SIGN.sub("", text[max(0, begin - _REACH) : end + _REACH])
    written = _SIGN.sub("", text[begin:end])
    return any(
        variant in written or (written in variant and variant in around) for variant in phrase.allow
    )


def _excerpt(text: str, start: int, end: int) -> str:
    cut = text[max(0, start - _EXCERPT) : end + _EXCERPT]
    return " ".join(cut.split())
