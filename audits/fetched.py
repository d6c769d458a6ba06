"""An audit that a person names by its folder or its number, brought here from the archive where it is not here."""

from __future__ import annotations

import re
from pathlib import Path

from audits.archive.holdings import Holdings, holdings_of
from audits.folder_names import RESULTS, SNAPSHOT
from audits.scanning.which import desk_or_none, which
from audits.store.places import AUDITS

_NUMBER = re.compile(r"[0-9a-f]{16}|\d{4}-\d{2}-\d{2}")


def fetched(named: Path, *, snapshot: bool = False) -> Path:
    """The folder (or file) that is meant; with its `snapshot` where that is asked for.

    What is here is taken as it is, without looking for a configuration.  Raises RefusedError, StoreError,
    RuleErrors.
    """
    by_number = not named.exists() and _NUMBER.fullmatch(str(named))
    if named.is_file() or (
        not by_number and (named / RESULTS).is_file() and (named / SNAPSHOT).is_dir() >= snapshot
    ):
        return named
    desk = desk_or_none(None)
    if desk is None or (desk.archive is None and not by_number):
        return named
    holdings = holdings_of(desk)
    folder = which(str(named), None, desk).parent if by_number else named
    if (name := _relative(folder, holdings)) is None:
        return named
    holdings.results(name)
    if snapshot:
        holdings.snapshot(name)
    return holdings.data / name


def _relative(folder: Path, holdings: Holdings) -> str | None:
    """An audit's folder as the store has it; None for what is none of the desk's."""
    try:
        name = folder.resolve().relative_to(holdings.data.resolve())
    except ValueError:
        return None
    return name.as_posix() if name.parts[:1] == (AUDITS,) else None
