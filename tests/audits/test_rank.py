"""`gongkai rank`: finds the audits, links to their reports, tells what it could not read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audits.cli import run
from checker.results import Site
from tests.reports.audits_in_time import audit, finding, rule


def saved(folder: Path, number: int, month: int = 3, *rules) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    own = Site(name=f"县{number}", home=f"http://www.s{number}.gov.cn/", hosts=[])
    result = audit(month, *(rules or [rule("r", finding("f"))]), site=own)
    (folder / "audit.json").write_text(result.to_json(), encoding="utf-8")
    (folder / "report.html").write_text("x", encoding="utf-8")
    return folder


@pytest.fixture
def prefecture(tmp_path: Path) -> Path:
    for number in range(1, 4):
        saved(tmp_path / "三 月" / f"s{number}", number)
    saved(tmp_path / "三 月" / "s1" / "earlier" / "001", 1, 1)
    saved(tmp_path / "二月" / "s1", 1, 2, rule("r", finding("old")))
    return tmp_path


def result(out: Path):
    return json.loads((out / "ranking.json").read_text(encoding="utf-8"))


def test_a_folder_of_audits_is_ranked_with_links_that_lead_to_the_reports(prefecture, capsys):
    out = prefecture / "排序" / "三月"
    assert run(["rank", str(prefecture / "三 月"), "--out", str(out)]) == 0
    assert "3 个网站，其中 0 个没有参加排序。" in capsys.readouterr().out
    assert {path.name for path in out.iterdir()} == {"ranking.html", "ranking.csv", "ranking.json"}
    links = [one["report"] for one in result(out)["groups"][0]["sites"]]
    assert links[0].startswith("../../")
    assert "%20" in links[0]
    assert 'href="../../' in (out / "ranking.html").read_text(encoding="utf-8")


def test_earlier_results_are_matched_site_by_site(prefecture):
    out = prefecture / "out"
    earlier = ["--earlier", str(prefecture / "二月")]
    assert run(["rank", str(prefecture / "三 月"), "--out", str(out), *earlier]) == 0
    sites = {one["name"]: one["since"] for one in result(out)["groups"][0]["sites"]}
    assert sites["县2"] is None
    assert sites["县1"]["changes"] | {} == {
        "new": 1,
        "reappeared": 0,
        "persisting": 0,
        "first_seen": 0,
        "fixed": 1,
        "unconfirmed": 0,
    }


def test_broken_and_foreign_files_are_told_and_the_others_ranked(prefecture, capsys):
    for name, text in [("x", "{"), ("y", '{"format": "other/1"}'), ("z", "\x00")]:
        (prefecture / "三 月" / name).mkdir()
        (prefecture / "三 月" / name / "audit.json").write_text(text, encoding="utf-8")
    out = prefecture / "out"
    assert run(["rank", str(prefecture / "三 月"), "--out", str(out)]) == 3
    said = capsys.readouterr().out
    data = result(out)
    assert [Path(one["path"]).parent.name for one in data["unread"]] == ["x", "y", "z"]
    assert all(one["path"] in said and one["reason"] for one in data["unread"])
    assert len(data["groups"][0]["sites"]) == 3


def test_of_two_results_of_a_site_the_later_counts_and_that_is_told(prefecture, capsys):
    out = prefecture / "out"
    both = [str(prefecture / "三 月"), str(prefecture / "二月")]
    assert run(["rank", *both, "--out", str(out)]) == 0
    assert "同一网站有更近的结果" in capsys.readouterr().out
    assert result(out)["as_of"] == ["2026-03-28"]


def test_the_page_speaks_english_when_asked_to(prefecture):
    out = prefecture / "out"
    assert run(["rank", str(prefecture / "三 月"), "--out", str(out), "--lang", "en"]) == 0
    assert '<html lang="en">' in (out / "ranking.html").read_text(encoding="utf-8")
    assert run(["rank", str(prefecture / "三 月"), "--out", str(out), "--lang", "fr"]) == 2


def test_nothing_to_rank_is_refused_before_anything_is_written(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert run(["rank", str(tmp_path / "empty"), "--out", str(tmp_path / "out")]) == 2
    assert "里没有 audit.json" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_broken_earlier_file_is_told(prefecture):
    (prefecture / "二月" / "s1" / "audit.json").write_text("[]", encoding="utf-8")
    out = prefecture / "out"
    earlier = ["--earlier", str(prefecture / "二月")]
    assert run(["rank", str(prefecture / "三 月"), "--out", str(out), *earlier]) == 3
    assert "没有用来比较" in result(out)["unread"][0]["reason"]
