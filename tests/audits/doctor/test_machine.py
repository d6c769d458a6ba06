"""Clock, holidays, encodings, proxies, open files, fonts, browser."""

from __future__ import annotations

import resource
from dataclasses import replace
from pathlib import Path

import pytest

from audits.doctor.clock import clock, holidays, time_zones
from audits.doctor.drawing import browser, fonts
from audits.doctor.machine import judged_open_files
from audits.doctor.program import gongkai, python
from audits.doctor.seen import State
from audits.doctor.terminal import judged_encoding, proxies
from tests.audits.doctor.machines import NOW, around


@pytest.mark.parametrize(
    ("year", "state"), [(1970, State.BROKEN), (2026, State.OK), (2107, State.BROKEN)]
)
def test_the_year(tmp_path: Path, year: int, state: State) -> None:
    (seen,) = clock(replace(around(tmp_path), now=NOW.replace(year=year)))
    assert seen.state is state


def test_holidays_of_a_year_that_nobody_has_published(tmp_path: Path) -> None:
    (seen,) = holidays(replace(around(tmp_path), now=NOW.replace(year=2090)))
    assert seen.state is State.ATTENTION
    assert "2090" in seen.seen
    assert "chinesecalendar" in seen.remedy
    (seen,) = holidays(replace(around(tmp_path), now=NOW.replace(year=2020)))
    assert (seen.state, seen.seen) == (State.OK, "收录到 2021 年")


def test_the_time_zone_is_the_configured_one(tmp_path: Path) -> None:
    (seen,) = time_zones(around(tmp_path, "time_zone: Asia/Urumqi\n"))
    assert (seen.state, seen.seen) == (State.OK, "有，计划按 Asia/Urumqi")


@pytest.mark.parametrize(
    ("terminal", "names", "state"),
    [
        ("utf-8", "utf-8", State.OK),
        ("UTF8", "utf-8", State.OK),
        ("ascii", "utf-8", State.ATTENTION),
        ("gb18030", "utf-8", State.ATTENTION),
        ("utf-8", "ascii", State.ATTENTION),
        ("", "utf-8", State.ATTENTION),
    ],
)
def test_encodings(terminal: str, names: str, state: State) -> None:
    seen = judged_encoding(terminal, names, "")
    assert seen.state is state
    assert (state is State.OK) or "LANG=C.UTF-8" in seen.remedy


def test_proxies_are_named_without_what_they_hold(tmp_path: Path) -> None:
    (seen,) = proxies(around(tmp_path))
    assert seen.state is State.OK
    (seen,) = proxies(around(tmp_path, environment={"HTTPS_PROXY": "http://me:secret@proxy:1"}))
    assert seen.state is State.ATTENTION
    assert "HTTPS_PROXY" in seen.seen
    assert "secret" not in repr(seen)


@pytest.mark.parametrize(
    ("limit", "state"),
    [
        (64, State.BROKEN),
        (256, State.ATTENTION),
        (1024, State.OK),
        (resource.RLIM_INFINITY, State.OK),
    ],
)
def test_open_files(limit: int, state: State) -> None:
    assert judged_open_files(limit).state is state


def lister(folder: Path, said: str) -> str:
    path = folder / "fc-list"
    path.write_text(f"#!/bin/sh\nprintf '{said}'\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_fonts(tmp_path: Path) -> None:
    assert fonts(None).state is State.SKIPPED
    assert fonts(lister(tmp_path, "")).state is State.ATTENTION
    seen = fonts(lister(tmp_path, "Noto Sans CJK SC,x\\nSimSun\\n"))
    assert (seen.state, seen.seen) == (State.OK, "2 种，如 Noto Sans CJK SC")


def test_no_browser_and_one_that_does_not_start(tmp_path: Path) -> None:
    (seen,) = browser(around(tmp_path, environment={"CHROME_PATH": str(tmp_path / "none")}))
    assert seen.state is State.ATTENTION
    assert seen.remedy == "请改正或去掉它"
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    (seen,) = browser(around(tmp_path, environment={"CHROME_PATH": str(broken)}))
    assert seen.state is State.BROKEN
    assert "CHROME_PATH" in seen.remedy


def test_the_program_itself(tmp_path: Path) -> None:
    (seen,) = python(around(tmp_path))
    assert seen.state is State.OK
    (seen,) = gongkai(around(tmp_path))
    assert seen.state in {State.OK, State.ATTENTION}
