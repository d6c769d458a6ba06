"""`gongkai queue` and `gongkai worker` from the command line: without a queue, beside workers, orders and refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audits.cli import run
from tests.audits.queue.offices import DAILY, Office, PaperScanner, Working, wait_until


def _config(folder: Path, storage: str = "") -> str:
    (folder / "gongkai.yaml").write_text(
        f"{storage}\nsites: [{{id: a0, name: 甲县, url: 'http://www.a0.test/',"
        f" connect_to: ['*:80:127.0.0.1:9'], schedule: '{DAILY}'}}]\n",
        encoding="utf-8",
    )
    return str(folder)


@pytest.mark.parametrize("words", [["worker"], ["queue", "status"], ["queue", "add", "a0"]])
def test_with_sqlite_there_is_no_queue_and_it_says_what_to_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert run([*words, "--config", _config(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "没有任务队列" in told
    assert "gongkai serve" in told
    assert "postgresql://" in told
    assert not (tmp_path / "gongkai-data").exists()


def test_orders_and_refusals(
    postgres_store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = ["--config", _config(tmp_path, f"storage: {postgres_store}")]

    def told(*words: str) -> tuple[int, str]:
        code = run([*words, *config])
        read = capsys.readouterr()
        return code, read.out + read.err

    code, said = told("queue", "status")
    assert (code, "等待 0 个" in said) == (0, True)
    assert told("queue", "add", "a0") == (0, "已排队 1 个网站。\n")
    assert "已经在排队或正在检查：a0" in told("queue", "add", "--all")[1]
    assert told("queue", "add", "nobody")[0] == 2
    seen = json.loads(told("queue", "status", "--json")[1])
    assert seen["waiting"][0]["server"] == "address:127.0.0.1"
    assert "已从队列去掉" in told("queue", "cancel", "a0")[1]
    assert "没有在排队" in told("queue", "cancel", "a0")[1]
    assert told("queue", "cancel", "nobody")[0] == 2
    shown = told("queue", "status")[1]
    assert "由人取消" in shown
    assert " 00:00:00 " in shown  # when it was due, by the clocks of the desk
    assert "已重新排队 1 个" in told("queue", "retry", "--all-parked")[1]
    assert "没有搁置的检查：a0" in told("queue", "retry", "a0")[1]
    assert "台账里没有第 7 条" in told("queue", "recheck", "7", "--who", "张三")[1]
    assert "没有编号为 x 的检查" in told("queue", "render", "x", "--format", "html")[1]
    office = Office(postgres_store, tmp_path)
    with office.book() as book:
        scanner = PaperScanner(book.store, held=True)
        with Working(office, scanner):
            wait_until(lambda: scanner.begun)
            wait_until(lambda: json.loads(told("queue", "status", "--json")[1])["workers"])
            code, said = told("scan", "--due")
            assert (code, "gongkai worker 来做" in said) == (2, True)
            assert told("serve")[0] == 2
