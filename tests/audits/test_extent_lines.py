"""`gongkai crawl` ends by saying, in a few lines, what it took in and what it left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from audits.cli import run
from audits.extent_lines import lines
from crawler.snapshot import Extent, Trap
from crawler.snapshot.extent import HostExtent, OutsideHost


def test_a_crawl_that_saw_nothing_says_nothing() -> None:
    assert lines(Extent()) == []


def test_everything_at_once() -> None:
    hosts = tuple(HostExtent(f"h{n}.x.cn", 10 - n, 5, {"budget": 1, "robots": 2}) for n in range(6))
    outside = (OutsideHost("zwfw.x.com", 3, akin=True), OutsideHost("y.cn", 9, akin=False))
    said = lines(Extent(hosts, outside, {Trap.CALENDAR: 7}))
    assert said == [
        "本站网页读取 30 个，已知 45 个：h0.x.cn（5/10）、h1.x.cn（5/9）、h2.x.cn（5/8）、h3.x.cn（5/7）等 6 个主机。",
        "没有读取的原因：robots.txt 不允许 12 个、超出抓取额度 6 个。",
        "看来没有尽头的网址只抓取一部分，略去：日历中的某天、某月 7 个。",
        (
            "没有算作本站、只核对链接的主机有 2 个，如 zwfw.x.com（3 个链接）。"
            "若是本站的子站，加 --host 主机名 后重新爬取。"
        ),
    ]


def test_the_command_line_says_it(
    httpserver: HTTPServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(request: Request) -> Response:
        links = "<a href=/a/>政务公开</a><a href=/b/>乙</a><a href=http://tx.zwfw.cn/>办事</a>"
        body = f"<title>县</title>{links}" + "政务公开。" * 60
        return Response(body if request.path == "/" else "x", content_type="text/html")

    httpserver.expect_request(re.compile(".*")).respond_with_handler(answer)
    way = ["--connect-to", f"*:80:127.0.0.1:{httpserver.port}", "--delay", "0", "--max-pages", "2"]
    way += ["--render", "never"]
    run(["crawl", "http://www.tx.gov.cn/", "--out", str(tmp_path / "s"), *way])
    said = capsys.readouterr().out
    assert "本站网页读取 2 个，已知 3 个：www.tx.gov.cn（2/3）" in said
    assert "超出抓取额度 1 个" in said
    assert "tx.zwfw.cn（1 个链接）" in said
