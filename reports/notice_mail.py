"""Short mails beside the report: what must be mended at once, and an audit that did not come about.

They carry nothing but what is said here; where personal data stand is not.  Equal arguments give equal bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import css_inline

from checker.results import AuditResult, Level
from reports.frame import asset, render_page, render_text
from reports.language import Language
from reports.ledger import LedgerRow
from reports.mail import Letter
from reports.visible import Address, address, one_line
from reports.withheld import leak_places, tells_of_persons

_MOST_TOLD = 20
_MOST_LINE = 300
_MOST_SITE = 60


@dataclass(frozen=True, slots=True)
class Told:
    """One matter of a notice; `place` is None where it must not be named."""

    title: str
    message: str
    place: Address | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What the templates show."""

    subject: str
    heading: str
    site: str
    sentences: tuple[str, ...]
    matters: tuple[Told, ...]
    more: int


def alert_letter(result: AuditResult, rows: Sequence[LedgerRow], t: Language) -> Letter:
    """What two looks have found and cannot wait: failed vetoes, leaks of personal data."""
    leaks = sum(tells_of_persons(row.rule) for row in rows)
    vetoes = sum(row.rule.level is Level.VETO and not tells_of_persons(row.rule) for row in rows)
    kinds = []
    if vetoes:
        kinds.append(t("单项否决 {n} 项", n=vetoes))
    if leaks:
        kinds.append(t("疑似泄露个人信息 {n} 处", n=leaks))
    told = t.listed(kinds)
    secret = leak_places(result)
    site = one_line(result.site.name, _MOST_SITE, t)
    return _letter(
        Notice(
            subject=t(
                "【政务公开警报】{site} {day}：{told}，请立即处理",
                site=site,
                day=result.as_of,
                told=told,
            ),
            heading=t("请立即处理"),
            site=site,
            sentences=(
                t("先后两次检查都查到下列问题，请立即核实、处理。"),
                t("同一问题只提醒一次；处理结果以以后的检查为准。"),
            ),
            matters=tuple(_told(row, secret, t) for row in rows[:_MOST_TOLD]),
            more=max(len(rows) - _MOST_TOLD, 0),
        ),
        t,
    )


def failure_letter(site: str, home: str, day: str, why: str, t: Language) -> Letter:
    """An audit that did not come about: no result is no good result."""
    site = one_line(site, _MOST_SITE, t)
    return _letter(
        Notice(
            subject=t("【政务公开检查】{site} {day}：没有检查成", site=site, day=day),
            heading=t("没有检查成"),
            site=site,
            sentences=(
                t("网址：{home}", home=one_line(home, _MOST_LINE, t)),
                t("原因：{why}", why=one_line(why, _MOST_LINE, t)),
                t("已重试过一次。没有检查结果，不等于没有问题；请排除原因后重新检查。"),
            ),
            matters=(),
            more=0,
        ),
        t,
    )


def trial_letter(day: str, t: Language) -> Letter:
    """A mail that proves that mails arrive."""
    return _letter(
        Notice(
            subject=t("【政务公开检查】测试邮件 {day}", day=day),
            heading=t("测试邮件"),
            site="gongkai",
            sentences=(t("收到这封邮件，说明邮件设置可用。不需要回复。"),),
            matters=(),
            more=0,
        ),
        t,
    )


def _letter(notice: Notice, t: Language) -> Letter:
    page = render_page("notice.html", t, style=asset("mail.css"), notice=notice)
    return Letter(
        subject=notice.subject,
        text=render_text("notice.txt", t, notice=notice),
        html=css_inline.inline(page, load_remote_stylesheets=False),
        attachments={},
        left_out=(),
    )


def _told(row: LedgerRow, secret: AbstractSet[str], t: Language) -> Told:
    leak = tells_of_persons(row.rule)
    # What a leak's own message says may hold the data.
    message = row.rule.message if leak else row.finding.message
    return Told(
        one_line(row.rule.title, _MOST_LINE, t),
        one_line(message, _MOST_LINE, t),
        None if leak or row.finding.url in secret else address(row.finding.url, t),
    )
