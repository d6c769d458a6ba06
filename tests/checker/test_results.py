"""An audit.json that was edited or damaged is refused with place and reason, in Chinese, before any use."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from checker import results_file
from checker.results import AuditResult
from checker.results_file import ResultsError
from tests.reports.sample import county_portal


def changed(path: list[Any], value: object) -> str:
    content = county_portal().model_dump(mode="json")
    part = content
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return json.dumps(content, ensure_ascii=False)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (["rules", 0, "verdict"], "maybe", "rules.0.verdict：不认识的值“maybe”"),
        (["rules", 0, "reason"], "tired", "rules.0.reason：不认识的值“tired”"),
        (["rules", 0, "title"], 7, "rules.0.title：应当是文字“7”"),
        (["rules", 0, "findings", 0, "found_on_count"], -1, "数字小于 0“-1”"),
        (["coverage", "pages_known"], 10**30, "coverage.pages_known：数字太大“1000000000"),
        (["coverage", "not_fetched"], {"blocked": -3}, "not_fetched.blocked：数字小于 0“-3”"),
        (["run", "seconds"], float("nan"), "run.seconds：不是数字“nan”"),
        (["rules"], {}, "rules：应当是列表"),
        (["site"], [], "site：应当是“名称: 值”的对照"),
        (["as_of"], "2021-13-45", "as_of（2021-13-45）不是日期"),
        (["as_of"], "２０２１-12-01", "不是日期"),
    ],
)
def test_what_is_wrong_is_told_in_chinese(
    tmp_path: Path, path: list[Any], value: object, told: str
) -> None:
    file = tmp_path / "audit.json"
    file.write_text(changed(path, value), encoding="utf-8")
    with pytest.raises(ResultsError) as raised:
        AuditResult.read(file)
    assert told in str(raised.value)
    assert "Input" not in str(raised.value)
    assert not re.search("[\n\x00-\x1f]", str(raised.value).replace(str(file), ""))


@pytest.mark.parametrize("rate", [float("nan"), float("inf"), -0.1, 1e300])
def test_a_share_lies_between_none_and_all(tmp_path: Path, rate: float) -> None:
    content = county_portal().model_dump(mode="json")
    one = dict.fromkeys(
        [
            "clauses",
            "repeated",
            "not_applicable",
            "advisory",
            "pending",
            "asked",
            "review",
            "passed",
            "failed",
            "decided",
            "due",
        ],
        0,
    )
    content["score"]["compliance"] = [
        {"pack": "base", "version": "1", **one, "rate": rate, "decided_share": None}
    ]
    file = tmp_path / "audit.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ResultsError, match=r"score\.compliance\.0\.rate"):
        AuditResult.read(file)


@pytest.mark.parametrize("content", ["", "{", "null", "[]", '"x"', "\x00", '{"format": "other"}'])
def test_what_is_no_audit_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "audit.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ResultsError, match="不是 gongkai-audit/1 格式的 audit.json"):
        AuditResult.read(file)


def test_what_is_too_large_to_be_an_audit_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results_file, "MOST_BYTES", 1_000)
    (tmp_path / "audit.json").write_bytes(b" " * 1_001)
    with pytest.raises(ResultsError, match="不像 audit"):
        AuditResult.read(tmp_path / "audit.json")
