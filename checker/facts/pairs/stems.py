"""What a title is about, without the words that say what kind of page it heads.

关于公开征求《甲县乙办法（征求意见稿）》意见的公告, 《甲县乙办法》征求意见采纳情况 and 一图读懂《甲县乙办法》 have
one stem.  Compared by pairs of characters; titles that differ in a year, number or place are different
however much else they share.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from checker.facts.chinese_numbers import ZEROS, chinese_number

SAME = 0.8
MAX_TITLE = 200
_LEAST_NAME = 4
_QUOTED = re.compile(r"《([^《》]{4,120})》")
_DRAFT = re.compile(
    r"[(\[【][^()\[\]【】]{0,12}(?:稿|草案|修订|修正|试行|暂行)[^()\[\]【】]{0,6}[)\]】]"
    r"|(?:公开)?征求意见稿|送审稿|讨论稿|修订稿|草案稿|(?:规划|目录|方案|办法)草案"
)
_KIND = re.compile(
    r"一图(?:读懂|看懂|了解|速览|解读)|一文(?:读懂|看懂)|图文解读|文字解读|视频解读|音频解读|政策解读|动漫解读|"
    r"图解|解读|读懂|问答|答记者问|新闻发布会|实录|起草说明|编制说明|政策问答|"
    r"公开征求|征求|征集|向社会|社会公众|社会各界|意见建议|修改意见|反馈意见|意见征集|意见反馈|"
    r"意见|建议|采纳|反馈|结果|情况|汇总|公开|公布|发布|印发|通知|公告|通告|公示|启事|关于|的|"
    r"说明|相关|有关|开展|进行|原文|全文|修改|对|及|和|与"
)
_ISSUER = re.compile(
    r"^[^《》关]{2,24}?(?:人民政府办公室|人民政府|政府办公室|政府|办公室|委员会|局|办)(?=关于|印发|公开征|征)"
)
_NOISE = re.compile(r"[^\w\u3400-\u9fff]|_")
_YEARS = re.compile(rf"(?:19|20)\d\d|[一二][{ZEROS}一二三四五六七八九]{{3}}(?=年)")
_NUMBERED = re.compile(
    r"第([一二三四五六七八九十百\d]{1,4})([批期号次季轮届])|([一二三四五六七八九十]{1,3})五"
)
_PLACE = re.compile(
    r"([\u4e00-\u9fff]{2}(?<![农城县市区全各本我新老乡]))(?:镇|乡|街道|村|社区|片区|园区|单元|地块)"
)
_COUNTY = re.compile(
    r"^([\u4e00-\u9fff]{1,4}?(?<![全我本各城])[县市区旗州])(?!场|民|政|域|间|别|容|长|级)"
)
_BESIDE_NAME = 8


@dataclass(frozen=True, slots=True)
class Stem:
    """A title's subject: the whole title's, and that of the name it quotes (or None).

    A name that the title says much beside is not its subject: 贯彻《丙法》的实施办法.
    """

    whole: str
    name: str | None
    years: frozenset[int]
    marks: frozenset[str]
    places: frozenset[str]
    county: str

    def __bool__(self) -> bool:
        """The title says enough to be compared."""
        return len(self.whole) >= _LEAST_NAME or bool(self.name)


@lru_cache(maxsize=65536)
def stem(title: str) -> Stem:
    """Return what a title is about."""
    plain = "".join(unicodedata.normalize("NFKC", title[: MAX_TITLE * 2]).split())[:MAX_TITLE]
    quoted = _QUOTED.findall(plain.replace("〈", "").replace("〉", ""))
    whole, name = _bare(_ISSUER.sub("", plain)), _bare(quoted[0]) if len(quoted) == 1 else ""
    whole, county = _without_county(whole)
    name, own = _without_county(name)
    years = (chinese_number(year) for year in _YEARS.findall(plain))
    marks = ("".join(found) for found in _NUMBERED.findall(plain))
    return Stem(
        whole=whole,
        name=name if len(name) >= _LEAST_NAME and len(whole) <= len(name) + _BESIDE_NAME else None,
        years=frozenset(year for year in years if year),
        marks=frozenset(marks),
        places=frozenset(_PLACE.findall(plain)),
        county=own or county,
    )


def likeness(one: Stem, other: Stem) -> float:
    """How alike two titles are, 0 to 1; 0 where a year, number or place sets them apart."""
    if not one or not other or _apart(one, other):
        return 0.0
    ones = {text for text in (one.whole, one.name) if text}
    others = {text for text in (other.whole, other.name) if text}
    return max(jaccard(a, b) for a in ones for b in others)


def jaccard(one: str, other: str) -> float:
    """Share of pairs of characters that two texts have in common."""
    if one == other:
        return 1.0 if one else 0.0
    ones, others = _bigrams(one), _bigrams(other)
    return len(ones & others) / len(ones | others) if ones and others else 0.0


def _apart(one: Stem, other: Stem) -> bool:
    if one.county and other.county and one.county != other.county:
        return True
    pairs = ((one.years, other.years), (one.marks, other.marks), (one.places, other.places))
    return any(a and b and not a & b for a, b in pairs)


def _without_county(text: str) -> tuple[str, str]:
    match = _COUNTY.match(text)
    return (text[match.end() :], match[1]) if match else (text, "")


def _bare(text: str) -> str:
    return _NOISE.sub("", _KIND.sub("", _DRAFT.sub("", text)))


@lru_cache(maxsize=65536)
def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))
