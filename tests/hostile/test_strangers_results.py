"""An audit.json that a stranger hands over: a clear error, or a report that is inert; never a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audits.cli import run
from tests.hostile.outputs import INERT
from tests.reports.sample import county_portal

XSS = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e{{7*7}}=1+1\r\nBcc: x@evil.cn'
FORMATS = {
    *("report.html", "summary.md", "ledger.xlsx", "junit.xml", "ledger.csv"),
    *("report.eml", "检查通报.docx", "audit.json"),
}
Harm = Callable[[dict[str, Any]], object]


def everywhere(value: Any) -> Callable[[Any], Any]:
    """Put a text in the place of every text that is free."""
    kept = {"format", "as_of", "verdict", "level", "reason", "modality"}

    def change(found: Any, name: str = "") -> Any:
        if isinstance(found, dict):
            return {key: change(inner, key) for key, inner in found.items()}
        if isinstance(found, list):
            return [change(inner, name) for inner in found]
        return value if isinstance(found, str) and name not in kept else found

    return change


def deep(result: dict[str, Any]) -> None:
    inner: Any = "x"
    for _ in range(900):
        inner = [inner]
    result["rules"][0]["params"] = {"x": inner}


def put(way: str, value: Any) -> Harm:
    """Set what stands at `a.0.b` to a value."""

    def harm(result: dict[str, Any]) -> None:
        *names, last = way.split(".")
        at: Any = result
        for name in names:
            at = at[int(name)] if name.isdigit() else at[name]
        at[int(last) if last.isdigit() else last] = value

    return harm


# Texts of whole files, for what Python's own JSON does not write.
RAW: dict[str, str | bytes] = {
    "empty": "",
    "null": "null",
    "a number": "7",
    "nested": "[" * 500_000,
    "nested in an unknown field": '{"format": "gongkai-audit/1", "x": ' + "[" * 500_000 + "}",
    "a huge number": '{"format": "gongkai-audit/1", "x": ' + "9" * 1_000_000 + "}",
    "not UTF-8": b'{"format": "\xff\xfe"}',
    "UTF-16": json.dumps({"format": "gongkai-audit/1"}).encode("utf-16"),
    "NaN": '{"format": NaN}',
    "zeros": bytes(1_000_000),
}
HARMS: dict[str, Harm] = {
    "a count in words": put("coverage.pages_known", "many"),
    "a negative count": put("coverage.pages_known", -1),
    "a huge count": put("coverage.pages_known", 10**300),
    "seconds without end": put("run.seconds", 1e308),
    "rules are text": put("rules", "x"),
    "a rule is null": put("rules.0", None),
    "findings are numbers": put("rules.0.findings", [1, 2]),
    "a verdict of one's own": put("rules.0.verdict", "splendid"),
    "a day that is none": put("as_of", "2021-02-31"),
    "another format": put("format", "gongkai-audit/9"),
    "found on more than all": put("rules.0.findings.0.found_on_count", 2**53 - 1),
    "ragged table": put(
        "rules.0.tables", [{"title": "x", "columns": ["a", "b"], "rows": [[], ["1"] * 9]}]
    ),
    "moments": put("rules.0.findings.0.fetched_at", "yesterday\n"),
    "moments of the run": put("run.started_at", "\x00"),
    "addresses": put("rules.0.findings.0.target", "javascript:alert(1)//http://x"),
    "evidence elsewhere": put("rules.0.findings.0.fingerprint", "../../../../etc/passwd"),
    "a rule's id": put("rules.0.id", "../../x\x00"),
    "a unit's name": put("clauses.0.responsible", ["../../../x", "CON", "a\x00b", "." * 400]),
    "marks that are none": put("coverage.urls_seen", {"read": "%%%", "missing": "x" * 99}),
    "home": put("site.home", "javascript:alert(1)"),
    "no rules": put("rules", []),
    "no clauses": put("clauses", []),
    "ten thousand clauses of nothing": put("rules.0.clauses", ["x/y"] * 10_000),
    "deep parameters": deep,
    "texts of a megabyte": put("rules.0.findings.0.excerpt", "长" * 1_000_000),
    "title of a megabyte": put("rules.0.title", "a" * 1_000_000),
}
WHOLE = {
    "markup everywhere": XSS,
    "a lone surrogate everywhere": "\ud800x",
    "control characters everywhere": "\x00\x07\x1b[31m\r\n\u2028",
    "empty texts everywhere": "",
}


def rendered(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    """Render it in every format; either it is refused and nothing is written, or all is inert."""
    given, out = tmp_path / "audit.json", tmp_path / "out"
    given.write_bytes(content)
    names = "html,json,md,xlsx,junit,csv,eml,docx,notices"
    code = run(["report", str(given), "--out", str(out), "--format", names])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    if code == 2:
        assert "错误：" in said.err
        assert "请" in said.err
        assert len(said.err) < 2_000
        assert not list(out.glob("*"))
        return
    assert code == 0
    assert {path.name for path in out.iterdir()} >= FORMATS
    for name, check in INERT.items():
        check((out / name).read_bytes())
    assert all(path.resolve().is_relative_to(tmp_path) for path in tmp_path.rglob("*"))


def harmed(name: str) -> bytes:
    if name in RAW:
        raw = RAW[name]
        return raw.encode() if isinstance(raw, str) else raw
    result = json.loads(county_portal().to_json())
    if name in WHOLE:
        result = everywhere(WHOLE[name])(result)
    else:
        HARMS[name](result)
    return json.dumps(result).encode()


_EACH = [*RAW, *HARMS, *WHOLE]
_QUICK = [
    *RAW,
    "a huge count",
    "deep parameters",
    "markup everywhere",
    "a lone surrogate everywhere",
]


@pytest.mark.parametrize("name", _QUICK)
def test_a_stranger_s_results(name, tmp_path, capsys):
    rendered(tmp_path, harmed(name), capsys)


@pytest.mark.soak
@pytest.mark.parametrize("name", [name for name in _EACH if name not in _QUICK])
def test_more_of_a_stranger_s_results(name, tmp_path, capsys):
    rendered(tmp_path, harmed(name), capsys)
