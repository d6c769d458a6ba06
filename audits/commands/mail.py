"""`gongkai mail test|list|retry|send`: the outbox, and whether mail can be sent at all."""

from __future__ import annotations

import os
from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseGroup
from audits.clock import now
from audits.commands.desk_flags import configured, desk_of
from audits.desk.mail_addresses import is_address
from audits.desk.setup import Desk
from audits.mailing.delivery import deliver
from audits.mailing.delivery import retry as queue_again
from audits.mailing.outbox import About, message_id
from audits.mailing.smtp import Connection, Envelope, MailError
from audits.mailing.states import FAILED, QUEUED, REFUSED, SENDING, SENT
from audits.mailing.told import delivered_lines, outbox_lines
from audits.output import one_line, say
from audits.refused import RefusedError
from audits.scanning.set_up import postbox_of
from audits.store import open_store, outbox
from reports.language import language
from reports.mail import message
from reports.notice_mail import trial_letter

_WAITING = (QUEUED, SENDING, REFUSED, FAILED)


@click.group(cls=ChineseGroup, name="mail")
def mail() -> None:
    """待发箱里的邮件：试发、列出、重发。"""


@mail.command(name="test")
@click.option("--to", metavar="ADDRESS", help="发到哪个地址；默认发给 mail.from。")
@configured
def test(to: str | None, config: Path | None) -> int:
    """按 gongkai.yaml 的 mail 设置发一封测试邮件。"""
    desk = desk_of(config)
    postbox = postbox_of(desk, os.environ)
    at = now()
    letter = message(trial_letter(at.date().isoformat(), language("zh"))).as_bytes()
    to = to or postbox.address
    if not is_address(to):
        raise RefusedError(f"--to 的“{one_line(to, 60)}”不是邮件地址，如 zhengwu@x.gov.cn。")
    mark = message_id(About("", attempt=at.isoformat()), "test", to)
    try:
        with Connection(postbox) as connection:
            connection.send(Envelope(to, mark, at), letter)
    except MailError as error:
        say(f"没有发成：{str(error).rstrip('。')}。")
        return exit_codes.INCOMPLETE
    say(f"已发给 {to}（经 {postbox.host}:{postbox.port}）。请到收件箱核对。")
    return exit_codes.CLEAN


@mail.command(name="list")
@click.option("--all", "every", is_flag=True, help="已发送的也列出。")
@configured
def list_(config: Path | None, *, every: bool) -> int:
    """列出还没有发出的邮件和原因。"""
    desk = desk_of(config)
    with open_store(desk.storage) as store, store.reading() as connection:
        mails = outbox.listed(connection)
    shown = [one for one in mails if every or one.state in _WAITING]
    for line in outbox_lines(shown, desk.time_zone):
        say(line)
    if not every and (sent := sum(one.state == SENT for one in mails)):
        say(f"另有已发送的 {sent} 封，用 --all 列出。")
    return exit_codes.CLEAN


@mail.command(name="retry")
@click.argument("numbers", nargs=-1, metavar="[编号]...")
@configured
def retry(numbers: tuple[str, ...], config: Path | None) -> int:
    """重发被拒收、已放弃或发过没发成的邮件；不给编号就是全部。已发送的不会重发。"""
    wrong = [number for number in numbers if not number.isdecimal()]
    if wrong:
        raise RefusedError(f"“{wrong[0]}”不是邮件编号。用 gongkai mail list 查看编号。")
    desk = desk_of(config)
    with open_store(desk.storage) as store:
        again = queue_again(store, [int(number) for number in numbers] if numbers else None)
    if numbers and len(again) < len(set(numbers)):
        say("有的编号不存在，或已经发送，没有重发。")
    if not again:
        say("没有要重发的邮件。")
        return exit_codes.CLEAN
    return _sent(desk)


@mail.command(name="send")
@configured
def send(config: Path | None) -> int:
    """发送到了时间的邮件；发不成的留着，过一阵再试。"""
    return _sent(desk_of(config))


def _sent(desk: Desk) -> int:
    with open_store(desk.storage) as store:
        done = deliver(store, desk.data, postbox_of(desk, os.environ), now, archive=desk.archive)
        with store.reading() as connection:
            later = len(outbox.listed(connection, state=QUEUED))
    nothing = "没有要发送的邮件。"
    if later:
        nothing = f"没有到时间的邮件；还有 {later} 封等着重试，要马上重试：gongkai mail retry"
    for line in delivered_lines(done) or [nothing]:
        say(line)
    failed = done.refused or done.put_off or done.given_up
    return exit_codes.INCOMPLETE if failed else exit_codes.CLEAN
