"""Each bad input gets a clear message and the right exit code, and nothing is lost or half-written."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from audits.cli import run

HOME = "http://www.x.gov.cn/"


def to(server: HTTPServer, host: str = "www.x.gov.cn") -> list[str]:
    """Flags that lead the host to the loopback server, at full speed, and to nothing else."""
    way = ["--connect-to", f"{host}:80:127.0.0.1:{server.port}"]
    return [*way, "--delay", "0", "--timeout", "60", "--render", "never"]


def audited(out: Path) -> dict[str, object]:
    result: dict[str, object] = json.loads((out / "audit.json").read_text(encoding="utf-8"))
    return result


def verdicts(out: Path) -> dict[str, tuple[str, str | None]]:
    rules = audited(out)["rules"]
    assert isinstance(rules, list)
    return {rule["id"]: (rule["verdict"], rule["reason"]) for rule in rules}


def closed_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def test_unknown_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(["audit", HOME, "--pack", "huantia-2021", "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "huantia-2021" in said
    assert "base" in said
    assert not out.exists(), "nothing may be made before the request is understood"


def test_broken_rule_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = tmp_path / "library" / "site" / "my-rule.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text("id: my-rule\ntitle: 甲\ntitle: 乙\nchek: links_alive\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run(["audit", HOME, "--rules", str(tmp_path), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "my-rule.yaml:3" in said
    assert not out.exists()


def test_rule_with_an_unknown_check_is_refused_before_fetching(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = tmp_path / "library" / "site"
    library.mkdir(parents=True)
    source = Path(__file__).parents[2] / "rules" / "library" / "site" / "links.yaml"
    text = source.read_text(encoding="utf-8")
    text = text.replace("id: links\n", "id: my-links\n").replace(
        "check: links_alive", "check: links_alife"
    )
    (library / "my-links.yaml").write_text(text, encoding="utf-8")
    assert run(["audit", HOME, "--rules", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert "links_alife" in said
    assert "links_alive" in said
    assert "my-links.yaml:" in said


@pytest.mark.parametrize(
    "text", ["不是网址", "ftp://www.x.gov.cn/", "http://", "", "http://x y/", "mailto:a@b.cn"]
)
def test_not_a_url(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert run(["audit", text, "--out", str(tmp_path / "out")]) == 2
    assert "http://www.某县.gov.cn/" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "home", ["http://127.0.0.1:1/", "http://[::1]:1/", "http://localhost:1/", "http://192.168.3.4/"]
)
def test_private_home_is_refused_and_the_way_to_allow_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], home: str
) -> None:
    assert run(["audit", home, "--out", str(tmp_path / "out")]) == 2
    assert "--connect-to" in capsys.readouterr().err


def test_unwritable_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken = tmp_path / "a-file"
    taken.write_text("keep me", encoding="utf-8")
    assert run(["audit", HOME, "--out", str(taken)]) == 2
    assert str(taken) in capsys.readouterr().err
    assert taken.read_text(encoding="utf-8") == "keep me"
    assert run(["audit", HOME, "--out", str(taken / "below")]) == 2


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("--connect-to", "www.x.gov.cn:80"),
        ("--dns", "nowhere"),
        ("--as-of", "2026-13-01"),
        ("--as-of", "9999-12-31"),
        ("--as-of", "1900-01-01"),
        ("--max-pages", "0"),
        ("--delay", "-1"),
        ("--delay", "nan"),
        ("--max-wait", "-1"),
        ("--max-attachments", "-1"),
        ("--max-external", "many"),
        ("--host", "a b"),
        ("--host", "/tx/"),
        ("--issued-on", "2026-02-30"),
        ("--due-workdays", "0"),
        ("--due-workdays", "ten"),
        ("--profile", "fast"),
        ("--format", "docx2"),
        ("--fail-on", "sometimes"),
        ("--lang", "fr"),
        ("--colour", "red"),
    ],
)
def test_bad_flag_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flag: str, value: str
) -> None:
    assert run(["audit", HOME, "--out", str(tmp_path / "out"), flag, value]) == 2
    said = capsys.readouterr().err
    assert value in said or flag in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_config_file_errors_come_with_line_and_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "gongkai.yaml"
    config.write_text("delay: 1\nmaxpages: 5\nmax-depth: many\n", encoding="utf-8")
    assert run(["audit", HOME, "--out", str(tmp_path / "out"), "--config", str(config)]) == 2
    said = capsys.readouterr().err
    assert f"{config}:2" in said
    assert f"{config}:3" in said
    assert run(["audit", HOME, "--config", str(tmp_path / "none.yaml")]) == 2
    config.write_text("max-pages: 5\nmax_pages: 6\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["audit", HOME, "--config", str(config)]) == 2
    assert f"{config}:2: “max_pages”这个设置写了两次" in capsys.readouterr().err


def test_unreachable_host_is_an_incomplete_audit_and_accuses_nobody(tmp_path: Path) -> None:
    out = tmp_path / "out"
    way = ["--connect-to", f"www.x.gov.cn:80:127.0.0.1:{closed_port()}", "--delay", "0"]
    assert run(["audit", HOME, "--out", str(out), *way]) == 3
    assert (out / "report.html").exists()
    found = verdicts(out)
    assert {verdict for verdict, _ in found.values()} == {"review", "pending"}
    assert found["links"] == ("review", "unreachable")
    assert not audited(out)["coverage"]["complete"]  # type: ignore[index]


def test_dns_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(["audit", "http://www.nowhere.invalid/", "--out", str(out), "--delay", "0"]) == 3
    assert {verdict for verdict, _ in verdicts(out).values()} == {"review", "pending"}
    assert "不完整" in capsys.readouterr().out


def test_a_portal_behind_a_bot_wall(tmp_path: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=412)
    httpserver.expect_request("/").respond_with_data("<script r='m'>$_ts=1</script>", status=412)
    out = tmp_path / "out"
    code = run(["audit", HOME, "--out", str(out), *to(httpserver)])
    found = verdicts(out)
    assert {verdict for verdict, _ in found.values()} == {"review", "pending"}
    assert found["plans-column"] == ("review", "blocked")
    assert code == 3


def test_an_empty_home_page(tmp_path: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("", content_type="text/html")
    out = tmp_path / "out"
    assert run(["audit", HOME, "--out", str(out), *to(httpserver)]) == 3
    found = verdicts(out)
    assert found["plans-column"][0] == "review"
    assert found["annual-report-published"][0] == "review"
    assert found["links"][0] == "review"


def test_ctrl_c_keeps_what_was_fetched(tmp_path: Path, httpserver: HTTPServer) -> None:
    # The server itself sends the interrupt, in the middle of the crawl: no waiting, no guessing.
    out = tmp_path / "out"
    started: list[subprocess.Popen[bytes]] = []

    def third(_: Request) -> Response:
        started[0].send_signal(signal.SIGINT)
        return Response("<a href=/4>4</a>", content_type="text/html")

    links = "".join(f"<li><a href=/{n}>第{n}页标题</a></li>" for n in range(1, 40))
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request("/").respond_with_data(f"<ul>{links}</ul>", content_type="text/html")
    httpserver.expect_request("/1").respond_with_data("<p>一", content_type="text/html")
    httpserver.expect_request("/3").respond_with_handler(third)
    httpserver.expect_request("/2").respond_with_data("<p>二", content_type="text/html")
    command = [
        sys.executable,
        "-m",
        "audits.cli",
        "audit",
        HOME,
        "--out",
        str(out),
        *to(httpserver),
    ]
    started.append(
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ}
        )
    )
    stdout, stderr = started[0].communicate(timeout=300)
    assert started[0].returncode == 130, stderr.decode()
    assert b"Traceback" not in stderr
    assert "不完整".encode() in stdout
    result = audited(out)
    assert result["coverage"]["pages_fetched"] >= 3  # type: ignore[index]
    assert result["coverage"]["crawl_finish"] == "interrupted"  # type: ignore[index]
    rules = {rule["id"]: rule["verdict"] for rule in result["rules"]}  # type: ignore[attr-defined]
    assert rules["plans-column"] == "review"


def test_a_second_audit_moves_the_first_aside(tmp_path: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("<p>首页", content_type="text/html")
    out = tmp_path / "out"
    for _ in range(2):
        run(["audit", HOME, "--out", str(out), *to(httpserver)])
    assert (out / "earlier" / "001" / "snapshot" / "index.sqlite").exists()
    assert (out / "earlier" / "001" / "audit.json").exists()
    assert (out / "snapshot" / "index.sqlite").exists()


def test_check_without_a_snapshot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "快照" in capsys.readouterr().err


def test_report_of_something_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "audit.json"
    wrong.write_text('{"format": "other/9"}', encoding="utf-8")
    assert run(["report", str(wrong), "--out", str(tmp_path / "out")]) == 2
    assert "gongkai-audit/1" in capsys.readouterr().err
    assert run(["report", str(tmp_path / "none.json"), "--out", str(tmp_path / "out")]) == 2


@pytest.mark.parametrize("arguments", [[], ["audti"], ["audit"], ["rules"], ["rules", "show"]])
def test_usage_errors_are_said_in_chinese(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert run(arguments) == 2
    said = capsys.readouterr()
    text = said.out + said.err
    assert any("\u4e00" <= character <= "\u9fff" for character in text)
    assert "Traceback" not in text
    assert "Error" not in text


PLAIN = "<p>" + "某县人民政府门户网站" * 10


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "audits.cli", *arguments]


def test_a_reader_that_has_gone_does_not_change_the_exit_code(
    tmp_path: Path, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/").respond_with_data(PLAIN, content_type="text/html")
    out = tmp_path / "out"
    flags = ["audit", HOME, "--out", str(out), "--fail-on", "never", *to(httpserver)]
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as nobody:
        done = subprocess.run(_command(*flags), stdout=nobody, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (out / "report.html").exists()


def test_a_terminal_without_our_characters_is_no_crash() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        _command("rules", "list"), capture_output=True, env=environment, check=False
    )
    assert done.returncode == 0
    assert b"links" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_that_cannot_be_written_is_said_and_is_no_success() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            _command("rules", "list"), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert "磁盘已满" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_checking_again_into_the_same_folder_keeps_the_earlier_results(
    tmp_path: Path, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/").respond_with_data(PLAIN, content_type="text/html")
    out = tmp_path / "out"
    run(["audit", HOME, "--out", str(out), *to(httpserver)])
    before = (out / "audit.json").read_bytes()
    run(["check", str(out), "--out", str(out), "--as-of", "2030-01-01"])
    assert (out / "earlier" / "001" / "audit.json").read_bytes() == before
    assert audited(out)["as_of"] == "2030-01-01"
    assert (out / "snapshot" / "index.sqlite").exists()


def test_an_empty_config_file_chooses_nothing(tmp_path: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data(PLAIN, content_type="text/html")
    config = tmp_path / "empty.yaml"
    config.write_text("\n", encoding="utf-8")
    flags = ["--out", str(tmp_path / "out"), "--config", str(config), "--fail-on", "never"]
    assert run(["audit", HOME, *flags, *to(httpserver)]) == 0


def test_results_edited_by_hand_are_refused(
    tmp_path: Path, httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request("/").respond_with_data(PLAIN, content_type="text/html")
    out = tmp_path / "out"
    run(["audit", HOME, "--out", str(out), *to(httpserver)])
    edited = audited(out) | {"as_of": "昨天"}
    (tmp_path / "audit.json").write_text(json.dumps(edited), encoding="utf-8")
    assert run(["report", str(tmp_path / "audit.json"), "--out", str(tmp_path / "again")]) == 2
    assert "昨天" in capsys.readouterr().err
