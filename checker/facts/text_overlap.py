"""How much of an explanation is the policy's own wording: shared runs of characters, shared headings.

Names in 《》, citations of laws and lines of figures are no copying and are left out.  What share is too
much is not for here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

GRAM = 13
MAX_TEXT = 200_000
MOST_PASSAGES = 8
_LONGEST_PASSAGE = 200
_QUOTED = re.compile(r"《[^《》]{1,120}》|〈[^〈〉]{1,120}〉")
_CITED = re.compile(
    r"(?:根据|依据|按照|依照|遵照|为贯彻落实|为落实)[^。；;\n]{0,160}?(?:规定|精神|要求|文件|通知|意见|条例|办法)(?=[，,。；;\n])"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}〔\d{4}〕\d{1,5}号")
_FIGURES = re.compile(r"^[\d \t.,%、。:/\-—()年月日元万亿个件户人次]*$", re.MULTILINE)
_HEADING = re.compile(
    r"^[^\S\n]*(?:第[一二三四五六七八九十百]{1,4}[章条]|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]"
    r"|\d{1,2}(?:[、.]|(?=[^\S\n])))[^\S\n]*(?P<text>[^。；;\n]{2,40})",
    re.MULTILINE,
)
_NOISE = re.compile(r"[^\w\u3400-\u9fff]|_")


@dataclass(frozen=True, slots=True)
class Overlap:
    """`containment` is the share of the explanation's runs that stand in the policy, 0 to 1.

    `grams` is how many runs it has: with few of them the share says little.  `headings` is the share of
    its headings that are the policy's, None where it has fewer than two.  `passages` are the longest
    shared ones, as they stand in the explanation without blanks and signs.
    """

    containment: float
    grams: int
    headings: float | None
    shared_headings: tuple[str, ...]
    passages: tuple[str, ...]


def text_overlap(explanation: str, policy: str) -> Overlap:
    """Compare the text of an explanation with that of its policy, attachments included by the caller."""
    ours, theirs = _bare(explanation), _bare(policy)
    known = {theirs[at : at + GRAM] for at in range(len(theirs) - GRAM + 1)}
    grams = [ours[at : at + GRAM] for at in range(len(ours) - GRAM + 1)]
    different = set(grams)
    shared = [at for at, gram in enumerate(grams) if gram in known]
    own, others = headings(explanation), set(headings(policy))
    same = tuple(text for text in own if text in others)
    return Overlap(
        containment=len(different & known) / len(different) if different else 0.0,
        grams=len(different),
        headings=len(same) / len(own) if len(own) > 1 else None,
        shared_headings=same,
        passages=_passages(ours, shared),
    )


def headings(text: str) -> list[str]:
    """Return the numbered headings of a text without their numbers, each once, in order."""
    plain = unicodedata.normalize("NFKC", text[:MAX_TEXT])
    found = (_NOISE.sub("", match["text"]) for match in _HEADING.finditer(plain))
    return list(dict.fromkeys(text for text in found if text))


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[:MAX_TEXT])
    for pattern in (_QUOTED, _CITED, _NUMBER, _FIGURES):
        plain = pattern.sub(" ", plain)
    return _NOISE.sub("", plain)


def _passages(text: str, shared: list[int]) -> tuple[str, ...]:
    """Join neighbouring shared runs; return the longest stretches, the longest first."""
    if not shared:
        return ()
    cuts = [
        0,
        *(place + 1 for place, (a, b) in enumerate(pairwise(shared)) if b > a + 1),
        len(shared),
    ]
    stretches = [text[shared[first] : shared[last - 1] + GRAM] for first, last in pairwise(cuts)]
    longest = sorted(dict.fromkeys(stretches), key=lambda one: (-len(one), one))
    return tuple(one[:_LONGEST_PASSAGE] for one in longest[:MOST_PASSAGES])
