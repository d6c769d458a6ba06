"""The server's decisions over simulated months: what it starts, what it says, how long it waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audits.desk.due import DONE, FAILED, claim, due
from audits.desk.reading import opened
from audits.serving.children import mail_command, scan_command
from audits.serving.configuration import Configuration
from audits.serving.outlook import outlook
from audits.serving.server import LONGEST, Server
from audits.store import open_store, outbox
from audits.store.rows import Mail
from tests.audits.desk.desks import Someone, a_desk, at, finish
from tests.postgres.switch import place

MONTHLY = "每月1日 02:00"


class Scan:
    """Stands for the process that `scan --due` is; ends when told."""

    def __init__(self, code=None):
        self.code = code
        self.asked = False

    def poll(self):
        return self.code

    def terminate(self):
        self.asked = True

    def wait(self):
        self.code = 130 if self.code is None else self.code
        return self.code


class World:
    """A desk, its store, and a server whose scans do what `does` says."""

    def __init__(self, tmp_path, store, *schedules):
        self.desk, self.store = a_desk(tmp_path, *schedules), store
        self.commands, self.said, self.running = [], [], []
        self.does = self.everything
        self.server = Server(
            store, Someone("server"), self.start, lambda _, text: self.said.append(text)
        )
        self.now = at("2026-11-22 10:00")

    def start(self, command):
        self.commands.append(command)
        child = Scan(0 if command == mail_command(self.desk.path) else self.does())
        self.running.append(child)
        return child

    def everything(self, state=DONE):
        """Scan all that is due, and end."""
        me = Someone("scan")
        for site, period in due(self.desk, self.store, self.now, me):
            with self.store.begin() as c:
                assert claim(c, site, period, me, self.now)
                finish(c, site, period, self.now, state=state)
        return 0

    def look(self, moment):
        self.now = at(moment) if isinstance(moment, str) else moment
        before = len(self.commands)
        wait = self.server.look(self.desk, self.now)
        return [command[4] for command in self.commands[before:]], wait


@pytest.fixture
def world(tmp_path):
    with open_store(place(tmp_path)) as store:
        yield lambda *schedules: World(tmp_path, store, *(schedules or (MONTHLY,)))


def test_a_year_of_looks_starts_one_scan_a_month(world):
    """Every hour, with the machine asleep from June to August and the clock put back in October."""
    w = world()
    started = []
    moment = at("2026-01-05 00:30")
    while moment < at("2027-01-01 00:00"):
        commands, wait = w.look(moment)
        assert 1 <= wait <= LONGEST
        started += [moment for command in commands if command == "scan"]
        moment += timedelta(hours=7)
        if at("2026-06-03 00:00") < moment < at("2026-06-03 12:00"):
            moment = at("2026-08-20 09:00")
    months = [f"{moment:%m}" for moment in started]
    assert months == ["02", "03", "04", "05", "06", "08", "09", "10", "11", "12"]
    commands, _ = w.look("2026-10-31 23:00")
    assert commands == []


def test_it_waits_no_longer_than_until_the_next_moment(world):
    w = world()
    assert w.look("2026-11-30 23:00")[1] == LONGEST
    assert w.look("2026-12-01 01:59")[1] == LONGEST
    assert w.look(at("2026-12-01 01:59") + timedelta(seconds=50))[1] == 10
    assert w.look("2026-12-01 02:00")[0] == ["scan"]
    assert any("该检查了：县a（2026-12-01 周二 02:00 的计划）" in line for line in w.said)


def test_one_scan_runs_at_a_time_and_its_end_is_told(world):
    w = world(MONTHLY, "10 2 1 * *")
    w.look("2026-11-22 10:00")
    w.does = lambda: None
    assert w.look("2026-12-01 02:00")[0] == ["scan"]
    assert w.server.busy
    assert w.look("2026-12-01 02:10")[0] == []
    w.running[-1].code = w.everything()
    w.does = w.everything
    assert w.look("2026-12-01 02:20")[0] == []
    assert not w.server.busy
    assert w.said[-1] == "检查结束（退出码 0）：没有不合格。"


@pytest.mark.parametrize(
    ("code", "words"), [(1, "有不合格"), (2, "配置或规则有误"), (-9, "意外停掉")]
)
def test_a_scan_that_fails_does_not_stop_the_server_and_is_not_started_at_every_look(
    world, code, words
):
    w = world()
    w.look("2026-11-22 10:00")
    w.does = lambda: code
    assert w.look("2026-12-01 02:00")[0] == ["scan"]
    assert w.look("2026-12-01 02:01")[0] == []
    assert words in w.said[-1]
    assert w.look("2026-12-01 02:09")[0] == []
    w.does = w.everything
    assert w.look("2026-12-01 02:10")[0] == ["scan"]
    assert w.look("2026-12-01 02:30")[0] == []


def test_a_program_that_cannot_be_started_is_told(world):
    w = world()
    w.look("2026-11-22 10:00")

    def broken():
        raise OSError(12, "Cannot allocate memory")

    w.does = broken
    w.look("2026-12-01 02:00")
    assert "不能开始检查" in w.said[-1]
    w.does = w.everything
    assert w.look("2026-12-01 02:10")[0] == ["scan"]


def test_told_to_stop_it_waits_for_the_scan_to_end(world):
    w = world()
    w.look("2026-11-22 10:00")
    w.does = lambda: None
    w.look("2026-12-01 02:00")
    w.server.stop(w.now)
    assert w.running[-1].asked
    assert not w.server.busy
    assert "被中断，下次接着做" in w.said[-1]


def test_two_servers_scan_once(world, tmp_path):
    one = world()
    two = World(tmp_path, one.store, MONTHLY)
    one.look("2026-11-22 10:00")
    started = one.look("2026-12-01 02:00")[0] + two.look("2026-12-01 02:00")[0]
    assert started == ["scan"]


def test_letters_that_wait_are_sent_now_and_then(world, tmp_path):
    w = world("手动")
    text = "mail: {host: smtp.a.test, from: a@a.test}\n"
    (tmp_path / "gongkai.yaml").write_text(text, encoding="utf-8")
    w.desk = opened(tmp_path / "gongkai.yaml")
    assert w.look("2026-12-01 09:00")[0] == []
    with w.store.begin() as c:
        letter = Mail(
            message_id="m",
            recipient="b@b.test",
            kind="report",
            subject="s",
            file="mail/m.eml",
            state="queued",
            queued_at=w.now,
            next_try=at("2026-12-01 09:20"),
        )
        outbox.add(c, mail=letter)
    looks = [w.look(f"2026-12-01 09:{minute}")[0] for minute in (10, 19, 21, 22, 25, 26)]
    assert looks == [[], [], [], [], ["mail"], []]
    assert w.commands[-1] == mail_command(w.desk.path)


def test_a_changed_configuration_is_read_again_and_a_broken_one_is_not_taken(tmp_path):
    said = []
    path = tmp_path / "gongkai.yaml"
    path.write_text("sites:\n", encoding="utf-8")
    configuration = Configuration(path, opened, lambda _, text: said.append(text))
    now = at("2026-12-01 09:00")
    assert configuration.current(now).sites == ()
    assert said == []
    path.write_text("sites:\n- {id: a, name: 县, url: http://a.test/}\n", encoding="utf-8")
    assert [site.id for site in configuration.current(now).sites] == ["a"]
    path.write_text("sites:\n- {id: a, nome: 县, url: http://a.test/}\n", encoding="utf-8")
    assert [site.id for site in configuration.current(now).sites] == ["a"]
    assert [site.id for site in configuration.current(now).sites] == ["a"]
    assert said[0] == "配置改过，已重新读取。"
    assert "gongkai.yaml:2" in said[1]
    assert len(said) == 2
    path.write_text("sites:\n", encoding="utf-8")
    (tmp_path / "sites.yaml").write_text(
        "sites:\n- {id: b, name: 县, url: http://b.test/}\n", encoding="utf-8"
    )
    assert [site.id for site in configuration.current(now).sites] == ["b"]


def test_the_outlook_shows_last_and_next(world):
    w = world(MONTHLY, "手动", "每天 01:00")
    w.look("2026-11-22 10:00")
    w.does = lambda: w.everything(FAILED)
    w.look("2026-12-01 02:00")
    rows = outlook(w.desk, w.store, at("2026-12-01 03:00"))
    assert [row[0] for row in rows] == ["编号", "a", "b", "c"]
    assert rows[1][3:] == ("2026-12-01 周二 02:00", "没有检查成", "2027-01-01 周五 02:00")
    assert rows[2][2:] == ("手动", "－", "－", "－")
    assert rows[3][5] == "2026-12-02 周三 01:00"


def test_the_commands_are_this_program(tmp_path):
    assert scan_command(tmp_path)[4:] == (
        "scan",
        "--due",
        "--no-progress",
        "--config",
        str(tmp_path),
    )
