"""The file audit.json: its bytes, and what is wrong with one that cannot be used, in words for a person.

What stands in it is the business of `results`.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

FORMAT: Final = "gongkai-audit/1"
MOST_BYTES: Final = 500_000_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHOWN = 40
# What is wrong with a value, by the kind of complaint that pydantic has; it speaks English only.
_WRONG: Final = {
    "json_invalid": "不是完整的 JSON",
    "missing": "缺少这一项",
    "enum": "不认识的值",
    "literal_error": "不认识的值",
    "greater_than_equal": "数字小于 0",
    "less_than_equal": "数字太大",
    "finite_number": "不是数字",
    "string_type": "应当是文字",
    "list_type": "应当是列表",
    "dict_type": "应当是“名称: 值”的对照",
    "model_type": "应当是“名称: 值”的对照",
}

_UNREADABLE: Final = {
    FileNotFoundError: "没有这个文件",
    IsADirectoryError: "是文件夹，不是文件",
    PermissionError: "没有权限",
}


class ResultsError(Exception):
    """An audit.json that cannot be read; the message (Chinese) says why and what to do."""


def content_of(path: Path) -> bytes:
    """Return the bytes of an audit.json.  Raises OSError, and ResultsError for what is too large to be one."""
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ResultsError(
            f"{path} 超过 {MOST_BYTES // 1_000_000} MB，不像 audit.json，没有读取。请确认文件。"
        )
    return content


def unreadable(path: Path, error: OSError) -> ResultsError:
    """What to say of a file that cannot be opened."""
    why = _UNREADABLE.get(type(error), error.strerror)
    return ResultsError(f"读不到结果文件 {path}：{why}。请核对路径和权限。")


def unusable(path: Path, error: ValidationError) -> ResultsError:
    """What to say of a file that is no JSON or has another format: the first thing wrong, and its place."""
    first = error.errors()[0]
    wrong = _WRONG.get(first["type"], "值的类型不对")
    if first["type"] != "json_invalid":
        wrong += _value(first["input"])
    place = ".".join(str(part)[:_SHOWN] for part in first["loc"]) or "文件开头"
    return ResultsError(
        f"{path} 不是 {FORMAT} 格式的 audit.json：{place}：{wrong}。"
        "请确认文件完整，或重新运行 gongkai check 生成。"
    )


def is_day(text: str) -> bool:
    """The text is a day, as `as_of` must be."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _value(given: Any) -> str:
    """What stood there instead, where that is short enough to be told."""
    told = repr(given) if isinstance(given, int | float) else given
    return f"“{told[:_SHOWN]}”" if isinstance(told, str) and told.isprintable() and told else ""
