"""The language of a report: the catalogue's sentences, and numbers, dates and lists as written in it.

A `Language` is handed down as an argument, usually named `t`; nothing here is switched for a whole
program.  The Chinese sentence is the key: `t("已读 {n} 个网页", n=12)`.  What has no translation stays
Chinese (`python -m reports.catalogue check` says where).  Texts from audit.json never go through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_DOWN, Decimal
from functools import cache, lru_cache

from reports.translations import Wording, translations

BEIJING = timezone(timedelta(hours=8), "UTC+08:00")
_NEARLY = Decimal("1e-9")


class LanguageError(ValueError):
    """A language that reports do not speak; the message (Chinese) names those that they do."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language: call it with a sentence and its slots.

    `name` is what a person chooses it by, `code` the value of HTML's `lang`, `locale` Babel's name.
    """

    name: str
    code: str
    locale: str
    comma: str
    semicolon: str
    space: str
    texts: Mapping[str, Wording] = field(default_factory=dict, compare=False, repr=False)

    def __call__(self, text: str, /, **slots: object) -> str:
        """The sentence in this language, its named slots filled by str.format.

        A sentence without slots is not formatted: braces in it are braces.
        """
        found = self.texts.get(text, text)
        if not isinstance(found, str):
            found = _form(found, slots)
        return found.format(**slots) if slots else found

    def sentence(self, text: str, /, **slots: object) -> str:
        """The sentence with its slots still open; slot `n` chooses between singular and plural."""
        found = self.texts.get(text, text)
        return found if isinstance(found, str) else _form(found, slots)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with its thousands apart: 1,234 or, with digits, 1,234.5."""
        return _number(value, digits, self.locale)

    def percentage(self, share: float, digits: int = 1) -> str:
        """A share of 1, cut and never rounded up: 99.96 % is not 100 %."""
        from babel.numbers import format_percent  # noqa: PLC0415 -- see _number

        step = Decimal(1).scaleb(-2 - digits)
        cut = (Decimal(str(share)) + _NEARLY).quantize(step, ROUND_DOWN)
        return format_percent(cut, _decimals(digits, "0") + "%", self.locale)

    def date(self, day: date) -> str:
        """A day: 2021年12月31日, 31 December 2021."""
        from babel.dates import format_date  # noqa: PLC0415 -- see _number

        return format_date(day, "long", self.locale)

    def moment(self, when: datetime) -> str:
        """A moment, in Beijing time where its zone is known: 2021-12-31 16:41:07."""
        local = when.astimezone(BEIJING) if when.tzinfo is not None else when
        # The same in all languages; Babel would take twenty times as long over ten thousand of them.
        return local.strftime("%Y-%m-%d %H:%M:%S")

    def listed(self, items: Iterable[str]) -> str:
        """A plain list: 甲、乙 or `a, b`."""
        return self.comma.join(items)

    def series(self, items: Iterable[str]) -> str:
        """A list whose items have commas of their own: 甲；乙 or `a; b`."""
        return self.semicolon.join(items)

    def sentences(self, *sentences: str) -> str:
        """Whole sentences one after the other; empty ones are left out."""
        return self.space.join(filter(None, sentences))


_KNOWN = {
    "zh": Language("zh", "zh-CN", "zh_CN", "、", "；", ""),
    "en": Language("en", "en", "en_GB", ", ", "; ", " "),
}
LANGUAGES = tuple(_KNOWN)
CHINESE = _KNOWN["zh"]


@cache
def language(name: str) -> Language:
    """The language `zh` or `en`.  Raises LanguageError for any other."""
    if name not in _KNOWN:
        raise LanguageError(f"不支持的语言：{name[:40]}。可用：{'、'.join(LANGUAGES)}。")
    known = _KNOWN[name]
    return known if name == "zh" else replace(known, texts=translations(name))


def marked(text: str) -> str:
    """Mark a constant for the catalogue; it is translated where it is shown, by `t(constant)`."""
    return text


def _form(wording: tuple[str, str], slots: Mapping[str, object]) -> str:
    return wording[0] if slots.get("n") == 1 else wording[1]


@lru_cache(maxsize=4096)  # a report shows the same small numbers over and over
def _number(value: float, digits: int, locale: str) -> str:
    # Loaded late: most commands write no report.
    from babel.numbers import format_decimal  # noqa: PLC0415 -- see above

    return format_decimal(value, _decimals(digits, "#,##0"), locale)


def _decimals(digits: int, whole: str) -> str:
    return f"{whole}.{'0' * digits}" if digits else whole
