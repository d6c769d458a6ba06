"""The first gongkai.yaml: commented, with every default, written once and never over another."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from audits.asides import beside
from audits.desk.place import NAME
from audits.refused import RefusedError
from crawler.snapshot.troubles import reason


def template() -> str:
    """The text of a new configuration."""
    return files("audits.desk").joinpath(NAME).read_text(encoding="utf-8")


def write_new(folder: Path) -> Path:
    """Write a new configuration into a folder, made where it is missing.  Raises RefusedError."""
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with beside(path) as aside:
            part = aside / NAME
            part.write_text(template(), encoding="utf-8")
            os.link(part, path)  # whole or not at all, and never over another
    except FileExistsError as error:
        raise RefusedError(
            f"{path} 已经有了，没有动它。要重新开始，请先把它改名或移走。"
        ) from error
    except OSError as error:
        raise RefusedError(f"不能写 {path}：{reason(error)}。请检查路径和权限。") from error
    return path
