"""The figures of the demo county's annual reports on openness (format in use since 2021).

All sums that the form prints hold: new + carried over = handled + carried on; every row and column
adds up; what one year carries on, the next carries over; documents in force follow from the year
before.  The figures follow from the issuer and the year alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIRST_YEAR = 2021
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
OUTCOMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("（一）予以公开", ()),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ()),
    (
        "（三）不予公开",
        (
            "1.属于国家秘密",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
            "6.属于四类过程性信息",
            "7.属于行政执法案卷",
            "8.属于行政查询事项",
        ),
    ),
    (
        "（四）无法提供",
        (
            "1.本机关不掌握相关政府信息",
            "2.没有现成信息需要另行制作",
            "3.补正后申请内容仍不明确",
        ),
    ),
    (
        "（五）不予处理",
        (
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息",
        ),
    ),
    (
        "（六）其他处理",
        (
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "3.其他",
        ),
    ),
)
# Of the requests handled, one in so many ends this way; the rest is granted.
SHARES = {
    OUTCOMES[1][0]: 9,
    "4.保护第三方合法权益": 17,
    "1.本机关不掌握相关政府信息": 5,
    "2.没有现成信息需要另行制作": 13,
    "1.信访举报投诉类申请": 11,
}
COURSES = ("行政复议", "未经复议直接起诉", "复议后起诉")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who reports: name, and how many requests and documents it has to do with."""

    name: str
    office: str
    requests: int
    documents: int


COUNTY = Issuer("青岚县人民政府", "青岚县人民政府办公室", 40, 58)
BUREAUS = (
    Issuer("青岚县教育局", "青岚县教育局", 9, 4),
    Issuer("青岚县人力资源和社会保障局", "青岚县人力资源和社会保障局", 12, 3),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """The tables of one report; every row of applicants ends with its total."""

    new: Sequence[int]
    carried_over: Sequence[int]
    outcomes: Mapping[str, Sequence[int]]
    handled: Sequence[int]
    carried_on: Sequence[int]
    courses: Mapping[str, Sequence[int]]
    issued: int
    abolished: int
    in_force: int
    permits: int
    penalties: int
    coercions: int


def _pick(issuer: Issuer, year: int, what: str, most: int) -> int:
    """A number from 0 to `most` that always comes out the same."""
    digest = hashlib.sha256(f"{issuer.name}/{year}/{what}".encode()).digest()
    return int.from_bytes(digest[:8]) % (most + 1)


def _carried_on(issuer: Issuer, year: int, applicant: str) -> int:
    if year < FIRST_YEAR or applicant not in APPLICANTS[:2]:
        return 0
    return _pick(issuer, year, f"on/{applicant}", 2 if applicant == APPLICANTS[0] else 1)


def _new(issuer: Issuer, year: int, applicant: str) -> int:
    if applicant == APPLICANTS[0]:
        return issuer.requests // 2 + 2 + _pick(issuer, year, "new", issuer.requests // 2)
    if applicant == APPLICANTS[1]:
        return issuer.requests // 8 + 1 + _pick(issuer, year, "firms", 3)
    return _pick(issuer, year, f"new/{applicant}", 1)


def _outcomes(handled: int) -> dict[str, int]:
    """Share out the requests of one kind of applicant over the outcomes of the form."""
    rows = {row: 0 for name, parts in OUTCOMES for row in (parts or (name,))}
    for row, share in SHARES.items():
        rows[row] = handled // share
    rows[OUTCOMES[0][0]] = handled - sum(rows.values())
    return rows


def _with_total(row: Sequence[int]) -> tuple[int, ...]:
    return (*row, sum(row))


def _documents(issuer: Issuer, year: int) -> tuple[int, int, int]:
    """Documents issued and abolished in a year, and in force at its end."""
    in_force = issuer.documents
    issued = abolished = 0
    for each in range(FIRST_YEAR, year + 1):
        issued = _pick(issuer, each, "issued", issuer.documents // 8)
        abolished = _pick(issuer, each, "abolished", issuer.documents // 12)
        in_force += issued - abolished
    return issued, abolished, in_force


def figures(issuer: Issuer, year: int) -> Figures:
    """All tables of the report of `issuer` on `year`."""
    new = [_new(issuer, year, who) for who in APPLICANTS]
    over = [_carried_on(issuer, year - 1, who) for who in APPLICANTS]
    on = [_carried_on(issuer, year, who) for who in APPLICANTS]
    handled = [n + o - c for n, o, c in zip(new, over, on, strict=True)]
    by_applicant = [_outcomes(count) for count in handled]
    issued, abolished, in_force = _documents(issuer, year)
    return Figures(
        new=_with_total(new),
        carried_over=_with_total(over),
        outcomes={
            row: _with_total([rows[row] for rows in by_applicant]) for row in by_applicant[0]
        },
        handled=_with_total(handled),
        carried_on=_with_total(on),
        courses={
            course: _with_total(
                [_pick(issuer, year, f"{course}/{end}", 2 - end % 2) for end in range(3)] + [0]
            )
            for course in COURSES
        },
        issued=issued,
        abolished=abolished,
        in_force=in_force,
        permits=issuer.requests * 60 + _pick(issuer, year, "permits", 400),
        penalties=issuer.requests * 4 + _pick(issuer, year, "penalties", 60),
        coercions=_pick(issuer, year, "coercions", 20),
    )
