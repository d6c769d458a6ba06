"""Whose document is it, by its title, source and trail: the site's own government, or one below it.

Says `unsure` rather than guess; it knows no list of places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from checker.facts.documents import plain_title
from checker.facts.names import normal

_REPORT = re.compile(
    r"\d{4}年?度?|(?<!人民)政府信息公开|信息公开|政务公开|年度|年报|工作|报告|情况|关于|的|及|和?附件|[一二三四五六七八九十]+、"
)
_FILE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|ofd|zip|rar)$", re.IGNORECASE)
_BELOW = re.compile(
    r"(?:局|委员会|委|办公室|办|办事处|街道|镇|乡|中心|医院|学校|公司|大队|支队|集团|院|站|所|科|股|厅|"
    r"联合会|协会|法院|检察院|工会|(?:街道|镇|乡)(?:人民政府|办事处|政府))$"
)
_GOVERNMENT = re.compile(r"(?:人民政府|政府|党工委管委会|管理委员会|管委会|门户网站|网站|中国)")
_PLACE_END = re.compile(r"(?:县|市|区|旗|省|州)$")
_LEAST_PLACE = 2
_SOURCE = re.compile(
    r"(?:来源|发布机构|发布单位|发文机关|供稿单位|作者)\s*[:：]\s*([^\s，。；;、|<>]{2,30})"
)
# What a source or a step of a trail must say to make the owner doubtful: narrower than in a title,
# where 中心 and 站 stand for units (融媒体中心 and 本站 publish the government's own documents).
_UNIT = re.compile(
    r"(?:局|委员会|(?<!县)(?<!市)委|法院|检察院|医院|学校|公司|大队|支队|集团|办事处|街道|镇|乡|"
    r"(?:镇|乡|街道)(?:人民政府|政府)|联合会|办公室|办|部门|乡镇|股|科|院)$|^(?:各?部门|乡镇|街道)"
)
_OFFICE = re.compile(r"政府办|[县市区旗州]府办|公开办|公开领导小组办|管委会|管理委员会")


class Issuer(StrEnum):
    """Whose a document is."""

    OWN = "own"
    BELOW = "below"
    UNSURE = "unsure"


def issuer_in(title: str) -> str:
    """Return what a title leaves when the words of the report are taken out: its issuer."""
    rest = _FILE.sub("", plain_title(title))
    return normal(_REPORT.sub("", rest))


def whose(title: str, own_names: Sequence[str]) -> Issuer:
    """Say whose document it is; a title that names nobody is the site's own."""
    issuer = issuer_in(title)
    if len(issuer) < _LEAST_PLACE:
        return Issuer.OWN
    names = [normal(name) for name in own_names if len(normal(name)) >= _LEAST_PLACE]
    if any(issuer == name for name in names):
        return Issuer.OWN
    if _BELOW.search(issuer):
        return Issuer.BELOW
    place = _PLACE_END.sub("", _GOVERNMENT.sub("", issuer))
    if len(place) < _LEAST_PLACE or not names:
        return Issuer.OWN
    return Issuer.OWN if any(place in name for name in names) else Issuer.UNSURE


def sources_in(text: str) -> list[str]:
    """Return what a page says behind 来源, 发布机构 and the like."""
    return [found.group(1) for found in _SOURCE.finditer(text)]


def owned_below(places: Iterable[str], own_names: Sequence[str]) -> str | None:
    """Return the first of a page's sources and trail steps that names a unit below the site's own."""
    names = {normal(name) for name in own_names}
    for place in places:
        plain = normal(place)
        if plain not in names and _UNIT.search(plain) and not _OFFICE.search(plain):
            return place
    return None
