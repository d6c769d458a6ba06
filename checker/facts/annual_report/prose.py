"""Compare what a report says in words with what stands in its tables ("全年收到申请26件").

Only sentences whose subject is sure are read; comparisons, parts ("其中") and other kinds of letters
are left alone.  A difference is a hint for a person, never more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from checker.facts.annual_report.model import Report

_NUMBER = r"(\d{1,6}|[零〇一二两三四五六七八九十百]{1,7})(?:余|多)?(?:件|宗|起|份|条|项|例)(?!次)"
_GAP = r"[^,。;、()\d]{0,%d}?"
_SENTENCE = re.compile(r"[。;!]")
_CLAUSE = re.compile(r"[,:]")
# Parts of a whole, and other years: their numbers are not the table's.
_PART = re.compile(
    r"其中|同比|环比|相比|较|比上年|比去年|增长|增加|上升|下降|减少|占|平均|网络|网上|在线|邮寄|信函|来信|当面|现场|"
    r"邮件|传真|自然人|企业|法人|个人|撤回|余件|多件|约|近|历年|累计至|截至上年|季度|月份"
)
_LETTERS = re.compile(r"建议|提案|留言|信箱|热线|咨询|诉求|投诉|来访|问政|舆情|许可|处罚|事项")
_LOST = re.compile(r"败诉|纠错|纠正|撤销|维持|变更|胜诉")
_OPENNESS = re.compile(r"信息公开|依申请|公开申请")
_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure in words, and the values that the tables give for it (any of them will do)."""

    key: str
    says: str
    value: Decimal
    tables: tuple[Decimal, ...]

    @property
    def agrees(self) -> bool:
        """The tables say the same."""
        return self.value in self.tables


Values = Callable[[Report], list[Decimal | None]]


@dataclass(frozen=True, slots=True)
class _Reading:
    key: str
    shape: re.Pattern[str]
    values: Values
    none: re.Pattern[str] | None = None
    letters: bool = True  # the clause may not be about other kinds of letters


def _cell(*keys: str) -> Values:
    return lambda report: [_total(report, *keys)]


def _total(report: Report, *rows: str) -> Decimal | None:
    figures = [report.requests.get((row, "total")) for row in rows]
    if any(figure is None or figure.value is None for figure in figures):
        return None
    return sum((f.value for f in figures if f and f.value is not None), Decimal(0))


def _group(name: str) -> Values:
    def values(report: Report) -> list[Decimal | None]:
        rows = [row for row, column in report.requests if column == "total"]
        leaves = [row for row in rows if row == name or row.startswith(f"{name}_")]
        return [_total(report, *leaves)] if leaves else []

    return values


def _courses(*keys: str) -> Values:
    def values(report: Report) -> list[Decimal | None]:
        found = [report.disputes.get((key, "sum")) for key in keys]
        known = [f.value for f in found if f is not None and f.value is not None]
        whole = sum(known, Decimal(0)) if len(known) == len(keys) else None
        return [*known, whole]

    return values


def _document(measure: str) -> Values:
    def values(report: Report) -> list[Decimal | None]:
        figure = report.disclosure.get(("normative", measure))
        return [figure.value] if figure else []

    return values


def _shape(text: str) -> re.Pattern[str]:
    return re.compile(text + _NUMBER)


_READINGS = (
    _Reading(
        "new",
        _shape(r"(?:收到|受理|接到|接收|新收)" + _GAP % 24 + "申请" + _GAP % 14),
        lambda report: [_total(report, "new"), _total(report, "new", "carried_in")],
        re.compile(r"(?:未|没有|无)(?:收到|接到|受理)[^,。;]{0,30}申请"),
    ),
    _Reading("carried_in", _shape(r"上年度?结转" + _GAP % 16), _cell("carried_in")),
    _Reading(
        "handled",
        _shape(r"(?:办结|办理完毕|答复|办理完成)" + _GAP % 14),
        lambda report: [_total(report, "handled")],
    ),
    _Reading(
        "carried_on", _shape(r"结转(?:至|到|入)?(?:下|次)一?年度?" + _GAP % 14), _cell("carried_on")
    ),
    _Reading("granted", _shape(r"(?<!不)予以公开(?:的|答复)?"), _cell("granted")),
    _Reading("partial", _shape(r"部分公开(?:的|答复)?"), _cell("partial")),
    _Reading("refused", _shape(r"不予公开(?:的|答复)?"), _group("refused")),
    _Reading("unavailable", _shape(r"无法提供(?:的|答复)?"), _group("unavailable")),
    _Reading("ignored", _shape(r"不予处理(?:的|答复)?"), _group("ignored")),
    _Reading("other", _shape(r"其他处理(?:的|答复)?"), _group("other")),
    _Reading(
        "review",
        _shape(r"行政复议(?:案件|申请)?" + _GAP % 6),
        _courses("review"),
        re.compile(r"(?:未|没有|无)(?:发生|收到|引发)?[^,。;]{0,20}行政复议"),
    ),
    _Reading(
        "lawsuit",
        _shape(r"行政诉讼(?:案件)?" + _GAP % 6),
        _courses("lawsuit", "lawsuit_after"),
        re.compile(r"(?:未|没有|无)(?:发生|收到|引发)?[^,。;]{0,24}行政诉讼"),
    ),
    _Reading("issued", _shape(r"制发(?:行政)?规范性文件"), _document("issued"), letters=False),
    _Reading("repealed", _shape(r"废止(?:行政)?规范性文件"), _document("repealed"), letters=False),
)
_DOCUMENTS = frozenset({"issued", "repealed"})


def claims(report: Report) -> tuple[Claim, ...]:
    """What the first section says about figures of the tables, each once per figure."""
    found: dict[str, Claim] = {}
    general = next((section for section in report.sections if section.number == 1), None)
    for sentence in _sentences(general.lines if general else ()):
        about = bool(_OPENNESS.search(sentence))
        for clause in _CLAUSE.split(sentence):
            for reading in _READINGS:
                if reading.key in found or not (about or reading.key in _DOCUMENTS):
                    continue
                value = _said(reading, clause)
                tables = [one for one in reading.values(report) if one is not None]
                if value is not None and tables:
                    found[reading.key] = Claim(reading.key, clause[:80], value, tuple(tables))
    return tuple(found.values())


def _sentences(lines: tuple[str, ...]) -> Iterator[str]:
    for line in lines:
        packed = _COMMA.sub("", "".join(line.split()))
        yield from _SENTENCE.split(packed)


def _said(reading: _Reading, clause: str) -> Decimal | None:
    """The figure that a clause gives for a reading."""
    if _PART.search(clause) or (reading.letters and _LETTERS.search(clause)):
        return None
    if reading.key in {"review", "lawsuit"} and _LOST.search(clause):
        return None
    found = reading.shape.search(clause)
    if found:
        return _decimal(found[1])
    return Decimal(0) if reading.none and reading.none.search(clause) else None


_CHINESE = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def _decimal(text: str) -> Decimal | None:
    """Digits, or Chinese numerals below a thousand; None for what is neither."""
    if text.isascii():
        return Decimal(text)
    found = re.fullmatch(
        r"(?:([一二两三四五六七八九])百)?零?(?:([一二三四五六七八九])?(十))?([零〇一二两三四五六七八九])?",
        text,
    )
    if not found:
        return None
    hundreds, tens, ten, ones = found.groups()
    value = 100 * _CHINESE.get(hundreds or "零", 0)
    value += 10 * (_CHINESE.get(tens, 0) if tens else 1) if ten else 0
    return Decimal(value + _CHINESE.get(ones or "零", 0))
