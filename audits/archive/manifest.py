"""What an entry of the archive holds, as its manifest says.  A manifest from the archive is not believed unread."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from audits.archive.errors import DamagedError
from audits.archive.names import UPLOAD, plain

FORMAT: Final = "gongkai-archive/1"
MOST_BYTES = 64 << 20


def _plain(name: str) -> str:
    if not plain(name):
        raise ValueError("not a plain name")
    return name


class FileKept(BaseModel):
    """One file of an entry."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """One entry: the upload that it consists of, and its files by their paths in it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal["gongkai-archive/1"] = FORMAT
    upload: str = Field(pattern=rf"^{UPLOAD.pattern}$")
    files: dict[Annotated[str, AfterValidator(_plain)], FileKept]

    def to_json(self) -> bytes:
        """The manifest as it stands in the archive."""
        return (self.model_dump_json(indent=1) + "\n").encode()


def understood(content: bytes, place: str) -> Manifest:
    """Read a manifest.  Raises DamagedError."""
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))[:80] or "开头"
        raise DamagedError(
            f"存档里的清单 {place} 读不懂（{where}）：已损坏，或由更新版本的 gongkai 写成。其他存档不受影响。"
        ) from error
