"""`gongkai check` of a snapshot whose bodies are damaged: what is lost is told, and nothing is a failure."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from audits.cli import run
from crawler.snapshot import DiskSnapshot
from tests.crawler.loopback import Loopback, page

HOME = "http://www.x.gov.cn/"


@pytest.fixture
def server() -> Iterator[Loopback]:
    made = Loopback()
    made.at("/", page("/a/", "/b/"))
    made.at("/a/", page("/", title="规划计划"))
    made.at("/b/", page("/", title="政府信息公开"))
    yield made
    made.close()


@pytest.mark.harms_archives
def test_what_is_lost_is_told(server: Loopback, tmp_path: Path) -> None:
    way = ("--connect-to", f"*:80:127.0.0.1:{server.port}", "--delay", "0", "--render", "never")
    snap = tmp_path / "s"
    assert run(["crawl", HOME, "--out", str(snap), *way]) == 0
    with contextlib.closing(DiskSnapshot(snap)) as snapshot:
        home = snapshot.fetch(HOME)
    assert home is not None
    assert home.record is not None
    os.truncate(snap / home.record.file, home.record.offset + home.record.length)
    assert run(["check", str(snap), "--out", str(tmp_path / "o")]) == 3
    rules = json.loads((tmp_path / "o" / "audit.json").read_text(encoding="utf-8"))["rules"]
    links = next(rule for rule in rules if rule["id"] == "links")
    assert (links["verdict"], links["reason"]) == ("review", "check_error")
    assert "快照已损坏" in links["message"]
    assert "请恢复快照的原文件，或重新爬取" in links["message"]
    assert str(tmp_path) not in json.dumps(rules), "the same snapshot elsewhere gives the same"


@pytest.mark.harms_archives
@pytest.mark.parametrize("is_there", [True, False], ids=["cut", "gone"])
def test_a_crawl_does_not_go_on_with_what_is_lost(
    server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, is_there: bool
) -> None:
    way = ("--connect-to", f"*:80:127.0.0.1:{server.port}", "--delay", "0", "--render", "never")
    snap = tmp_path / "s"
    assert run(["crawl", HOME, "--out", str(snap), *way]) == 0
    warc = snap / "bodies.warc.gz"
    if is_there:
        os.truncate(warc, warc.stat().st_size - 1)
    else:
        warc.unlink()
    left = warc.read_bytes() if is_there else None
    asked = len(server.asked)
    assert run(["crawl", HOME, "--out", str(snap), "--resume", *way]) in {2, 3}
    assert "请恢复原文件；没有备份时，换一个 --out 重新爬取" in capsys.readouterr().err
    assert len(server.asked) == asked
    assert (warc.read_bytes() if warc.exists() else None) == left, "nothing was made up"
