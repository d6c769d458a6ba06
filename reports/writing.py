"""Writes reports to a folder, in the formats asked for.

A file is written beside its place and then renamed, so that nobody ever reads half a report.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from checker.results import AuditResult
from reports.formats import Asked, make_each, refusal
from reports.troubles import trouble


class ReportError(Exception):
    """A report that cannot be written; the message (Chinese) says why and what to do."""


def write(result: AuditResult, out: Path, formats: Sequence[str], asked: Asked) -> list[Path]:
    """Write each format once into `out` (made where it is missing) and say where the files are.

    Raises ReportError for a format that cannot be had, before anything is written, and for a folder
    that cannot be written to, be it the temporary one.
    """
    if why_not := refusal(formats):
        raise ReportError(why_not)
    made: dict[str, bytes] = {}
    try:
        for _, files in make_each(result, formats, asked):
            made |= files
    except OSError as error:  # of a long table the rows wait in a temporary folder
        raise ReportError(
            f"生成报告时写不了临时文件：{trouble(error)}。"
            "请检查临时文件夹（环境变量 TMPDIR）是否可写、磁盘是否已满。"
        ) from error
    return [write_whole(out / name, content) for name, content in made.items()]


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file as a whole or not at all; parts that killed processes have left are removed.

    Raises ReportError.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        with _held(part) as file:
            try:
                file.write(content)
                file.flush()
                part.replace(path)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise ReportError(
            f"写不了报告文件 {path}：{trouble(error)}。"
            "请检查文件夹是否可写、磁盘是否已满，或用 --out 换一个文件夹。"
        ) from error
    return path


def _held(part: Path) -> BinaryIO:
    """A new part, locked as long as it is open, so that others can tell that somebody is at it."""
    while True:
        file = part.open("wb")
        with contextlib.suppress(OSError):  # a file system without locks: then nobody sweeps either
            fcntl.flock(file, fcntl.LOCK_EX)
        with contextlib.suppress(FileNotFoundError):  # taken for a left one before it was locked
            if os.path.samestat(os.fstat(file.fileno()), part.lstat()):
                return file
        file.close()


def _sweep(path: Path) -> None:
    """Remove the parts of a file that nobody is at any more."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.\d+\.part")
    with os.scandir(path.parent) as entries:
        left = [entry.path for entry in entries if ours.fullmatch(entry.name)]
    for name in left:
        with contextlib.suppress(OSError), open(name, "rb") as file:  # noqa: PTH123 - of a directory entry
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(name)  # noqa: PTH108 - as above
