"""Secrets of the desk: where they are kept, and a wrapping that never shows them.

They come from an environment variable or from a file that only its owner can read; in gongkai.yaml
stands where, never what.  Nothing here writes or prints a secret.
"""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from audits.refused import RefusedError
from crawler.snapshot.troubles import reason

_MOST = 4096
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class SecretError(RefusedError):
    """A secret that cannot be had; the message (Chinese) says why and what to do, without the secret."""


class Secret:
    """A text that is only handed out when asked for by name: `secret.revealed()`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Wrap a text."""
        self._text = text

    def revealed(self) -> str:
        """The secret itself, for who must send it."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(******)"

    def __str__(self) -> str:
        return "******"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written down")


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """Where a secret is kept: in the environment variable `env`, or in `file`.

    `file_key` is the key of gongkai.yaml that would name a file, empty where there is none.
    """

    env: str | None = None
    file: Path | None = None
    file_key: str = "password_file"

    def __str__(self) -> str:
        return f"环境变量 {self.env}" if self.env else f"文件 {self.file}"

    def secret(self, environment: Mapping[str, str]) -> Secret:
        """Get the secret.  Raises SecretError."""
        if self.file is not None:
            return Secret(_kept(self.file))
        text = environment.get(self.env or "", "")
        if not text:
            instead = f"，或在 gongkai.yaml 改用 {self.file_key}" if self.file_key else ""
            raise SecretError(
                f"环境变量 {self.env} 没有设置。请在启动 gongkai 的地方设置它{instead}。"
            )
        return Secret(text)


def _kept(file: Path) -> str:
    try:
        # The file that is looked at is the one that is read, whatever is put in its place meanwhile.
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as opened:
            about = os.fstat(opened.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise SecretError(f"{file} 不是普通文件，不能存放密码。")
            if about.st_mode & _OTHERS:
                raise SecretError(
                    f"{file} 别人也能读（权限 {stat.S_IMODE(about.st_mode):04o}），没有使用。"
                    f"请运行：chmod 600 {shlex.quote(str(file))}"
                )
            data = opened.read(_MOST + 1)
    except OSError as error:
        raise SecretError(f"读不到密码文件 {file}：{reason(error)}。请检查路径和权限。") from error
    return _one_line(data, file)


def _one_line(data: bytes, file: Path) -> str:
    try:
        text = data.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise SecretError(f"密码文件 {file} 不是 UTF-8 文本。请另存为 UTF-8。") from None
    if not text or len(data) > _MOST or "\n" in text or "\0" in text:
        raise SecretError(f"密码文件 {file} 里应当只有一行密码。")
    return text
