"""Writes a file of the configuration as a whole or not at all, also where the power fails; what was there is kept."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from audits.asides import beside
from audits.refused import RefusedError
from crawler.snapshot.troubles import reason


def write_durably(path: Path, text: str) -> Path | None:
    """Write a text; say where the earlier one was kept, if there was one.  Raises RefusedError."""
    kept = path.with_name(f"{path.name}.bak")
    try:
        with beside(path) as aside:
            part = aside / path.name
            with part.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            before = path.exists()
            if before:
                shutil.copyfile(path, kept)
                part.chmod(path.stat().st_mode & 0o777)
            part.replace(path)
    except OSError as error:
        raise RefusedError(f"不能写 {path}：{reason(error)}。原来的没有动。") from error
    return kept if before else None
