"""A crawl that is killed and resumed ends as one that nobody disturbed."""

from __future__ import annotations

import contextlib
import random
import re
import shutil
import signal
import subprocess
import sys
from argparse import Namespace
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from warcio.checker import Checker
from werkzeug import Request, Response

from crawler.folder import unbegun
from crawler.snapshot import DiskSnapshot, Role, index
from crawler.snapshot.lock import FolderLock

HOME = "http://www.x.gov.cn/"
PAGES = 600


def page(number: int) -> str:
    links = [number * 3 + k for k in (1, 2, 3)]
    rows = "".join(f"<li><a href=/p/{n}>第{n}页</a></li>" for n in links if n < PAGES)
    file = f"<a href=/f/{number}.pdf>附件{number}</a>" if number % 10 == 0 else ""
    return f"<title>页{number}</title><ul>{rows}</ul>{file}<a href=/gone/{number % 7}>旧</a>"


class Portal:
    """Counts requests and, when told to, kills the crawler in the middle of one."""

    def __init__(self) -> None:
        self.crawler: subprocess.Popen[bytes] | None = None
        self.left = -1
        self.asked: list[str] = []

    def __call__(self, request: Request) -> Response:
        self.asked.append(request.path)
        self.left -= 1
        if self.left == 0 and self.crawler is not None:
            self.crawler.send_signal(signal.SIGKILL)
        if request.path.startswith(("/p/", "/f/")) or request.path == "/":
            number = int("".join(c for c in request.path if c.isdigit()) or 0)
            if request.path.startswith("/f/"):
                return Response(b"%PDF-1.4\n" * number, content_type="application/pdf")
            return Response(page(number), content_type="text/html; charset=utf-8")
        return Response("nothing here", status=404, content_type="text/html")


def run(portal: Portal, server: HTTPServer, out: Path, *more: str, kill_at: int = -1) -> int:
    portal.left = kill_at
    command = [
        *(
            sys.executable,
            "-m",
            "audits.cli",
            "crawl",
            HOME,
            "--out",
            str(out),
            "--delay",
            "0",
            "--read-apart",
        ),
        *(
            "--connect-to",
            f"*:80:127.0.0.1:{server.port}",
            "--concurrency",
            "4",
            "--render",
            "never",
            *more,
        ),
    ]
    portal.crawler = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    _, stderr = portal.crawler.communicate(timeout=600)
    assert b"Traceback" not in stderr, stderr.decode()
    return portal.crawler.returncode


def facts(folder: Path) -> dict[str, object]:
    """Everything but when, and where in the WARC, by URL."""
    snapshot = DiskSnapshot(folder)
    found: dict[str, object] = {}
    for fetch in snapshot.fetches():
        same = replace(fetch, fetched_at=None, seconds=None, record=None)
        links = [link.target for link in snapshot.links(fetch.url)]
        found[fetch.url] = (same, links, snapshot.body(fetch.url))
    for probe in snapshot.probes("honest_404"):
        found[f"probe {probe.subject}"] = probe.data
    assert snapshot.info.finish == "finished"
    snapshot.close()
    return found


def served(server: HTTPServer) -> Portal:
    answer = Portal()
    server.expect_request(re.compile(".*")).respond_with_handler(answer)
    return answer


@pytest.fixture
def portal(httpserver: HTTPServer) -> Portal:
    return served(httpserver)


@dataclass(frozen=True)
class Calm:
    """A crawl that nobody disturbed, and how many requests it took."""

    folder: Path
    asked: int


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Calm:
    folder = tmp_path_factory.mktemp("calm") / "snapshot"
    with HTTPServer() as server:
        portal = served(server)
        assert run(portal, server, folder) == 0
    return Calm(folder, len(portal.asked))


@pytest.mark.parametrize(
    ("wanted", "most"), [(5, 120), pytest.param(20, 45, marks=pytest.mark.soak)]
)
def test_many_kills_and_resumes_end_in_the_same_snapshot(
    portal: Portal, httpserver: HTTPServer, calm: Calm, tmp_path: Path, wanted: int, most: int
) -> None:
    rough = tmp_path / "rough"
    dice = random.Random(20260630)  # noqa: S311 - where to kill; the same places every time
    kills = 0
    resume: list[str] = []
    while kills < wanted:
        # Late enough that a batch may have been written, early enough that many kills fit in.
        code = run(portal, httpserver, rough, *resume, kill_at=dice.randint(1, most))
        if code == 0:
            break  # it got through before the dice fell: told below
        assert code == -signal.SIGKILL
        kills += 1
        if (rough / "index.sqlite").exists():
            resume = ["--resume"]
    assert kills == wanted, "let fewer requests through between the kills"
    before = len(portal.asked)
    assert run(portal, httpserver, rough, "--resume") == 0
    assert len(portal.asked) - before < calm.asked, "what is there is not asked for again"
    assert facts(rough) == facts(calm.folder)
    asked = Namespace(inputs=[str(rough / "bodies.warc.gz")], verbose=False)
    checker = Checker(asked)
    checker.process_all()
    assert not checker.exit_value


def test_resuming_what_is_complete_asks_for_nothing_but_robots(
    portal: Portal, httpserver: HTTPServer, calm: Calm, tmp_path: Path
) -> None:
    out = shutil.copytree(calm.folder, tmp_path / "out")
    assert run(portal, httpserver, out, "--resume") == 0
    assert set(portal.asked) <= {"/robots.txt", "/"}, "the home page is read by the IPv6 probe"
    with contextlib.closing(DiskSnapshot(out)) as seen:
        assert sum(1 for _ in seen.fetches()) > PAGES


def test_a_larger_budget_goes_on_where_the_smaller_one_ended(
    portal: Portal, httpserver: HTTPServer, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run(portal, httpserver, out, "--max-pages", "30") == 3
    assert run(portal, httpserver, out, "--resume") == 0
    with contextlib.closing(DiskSnapshot(out)) as seen:
        pages = [f for f in seen.fetches() if f.role is Role.PAGE and f.is_html]
    assert len(pages) == PAGES


def unbegun_folder(out: Path) -> Path:
    """What a kill leaves that comes when the index is made and nothing is described."""
    with contextlib.closing(index.create(out)):
        pass
    return out


@pytest.mark.parametrize("resume", [True, False])
def test_what_was_killed_before_it_began_is_begun(
    portal: Portal, httpserver: HTTPServer, tmp_path: Path, *, resume: bool
) -> None:
    (tmp_path / "out").mkdir()
    out = unbegun_folder(tmp_path / "out")
    more = ["--resume"] if resume else []
    assert run(portal, httpserver, out, "--max-pages", "3", *more) == 3
    with contextlib.closing(DiskSnapshot(out)) as seen:
        assert seen.info.home == HOME


def test_unbegun_is_only_what_holds_nothing_and_nobody_is_at(tmp_path: Path, calm: Calm) -> None:
    assert not unbegun(tmp_path)
    (tmp_path / "out").mkdir()
    out = unbegun_folder(tmp_path / "out")
    with contextlib.closing(FolderLock(out)):
        assert not unbegun(out)
    assert unbegun(out)
    (out / "bodies.warc.gz").write_bytes(b"x" * 2000)
    assert not unbegun(out)
    assert not unbegun(calm.folder)


def test_another_portal_s_snapshot_is_not_gone_on_with(
    portal: Portal, httpserver: HTTPServer, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run(portal, httpserver, out, "--max-pages", "3") == 3
    other = [
        *(sys.executable, "-m", "audits.cli", "crawl", "http://www.y.gov.cn/"),
        *("--out", str(out), "--resume"),
    ]
    done = subprocess.run(other, capture_output=True, check=False)
    assert done.returncode == 2
    assert HOME in done.stderr.decode()
