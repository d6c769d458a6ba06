"""What a backup holds, as it says of itself in its last member."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audits.store.errors import StoreError

FORMAT: Final = "gongkai-backup/1"
NAME: Final = "gongkai-backup.json"


class Depth(StrEnum):
    """What of the audits goes into a backup."""

    NONE = "none"
    RESULTS = "results"  # audit.json, reports, evidence pages
    ALL = "all"  # and the snapshots


class FileKept(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """A whole backup: when and by what it was made, and its files by path."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal["gongkai-backup/1"] = FORMAT
    made_at: datetime
    tool_version: str
    revision: str
    audits: Depth
    archive: str = ""  # where runs are kept beside the data directory, "" for nowhere
    files: dict[str, FileKept]

    def to_json(self) -> bytes:
        """The manifest as it stands in the backup."""
        return (self.model_dump_json(indent=1) + "\n").encode()


def understood(content: bytes, place: str) -> Manifest:
    """Read a manifest.  Raises StoreError."""
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or "开头"
        raise StoreError(
            f"{place} 里的 {NAME} 读不懂（{where}）：不是 {FORMAT} 格式的备份，或由更新版本的 gongkai 写成。"
        ) from error
