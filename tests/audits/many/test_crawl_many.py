"""`gongkai crawl` over many sites: kills, interrupts, exit codes and messages, as a person meets them."""

from __future__ import annotations

import contextlib
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from audits.cli import run
from crawler.snapshot import DiskSnapshot
from tests.crawler.loopback import Loopback, http, page, says_nothing
from tests.crawler.name_server import NameServer

HOSTS = tuple(f"www.{letter}.gov.cn" for letter in "abcd")
PAGES = 60
PATIENCE = 300.0


@pytest.fixture
def server() -> Iterator[Loopback]:
    made = Loopback()
    for number in range(PAGES):
        links = [f"/{n}" for n in range(number * 3 + 1, min(number * 3 + 4, PAGES))]
        made.at(f"/{number}" if number else "/", page(*links, f"/gone/{number % 5}"))
    yield made
    made.close()


@pytest.fixture
def flags(server: Loopback) -> Iterator[list[str]]:
    names = NameServer()
    mapping = f"*:80:127.0.0.1:{server.port}"
    yield [
        *("--delay", "0", "--connect-to", mapping, "--dns", str(names.address)),
        *("--render", "never"),
    ]
    names.close()


@pytest.fixture
def command(tmp_path: Path, flags: list[str]) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    with contextlib.ExitStack() as at_the_end:

        def start(*more: str) -> subprocess.Popen[bytes]:
            words = [sys.executable, "-m", "audits.cli", "crawl", "--out", str(tmp_path / "all")]
            process = subprocess.Popen(
                [*words, *flags, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            at_the_end.enter_context(process)
            at_the_end.callback(process.kill)  # a test that fails leaves nothing to the next one
            return process

        yield start


def told(process: subprocess.Popen[bytes]) -> str:
    stdout, stderr = process.communicate(timeout=PATIENCE)
    assert b"Traceback" not in stderr, stderr.decode()
    return stdout.decode()


def facts(out: Path, host: str) -> dict[str, object]:
    snapshot = DiskSnapshot(out / host)
    assert snapshot.info.finish == "finished"
    found = {fetch.url: (fetch.outcome, snapshot.body(fetch.url)) for fetch in snapshot.fetches()}
    snapshot.close()
    return found


def assert_whole(tmp_path: Path) -> None:
    for host in HOSTS:
        found = facts(tmp_path / "all", host)
        pages = [url for url in found if not url.endswith(("/sitemap.xml", "/robots.txt"))]
        assert len(pages) == PAGES + 5 + 2
        assert {url.split("/")[2] for url in found} == {host}


def urls(*hosts: str) -> list[str]:
    return [f"http://{host}/" for host in hosts]


def test_many_kills_lose_nothing_that_resume_does_not_bring_back(
    server: Loopback, command: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    dice = random.Random(20260630)  # noqa: S311 - where to kill; the same places every time
    process = command(*urls(*HOSTS))
    for _ in range(4):
        upto = len(server.asked) + dice.randint(20, 45)
        server.wait_until(lambda upto=upto: len(server.asked) >= upto)  # type: ignore[misc]
        process.kill()
        process.communicate(timeout=PATIENCE)
        process = command("--resume")
    assert process.returncode is None, "it was killed in the middle, each time"
    assert "完成 4 个" in told(process)
    assert process.returncode == 0
    assert_whole(tmp_path)
    asked = len(server.asked)
    done = command("--resume")
    assert "完成 4 个" in told(done)
    assert len(server.asked) == asked, "what is finished is left as it is"


def test_in_two_processes_and_the_parent_killed(
    server: Loopback, command: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    # Each host on an address of its own, or all would go to one process.
    mappings = [
        word
        for n, host in enumerate(HOSTS)
        for word in ("--connect-to", f"{host}:80:127.0.0.{n + 1}:{server.port}")
    ]
    others = [Loopback(f"127.0.0.{n}", port=server.port) for n in range(2, 5)]
    try:
        for one in others:
            one._answers = server._answers  # noqa: SLF001 - the same portal at each address
        process = command(*mappings, *urls(*HOSTS), "--processes", "2")
        server.wait_until(lambda: len(server.asked) >= 10)
        process.kill()
        process.communicate(timeout=PATIENCE)  # at once: the workers are still ending in good order
        process = command(*mappings, "--resume", "--processes", "2")
        assert "完成 4 个" in told(process)
    finally:
        for one in others:
            one.close()
    assert process.returncode == 0
    assert_whole(tmp_path)


@pytest.mark.parametrize("processes", ["1", "2"])
def test_ctrl_c_ends_all_in_good_order(
    server: Loopback,
    command: Callable[..., subprocess.Popen[bytes]],
    tmp_path: Path,
    processes: str,
) -> None:
    server.at("/20", says_nothing)
    hosts = HOSTS[:2]
    mappings = [f"{hosts[0]}:80:127.0.0.1:{server.port}", f"{hosts[1]}:80:127.0.0.2:{server.port}"]
    other = Loopback("127.0.0.2", port=server.port)
    other.at("/", says_nothing)
    try:
        to = [word for mapping in mappings for word in ("--connect-to", mapping)]
        process = command(*to, *urls(*hosts), "--processes", processes)
        server.wait_for("/20")
        other.wait_for("/")
        process.send_signal(signal.SIGINT)
        output = told(process)
    finally:
        other.close()
    assert process.returncode == 130
    assert "被中断 2 个" in output
    for host in hosts:
        snapshot = DiskSnapshot(tmp_path / "all" / host)
        assert snapshot.info.finish == "interrupted"
        snapshot.close()


def test_a_worker_that_is_killed_is_said_and_does_not_touch_the_other(
    server: Loopback, command: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    server.at("/20", says_nothing)
    hosts = HOSTS[:2]
    other = Loopback("127.0.0.2", port=server.port)
    other.at("/", http("<title>x</title>"))
    to = [
        *("--connect-to", f"{hosts[0]}:80:127.0.0.1:{server.port}"),
        *("--connect-to", f"{hosts[1]}:80:127.0.0.2:{server.port}"),
    ]
    try:
        process = command(*to, *urls(*hosts), "--processes", "2")
        server.wait_for("/20")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            pytest.skip("this system does not tell a process's children")
        workers = [int(pid) for pid in children.read_text().split()]
        for pid in workers:
            # The one that holds the first site's snapshot open.
            held = [fd.resolve() for fd in Path(f"/proc/{pid}/fd").iterdir()]
            if tmp_path / "all" / hosts[0] in held:
                subprocess.run(["kill", "-9", str(pid)], check=True)  # noqa: S607
        output = told(process)
    finally:
        other.close()
    assert process.returncode == 3
    assert "意外结束" in output
    assert facts(tmp_path / "all", hosts[1])


def test_a_list_of_sites(
    tmp_path: Path, flags: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    sites = tmp_path / "sites.txt"
    sites.write_text(f"# 全部\n{HOSTS[0]}  # 甲\n\nhttp://{HOSTS[1]}/\n", encoding="utf-8")
    out = tmp_path / "all"
    words = ["crawl", "--sites", str(sites), "--out", str(out), *flags]
    assert run([*words, "--max-pages", "3"]) == 3
    shown = capsys.readouterr().out
    assert "到预算上限 2 个" in shown
    assert "把上限（如 --max-pages）加大" in shown
    assert (out / "sites.txt").read_text() == "".join(f"{url}\n" for url in urls(*HOSTS[:2]))
    # The same budget changes nothing, a larger one goes on.
    assert run([*words, "--max-pages", "3", "--resume"]) == 3
    assert run([*words, "--resume"]) == 0
    assert "完成 2 个" in capsys.readouterr().out.splitlines()[-1]
    assert run(words) == 2
    error = capsys.readouterr().err
    assert f"{sites}:2: " in error
    assert f"{sites}:4: " in error
    assert "里已有一个快照，没有动它" in error


def test_one_site_in_a_list_has_a_folder_of_its_own(tmp_path: Path, flags: list[str]) -> None:
    sites = tmp_path / "sites.txt"
    sites.write_text(HOSTS[0], encoding="utf-8")
    out = tmp_path / "all"
    assert run(["crawl", "--sites", str(sites), "--out", str(out), *flags]) == 0
    assert facts(out, HOSTS[0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "请给出网址"),
        (["--resume"], "sites.txt"),
        (["http://a.cn/", "http://192.168.1.1/"], "192.168.1.1 是内网或本机地址"),
        (["http://a.cn/", "http://a.cn/"], "同一个主机"),
        (["http://a.cn/", "--processes", "0"], "1–64"),
        (["http://a.cn/", "--processes", "x"], "1–64"),
        (["--sites", "nowhere.txt"], "读不到网站名单"),
    ],
)
def test_bad_requests_are_refused_before_anything_is_fetched(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    server: Loopback,
    words: list[str],
    said: str,
) -> None:
    mapping = ["--connect-to", f"a.cn:80:127.0.0.1:{server.port}"]
    assert run(["crawl", "--out", str(tmp_path / "all"), *mapping, *words]) == 2
    assert said in capsys.readouterr().err
    assert server.asked == []


def test_a_folder_that_holds_something_else_is_left_alone(
    tmp_path: Path, flags: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "all" / HOSTS[1]
    taken.mkdir(parents=True)
    (taken / "letter.txt").write_text("mine", encoding="utf-8")
    assert run(["crawl", *urls(*HOSTS), "--out", str(tmp_path / "all"), *flags]) == 2
    assert "不是快照目录，没有动它" in capsys.readouterr().err
    assert (taken / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_a_site_killed_before_it_began_is_begun_anew(tmp_path: Path, flags: list[str]) -> None:
    out = tmp_path / "all"
    for host in HOSTS[:2]:
        (out / host).mkdir(parents=True)
        (out / host / "index.sqlite").touch()
    assert run(["crawl", *urls(*HOSTS[:2]), "--out", str(out), "--resume", *flags]) == 0
    assert facts(out, HOSTS[0])


def test_a_snapshot_that_cannot_be_read_is_not_thrown_away(
    tmp_path: Path, flags: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "all"
    (out / HOSTS[0]).mkdir(parents=True)
    (out / HOSTS[0] / "index.sqlite").write_text("ruined", encoding="utf-8")
    (out / HOSTS[0] / "bodies.warc.gz").write_bytes(bytes(9999))
    assert run(["crawl", *urls(*HOSTS[:2]), "--out", str(out), "--resume", *flags]) == 2
    assert "不是可读的快照索引" in capsys.readouterr().err
    assert (out / HOSTS[0] / "bodies.warc.gz").stat().st_size == 9999
