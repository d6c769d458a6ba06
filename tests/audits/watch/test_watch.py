"""`gongkai watch` as a process of its own: kills, restarts, locks, Ctrl-C; and what `--show` says."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from audits.cli import run
from audits.clock import BEIJING
from audits.watch.board import LiveBoard, told
from crawler.snapshot.model import Outcome
from crawler.watch.journal import Journal, read
from crawler.watch.lines import Attempt, Canary, Line, Missed, Plan, Series, Tried
from crawler.watch.rounds import Wait
from crawler.watch.watcher import Watched
from tests.audits.watch.watched import BEGUN, DOWN, FILE, HOME, OPEN, week
from tests.crawler.loopback import Loopback, page

WALLED = Attempt(Outcome.BLOCKED, 0.1, 0.1, 412, "瑞数动态防护")


@pytest.fixture
def portal() -> Iterator[Loopback]:
    made = Loopback()
    made.at("/", page("/a"))
    yield made
    made.close()


def words(portal: Loopback, out: Path, *more: str) -> list[str]:
    """A watch with a slot a second; only of a test portal may so much be asked."""
    way = ["--connect-to", f"*:*:127.0.0.1:{portal.port}"]
    return ["watch", HOME, "--out", str(out), "--per-day", "86400", *way, *more]


def begun(portal: Loopback, out: Path) -> subprocess.Popen[bytes]:
    """Start a watch, and wait until it has made two more tries."""
    before = len(portal.targets())
    command = [sys.executable, "-m", "audits.cli", *words(portal, out)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    portal.wait_until(lambda: len(portal.targets()) >= before + 2)
    return process


def test_a_watch_that_is_killed_and_restarted_loses_no_measurement(
    portal: Loopback, tmp_path: Path
) -> None:
    kills = 2
    for _ in range(kills):
        process = begun(portal, tmp_path)
        process.kill()
        process.communicate()
        # As if the kill had come in the middle of a line.
        with (tmp_path / FILE).open("ab") as journal:
            journal.write(b'{"kind":"tried","plan')
    process = begun(portal, tmp_path)
    assert run(words(portal, tmp_path)) == 2  # one watch a folder
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate()
    assert process.returncode == 130
    assert "同样的命令接着监测" in said.decode()
    series = read(tmp_path / FILE)
    # Every try that came to an end is there: at each end one may have been under way.
    assert len(portal.targets()) - (kills + 1) <= len(series.tried) <= len(portal.targets())
    assert series.unreadable == kills
    slots = [one.planned for one in series.tried] + [one.planned for one in series.missed]
    assert len(slots) == len(set(slots))
    assert max(slots) - min(slots) < timedelta(seconds=len(slots))  # none went by unnoticed
    assert len({line.begun for line in series.lines if isinstance(line, Plan)}) == 1


def test_once_makes_what_is_due_and_leaves(portal: Loopback, tmp_path: Path) -> None:
    assert run(words(portal, tmp_path, "--once")) == 0
    calls = 0
    while len(read(tmp_path / FILE).tried) < 2:
        assert run(["watch", "--out", str(tmp_path), "--once", *words(portal, tmp_path)[6:]]) == 0
        calls += 1
    assert len(portal.targets()) == 2 <= calls


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--per-day", "19"], "每天至少 20 次"),
        (["--per-day", "5000"], "每分钟一次"),
        (["--days", "0"], "1–3660"),
        (["--canary", "x"], "网址"),
        (["--canary", "http://10.0.0.8/"], "内网"),
        (["http://10.0.0.9/"], "内网"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], says: str
) -> None:
    out = tmp_path / "out"
    assert run(["watch", HOME, "--out", str(out), *more]) == 2
    assert says in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_of_other_things_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (["watch", str(tmp_path), "--show"], ["watch", "--out", str(tmp_path)]):
        assert run(arguments) == 2
        assert "没有监测记录" in capsys.readouterr().err
    text = "别的东西\n" * 1000
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert run(["watch", HOME, "--out", str(tmp_path)]) == 2
    assert "没有动它" in capsys.readouterr().err
    assert (tmp_path / FILE).read_text(encoding="utf-8") == text


def test_show_tells_each_day_and_what_is_wanting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = Plan(HOME, 24, BEGUN, BEGUN + timedelta(days=7), 15.0, ("http://a.cn/",))
    at = BEGUN + timedelta(hours=1)
    lines: list[Line] = [plan]
    for number, one in enumerate((OPEN, DOWN, WALLED, DOWN)):
        canary = Canary.DOWN if number == 3 else Canary.UP
        slot = at + timedelta(hours=number)
        lines.append(Tried(slot, slot, one, None, canary))
    lines.append(Missed(at + timedelta(hours=4), at + timedelta(hours=5)))
    with Journal(tmp_path / FILE) as journal:
        for line in lines:
            journal.append(line)
    assert run(["watch", str(tmp_path), "--show"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{HOME}  每天 24 次，2026-06-22 12:00 起，到 2026-06-29 12:00 止，对照网址 1 个",
        "日期        计划  有效  打不开   占比     最慢  被拦截  无佐证  本机断网  漏测",
        "2026-06-22     5     3       1  33.3%  15.0 秒       1       0         1     1",
        "合计：有效 3 次，打不开 1 次，占 33.3%；被拦截 1 次，无佐证 0 次，本机断网 1 次，漏测 1 次。",
        "还要再有 7 天够数，才能判定（要求连续 7 天、每天至少 20 次有效监测）。",
        "计划的天数已过。要接着监测，用同样的命令把 --days 改大。",
    ]


def test_a_whole_week_is_enough(tmp_path: Path) -> None:
    series = read(week(tmp_path) / FILE)
    today = datetime(2026, 6, 30, tzinfo=BEIJING).date()
    assert "已满足连续 7 天" in told({HOME: series}, today)[-1]
    assert "还要再有 1 天" in told({HOME: series}, today - timedelta(days=2))[-1]


def test_a_plan_that_is_done_is_not_begun_again_but_can_be_made_longer(
    portal: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = week(tmp_path)
    way = ["--connect-to", f"*:*:127.0.0.1:{portal.port}"]
    assert run(["watch", "--out", str(folder), *way]) == 0
    assert "把 --days 改大" in capsys.readouterr().out
    plan = read(folder / FILE).plan
    assert run(["watch", "--out", str(folder), "--days", "3000", "--once", *way]) == 0
    longer = read(folder / FILE).plan
    assert plan is not None
    assert longer is not None
    assert longer.until == datetime(2026, 6, 23, tzinfo=BEIJING) + timedelta(days=3000)
    assert longer.begun > plan.until
    # What nobody planned was not missed; what was planned, and not watched, was.
    assert {one.planned < plan.until for one in read(folder / FILE).missed} == {True}
    assert not portal.asked


def test_the_live_line_counts_what_comes(tmp_path: Path) -> None:
    plan = Plan(HOME, 24, BEGUN, BEGUN + timedelta(days=8), 15.0)
    with Journal(tmp_path / FILE) as journal:
        board = LiveBoard([Watched(plan, Series((Tried(BEGUN, BEGUN, OPEN),)), journal)])
    board.take(plan, Tried(BEGUN, BEGUN, DOWN))
    board.take(plan, Missed(BEGUN, BEGUN))
    line = board.take(plan, Wait(5.0, BEGUN + timedelta(hours=3)))
    assert line == ("www.x.gov.cn", 2, 24, "没打开 1 次，漏测 1 次，下次 15:00")
    assert board.all() == ("全部网站 1 个", 2, 24, "没打开 1 次")
    tomorrow = BEGUN + timedelta(days=1)
    assert board.take(plan, Tried(tomorrow, tomorrow, OPEN))[1] == 1
