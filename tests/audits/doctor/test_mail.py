"""Mail servers: one that is well, one with another password, one that is not there; nothing is sent."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from audits.doctor.mail import judged_server, mail
from audits.doctor.seen import State
from audits.doctor.surroundings import Reach
from tests.audits.doctor.machines import around
from tests.audits.mailing.mail_server import USER, MailServer


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.close()


def test_a_server_that_takes_the_login(server: MailServer) -> None:
    seen = judged_server(server.postbox())
    assert seen.state is State.OK, seen
    assert "STARTTLS，已登录" in seen.seen
    assert server.logins[-1] == USER
    assert not server.taken


def test_a_server_that_knows_another_password(server: MailServer) -> None:
    seen = judged_server(server.postbox(password="another"))
    assert seen.state is State.BROKEN
    assert "不接受用户名或密码" in seen.seen
    assert "gongkai mail test" in seen.remedy
    assert "another" not in repr(seen)


def test_a_certificate_that_nobody_vouches_for(server: MailServer) -> None:
    seen = judged_server(server.postbox(context=None))
    assert seen.state is State.BROKEN
    assert "证书不可信" in seen.seen


def config(port: int) -> str:
    return f"mail:\n  host: 127.0.0.1\n  port: {port}\n  security: none\n  from: a@x.gov.cn\n"


def test_a_server_that_refuses(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: whoever connects is refused
        (seen,) = mail(around(tmp_path, config(nobody.getsockname()[1])))
    assert seen.state is State.BROKEN
    assert "连接失败" in seen.seen


def test_offline_nobody_is_connected_to(tmp_path: Path) -> None:
    (seen,) = mail(around(tmp_path, config(9), reach=Reach.NONE))
    assert seen.state is State.SKIPPED
    (seen,) = mail(around(tmp_path, "data: d\n"))
    assert seen.state is State.SKIPPED


def test_a_password_that_is_not_there(tmp_path: Path) -> None:
    text = "mail:\n  host: 127.0.0.1\n  from: a@x.gov.cn\n  user: a\n  password_env: NO_SUCH\n"
    (seen,) = mail(around(tmp_path, text))
    assert seen.state is State.BROKEN
    assert "NO_SUCH" in seen.seen
