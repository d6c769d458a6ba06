"""Whether a dependency has a known weakness: told where somebody answers, and never guessed where nobody does."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from tests.house.advisories import checked, pinned

PINS = ["a==1", "b==2"]


def registry(*known: dict[str, Any], code: int = 0) -> list[str]:
    """A program that answers as pip-audit does."""
    told = json.dumps({"dependencies": known, "fixes": []})
    return [sys.executable, "-c", f"import sys; print({told!r}); sys.exit({code})"]


SOUND = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "b", "version": "2", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["3"]}]}
UNKNOWN = {"name": "b", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("program", "words", "code"),
    [
        (registry(SOUND, SOUND), ["2 dependencies, no known weakness"], 0),
        (registry(SOUND, WEAK, code=1), ["b 2: CVE-2026-1 (mended in 3)"], 1),
        (registry(UNKNOWN, UNKNOWN), ["not checked: the registry does not answer with advisories"], 0),
        (registry(SOUND, UNKNOWN), ["1 of 2 not checked: the registry does not know them"], 0),
        ([sys.executable, "-c", "raise SystemExit(1)"], ["not checked: the registry does not answer with advisories"], 0),
    ],
    ids=["sound", "weak", "unknown", "half", "silent"],
)  # fmt: skip
def test_what_the_registry_says_is_what_is_told(program, words, code):
    assert checked(program, PINS) == (words, code)


def test_everything_that_is_installed_is_asked_for():
    pins = pinned()
    assert pins[0].startswith("Jinja2==")
    assert all("==" in pin for pin in pins)
    assert len(pins) > 80
