"""Files are written whole or not at all, and what goes wrong is said in Chinese."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checker.results import AuditResult
from reports.formats import FORMATS, Asked, refusal
from reports.language import language
from reports.writing import ReportError, write
from tests.reports.sample import county_portal

CHINESE = Asked(language("zh"))


def test_each_format_is_written_under_its_name(tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    paths = write(county_portal(), out, ["html", "json", "html"], CHINESE)
    assert paths == [out / "report.html", out / "audit.json"]
    assert sorted(out.iterdir()) == sorted(paths)
    assert paths[0].read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert AuditResult.read(paths[1]) == county_portal()


def test_a_report_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old")
    write(county_portal(), tmp_path, ["html"], CHINESE)
    assert "青麓县" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_an_unknown_format_stops_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="不认识的报告格式：pdf、x。可用的格式：html、json.*"):
        write(county_portal(), tmp_path / "out", ["html", "pdf", "x"], CHINESE)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_said_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(ReportError, match=r"写不了报告文件 .*report\.html.*--out"):
        write(county_portal(), tmp_path / "out", ["html"], CHINESE)


def test_nothing_is_left_behind_where_the_place_is_taken(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(ReportError):
        write(county_portal(), tmp_path, ["html"], CHINESE)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_formats_have_file_names_of_their_own() -> None:
    outputs = [name for each in FORMATS.values() for name in each.outputs]
    assert len(set(outputs)) == len(outputs)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_made_and_stays_among_its_outputs(name: str) -> None:
    if refusal([name]):
        pytest.skip(refusal([name]))
    made = FORMATS[name].make(county_portal(), CHINESE)
    assert made
    assert {path.partition("/")[0] for path in made} <= set(FORMATS[name].outputs)
    assert made == FORMATS[name].make(county_portal(), CHINESE), "equal results, equal bytes"


def test_what_the_system_says_is_told_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(ReportError, match="已有同名的文件夹。请检查") as raised:
        write(county_portal(), tmp_path, ["html"], CHINESE)
    assert "directory" not in str(raised.value)
    (tmp_path / "file").write_text("")
    with pytest.raises(ReportError, match="已有同名的文件|不是文件夹"):
        write(county_portal(), tmp_path / "file", ["html"], CHINESE)


_MAKE_ALL = """
import hashlib
from reports.formats import FORMATS, Asked, make_each
from reports.language import language
from tests.reports.sample import county_portal
now = county_portal()
before = now.model_copy(update={"as_of": "2021-01-31"})
for name, files in make_each(now, list(FORMATS), Asked(language("zh"), earlier=(before,))):
    for path, content in files.items():
        print(name, path, hashlib.sha256(content).hexdigest())
"""


def test_the_same_bytes_on_every_machine() -> None:
    """Whatever the hash seed, the time zone and the locale of the process that makes them."""
    told = {
        subprocess.run(
            [sys.executable, "-c", _MAKE_ALL],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
            encoding="utf-8",
        ).stdout
        for seed, zone, locale in (("1", "UTC", "C.UTF-8"), ("77", "America/Los_Angeles", "C"))
    }
    assert len(told) == 1
    assert all(f"\n{name} " in f"\n{next(iter(told))}" for name in FORMATS)
