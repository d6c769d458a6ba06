"""The same snapshot gives the same bytes on every machine, and in whatever order its answers came."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.determinism.machines import Machine
from tests.determinism.snapshots import crawled, reordered
from tests.gold.portal import build
from tests.gold.styles import STYLES

COUNTIES = ("huantai-2021", "wencheng-2021", "yaodu-2021", "gongshu-2021", "changxing-2022")
EVERY_DAY = ("base",)
OTHER = os.environ.get("GONGKAI_OTHER_PYTHON", "")  # of another version
_FEW = 25


def portal(folder: Path, style: int = 2, most: int | None = None) -> Path:
    made = build(STYLES[style], 2)
    return crawled(made.truth.home, dict(list(made.pages.items())[:most]), folder)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return portal(tmp_path_factory.mktemp("few") / "snapshot", most=_FEW)


def test_two_machines_and_two_orders_give_the_same_bytes(few: Path, tmp_path: Path) -> None:
    turned = reordered(few, tmp_path / "turned", 1)
    first = Machine(0).judged(few, tmp_path, EVERY_DAY)
    assert Machine(7).judged(turned, tmp_path, EVERY_DAY) == first
    assert first["errors"] == "[]"
    assert {"json: audit.json", "html: report.html", "xlsx: ledger.xlsx"} <= first.keys()


@pytest.mark.soak
@pytest.mark.skipif(
    not OTHER, reason="GONGKAI_OTHER_PYTHON names no Python that gongkai is installed for"
)
def test_another_python_gives_the_same_bytes(few: Path, tmp_path: Path) -> None:
    here = Machine(0).judged(few, tmp_path, EVERY_DAY)
    assert Machine(7, OTHER).judged(few, tmp_path, EVERY_DAY) == here


@pytest.mark.soak
@pytest.mark.parametrize("pack", COUNTIES)
@pytest.mark.parametrize("style", [2, 5])
def test_eight_machines_give_the_same_bytes(pack: str, style: int, tmp_path: Path) -> None:
    held = portal(tmp_path / "snapshot", style)
    first = Machine(0).judged(held, tmp_path, ("base", pack))
    assert first["errors"] == "[]"
    for number in range(1, 8):
        turned = reordered(held, tmp_path / f"turned-{number}", number)
        assert Machine(number).judged(turned, tmp_path, ("base", pack)) == first
