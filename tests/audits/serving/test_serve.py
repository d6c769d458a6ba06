"""`gongkai serve` as it runs: real processes, a real store, a portal on loopback."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from audits.desk.due import due
from audits.desk.holders import holding
from audits.desk.reading import opened
from audits.store import audit_runs, open_store, scan_turns
from tests.audits.scanning.desks import Sites, small_portal
from tests.postgres.switch import line, place


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Sites]:
    made = Sites(tmp_path / "gongkai-data")
    yield made
    made.close()


def configured(kept: Sites, schedule: str) -> Path:
    """Midnight has always been within the last day: a site that is new is due at once, and once."""
    choices = kept.choices
    site = {
        "id": "a",
        "name": "甲县",
        "url": "http://www.a.gov.cn/",
        "schedule": schedule,
        "connect_to": choices.connect_to,
        "dns": choices.dns,
        "delay": 0,
        "concurrency": 4,
        "render": "never",
        "security": "false",
    }
    path = kept.data.parent / "gongkai.yaml"
    text = line(kept.data) + yaml.safe_dump({"sites": [site]}, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return path


def serving(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "audits.cli", "serve", "--config", str(path)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def heard(server: subprocess.Popen[str], words: str) -> list[str]:
    """What a server says up to a line with these words."""
    assert server.stderr is not None
    lines = []
    for said in server.stderr:
        lines.append(said)
        if words in said:
            return lines
    raise AssertionError("".join(lines))


def test_what_is_due_is_scanned_once_and_the_server_stops_when_told(kept: Sites) -> None:
    small_portal(kept.server, "www.a.gov.cn")
    server = serving(configured(kept, "0 0 * * *"))
    said = heard(server, "开始运行。")
    assert any("甲县" in line and "0 0 * * *" in line for line in said), "the next run is shown"
    said = heard(server, "检查结束")
    assert any("该检查了：甲县" in line for line in said)
    server.send_signal(signal.SIGTERM)
    rest = server.communicate(timeout=300)[1]
    assert server.returncode == 0, rest
    assert "已停下。" in rest
    with open_store(place(kept.data)) as store, store.reading() as connection:
        [audit] = audit_runs.listed(connection)
        [turn] = scan_turns.listed(connection)
    assert (turn.site, turn.audit, turn.tries) == ("a", audit.id, 1)
    assert turn.finished_at is not None
    assert (kept.data / audit.folder / "audit.json").is_file()


def test_told_to_stop_in_the_middle_the_scan_is_gone_on_with(kept: Sites) -> None:
    """A page that never comes holds the scan; the server ends it, and the next one takes it up."""
    small_portal(kept.server, "www.a.gov.cn")
    asked = threading.Event()

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await writer.wait_closed()

    kept.server.at("/3.html", silent, host="www.a.gov.cn")
    path = configured(kept, "0 0 * * *")
    server = serving(path)
    assert asked.wait(300)
    server.send_signal(signal.SIGTERM)
    rest = server.communicate(timeout=300)[1]
    assert server.returncode == 0, rest
    assert "退出码 130" in rest
    with open_store(place(kept.data)) as store:
        with store.reading() as connection:
            [turn] = scan_turns.listed(connection)
            assert audit_runs.listed(connection) == ()
        assert turn.finished_at is None
        desk = opened(path)
        with holding(desk.data) as holder:
            assert due(desk, store, turn.taken_at, holder) == [("a", turn.due_at)]
