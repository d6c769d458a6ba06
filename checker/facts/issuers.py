"""Whose document is it, by its title: the site's own government, or one of its bureaus and towns.

Says `unsure` rather than guess; it knows no list of places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
