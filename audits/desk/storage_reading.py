"""The `storage:` of gongkai.yaml and where its password is: what they mean together.

What stands there is never repeated in a message: an address may hold a password.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audits.desk.file_model import DeskFile
from audits.desk.secrets import SecretPlace
from audits.store.postgres_address import SCHEMES, PostgresAddress, Storage, flaw
from rules.problems import Problem

_EXAMPLE = "如 postgresql://gongkai@db.x.gov.cn/gongkai；用 SQLite 就写文件的路径，或不写"


@dataclass(frozen=True, slots=True)
class PasswordAt:
    """A password that is fetched when a connection is made, by whatever process makes it."""

    place: SecretPlace

    def __call__(self) -> str:
        """The password.  Raises SecretError."""
        return self.place.secret(os.environ).revealed()


def storage_problems(file: DeskFile) -> Iterator[Problem]:
    """What does not fit together."""
    says, written = file.source.problem, file.storage or ""
    kind, elsewhere, _ = written.partition("://")
    beside = [
        name for name in ("storage_password_env", "storage_password_file") if getattr(file, name)
    ]
    if elsewhere and kind not in (*SCHEMES, "sqlite"):
        yield says(("storage",), "storage 不是可用的数据库地址", _EXAMPLE)
    if len(beside) > 1:
        yield says((beside[1],), f"{beside[0]} 和 {beside[1]} 只能写一个", "删去其中一个")
    if not elsewhere or kind not in SCHEMES:
        if beside:
            yield says((beside[0],), f"有 {beside[0]}，storage 不是 postgresql:// 地址", "删去它")
        return
    wrong = flaw(written)
    if wrong:
        yield says(("storage",), f"storage 的地址{wrong}", _EXAMPLE)
    elif beside and PostgresAddress(written).has_password:
        yield says(("storage",), f"密码写了两处：地址里和 {beside[0]}", "删去地址里的密码")


def storage_setup(file: DeskFile, folder: Path, data: Path) -> Storage:
    """Where the store is; paths are taken from the folder of the configuration."""
    written = file.storage
    if written is None:
        return data / "gongkai.sqlite"
    kind, elsewhere, _ = written.partition("://")
    if not elsewhere:
        return folder / Path(written).expanduser()
    if kind not in SCHEMES:
        return written
    password = None
    if file.storage_password_env:
        password = PasswordAt(
            SecretPlace(env=file.storage_password_env, file_key="storage_password_file")
        )
    elif file.storage_password_file:
        place = folder / Path(file.storage_password_file).expanduser()
        password = PasswordAt(SecretPlace(file=place))
    return PostgresAddress(written, password)


def storage_hints(storage: Storage) -> Iterator[str]:
    """What is not wrong, and may not be meant."""
    if isinstance(storage, PostgresAddress) and storage.has_password:
        yield "storage 的地址里有密码，gongkai backup 会连配置一起带走它。请改用 storage_password_file。"
