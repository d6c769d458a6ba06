"""What a person is told of the outbox: how a delivery went, and the messages in a table."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from audits.columns import laid_out
from audits.mailing.delivery import Delivered
from audits.mailing.states import TOLD
from audits.output import one_line
from audits.store.rows import Mail

_HEADINGS = ("编号", "状态", "网站", "收件人", "次数", "入箱", "主题")
_RIGHT = frozenset({"编号", "次数"})
_MOST_SUBJECT = 60


def delivered_lines(done: Delivered) -> list[str]:
    """How a delivery went: a sum, and why for each that was not sent."""
    if done.busy:
        return ["邮件：另一个 gongkai 正在发送，这次没有发。"]
    lines = [f"邮件：已发送 {len(done.sent)} 封。"] if done.sent else []
    for mails, what in (
        (done.refused, "被拒收，不再重发（改好后用 gongkai mail retry）"),
        (done.given_up, "多次没有发成，已放弃（排除原因后用 gongkai mail retry）"),
        (done.put_off, "没有发成，稍后重试（gongkai mail send 或下次检查时）"),
    ):
        lines += [
            f"邮件 {mail.id} 给 {one_line(mail.recipient)}：{what}：{one_line(mail.error)}"
            for mail in mails
        ]
    return lines


def outbox_lines(mails: Sequence[Mail], zone: ZoneInfo) -> list[str]:
    """The outbox as a table, then why for those that wait or were not sent."""
    if not mails:
        return ["待发箱里没有邮件。"]
    rows = [
        (
            str(mail.id),
            TOLD.get(mail.state, mail.state),
            mail.site or "–",
            one_line(mail.recipient),
            str(mail.tries),
            f"{mail.queued_at.astimezone(zone):%Y-%m-%d %H:%M}",
            one_line(mail.subject, _MOST_SUBJECT),
        )
        for mail in mails
    ]
    said = [f"{mail.id}：{one_line(mail.error)}" for mail in mails if mail.error]
    return [*laid_out([_HEADINGS, *rows], _RIGHT), *said]
