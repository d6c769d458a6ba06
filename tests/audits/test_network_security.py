"""Network security through the whole program: measured by the crawl, judged by the optional pack, shown in the report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from audits.cli import run
from crawler.snapshot import DiskSnapshot
from tests.crawler.loopback import page, to
from tests.network.certificates import Certificate
from tests.network.network import Network

HOST = "www.x.gov.cn"
RULES = {"dnssec", "https-redirect", "mixed-content", "security-headers", "tls-certificate"}
FAST = ["--delay", "0", "--timeout", "30", "--no-progress", "--render", "never"]


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("security") / "out"
    with Network() as net:
        net.host(HOST, v4=to(f"https://{HOST}/"))
        net.secure(HOST, Certificate.EXPIRED, v4=page("/a", more='<img src="http://x.cn/1.png">'))
        packs = ["--pack", "network-security", "--no-base", "--format", "html,json"]
        home = f"http://{HOST}/"
        assert run(["audit", home, "--out", str(out), *packs, *FAST, *net.flags()]) == 0
    return out


def results(folder: Path) -> dict[str, dict[str, Any]]:
    told = json.loads((folder / "audit.json").read_text(encoding="utf-8"))
    return {rule["id"]: rule for rule in told["rules"]}


def test_nobody_is_accused_of_what_stands_on_a_test_address(audited: Path) -> None:
    found = results(audited)
    assert set(found) == RULES
    assert {rule["level"] for rule in found.values()} == {"advisory"}
    for name in ("https-redirect", "security-headers", "tls-certificate"):
        assert (found[name]["verdict"], found[name]["reason"]) == ("review", "manual")
        assert "内部地址" in found[name]["message"]
    # A resolver that sends no signatures proves nothing.
    assert (found["dnssec"]["verdict"], found["dnssec"]["reason"]) == ("review", "manual")
    # What stands on the pages stands there, wherever they were read.
    assert found["mixed-content"]["verdict"] == "fail"
    assert [one["target"] for one in found["mixed-content"]["findings"]] == ["http://x.cn/1.png"]


def test_every_line_of_every_table_is_in_the_report(audited: Path) -> None:
    html = (audited / "report.html").read_text(encoding="utf-8")
    tables = [table for rule in results(audited).values() for table in rule["tables"]]
    assert len(tables) == 5
    lines = {row[0] for table in tables for row in table["rows"]}
    assert {"有效期", "TLS 版本", "HSTS", "CAA", "禁止猜测类型", "DNSSEC"} <= lines
    text = re.sub(r"<[^>]+>", " ", html)
    assert not [line for line in lines if line not in text]


def test_the_base_pack_asks_for_none_of_it(audited: Path, tmp_path: Path) -> None:
    run(["check", str(audited / "snapshot"), "--out", str(tmp_path), "--format", "json"])
    assert not RULES & set(results(tmp_path))


def test_no_security_asks_nothing(tmp_path: Path) -> None:
    with Network() as net:
        net.host(HOST, v4=page())
        out = ["--out", str(tmp_path / "out"), "--no-security"]
        assert run(["crawl", f"http://{HOST}/", *out, *FAST, *net.flags()]) == 0
        assert not net.dns.was_asked(HOST, "CAA")
    (folder,) = tmp_path.rglob("index.sqlite")
    snapshot = DiskSnapshot(folder.parent)
    assert not [*snapshot.probes("tls"), *snapshot.probes("http"), *snapshot.probes("dns")]
    snapshot.close()
