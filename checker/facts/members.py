"""The members of a population, each with what it has or lacks: consultations, policies, letters, rows.

`has` is None where it cannot be told.  What share of them must have it, and within which time, is
not for here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checker.facts.dates import first_date
from checker.facts.documents_seen import Chosen, choose
from checker.facts.letters import read_letter
from checker.facts.pairs.catalogue import Target, read_catalogue
from checker.facts.pairs.feedback import Consultation
from checker.facts.pairs.forms import SHOWN, Form
from checker.facts.pairs.matching import Pair
from checker.facts.pairs.publications import Publication, publication
from checker.facts.pairs.site_feedback import site_feedback
from checker.facts.pairs.site_interpretations import forms, site_interpretations
from checker.facts.places import Certainty
from checker.facts.site import SiteFacts

_MOST = 500
_MADE = re.compile(r"(?:成文|印发|批准|批复|通过|发文)(?:日期|时间)\s{0,4}[:：]?\s{0,4}(?=\d)")
_REPLY_WORDS = ("答复", "回复", "回应", "办理结果", "办结")


@dataclass(frozen=True, slots=True)
class Member:
    """One of a population.  `start` and `end` are the two days of an interval, as far as known."""

    title: str
    url: str
    day: date | None
    has: bool | None
    detail: str
    partner: str | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """From which days: those dated within `days` before `as_of`, and ended `grace` days before it."""

    as_of: date
    days: int
    grace: int = 0

    def holds(self, day: date | None) -> bool:
        """A member of that day counts; one without a day does."""
        if day is None:
            return True
        return self.as_of - timedelta(days=self.days) <= day <= self.as_of


Population = Callable[[SiteFacts, Window, Chosen], list[Member]]


def consultations(site: SiteFacts, window: Window, _: Chosen) -> list[Member]:
    """Consultations that have ended, and the answer that was published to each."""
    feedback = site.once(site_feedback)
    return [
        _answered(site, one, feedback.partner(one.page.url), window)
        for one in feedback.asked
        if window.holds(one.page.day) and _over(one, window)
    ]


def _over(one: Consultation, window: Window) -> bool:
    """It ended long enough ago to be answered; where it says no day, its own day counts."""
    end = one.closing.day if one.closing else one.page.day
    return end is not None and end + timedelta(days=window.grace) < window.as_of


def _answered(site: SiteFacts, one: Consultation, pair: Pair | None, window: Window) -> Member:
    closing = one.closing.day if one.closing else None
    if pair is None:
        detail = f"征集截止 {closing or '未写明'}，没有找到反馈"
        return Member(
            one.page.title, one.page.url, one.page.day, has=False, detail=detail, start=closing
        )
    sure = pair.certainty is not Certainty.DOUBTFUL
    answer = publication(site, pair.second) if pair.second != one.page.url else None
    end = answer.day if answer else None
    return Member(
        one.page.title,
        one.page.url,
        one.page.day,
        True if sure else None,
        pair.why,
        pair.second,
        closing,
        end if end is None or end <= window.as_of else None,
    )


def policies(site: SiteFacts, window: Window, _: Chosen) -> list[Member]:
    """Policies, and the explanation of each."""
    seen = site.once(site_interpretations)
    found = []
    for policy in seen.policies:
        if policy.day is None or not window.holds(policy.day):
            continue
        pairs = [pair for pair in seen.of_policy(policy.url) if pair.first != pair.second]
        if not pairs and not _issued(policy):
            continue  # a plan, a list or a price table may be called like a policy: nobody owes it
        sure = [pair for pair in pairs if pair.certainty is not Certainty.DOUBTFUL]
        best = next(iter(sure or pairs), None)
        page = publication(site, best.second) if best else None
        found.append(
            Member(
                policy.title,
                policy.url,
                policy.day,
                True if sure else (None if pairs else False),
                best.why if best else "没有找到解读",
                best.second if best else None,
                policy.day,
                page.day if page else None,
            )
        )
    return found


def _issued(policy: Publication) -> bool:
    """It was issued as a document: it has a number, or says that it was printed and sent out."""
    return policy.number is not None or "印发" in policy.title


def explained_in_forms(
    site: SiteFacts, window: Window, _: Chosen, wanted: frozenset[Form] = frozenset()
) -> list[Member]:
    """Policies that are explained, and whether in one of these forms; () stands for any but text."""
    seen = site.once(site_interpretations)
    by_url = {page.url: page for page in seen.explanations}
    found = []
    for member in policies(site, window, _):
        if not member.has:
            continue
        pages = [by_url[p.second] for p in seen.of_policy(member.url) if p.second in by_url]
        shown = [form for page in pages for form in forms(site, page)]
        good = [
            form
            for form in shown
            if (form.form in wanted if wanted else form.form is not Form.TEXT)
        ]
        sure = [form for form in good if form.certainty is not Certainty.DOUBTFUL]
        has = True if sure else (None if good or not shown else False)
        names = "、".join(dict.fromkeys(SHOWN[form.form] for form in shown)) or "看不出形式"
        found.append(Member(member.title, member.url, member.day, has, names, member.partner))
    return found


def drafts(site: SiteFacts, window: Window, _: Chosen) -> list[Member]:
    """Consultations, and whether the draft itself was explained."""
    feedback, seen = site.once(site_feedback), site.once(site_interpretations)
    found = []
    for one in feedback.asked:
        if not window.holds(one.page.day):
            continue
        stem = one.page.stem
        near = [
            p
            for p in seen.explanations
            if p.url != one.page.url and (p.stem == stem or _linked(p, one.page))
        ]
        told = any(word in one.page.text for word in ("起草说明", "制定说明", "编制说明", "解读"))
        detail = f"解读：{near[0].title}" if near else ("页面上有说明" if told else "没有找到解读")
        has = True if near else (None if told else False)
        found.append(
            Member(
                one.page.title,
                one.page.url,
                one.page.day,
                has,
                detail,
                near[0].url if near else None,
            )
        )
    return found


def _linked(one: Publication, other: Publication) -> bool:
    return any(
        link.url == there.url
        for here, there in ((one, other), (other, one))
        for link in here.related
    )


def letters(site: SiteFacts, window: Window, wanted: Chosen) -> list[Member]:
    """Letters that the site shows, and the reply to each."""
    items, _ = choose(site, wanted, window.as_of)
    found = []
    for item in items[:_MOST]:
        last = site.resolve(item.url).last
        page = site.page(last.url) if last else None
        letter = read_letter(site.snapshot.text(page.url)) if page else None
        if page is None or letter is None:
            continue
        asked = letter.asked.day if letter.asked else None
        answered = letter.answered.day if letter.answered else None
        day = asked or item.day
        if not window.holds(day):
            continue
        if (
            answered is None
            and day is not None
            and day + timedelta(days=window.grace) >= window.as_of
        ):
            continue
        told = any(word in page.text for word in _REPLY_WORDS)
        has = True if answered else (None if told or day is None else False)
        days = (
            f"来信 {asked or '未见日期'}，答复 {answered or ('未见日期' if told else '没有看到')}"
        )
        usable = letter.decidable
        found.append(
            Member(
                item.title,
                page.url,
                day,
                has,
                days,
                None,
                asked if not letter.doubtful else None,
                answered if usable else None,
            )
        )
    return found


def catalogue_rows(site: SiteFacts, window: Window, wanted: Chosen) -> list[Member]:
    """Rows of the standard catalogues, and whether their links lead to what they name."""
    items, lists = choose(site, wanted, window.as_of)
    urls = [item.url for item in items] + [c.url for c in (lists.columns if lists else ())]
    found: list[Member] = []
    for url in dict.fromkeys(urls):
        catalogue = read_catalogue(site, url)
        for row in catalogue.rows if catalogue else ():
            if len(found) >= _MOST:
                return found
            has = row.target.holds and not (catalogue and catalogue.leads_nowhere_special)
            unsure = row.target is Target.UNSEEN
            found.append(
                Member(row.item, row.url or url, None, None if unsure else has, row.why, row.url)
            )
    return found


def plan_approvals(site: SiteFacts, window: Window, wanted: Chosen) -> list[Member]:
    """Documents with the day they were made and the day they were published."""
    items, _ = choose(site, wanted, window.as_of)
    found = []
    for item in items[:_MOST]:
        made, published = _made(site, item.url), site.published(item.url, item.day)
        if published is None or not window.holds(published):
            continue
        days = f"成文 {made or '未见'}，公布 {published}"
        found.append(
            Member(item.title, item.url, published, made is not None, days, None, made, published)
        )
    return found


def _made(site: SiteFacts, url: str) -> date | None:
    """The day on which a document says that it was made or approved."""
    last = site.resolve(url).last
    page = site.page(last.url) if last else None
    label = _MADE.search(page.visible) if page else None
    return first_date(page.visible[label.end() : label.end() + 16]) if page and label else None


def worst_first(members: Sequence[Member]) -> list[Member]:
    """Those that lack it first, then those that cannot be told, then the others."""
    order = {False: 0, None: 1, True: 2}
    return sorted(members, key=lambda member: order[member.has])
