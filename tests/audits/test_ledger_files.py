"""`gongkai report` writes the ledger with its due dates; a disk that is full is told, and nothing is left behind."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from audits.cli import run
from tests.reports.sample import county_portal
from tests.reports.xlsx.reading import opened, table


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    path = tmp_path / "audit.json"
    path.write_text(county_portal().to_json(), encoding="utf-8")
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_all_three_files_with_due_dates(audit: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    flags = ["--issued-on", "2022-01-28", "--due-workdays", "3"]
    words = ["report", str(audit), "--format", "xlsx,csv,junit", "--out", str(out)]
    assert run([*words, *flags]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["junit.xml", "ledger.csv", "ledger.xlsx"]
    # Spring Festival lies between: 31 January to 6 February 2022 are free, the weekend before is worked.
    assert {row["整改期限"] for row in rows_of(out / "ledger.csv")} == {
        "2022-02-07",
        "建议，不限期",
    }
    sheet = opened((out / "ledger.xlsx").read_bytes())["整改台账"]
    assert table(sheet)[0]["整改期限"] == "2022-02-07"
    assert etree.parse(out / "junit.xml").getroot().get("failures") == "2"


def test_without_a_day_of_issue_nothing_is_worked_out(audit: Path, tmp_path: Path) -> None:
    assert run(["report", str(audit), "--format", "csv", "--out", str(tmp_path)]) == 0
    rows = rows_of(tmp_path / "ledger.csv")
    assert rows[0]["整改期限"] == "下发后 10 个工作日内"
    assert {row["下发日期"] for row in rows} == {""}


def test_a_year_whose_holidays_nobody_knows(audit: Path, tmp_path: Path) -> None:
    words = ["report", str(audit), "--format", "csv", "--out", str(tmp_path)]
    assert run([*words, "--issued-on", "2098-12-01"]) == 0
    assert rows_of(tmp_path / "ledger.csv")[0]["整改期限"] == "无法推算（节假日历未覆盖）"


@pytest.mark.parametrize("bytes_", [100, 1_000, 5_000])
def test_a_full_disk_is_told_and_nothing_is_left(audit: Path, tmp_path: Path, bytes_: int) -> None:
    limited = (
        "import resource, signal, sys; from audits.cli import run; "
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes_}, {bytes_})); "
        "sys.exit(run(sys.argv[1:]))"
    )
    out, rows = tmp_path / "out", tmp_path / "rows"
    rows.mkdir()
    words = ["report", str(audit), "--format", "xlsx", "--out", str(out)]
    done = subprocess.run(
        [sys.executable, "-c", limited, *words],
        capture_output=True,
        text=True,
        check=False,
        env={"TMPDIR": str(rows), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 2, done.stderr
    assert "磁盘是否已满" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(rows.iterdir())
    assert not list(out.iterdir())
