"""The mail server: it answers, encrypts and takes the login.  Nothing is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from audits.doctor.seen import Seen, State, refused
from audits.doctor.surroundings import Reach, Surroundings
from audits.mailing.smtp import Connection, MailError, Postbox
from audits.refused import RefusedError
from audits.scanning.set_up import postbox_of

_ID, _TITLE = "mail", "邮件服务器"
_WHY = "报告和提醒发不出去，留在待发箱里"


def mail(around: Surroundings) -> Iterable[Seen]:
    """The server of gongkai.yaml."""
    if around.desk is None or around.desk.mail is None:
        yield Seen(_ID, _TITLE, State.SKIPPED, around.unread or "没有设置 mail，不发邮件")
        return
    try:
        postbox = postbox_of(around.desk, around.environment)
    except RefusedError as error:
        yield refused(_ID, _TITLE, error, _WHY)
        return
    if around.reach is Reach.NONE:
        yield Seen(
            _ID, _TITLE, State.SKIPPED, f"{postbox.host}:{postbox.port}，没有连接（--offline）"
        )
        return
    yield judged_server(
        replace(postbox, step_seconds=around.seconds, whole_seconds=3 * around.seconds)
    )


def judged_server(postbox: Postbox) -> Seen:
    """Connect, encrypt, log in, say goodbye."""
    try:
        Connection(postbox).close()
    except MailError as error:
        return Seen(
            _ID,
            _TITLE,
            State.BROKEN,
            str(error).rstrip("。"),
            _WHY,
            "核对 gongkai.yaml 的 mail（host、port、security、user、密码），改好后用 gongkai mail test 试发一封",
        )
    secured = {"tls": "TLS", "starttls": "STARTTLS", "none": "不加密"}[postbox.security]
    login = "，已登录" if postbox.user else "，不登录"
    return Seen(
        _ID, _TITLE, State.OK, f"{postbox.host}:{postbox.port}（{secured}{login}），没有发送邮件"
    )
