"""Schedules in words and lines of cron, rules of keeping, mail addresses: understood or refused with examples."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from audits.desk.cron_lines import CronError, cron
from audits.desk.mail_addresses import is_address, is_sender
from audits.desk.schedule_words import EXAMPLES, ScheduleError, parse
from audits.store.keeping import EXAMPLES as KEPT
from audits.store.keeping import KeepError, keep_rule
from tests.fuzzing.target import Target, text

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


def check(data: bytes) -> None:
    """As each of them."""
    said = text(data)
    with suppress(ScheduleError):
        schedule = parse(said)
        assert parse(said) == schedule
        assert parse(schedule.text) == schedule, "what is shown can be written again"
        following = schedule.next(_NOW, _SHANGHAI)
        assert following is None or following > _NOW
        latest = schedule.latest(_NOW, _SHANGHAI)
        assert latest is None or latest <= _NOW
        runs = schedule.runs(_NOW, _SHANGHAI, 3)
        assert list(runs) == sorted(set(runs))
    with suppress(CronError):
        cron(said)
    with suppress(KeepError):
        keep = keep_rule(said)
        assert keep.last is None or keep.last >= 1
        assert all(1 <= month <= 12 for month in keep.months)
    if is_address(said):
        assert is_sender(said)
        assert is_sender(f"县 <{said}>")
        assert said.isprintable()
        assert not set(said) & set(" \r\n,;<>")
    if is_sender(said):
        assert "\r" not in said
        assert "\n" not in said.strip()


def seeds() -> list[bytes]:
    """One of each kind."""
    said = [*EXAMPLES, *KEPT, "每月1日、15日 2点半", "每周一三五 18:00", "0 2 1 * *", "*/15 8-18 * * mon-fri", "0 0 29 2 *", "@monthly", "每季度末 03:00", "县政府 <a.b@x.gov.cn>", "办公室@x.gov.cn", "a@x.gov.cn", '"甲" <a@localhost>', "最近十二次、每年1月和7月"]  # fmt: skip
    return [one.encode() for one in said]


TARGET = Target("schedules", check, seeds, most=160, words=(b"* ", b"*/", b"-", b",", b"0 ", b"59 ", b"31 ", b"L", b"sun", b"7", "每".encode(), "月".encode(), "日".encode(), "周".encode(), "季度".encode(), "最后一天".encode(), "点".encode(), "：".encode(), "最近".encode(), "次".encode(), "和".encode(), "十".encode(), b"@", b".cn", b"<", b">", "１".encode(), "٣".encode()), about="schedules, cron, keep rules, mail addresses")  # fmt: skip
