"""Policies and the pages that explain them.

By a link either way, by the policy's number in the explanation, by 《name》 in its title, or by titles of
one stem published near each other.  A policy may have several explanations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.facts.documents import plain_title
from checker.facts.names import normal
from checker.facts.pairs.matching import Pair, best_of_each
from checker.facts.pairs.publications import Publication
from checker.facts.pairs.stems import jaccard, likeness, stem
from checker.facts.places import Certainty

NEAR = 0.75
NEAR_DAYS = 60
_EXPLAINS = re.compile(
    r"解读|图解|一图|读懂|看懂|问答|答记者问|新闻发布会|政策说明|政策访谈|明白纸|明白卡|十问十答|动漫|漫说|漫画|漫解|长图|划重点|速览|要点来了"
)
_NO_POLICY = re.compile(
    r"任免|任职|免职|表彰|批复|会议|值班|放假|节假日|公示|领导小组|转发|转载|征求|征集|征询|解读|图解|读懂|问答|漫说|废止|清理结果|"
    r"通报|年度报告|预算|决算|招聘|反馈|起草说明|编制说明|公开指南"
)
_POLICY = re.compile(
    r"(?:办法|规定|细则|意见|方案|措施|规划|计划|通知|通告|决定|条例|预案|规程|规则|指南|标准|清单|纲要)[》”)）]*$"
)
_PRINTED = re.compile(r"印发.{0,6}《|关于印发")
_NAME = re.compile(r"《([^《》]{4,120})》")
_BRACKET = re.compile(r"[(（][^()（）]{0,12}[)）]$")


def is_policy(title: str) -> bool:
    """The title is of a document of rules or plans, and not of one about persons or single cases."""
    plain = _BRACKET.sub("", plain_title(title))
    return bool(_POLICY.search(plain) or _PRINTED.search(plain)) and not _NO_POLICY.search(plain)


def explains(title: str) -> bool:
    """The title says that the page explains something."""
    return bool(_EXPLAINS.search(plain_title(title)))


def pair_interpretations(
    policies: Sequence[Publication], explanations: Sequence[Publication]
) -> tuple[Pair, ...]:
    """Find for every explanation the policy that it explains; none where nothing shows it."""
    by_number: dict[str, list[Publication]] = {}
    by_url = {policy.url: policy for policy in policies}
    for policy in policies:
        if policy.number:
            by_number.setdefault(policy.number, []).append(policy)
    return best_of_each(
        pair
        for page in explanations
        for pair in (
            *_by_link(page, by_url),
            *_by_number(page, by_number),
            *_by_title(page, policies),
        )
        if pair.first != pair.second
    )


def _by_link(page: Publication, policies: dict[str, Publication]) -> Iterator[Pair]:
    for link in page.related:
        if link.url in policies:
            yield Pair(link.url, page.url, Certainty.SURE, f"解读页有“{link.label}”链接", 4.0)
    for policy in policies.values():
        for link in policy.related:
            if link.url == page.url:
                yield Pair(policy.url, page.url, Certainty.SURE, f"文件页有“{link.label}”链接", 3.9)


def _by_number(page: Publication, policies: dict[str, list[Publication]]) -> Iterator[Pair]:
    """Pair by the numbers that the explanation names; one that names many is an overview of them."""
    named = [number for number in page.numbers if number in policies]
    for number in named:
        for policy in policies[number]:
            sure = Certainty.SURE if len(named) == 1 else Certainty.DOUBTFUL
            score = 3.0 if len(named) == 1 else 1.0
            yield Pair(policy.url, page.url, sure, f"解读正文写有文号 {number}", score)


def _by_title(page: Publication, policies: Sequence[Publication]) -> Iterator[Pair]:
    names = [normal(name) for name in _NAME.findall(plain_title(page.title))]
    for policy in policies:
        if any(_named(name, policy) for name in names):
            yield Pair(
                policy.url,
                page.url,
                Certainty.SURE,
                "解读标题写有文件名称",
                2.0 + _near(page, policy),
            )
            continue
        alike = likeness(page.stem, policy.stem)
        if alike >= NEAR:
            near = _days(page, policy)
            if near is not None and near > NEAR_DAYS:
                continue
            certainty = Certainty.LIKELY if near is not None else Certainty.DOUBTFUL
            why = f"标题相符（相似度 {alike:.2f}），发布日期相近"
            yield Pair(policy.url, page.url, certainty, why, alike + _near(page, policy))


def _named(name: str, policy: Publication) -> bool:
    """The policy is the one called so: its title quotes the name or, without the issuer, is the name."""
    own = [normal(quoted) for quoted in _NAME.findall(plain_title(policy.title))]
    if own:
        return any(quoted == name or quoted.endswith(name) for quoted in own)
    return jaccard(stem(name).whole, policy.stem.whole) == 1


def _days(one: Publication, other: Publication) -> int | None:
    if one.day is None or other.day is None:
        return None
    return abs((one.day - other.day).days)


def _near(one: Publication, other: Publication) -> float:
    days = _days(one, other)
    return 0.0 if days is None else max(0.0, 0.2 - days / 3_650)
