"""Files are written whole or not at all, and what goes wrong is said in Chinese."""

from pathlib import Path

import pytest

from checker.results import AuditResult
from reports.writing import FORMATS, ReportError, write
from tests.reports.sample import county_portal


def test_each_format_is_written_under_its_name(tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    paths = write(county_portal(), out, ["html", "json", "html"])
    assert paths == [out / "report.html", out / "audit.json"]
    assert sorted(out.iterdir()) == sorted(paths)
    assert paths[0].read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert AuditResult.read(paths[1]) == county_portal()


def test_a_report_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old")
    write(county_portal(), tmp_path, ["html"])
    assert "青麓县" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_an_unknown_format_stops_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="不认识的报告格式：pdf、x。可用的格式：html、json"):
        write(county_portal(), tmp_path / "out", ["html", "pdf", "x"])
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_said_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(ReportError, match=r"写不了报告文件 .*report\.html.*--out"):
        write(county_portal(), tmp_path / "out", ["html"])


def test_nothing_is_left_behind_where_the_place_is_taken(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(ReportError):
        write(county_portal(), tmp_path, ["html"])
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_formats_have_file_names_of_their_own() -> None:
    assert len({each.file_name for each in FORMATS.values()}) == len(FORMATS)
