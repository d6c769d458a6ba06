"""A store whose database was harmed behind a sound manifest, as a hostile backup would bring it."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from functools import cache

from tests.fuzzing.target import Target
from tests.fuzzing.targets import backups

_STORE = "gongkai.sqlite"
_MANIFEST = "gongkai-backup.json"


def check(data: bytes) -> None:
    """Put it into a backup whose sums are right."""
    kept = {_STORE: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}}
    told = json.dumps({"format": "gongkai-backup/1", "made_at": "2026-01-01T00:00:00Z", "tool_version": "0", "revision": "0001", "audits": "none", "files": kept})  # fmt: skip
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, content in ((_STORE, data), (_MANIFEST, told.encode())):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    backups.check(out.getvalue())


@cache
def seeds() -> tuple[bytes, ...]:
    """The database of a backup."""
    (whole,) = backups.seeds()
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        found = tar.extractfile(_STORE)
        assert found is not None
        return (found.read(),)


TARGET = Target("stores", check, seeds, most=400_000, examples=6, words=(b"x", b"run-1", b"first", b"2026-03-03T12:00:00+00:00", b"audits/x/run-1", b"../../x", b"[]", b"{}", b"0001", b"found", b"audit_run", b"sqlite_", b"CREATE VIEW"), about="database of a hostile backup")  # fmt: skip
