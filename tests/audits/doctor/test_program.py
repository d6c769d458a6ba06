"""Packages that are missing, too old, broken, or that take the process with them are named."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

from audits.doctor.program import import_troubles, judged_packages
from audits.doctor.seen import State


def test_what_is_there_and_new_enough_is_well() -> None:
    seen = judged_packages(["pyyaml>=6", "jinja2", "playwright>=999 ; extra == 'render'"])
    assert seen.state is State.OK, seen
    assert seen.seen.startswith("2 个")


def test_what_is_missing_or_too_old_is_named_with_its_bound() -> None:
    seen = judged_packages(["no-such-package-of-ours>=1", "pyyaml>=999"])
    assert seen.state is State.BROKEN
    assert "缺少 no-such-package-of-ours" in seen.seen
    assert f"pyyaml 是 {importlib.metadata.version('pyyaml')}，要求 >=999" in seen.seen


def test_modules_that_raise_or_end_the_process_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sound_one.py").write_text("print('hello')\n", encoding="utf-8")
    (tmp_path / "torn_one.py").write_text("import libtorn\n", encoding="utf-8")
    (tmp_path / "deadly_one.py").write_text("import os; os._exit(7)\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert import_troubles(["sound_one"]) == []
    torn, deadly = import_troubles(["torn_one", "sound_one", "deadly_one"])
    assert torn.startswith("torn_one 载入不了（ModuleNotFoundError")
    assert deadly == "deadly_one 一载入，程序就中断（退出码 7）"
