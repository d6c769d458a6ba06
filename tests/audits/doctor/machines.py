"""Surroundings of a doctor's test: a folder of its own, nothing outside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from audits.clock import BEIJING, moment
from audits.desk.reading import opened
from audits.doctor.surroundings import Surroundings

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=BEIJING)


def around(
    folder: Path,
    config: str | None = None,
    environment: Mapping[str, str] | None = None,
    **other: Any,
) -> Surroundings:
    """The surroundings of a folder, with its gongkai.yaml where a text is given."""
    desk = None
    if config is not None:
        path = folder / "gongkai.yaml"
        path.write_text(config, encoding="utf-8")
        desk = opened(path)
    return Surroundings(
        environment=environment or {}, now=NOW, clock=moment, folder=folder, desk=desk, **other
    )
