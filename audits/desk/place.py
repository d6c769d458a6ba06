"""Which gongkai.yaml is meant: the one named, else $GONGKAI_CONFIG, else the one in the current folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from audits.refused import RefusedError

NAME = "gongkai.yaml"
VARIABLE = "GONGKAI_CONFIG"


def config_place(named: Path | None, environment: Mapping[str, str], folder: Path) -> Path:
    """Say where the configuration stands.  Raises RefusedError where it is not there."""
    if named is not None:
        found, why = named, "检查 --config 的路径"
    elif environment.get(VARIABLE):
        found, why = Path(environment[VARIABLE]), f"检查环境变量 {VARIABLE}"
    else:
        found, why = (
            folder / NAME,
            f"到它所在的文件夹里运行，或用 --config、环境变量 {VARIABLE} 指明",
        )
    if found.is_dir():
        found /= NAME
    if not found.is_file():
        raise RefusedError(f"没有配置文件 {found}。请{why}；第一次用，先运行：gongkai init")
    return found
