"""A finishing process lives as long as its worker, and one's own rules are edited meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from audits.config import Choices
from audits.scanning.finishing import load
from rules.problems import RuleErrors


def test_rules_that_were_changed_are_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "library" / "own"
    folder.mkdir(parents=True)
    choices = Choices(rules=[str(tmp_path)])
    load(choices)
    (folder / "halfway.yaml").write_text("id: halfway\n", encoding="utf-8")
    with pytest.raises(RuleErrors, match=r"halfway\.yaml"):
        load(choices)
    (folder / "halfway.yaml").unlink()
    load(choices)
