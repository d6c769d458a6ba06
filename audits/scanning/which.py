"""Which audit a person means: by its id, by its day, or by where it lies."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

from audits.archive.holdings import holdings_of
from audits.desk.place import config_place
from audits.desk.reading import opened
from audits.desk.setup import Desk
from audits.folder_names import RESULTS
from audits.refused import RefusedError
from audits.store import audit_runs, open_store
from audits.store.rows import Audit

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def desk_or_none(config: Path | None) -> Desk | None:
    """The desk; None where nobody named one and there is none: audits by their folders need none.

    Raises RefusedError, RuleErrors.
    """
    try:
        place = config_place(config, os.environ, Path.cwd())
    except RefusedError:
        if config is not None:
            raise
        return None
    return opened(place)


def which(text: str, site: str | None, desk: Desk | None) -> Path:
    """The audit.json that is meant, fetched where it is not here.  Raises RefusedError, StoreError."""
    path = Path(text)
    if path.is_dir():
        path /= RESULTS
    if path.is_file():
        return path
    if desk is None:
        raise RefusedError(
            f"没有 {text} 这个目录或文件。要用检查编号或日期，请在 gongkai.yaml 所在的文件夹里运行，或加 --config。"
        )
    with open_store(desk.storage) as store, store.reading() as connection:
        rows = audit_runs.listed(connection, site=site)
    return holdings_of(desk).results(_row(text, rows).folder)


def _row(text: str, rows: tuple[Audit, ...]) -> Audit:
    found = [row for row in rows if row.id == text]
    if not found and _DAY.fullmatch(text):
        found = [row for row in rows if row.as_of == _day(text)]
    if not found:
        raise RefusedError(f"没有编号或日期为 {text} 的检查。用 gongkai history 网站编号 查看。")
    if len({row.site for row in found}) > 1:
        named = "、".join(sorted({row.site for row in found}))
        raise RefusedError(f"{text} 这一天检查了几个网站（{named}）。请加 --site 说明是哪一个。")
    return found[-1]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RefusedError(f"{text} 不是日期。应写成 2026-06-01 这样。") from error
