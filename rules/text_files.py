"""Read the text of a rule, pack or list file, with a complaint that a clerk can act on."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from rules.problems import Problem, RuleErrors
from rules.strict_yaml import MAX_BYTES


def read_text(path: Traversable, most: int = MAX_BYTES) -> str:
    """Return the text of a file of so many bytes at most.  Raises RuleErrors where it cannot be read as text."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        problem = Problem(str(path), 0, f"读不到文件（{error.strerror}）", "确认文件存在并且可读")
        raise RuleErrors([problem]) from error
    if len(data) > most:
        raise RuleErrors([Problem(str(path), 0, f"文件超过 {most >> 20} MiB", "拆成几个文件")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = "文件不是 UTF-8 编码（多半是 GBK）"
        problem = Problem(str(path), line, what, "用编辑器另存为 UTF-8")
        raise RuleErrors([problem]) from error
