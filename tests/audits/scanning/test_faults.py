"""Killed, locked out, out of disk: what a scan loses is time.  Real processes; waiting is for conditions only."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from audits.mailing.delivery import deliver
from audits.mailing.drafts import Draft
from audits.mailing.outbox import About, filed, queue
from audits.scanning.site_locks import TOGETHER, SiteLocks
from audits.store import audit_runs, open_store, outbox, scan_locks, sites
from audits.store.rows import Audit, Mail, Site
from tests.audits.mailing.mail_server import PASSWORD, USER, MailServer
from tests.audits.scanning.desks import small_portal
from tests.crawler.children import children
from tests.crawler.loopback import Loopback, http, page, says_nothing
from tests.crawler.name_server import NameServer
from tests.postgres.switch import line, place

HOST = "www.a.gov.cn"
PATIENCE = 300.0
HANGS = "/hangs.html"


class Office:
    """A desk with one site, used through the command line."""

    def __init__(self, folder: Path, at_the_end: ExitStack) -> None:
        self.folder, self.data = folder, folder / "gongkai-data"
        self.server, self.names, self.mail = Loopback(), NameServer(), MailServer()
        for each in (self.mail, self.names, self.server):
            at_the_end.callback(each.close)
        self._at_the_end = at_the_end
        self._environment = {
            **os.environ,
            "SSL_CERT_FILE": str(self.mail.authority(folder / "authority.pem")),
            "GONGKAI_TEST_PASSWORD": PASSWORD,
        }
        small_portal(self.server, HOST, HANGS)
        self.server.at(HANGS, page(), host=HOST)
        (folder / "gongkai.yaml").write_text(
            f"""{line(self.data)}
mail: {{host: 127.0.0.1, port: {self.mail.port}, security: starttls, user: {USER},
       password_env: GONGKAI_TEST_PASSWORD, from: {USER}, attach: [csv]}}
sites:
  - id: a
    name: 某县
    url: http://{HOST}/
    connect_to: ['*:80:127.0.0.1:{self.server.port}']
    dns: {self.names.address}
    delay: 0
    render: never
    security: false
    timeout: 600
    format: [json]
    recipients: [x@a.gov.cn]
""",
            encoding="utf-8",
        )

    def start(self, *words: str, limit: Callable[[], None] | None = None) -> subprocess.Popen[str]:
        around = self._environment
        if limit is not None:  # what measures the tests would meet the limit too
            around = {name: value for name, value in around.items() if "COVERAGE" not in name}
        process = subprocess.Popen(
            [sys.executable, "-m", "audits.cli", *words, "--config", str(self.folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=around,
            preexec_fn=limit,  # noqa: PLW1509 - it sets a limit and nothing else
        )
        self._at_the_end.callback(process.wait)
        self._at_the_end.callback(process.kill)
        return process

    def run(self, *words: str, limit: Callable[[], None] | None = None) -> tuple[int, str]:
        process = self.start(*words, limit=limit)
        told, errors = process.communicate(timeout=PATIENCE)
        assert "Traceback" not in errors, errors
        return process.returncode, told + errors

    def kill(self, process: subprocess.Popen[str]) -> None:
        process.kill()
        process.communicate(timeout=PATIENCE)

    def stored(self) -> tuple[tuple[Audit, ...], tuple[Mail, ...]]:
        with open_store(place(self.data)) as store, store.reading() as connection:
            return audit_runs.listed(connection), outbox.listed(connection)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with ExitStack() as at_the_end:
        yield Office(tmp_path, at_the_end)


def wait_until(there: Callable[[], bool]) -> None:
    """Wait for what another process does on the disk; it cannot wake us, so we look again and again."""
    waiting, looks = threading.Event(), int(PATIENCE / 0.05)
    assert any(there() or waiting.wait(0.05) for _ in range(looks))


def test_killed_while_it_crawls_and_another_one_meanwhile(office: Office) -> None:
    office.server.at(HANGS, says_nothing, page(), host=HOST)
    first = office.start("scan", "a")
    office.server.wait_for(HANGS)
    code, told = office.run("scan", "a")
    assert (code, "另一个 gongkai 正在检查它" in told) == (3, True)
    assert office.stored() == ((), ())
    office.kill(first)
    asked = len(office.server.asked)
    code, told = office.run("scan", "a")
    assert code in {0, 1}, told
    assert "接着做上次" in told
    ((audit,), (mail,)) = office.stored()
    assert (mail.audit, mail.state) == (audit.id, "sent")
    assert len(office.mail.taken) == 1
    again = [one.target for one in office.server.asked[asked:] if one.target == "/1.html"]
    assert again == [], "what was fetched is not fetched again"


def test_killed_while_the_store_is_written(office: Office) -> None:
    office.server.at(HANGS, says_nothing, page(), host=HOST)
    process = office.start("scan", "a")
    office.server.wait_for(HANGS)
    folder = office.data / "audits" / "a"
    with open_store(place(office.data)) as store, store.begin():  # nobody else gets to write
        (crawler,) = children(process.pid, "crawler.worker")
        os.kill(crawler, signal.SIGKILL)  # costs one retry; the page answers now
        wait_until(lambda: bool(list(folder.glob("[0-9a-f]*/audit.json"))))
        (finisher,) = children(process.pid, "finishing_process")
        office.kill(process)
        wait_until(lambda: not Path(f"/proc/{finisher}").exists() or _dead(finisher))
    assert office.stored() == ((), ())
    (whole,) = folder.glob("[0-9a-f]*/audit.json")
    code, told = office.run("scan", "a")
    assert code in {0, 1}, told
    assert f"补记了上次已做完、没来得及记入数据库的检查 {whole.parent.name}" in told
    audits, mails = office.stored()
    assert [mail.audit for mail in mails] == [audit.id for audit in audits]
    assert (len(audits), audits[0].id) == (2, whole.parent.name)
    assert {mail.state for mail in mails} == {"sent"}
    assert len(office.mail.taken) == 2


def _dead(process: int) -> bool:
    try:
        return ") Z " in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return True


def test_killed_while_it_sends(office: Office) -> None:
    """The one possible duplicate, and its Message-ID is the same."""
    now = datetime.fromisoformat("2026-03-01T02:00:00+08:00")
    with open_store(place(office.data)) as store, store.begin() as connection:
        sites.add(connection, site=Site(id="a", name="a", home="http://a/", added_at=now))
        letters = filed(office.data, [Draft("report", "主题", b"\r\n", ("x@a.gov.cn",))])
        queue(connection, letters, About("a", attempt="1"), now)
    office.mail.hang = True
    process = office.start("mail", "send")
    assert office.mail.hanging.wait(PATIENCE)
    office.kill(process)
    assert [mail.state for mail in office.stored()[1]] == ["sending"]
    office.mail.hang = False
    code, told = office.run("mail", "send")
    assert (code, "已发送 1 封" in told) == (0, True)
    assert office.run("mail", "send") == (0, "没有要发送的邮件。\n")
    first, second = office.mail.taken
    assert first.message["Message-ID"] == second.message["Message-ID"]
    with open_store(place(office.data)) as store:
        much_later = now + timedelta(days=4000)
        assert deliver(store, office.data, office.mail.postbox(), lambda: much_later).sent == ()


def test_disk_full(office: Office) -> None:
    """Told, the store whole, and once there is room it goes on."""
    office.run("mail", "list")  # makes the store
    noise = "".join(f"{number:x}" for number in range(400_000))
    office.server.at("/1.html", http(f"<title>大</title><p>{noise}"), host=HOST)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    code, told = office.run("scan", "a", limit=limit)
    assert code == 3
    assert "没有完成" in told
    audits, mails = office.stored()
    assert audits == ()
    assert [mail.kind for mail in mails] == ["failure"]
    code, told = office.run("scan", "a")
    assert code in {0, 1}, told
    assert len(office.stored()[0]) == 1


@pytest.mark.parametrize("years", [-5, 5])
def test_a_lock_whose_clock_was_wrong_keeps_nobody_out(tmp_path: Path, years: int) -> None:
    now = datetime.fromisoformat("2026-03-01T02:00:00+08:00")
    with open_store(place(tmp_path)) as store:
        with store.begin() as connection:
            row = Site(id="a", name="a", home="http://a/", added_at=now)
            sites.add(connection, site=row)
            then = now + timedelta(days=365 * years)
            scan_locks.take(connection, site="a", holder="elsewhere:1:x", at=then, dead_before=then)
        locks = SiteLocks(store, lambda: now)
        assert locks.take("a", tmp_path / "a") is None
        other = SiteLocks(store, lambda: now + timedelta(days=9))
        told = other.take("a", tmp_path / "a")
        assert told == locks.holder, "a clock that runs ahead takes no lock of a living scan"
        locks.close()
        assert other.take("a", tmp_path / "a") is None
        other.close()


def test_a_lock_of_another_data_directory_is_not_taken_for_a_left_one(tmp_path: Path) -> None:
    """Two workers on one machine, each with its own directory: what was killed in one is found there at once."""
    now = datetime.fromisoformat("2026-03-01T02:00:00+08:00")
    with open_store(place(tmp_path)) as store:
        with store.begin() as connection:
            sites.add(connection, site=Site(id="a", name="a", home="http://a/", added_at=now))
        killed = SiteLocks(store, lambda: now, TOGETHER)
        assert killed.take("a", tmp_path / "here" / "a") is None
        other = SiteLocks(store, lambda: now, TOGETHER)
        assert other.take("a", tmp_path / "there" / "a") == killed.holder
        os.close(killed._held.pop("a"))  # noqa: SLF001 - all that is left of a killed process is its row
        assert other.take("a", tmp_path / "there" / "a") == killed.holder
        again = SiteLocks(store, lambda: now, TOGETHER)
        assert again.take("a", tmp_path / "here" / "a") is None
        again.close()
        late = SiteLocks(store, lambda: now + timedelta(seconds=46), TOGETHER)
        with store.begin() as connection:
            scan_locks.take(connection, site="a", holder="gone:1:x", at=now, dead_before=now)
        assert late.take("a", tmp_path / "there" / "a") is None
        late.close()
