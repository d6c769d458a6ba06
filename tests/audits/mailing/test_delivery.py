"""The outbox and a real mail server: every message once, whatever becomes of the server or of us."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from audits.mailing.delivery import BACK_OFF, Delivered, deliver, retry
from audits.mailing.drafts import Draft
from audits.mailing.outbox import About, filed, message_id, queue
from audits.mailing.smtp import Postbox
from audits.mailing.states import FAILED, QUEUED, REFUSED, SENDING, SENT
from audits.store import Store, open_store, outbox, sites
from audits.store.rows import Mail, Site
from reports.language import language
from reports.mail import message
from reports.notice_mail import trial_letter
from tests.audits.mailing.mail_server import PASSWORD, USER, MailServer
from tests.postgres.switch import place

NOW = datetime.fromisoformat("2026-03-01T02:00:00+08:00")
LETTER = message(trial_letter("2026-03-01", language("zh"))).as_bytes()


@pytest.fixture
def server() -> Iterator[MailServer]:
    made = MailServer()
    yield made
    made.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(place(tmp_path)) as made:
        with made.begin() as connection:
            sites.add(connection, site=Site(id="a", name="a县", home="http://a/", added_at=NOW))
        yield made


def queued(store: Store, data: Path, *to: str) -> tuple[Mail, ...]:
    letters = filed(data, [Draft("report", "主题", LETTER, to)])
    with store.begin() as connection:
        return queue(connection, letters, About("a", attempt="1"), NOW)


def send(store: Store, data: Path, postbox: Postbox, at: datetime = NOW) -> Delivered:
    return deliver(store, data, postbox, lambda: at)


def states(store: Store) -> dict[str, str]:
    with store.reading() as connection:
        return {mail.recipient: mail.state for mail in outbox.listed(connection)}


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_each_recipient_gets_the_message_once(tmp_path: Path, store: Store, security: str) -> None:
    server = MailServer(security)
    try:
        queued(store, tmp_path, "x@a.gov.cn", "y@a.gov.cn")
        assert queued(store, tmp_path, "x@a.gov.cn") == (), (
            "the same letter again is no second mail"
        )
        done = send(store, tmp_path, server.postbox())
        assert not done.put_off
        assert [mail.recipient for mail in done.sent] == ["x@a.gov.cn", "y@a.gov.cn"]
        assert send(store, tmp_path, server.postbox()) == Delivered()
    finally:
        server.close()
    assert server.logins == [USER], "one connection for both"
    assert [taken.recipient for taken in server.taken] == ["x@a.gov.cn", "y@a.gov.cn"]
    first = server.taken[0].message
    assert first["To"] == "x@a.gov.cn"
    assert first["From"] == f"县政务公开办 <{USER}>"
    assert first["Message-ID"] == message_id(About("a", attempt="1"), "report", "x@a.gov.cn")
    assert "测试邮件" in first["Subject"]
    assert first["Date"].datetime == NOW
    assert server.taken[0].sender == USER
    body = first.get_body(("plain",))
    assert body is not None
    assert "测试邮件" in body.get_content()


def test_who_is_refused_does_not_stop_the_rest(
    tmp_path: Path, store: Store, server: MailServer
) -> None:
    server.refuse, server.put_off = {"gone@a.gov.cn"}, {"full@a.gov.cn"}
    queued(store, tmp_path, "gone@a.gov.cn", "full@a.gov.cn", "名@a.gov.cn", "x@a.gov.cn")
    done = send(store, tmp_path, server.postbox())
    assert [mail.recipient for mail in done.sent] == ["x@a.gov.cn"]
    assert [(mail.recipient, mail.state) for mail in done.refused] == [
        ("gone@a.gov.cn", REFUSED),
        ("名@a.gov.cn", REFUSED),
    ]
    assert "550" in done.refused[0].error
    (later,) = done.put_off
    assert (later.state, later.tries, later.next_try) == (QUEUED, 1, NOW + BACK_OFF[0])
    assert send(store, tmp_path, server.postbox(), NOW) == Delivered(), "not before its time"
    server.refuse, server.put_off = set(), set()
    assert len(send(store, tmp_path, server.postbox(), NOW + BACK_OFF[0]).sent) == 1
    assert [mail.recipient for mail in retry(store)] == ["gone@a.gov.cn", "名@a.gov.cn"]
    assert [mail.recipient for mail in send(store, tmp_path, server.postbox()).sent] == [
        "gone@a.gov.cn"
    ]
    assert len(server.taken) == 3


def test_a_server_that_is_down_costs_nothing(tmp_path: Path, store: Store) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # nobody listens, and nobody else gets the port
        nowhere = Postbox(host="127.0.0.1", port=bound.getsockname()[1], sender=USER)
        queued(store, tmp_path, "x@a.gov.cn", "y@a.gov.cn")
        at = NOW
        for wait in BACK_OFF:
            done = send(store, tmp_path, nowhere, at)
            assert len(done.put_off) == 2
            at += wait
        done = send(store, tmp_path, nowhere, at)
    assert set(states(store).values()) == {FAILED}
    assert len(done.given_up) == 2
    server = MailServer()
    try:
        assert len(retry(store)) == 2
        assert len(send(store, tmp_path, server.postbox(), at).sent) == 2
    finally:
        server.close()


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"password": "wrong"}, "用户名或密码"),
        ({"context": None}, "证书不可信"),
        ({"security": "none"}, "明文"),
        ({"security": "none", "user": "", "password": ""}, "发件人"),
    ],
)
def test_what_is_wrong_with_the_set_up_is_told_and_nothing_goes_out(
    tmp_path: Path, store: Store, server: MailServer, other: dict[str, object], told: str
) -> None:
    queued(store, tmp_path, "x@a.gov.cn")
    (mail,) = send(store, tmp_path, server.postbox(**other)).put_off
    assert told in mail.error
    assert PASSWORD not in mail.error
    assert server.taken == []
    if other.get("security") == "none":
        assert server.logins == []


def test_a_server_without_encryption_gets_nothing(tmp_path: Path, store: Store) -> None:
    server = MailServer("none")
    try:
        queued(store, tmp_path, "x@a.gov.cn")
        (mail,) = send(store, tmp_path, server.postbox(security="starttls")).put_off
    finally:
        server.close()
    assert "不支持" in mail.error
    assert (server.taken, server.logins) == ([], [])


def test_a_connection_dropped_after_the_text_may_be_a_duplicate_with_the_same_id(
    tmp_path: Path, store: Store, server: MailServer
) -> None:
    queued(store, tmp_path, "x@a.gov.cn", "y@a.gov.cn")
    server.drop = True
    done = send(store, tmp_path, server.postbox())
    assert all("同一个 Message-ID" in mail.error for mail in done.put_off)
    server.drop = False
    assert len(send(store, tmp_path, server.postbox(), NOW + BACK_OFF[0]).sent) == 2
    for recipient in ("x@a.gov.cn", "y@a.gov.cn"):
        assert len({one["Message-ID"] for one in server.to(recipient)}) == 1
        assert len(server.to(recipient)) == 2


def test_a_server_that_never_answers_keeps_nobody(
    tmp_path: Path, store: Store, server: MailServer
) -> None:
    queued(store, tmp_path, "x@a.gov.cn")
    server.hang = True
    (mail,) = send(store, tmp_path, server.postbox(step_seconds=1)).put_off
    assert "超过时限" in mail.error
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and says nothing
        port = silent.getsockname()[1]
        box = replace(server.postbox(), port=port, whole_seconds=1)
        (mail,) = send(store, tmp_path, box, NOW + BACK_OFF[0]).put_off
    assert "超过时限" in mail.error


def test_what_a_killed_process_had_claimed_is_sent_again(
    tmp_path: Path, store: Store, server: MailServer
) -> None:
    (mail,) = queued(store, tmp_path, "x@a.gov.cn")
    with store.begin() as connection:
        outbox.update(connection, mail=replace(mail, state=SENDING), was=QUEUED)
    assert len(send(store, tmp_path, server.postbox()).sent) == 1
    assert states(store) == {"x@a.gov.cn": SENT}


def test_only_one_process_sends(tmp_path: Path, store: Store, server: MailServer) -> None:
    """Whoever comes while another sends leaves it alone: nothing is claimed twice."""
    queued(store, tmp_path, "x@a.gov.cn")
    other: list[Delivered] = []

    def clock() -> datetime:
        if not other:
            other.append(Delivered())
            other[0] = deliver(store, tmp_path, server.postbox(), lambda: NOW)
        return NOW

    deliver(store, tmp_path, server.postbox(), clock)
    assert other == [Delivered(busy=True)]
    assert len(server.taken) == 1


def test_a_clock_that_was_wrong_holds_no_mail_back(
    tmp_path: Path, store: Store, server: MailServer
) -> None:
    (mail,) = queued(store, tmp_path, "x@a.gov.cn")
    with store.begin() as connection:
        ahead = replace(mail, next_try=NOW + timedelta(days=4000))
        outbox.update(connection, mail=ahead, was=QUEUED)
    assert len(send(store, tmp_path, server.postbox()).sent) == 1


def test_a_letter_that_is_gone_is_told(tmp_path: Path, store: Store, server: MailServer) -> None:
    (mail, _) = queued(store, tmp_path, "x@a.gov.cn", "y@a.gov.cn")
    (tmp_path / mail.file).unlink()
    done = send(store, tmp_path, server.postbox())
    assert {one.state for one in done.given_up} == {FAILED}
    assert mail.file in done.given_up[0].error


@pytest.mark.parametrize("file", ["../secret", "mail/../secret", "/etc/hostname", "gongkai.yaml"])
def test_a_row_that_names_another_file_sends_nothing(
    tmp_path: Path, store: Store, server: MailServer, file: str
) -> None:
    """A store may come out of a backup of somebody else's."""
    (tmp_path / "secret").write_text("geheim")
    (tmp_path / "gongkai.yaml").write_text("geheim")
    data = tmp_path / "data"
    (mail,) = queued(store, data, "a@x.gov.cn")
    with store.begin() as connection:
        outbox.update(connection, mail=replace(mail, file=file), was=mail.state)
    done = send(store, data, server.postbox())
    assert [one.state for one in done.given_up] == [FAILED]
    assert not server.to("a@x.gov.cn")


def test_letters_are_for_nobody_else_on_the_machine(tmp_path: Path, store: Store) -> None:
    queued(store, tmp_path / "data", "a@x.gov.cn")
    assert (tmp_path / "data" / "mail").stat().st_mode & 0o777 == 0o700
