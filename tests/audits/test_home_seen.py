"""A crawl that did not see the home page says so, and does not end as if all were well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audits.cli import run
from tests.crawler.loopback import Loopback, http, page, to

WALL = http("<script>1</script>", "412 Precondition Failed")
HOMES = [
    (http("x", "404 Not Found"), "首页没有抓到：页面不存在（404）"),
    (WALL, "首页没有抓到：被安全防护拦截（412）"),
    (http("", "200 OK"), "首页返回的内容为空"),
    (http(b"%PDF-1.4", content_type="application/pdf"), "首页没有抓到：返回的不是网页"),
    (to("/"), "首页没有抓到：重定向没有走到头（302）"),
    (to("http://www.new.gov.cn/"), "首页跳转到 http://www.new.gov.cn/，不在本站范围内"),
]


@pytest.fixture
def server() -> Iterator[Loopback]:
    made = Loopback()
    made.at("/", page("/"), host="www.new.gov.cn")
    made.at("/", page("/"), host="www.good.gov.cn")
    yield made
    made.close()


def crawl(server: Loopback, out: Path, *urls: str) -> int:
    way = ("--connect-to", f"*:80:127.0.0.1:{server.port}", "--delay", "0", "--render", "never")
    return run(["crawl", *urls, "--out", str(out), *way])


@pytest.mark.parametrize(
    ("home", "says"), HOMES, ids=["gone", "wall", "empty", "file", "loop", "moved"]
)
def test_one_site(
    server: Loopback,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    home: bytes,
    says: str,
) -> None:
    server.at("/", home, host="www.x.gov.cn")
    assert crawl(server, tmp_path / "s", "http://www.x.gov.cn/") == 3
    said = capsys.readouterr().out
    assert says in said
    assert "爬取完成" not in said


def test_one_of_many_sites(
    server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.at("/", http("x", "404 Not Found"), host="www.x.gov.cn")
    assert crawl(server, tmp_path / "s", "http://www.x.gov.cn/", "http://www.good.gov.cn/") == 3
    said = capsys.readouterr().out
    assert "www.x.gov.cn：首页没有抓到：页面不存在（404）" in said
    assert "完成 1 个" in said
    assert "没看到首页 1 个" in said
    assert "--resume" not in said, "nothing is left to go on with"
