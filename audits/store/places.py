"""Where things lie in the data directory, and paths that may not lead out of it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from audits.store.errors import StoreError

STORE = "gongkai.sqlite"
AUDITS, MAIL, ATTACHMENTS, CONFIG = "audits", "mail", "attachments", "config"


def safe(name: str) -> bool:
    """Say whether a path from a file or a row stays below the folder that it is relative to."""
    path = PurePosixPath(name)
    spelled = str(path) == name and "\\" not in name and "\0" not in name
    return spelled and not path.is_absolute() and name != "." and ".." not in path.parts


def private(folder: Path) -> Path:
    """Make a folder into which nobody but its owner looks; one that is there stays as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def below(data: Path, name: str) -> Path:
    """The place of a relative path below the data directory.  Raises StoreError where it leads out of it.

    Its first folder may be a link (audits on a larger disk); none below it may lead elsewhere.
    """
    place = data / name
    top = data / Path(name).parts[0] if safe(name) else data
    if not safe(name) or not place.resolve().is_relative_to(top.resolve()):
        raise StoreError(f"数据库里记的路径“{name}”不在数据目录 {data} 之内，没有动它。")
    return place
