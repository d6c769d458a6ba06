"""The `mail:` of gongkai.yaml: what its keys mean together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from audits.desk.file_model import MailFile
from audits.desk.secrets import SecretPlace
from audits.desk.setup import MailSetup
from rules.problems import Problem

_PORTS = {"tls": 465, "starttls": 587, "none": 25}


def mail_problems(mail: MailFile) -> Iterator[Problem]:
    """What does not fit together."""
    says = mail.source.problem
    password = mail.password_env or mail.password_file
    if mail.password_env and mail.password_file:
        yield says(("password_file",), "password_env 和 password_file 只能写一个", "删去其中一个")
    if password and mail.user is None:
        yield says((), "mail 有密码，没有 user", "补上 user:（登录名），或删去密码的设置")
    if mail.user is not None and not password:
        remedy = "补上 password_env: 或 password_file:"
        yield says(("user",), "mail 有 user，没有说密码在哪里", remedy)
    if mail.user is not None and mail.security == "none":
        remedy = "改为 starttls 或 tls，或删去 user 和密码"
        yield says(("security",), "不加密的连接（none）会泄露密码", remedy)


def mail_setup(mail: MailFile, folder: Path) -> MailSetup:
    """How mail is sent; paths are taken from the folder of the configuration."""
    place = None
    if mail.password_env:
        place = SecretPlace(env=mail.password_env)
    elif mail.password_file:
        place = SecretPlace(file=folder / Path(mail.password_file).expanduser())
    return MailSetup(
        host=mail.host,
        port=mail.port or _PORTS[mail.security],
        security=mail.security,
        sender=mail.sender,
        user=mail.user,
        password=place,
        reply_to=mail.reply_to,
        attach=tuple(mail.attached),
        max_bytes=mail.max_bytes,
    )
