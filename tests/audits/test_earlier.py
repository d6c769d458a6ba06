"""Earlier audits on the command line: found, compared, and refused with place and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from audits.cli import run
from audits.earlier import beside
from checker.results import AuditResult, Site
from tests.reports.audits_in_time import audit, finding, rule


def saved(folder: Path, result: AuditResult) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "audit.json"
    path.write_text(result.to_json(), encoding="utf-8")
    return path


@pytest.fixture
def months(tmp_path: Path) -> dict[str, Path]:
    made = {
        "一月": audit(1, rule("links", finding("a"), finding("b"))),
        "二月": audit(2, rule("links", finding("b"))),
        "三月": audit(3, rule("links", finding("a"), finding("b"), finding("c"))),
    }
    return {name: saved(tmp_path / name, one) for name, one in made.items()}


def reported(*arguments: object) -> int:
    return run(["report", *map(str, arguments)])


def test_report_tells_the_change_against_a_file_and_a_folder(months, tmp_path, capsys):
    out = tmp_path / "out"
    earlier = ["--earlier", months["二月"], "--earlier", months["一月"].parent]
    assert reported(months["三月"], "--out", out, *earlier) == 0
    said = capsys.readouterr().out
    assert "与 2026-02-28 的检查相比：新增 1、再次出现 1、已解决 0、仍存在 1。" in said
    assert (out / "report.html").exists()


def test_a_folder_of_months_is_compared_whole_and_not_with_itself(months, tmp_path, capsys):
    assert reported(months["三月"], "--out", tmp_path / "out", "--earlier", tmp_path) == 0
    assert "再次出现 1" in capsys.readouterr().out


def test_what_a_person_names_must_fit_before_anything_is_written(months, tmp_path, capsys):
    other = Site(name="别县", home="http://www.other.example/", hosts=[])
    foreign = saved(tmp_path / "x", audit(1, site=other))
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    for path, says in [
        (foreign, "请换成同一网站的 audit.json"),
        (months["三月"], "没有比本次（2026-02-28）更早的检查"),
        (tmp_path / "empty", "里没有 audit.json"),
        (tmp_path / "broken.json", "不是完整的 JSON"),
        (tmp_path / "none.json", "没有这个文件。请核对路径"),
    ]:
        assert reported(months["二月"], "--out", tmp_path / "out", "--earlier", path) == 2
        assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_beside_a_snapshot_stand_its_results_and_those_before_it(tmp_path):
    now = audit(4, rule("links"))
    saved(tmp_path / "a", audit(3, rule("links", finding("a"))))
    saved(tmp_path / "a" / "earlier" / "001", audit(1, rule("links", finding("b"))))
    for previous in (tmp_path / "a" / "snapshot", tmp_path / "a"):
        found = beside(previous, now)
        assert [one.as_of for one in found.audits] == ["2026-03-28", "2026-01-28"]
        assert found.told == ("与 2026-03-28 的检查相比：新增 0、已解决 1、仍存在 0。",)


def test_an_audit_that_was_moved_aside_brings_those_moved_before_it(tmp_path):
    saved(tmp_path / "earlier" / "001", audit(1))
    saved(tmp_path / "earlier" / "002", audit(2))
    found = beside(tmp_path / "earlier" / "002" / "snapshot", audit(3))
    assert {one.as_of for one in found.audits} == {"2026-01-28", "2026-02-28"}


def test_what_does_not_fit_beside_a_snapshot_is_told_and_left_out(tmp_path):
    broken = saved(tmp_path / "a", audit(1))
    broken.write_text("{}", encoding="utf-8")
    found = beside(tmp_path / "a" / "snapshot", audit(2))
    assert found.audits == ()
    assert "没有用来比较" in found.told[0]
    assert beside(tmp_path / "nothing", audit(2)).told == ()
    assert beside(None, audit(2)).told == ()
