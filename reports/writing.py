"""Writes reports to a folder, in the formats asked for.

A file is written beside its place and then renamed, so that nobody ever reads half a report.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.results import AuditResult
from reports import html


class ReportError(Exception):
    """A report that cannot be written; the message (Chinese) says why and what to do."""


@dataclass(frozen=True, slots=True)
class Format:
    """One output: the name of its file and how its text is made."""

    file_name: str
    render: Callable[[AuditResult], str]


FORMATS: Mapping[str, Format] = {
    "html": Format("report.html", html.render),
    "json": Format("audit.json", AuditResult.to_json),
}


def write(result: AuditResult, out: Path, formats: Sequence[str]) -> list[Path]:
    """Write each format once into `out` (made where it is missing) and say where they are.

    Raises ReportError for an unknown format, before anything is written, and for a folder that
    cannot be written to.
    """
    unknown = [name for name in dict.fromkeys(formats) if name not in FORMATS]
    if unknown:
        raise ReportError(
            f"不认识的报告格式：{'、'.join(unknown)}。可用的格式：{'、'.join(FORMATS)}。"
        )
    chosen = [FORMATS[name] for name in dict.fromkeys(formats)]
    return [write_whole(out / each.file_name, each.render(result).encode()) for each in chosen]


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file as a whole or not at all.  Raises ReportError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise ReportError(
            f"写不了报告文件 {path}：{error.strerror}。"
            "请检查文件夹是否可写、磁盘是否已满，或用 --out 换一个文件夹。"
        ) from error
    return path
