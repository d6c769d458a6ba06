"""The choices of a scan that stand in gongkai.yaml: under `defaults`, and among the keys of a site."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from audits.config import Choices, wanted
from rules.problems import Problem, closest, shown
from rules.strict_yaml import Located

# As the file says it, and as the command line does.
_PLURAL = {"packs": "pack", "hosts": "host"}
# Each run has its own.
_OF_A_RUN = {
    "out": "结果存放在 data 文件夹里",
    "previous": "上一次的快照会自动用上",
    "as_of": "每次检查以当天为准",
    "issued_on": "下发日期由台账记录",
    "no_progress": "请在命令行写 --no-progress",
}
KEYS = (
    *_PLURAL,
    *(name for name in Choices.model_fields if name not in {"pack", "host"} | set(_OF_A_RUN)),
)


def choice_of(key: str) -> str | None:
    """The name of a choice by the key that stands in the file; None where it is none."""
    name = key.replace("-", "_")
    name = _PLURAL.get(name, name)
    return name if name in Choices.model_fields else None


def choices_in(source: Located, keys: Iterable[str], problems: list[Problem]) -> Choices:
    """Read the choices that stand at some keys of a mapping; what is wrong is added to the problems."""
    tree: Any = source.value
    given: dict[str, Any] = {}
    written: dict[str, str] = {}
    for key in keys:
        name = choice_of(key) or key
        if name in _OF_A_RUN:
            problems.append(
                source.problem((key,), f"“{key}”不能写在这里", f"删去这一行：{_OF_A_RUN[name]}")
            )
        elif name in given:
            problems.append(
                source.problem((key,), f"“{key}”和“{written[name]}”是同一个设置", "只写一个")
            )
        else:
            given[name], written[name] = tree[key], key
    try:
        return Choices.model_validate(given)
    except ValidationError as error:
        for one in error.errors():
            name = str(one["loc"][0]) if one["loc"] else ""
            key = written.get(name, name)
            what = f"“{key}”的值不对（{shown(one['input'])}）"
            problems.append(source.problem((key,), what, f"应为：{wanted(name)}"))
        return Choices()


def unknown_key(source: Located, key: str, known: Iterable[str]) -> Problem:
    """Refuse a key that nobody knows, naming the nearest one."""
    near = closest(key, known)
    return source.problem(
        (key,), f"不认识的键“{shown(key)}”", f"改为“{near[0]}”或删去；可用的键：{'、'.join(near)}"
    )


def beside(choices: Choices, folder: Path) -> Choices:
    """The same choices, with their paths taken from the folder of the configuration."""
    changed: dict[str, Any] = {}
    if choices.rules is not None:
        changed["rules"] = [str(folder / path) for path in choices.rules]
    for name in ("template", "watch"):
        path = getattr(choices, name)
        if path is not None:
            changed[name] = folder / path
    return choices.model_copy(update=changed)
