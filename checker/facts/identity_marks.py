"""Find in a text what identifies a government site: its code, its registrations, who runs it.

Works on text as a reader sees it and, less surely, on the texts of scripts.  Values are kept as they
stand; whether they agree is asked in `site_identity`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_GAP = r"[\s:：]{0,4}"
CODE = re.compile(rf"标识(?:编)?码{_GAP}(?P<value>[A-Za-z]{{0,3}}\d{{6,14}})(?!\d)")
ICP = re.compile(
    rf"(?P<value>[\u4e00-\u9fff]\s?ICP\s?[备证](?:案号?)?{_GAP}\d{{5,12}}\s?号?(?:\s?[-—－]\s?\d{{1,3}})?)",
    re.IGNORECASE,
)
POLICE = re.compile(
    rf"(?P<value>[\u4e00-\u9fff]{{1,2}}公(?:网安?)?备(?:案)?(?:编)?号?{_GAP}\d{{10,16}}\s?号?"
    r"|(?<=公安备案号[:：])\s?\d{8,16}(?:-\d{1,6})?)"
)
_UNIT = r"(?P<value>[^\s:：|｜,，;；]{2,40}?)(?=[\s|｜,，;；]|[主承协]办(?:单位)?[:：]|网站标识码|技术支持|版权|$)"
HOST_UNIT = re.compile(rf"主办(?:单位|方)?\s?[:：]\s?{_UNIT}")
RUN_BY = re.compile(rf"承办(?:单位)?\s?[:：]\s?{_UNIT}")
CONTACT = re.compile(
    r"(?:(?:网站|联系|咨询|值班|服务)?电\s?话|联系方式|联系我们)\s?[:：]\s?(?P<value>\(?（?0?\d{2,4}[)）]?\s?[-—－]?\s?\d{5,8}|1\d{10}|\d{3}-\d{3}-\d{4})"
)
COPYRIGHT = re.compile(
    r"版权所有\s?[:：©\s]{1,3}(?P<value>[\u4e00-\u9fff（）()]{2,30}(?:网站?|政府|门户|局|厅|委员会|办公室|管委会))"
)
JIUCUO_CODE = re.compile(
    r"(?:sitecode\s*=\s*[\"']?|[?&;](?:amp;)?site_code=)(?P<value>[A-Za-z]{0,3}\d{4,14})",
    re.IGNORECASE,
)
# Words of which each match holds one, and how many characters of a match can stand before it.
_WORDS = {
    CODE: (("标识",), 0),
    ICP: (tuple(a + b + c for a in "Ii" for b in "Cc" for c in "Pp"), 2),
    POLICE: (("备",), 5),
    CONTACT: (("电", "联系"), 2),
}
_TAGS = re.compile(r"<[^<>]{0,400}>|\\[nrt]")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|%u([0-9a-fA-F]{4})")
_WINDOW = 400
_MOST_PLACES = 40
_KEYS = ("标识", "ICP", "icp", "公网", "公备")


@dataclass(frozen=True, slots=True)
class Mark:
    """A value as it stands, and the words around it."""

    value: str
    excerpt: str
    start: int


def find_mark(pattern: re.Pattern[str], text: str) -> Mark | None:
    """Return the first match of a pattern in a text."""
    start = _beginning(pattern, text)
    match = pattern.search(text, start) if start >= 0 else None
    if match is None:
        return None
    start, end = match.span("value")
    around = " ".join(text[max(match.start() - 10, 0) : match.end() + 10].split())
    return Mark(" ".join(text[start:end].split()), around, start)


def _beginning(pattern: re.Pattern[str], text: str) -> int:
    """Return from where on a text may match, -1 where it cannot: a word is found faster than a pattern."""
    words, before = _WORDS.get(pattern, (("",), 0))
    places = [at for word in words if (at := text.find(word)) >= 0]
    return max(min(places) - before, 0) if places else -1


def shown_by_scripts(scripts: str) -> str:
    """Return what scripts would write beside the marks, as text: tags and escapes taken off."""
    plain = _ESCAPED.sub(lambda code: chr(int(code[1] or code[2], 16)), scripts)
    places = sorted({at for key in _KEYS for at in _places(plain, key)})
    parts: list[str] = []
    reached = 0
    for at in places[:_MOST_PLACES]:
        start, end = max(at - _WINDOW, reached), at + _WINDOW
        if end > start:
            parts.append(plain[start:end])
            reached = end
    text = html.unescape(_TAGS.sub("", "".join(parts)))
    return re.sub(r"[\"'+;]{2,}\s*", "", text)


def _places(text: str, key: str) -> list[int]:
    found: list[int] = []
    at = text.find(key)
    while at >= 0 and len(found) < _MOST_PLACES:
        found.append(at)
        at = text.find(key, at + 1)
    return found
