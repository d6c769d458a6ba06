from __future__ import annotations

from pathlib import Path

import pytest

from crawler.rendering.browsers import NoBrowserError, find_browser


def program(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="ascii")
    path.chmod(0o755)
    return str(path)


def test_the_variable_goes_before_everything(tmp_path: Path) -> None:
    named, found = program(tmp_path / "mine"), tmp_path / "bin"
    program(found / "chromium")
    assert find_browser({"CHROME_PATH": named, "PATH": str(found)}) == named


def test_a_variable_that_leads_nowhere_is_no_reason_to_take_another(tmp_path: Path) -> None:
    program(tmp_path / "bin/chromium")
    plain = tmp_path / "plain"
    plain.write_text("x", encoding="ascii")
    for wrong in (tmp_path / "none", plain, tmp_path):
        with pytest.raises(NoBrowserError, match="CHROME_PATH"):
            find_browser({"CHROME_PATH": str(wrong), "PATH": str(tmp_path / "bin")})


@pytest.mark.parametrize("name", ["chromium", "google-chrome", "microsoft-edge"])
def test_names_on_the_path(tmp_path: Path, name: str) -> None:
    wanted = program(tmp_path / name)
    assert find_browser({"PATH": str(tmp_path)}, places=()) == wanted


def test_the_usual_places(tmp_path: Path) -> None:
    wanted = program(tmp_path / "opt/chrome")
    assert find_browser({"PATH": ""}, places=("/none", wanted)) == wanted


def test_without_any_the_message_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(NoBrowserError) as told:
        find_browser({"PATH": str(tmp_path)}, places=())
    assert "pip install 'gongkai[render]'" in str(told.value)
    assert "apt install chromium" in str(told.value)
