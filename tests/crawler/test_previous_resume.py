"""A crawl that knows an earlier one, killed and resumed, ends as one that nobody disturbed."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from crawler.snapshot import DiskSnapshot
from tests.crawler.aging import AgingPortal, html

HOME = "http://www.x.gov.cn/"
PAGES = 150


class Killing(AgingPortal):
    """Kills the crawler in the middle of a request when told to."""

    crawler: subprocess.Popen[bytes] | None = None
    left = -1

    def __call__(self, request: Request) -> Response:
        self.left -= 1
        if self.left == 0 and self.crawler is not None:
            self.crawler.send_signal(signal.SIGKILL)
        return super().__call__(request)


def at_first() -> Killing:
    made = Killing()
    made.put("/", html("/p/0.html"))
    for number in range(PAGES):
        further = [f"/p/{n}.html" for n in (number * 2 + 1, number * 2 + 2) if n < PAGES]
        made.put(
            f"/p/{number}.html", html("/", *further, f"/f/{number % 9}.pdf", title=f"{number}")
        )
    for number in range(9):
        made.put(f"/f/{number}.pdf", b"%PDF-1.4" * (number + 1), kind="application/pdf")
    return made


def let_age(portal: Killing) -> None:
    for number in range(0, PAGES, 10):
        portal.change(f"/p/{number}.html", portal.pages[f"/p/{number}.html"].body + b"<p>new</p>")
    portal.change("/f/3.pdf", b"%PDF-1.7")


@pytest.fixture
def portal(httpserver: HTTPServer) -> Killing:
    """The portal as it is after some pages have changed."""
    made = at_first()
    let_age(made)
    made.serve(httpserver)
    return made


@dataclass(frozen=True)
class Known:
    """What undisturbed crawls saw: at `first`, and `calm` when they compared with that."""

    first: Path
    calm: Path

    @property
    def flags(self) -> tuple[str, str]:
        return "--previous", str(self.first)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    out = tmp_path_factory.mktemp("known")
    made = Known(out / "first", out / "calm")
    portal = at_first()
    with HTTPServer() as server:
        portal.serve(server)
        assert run(portal, server, made.first) == 0
        let_age(portal)
        assert run(portal, server, made.calm, *made.flags) == 0
    return made


def run(portal: Killing, server: HTTPServer, out: Path, *more: str, kill_at: int = -1) -> int:
    portal.left = kill_at
    command = [
        *(sys.executable, "-m", "audits.cli", "crawl", HOME, "--out", str(out), "--delay", "0"),
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


def facts(folder: Path) -> dict[str, Any]:
    """Everything but when, and where in our own WARC file, by URL."""
    snapshot = DiskSnapshot(folder)
    found = {}
    for fetch in snapshot.fetches():
        how = fetch.unchanged.how if fetch.unchanged else None
        file = fetch.record.file if fetch.record else None
        same = replace(fetch, fetched_at=None, seconds=None, record=None, unchanged=None)
        found[fetch.url] = same, how, file, snapshot.links(fetch.url), snapshot.body(fetch.url)
    assert snapshot.info.finish == "finished"
    snapshot.close()
    return found


@pytest.mark.parametrize("wanted", [2, pytest.param(8, marks=pytest.mark.soak)])
def test_many_kills_and_resumes_end_in_the_same_snapshot(
    portal: Killing, httpserver: HTTPServer, known: Known, tmp_path: Path, wanted: int
) -> None:
    rough = tmp_path / "rough"
    dice = random.Random(20260630)  # noqa: S311 - where to kill; the same places every time
    kills, more = 0, known.flags
    while kills < wanted:
        code = run(portal, httpserver, rough, *more, kill_at=dice.randint(1, 30))
        if code == 0:
            break
        assert code == -signal.SIGKILL
        kills += 1
        if (rough / "index.sqlite").exists():
            more = (*known.flags, "--resume")
    assert kills == wanted, "let fewer requests through between the kills"
    assert run(portal, httpserver, rough, *known.flags, "--resume") == 0
    assert facts(rough) == facts(known.calm)
    names = sorted(path.name for path in rough.iterdir())
    assert names == sorted(path.name for path in known.calm.iterdir())


@pytest.mark.harms_archives
def test_what_a_resumed_crawl_took_over_does_not_need_the_earlier_snapshot_again(
    portal: Killing, httpserver: HTTPServer, known: Known, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = shutil.copytree(known.first, tmp_path / "first")
    previous = ("--previous", str(first))
    assert run(portal, httpserver, out, *previous, kill_at=80) == -signal.SIGKILL
    (first / "bodies.warc.gz").unlink()
    assert run(portal, httpserver, out, "--resume") == 0
    calm, rough = facts(known.calm), facts(out)
    assert {url: one[0] for url, one in rough.items()} == {url: one[0] for url, one in calm.items()}
    assert {url: one[3:] for url, one in rough.items()} == {
        url: one[3:] for url, one in calm.items()
    }
    assert any(one[1] for one in rough.values()), "something was taken over before the kill"


def test_a_snapshot_begun_without_an_earlier_one_goes_on_with_one(
    portal: Killing, httpserver: HTTPServer, known: Known, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run(portal, httpserver, out, kill_at=80) == -signal.SIGKILL
    assert run(portal, httpserver, out, *known.flags, "--resume") == 0
    calm, mixed = facts(known.calm), facts(out)
    assert {url: one[3:] for url, one in mixed.items()} == {
        url: one[3:] for url, one in calm.items()
    }
    assert sum(one[1] is not None for one in mixed.values()) < sum(
        one[1] is not None for one in calm.values()
    )


def test_going_on_with_another_earlier_snapshot_mixes_nothing_up(
    portal: Killing, httpserver: HTTPServer, known: Known, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run(portal, httpserver, out, *known.flags, kill_at=80) == -signal.SIGKILL
    other = ("--previous", str(known.calm))
    assert run(portal, httpserver, out, *other, "--resume") == 0
    calm, mixed = facts(known.calm), facts(out)
    assert {url: one[3:] for url, one in mixed.items()} == {
        url: one[3:] for url, one in calm.items()
    }


def test_a_distrusted_host_stays_distrusted_over_a_kill(
    portal: Killing, httpserver: HTTPServer, known: Known, tmp_path: Path
) -> None:
    portal.always_304 = True
    out = tmp_path / "out"
    assert run(portal, httpserver, out, *known.flags, kill_at=60) == -signal.SIGKILL
    portal.asked.clear()
    assert run(portal, httpserver, out, *known.flags, "--resume") == 0
    assert portal.conditional() == [], "it was found out before the kill"
    whole, mended = facts(known.calm), facts(out)
    assert {url: one[3:] for url, one in mended.items()} == {
        url: one[3:] for url, one in whole.items()
    }
