"""A backup that was harmed: brought back whole and the same, or a StoreError and nothing is there."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from audits.store import StoreError, audit_runs, ledger, open_store, outbox, sites
from audits.store.backup import back_up
from audits.store.restoring import restore
from tests.audits.store.engines import a_mail, a_site, an_audit, an_entry
from tests.fuzzing.target import Target, said

_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def check(data: bytes) -> None:
    """Restore it into a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="gongkai-fuzzing-") as name:
        place = Path(name) / "in" / "b.tar"
        place.parent.mkdir()
        place.write_bytes(data)
        to = Path(name) / "in" / "to"
        try:
            restored = restore(place, to, at=_NOW)
        except StoreError as error:
            said(error)
            assert [path.name for path in Path(name).rglob("*")] == ["in", "b.tar"]
            return
        assert {path.name for path in Path(name).iterdir()} == {"in"}, "nothing leads out"
        for path, kept in restored.manifest.files.items():
            assert path == "gongkai.sqlite" or (to / path).stat().st_size == kept.size


@cache
def seeds() -> tuple[bytes, ...]:
    """A backup of a small store."""
    with tempfile.TemporaryDirectory(prefix="gongkai-fuzzing-") as name:
        data = Path(name) / "data"
        (data / "mail").mkdir(parents=True)
        (data / "mail" / "1.eml").write_bytes(b"Subject: x")
        with open_store(data / "gongkai.sqlite") as store:
            with store.begin() as c:
                sites.add(c, site=a_site())
                audit_runs.add(c, audit=an_audit())
                ledger.add(c, entry=an_entry("first"))
                outbox.add(c, mail=a_mail(site="x", audit="run-1"))
            back_up(store, Path(name) / "b.tar", data=data, made_at=_NOW, tool_version="0.1")
        return ((Path(name) / "b.tar").read_bytes(),)


TARGET = Target("backups", check, seeds, most=400_000, examples=4, words=(b"../x", b"/etc/x", b"audits/", b"mail/", b"ustar\x0000", b"path=../x\n", b"27 GNU.sparse.size=99999999\n", b'"files": {}', b'"sha256"', b"\x00" * 512, b"SQLite format 3\x00", b"CREATE TRIGGER"), about="bringing a backup back")  # fmt: skip
