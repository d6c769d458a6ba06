"""The verbs that are disturbed: the world that each finds, what must come of it, and what the user says next."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import sqlite3
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from audits.store import audit_runs, ledger, open_store, outbox

Items = Counter[str]
_TEMPORARY = re.compile(r"\..+|.+\.(?:part|new|tmp)|.+-journal")


@dataclass(frozen=True)
class Verb:
    """One verb.  `made` fills a folder; `items` are what counts of its outcome, each as often as it is there."""

    name: str
    made: Callable[[Path], None]
    words: tuple[str, ...]
    items: Callable[[Path], Items]
    again: Callable[[Path], tuple[str, ...] | None] = field(default=lambda _: ())
    environment: Mapping[str, str] = field(default_factory=dict)
    # What went out more than once with one Message-ID, as mail servers expect where a line was cut.
    resent: Callable[[Path], int] = field(default=lambda _: 0)
    # Names in the world beside which nothing is visible until it is whole.
    whole_or_absent: tuple[str, ...] = ()

    def next_words(self, world: Path) -> tuple[str, ...] | None:
        """What the user says after the fault; None: all is done."""
        words = self.again(world)
        return self.words if words == () else words


def temporary(world: Path) -> Counter[str]:
    """Hidden and half-made files and folders, without what makes each name its own."""
    found: Counter[str] = Counter()
    for path in world.rglob("*"):
        relative = path.relative_to(world).parts
        if _TEMPORARY.fullmatch(relative[-1]) and not any(part[0] == "." for part in relative[:-1]):
            found[re.sub(r"[0-9a-z_]{8,}|\d+", "*", relative[-1])] += 1
    return found


def half_written(world: Path) -> list[str]:
    """What a reader would find by its name and could not read."""
    broken = []
    for path in sorted(world.rglob("*")):
        if any(part[0] == "." for part in path.relative_to(world).parts) or not path.is_file():
            continue
        if _TEMPORARY.fullmatch(path.name):
            continue
        try:
            if not _readable(path):
                broken.append(path.name)
        except (
            ValueError,
            tarfile.TarError,
            zipfile.BadZipFile,
            sqlite3.Error,
            EOFError,
            KeyError,
        ):
            broken.append(path.name)
    return broken


def _readable(path: Path) -> bool:
    match path.suffix:
        case ".json":
            json.loads(path.read_text(encoding="utf-8"))
        case ".html":
            return path.read_text(encoding="utf-8").rstrip().endswith("</html>")
        case ".xlsx" | ".docx":
            with zipfile.ZipFile(path) as packed:
                return packed.testzip() is None
        case ".tar":
            with tarfile.open(path) as tar:
                return "gongkai-backup.json" in tar.getnames()
        case ".sqlite":
            return _sound(path)
        case ".yaml":
            yaml.safe_load(path.read_text(encoding="utf-8"))
    return True


def _sound(path: Path) -> bool:
    """Looked at in a copy: looking would mend the original."""
    looked = path.parent.parent / f"looked-{path.name}"
    for end in ("", "-wal"):
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(f"{path}{end}", f"{looked}{end}")
    try:
        with contextlib.closing(sqlite3.connect(looked)) as plain:
            return bool(plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
    finally:
        for end in ("", "-wal", "-shm"):
            Path(f"{looked}{end}").unlink(missing_ok=True)


def files_of(folder: Path, *, without: str = r"$.") -> Items:
    """The visible files below a folder with their content."""
    found: Items = Counter()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(".") and not re.search(without, name):
            found[f"{name} {hash(path.read_bytes())}"] += 1
    return found


def of_audit(folder: Path) -> Items:
    """What audit.json says, but for the run itself; one item a rule and a finding."""
    path = folder / "audit.json"
    if not path.is_file():
        return Counter()
    told = json.loads(path.read_text(encoding="utf-8"))
    items: Items = Counter([f"coverage {told['coverage']['complete']}", f"as of {told['as_of']}"])
    for rule in told["rules"]:
        items[f"{rule['id']} {rule['verdict']}"] += 1
        items.update(f"{rule['id']} {one['fingerprint']}" for one in rule["findings"])
    return items


def of_store(path: Path) -> Items:
    """What the store holds, each row by what makes it that one; ledger steps by what was done."""
    if not path.is_file():
        return Counter()
    items: Items = Counter()
    with open_store(path, create=False) as store:
        items[f"revision {store.revision()}"] += 1
        with store.reading() as connection:
            for entry in ledger.listed(connection):
                items[f"entry {entry.site} {entry.rule} {entry.fingerprint} {entry.state}"] += 1
            for step in ledger.steps(connection):
                items[f"step {step.entry} {step.from_state} {step.to_state}"] += 1
            for mail in outbox.listed(connection):
                items[f"mail {mail.site} {mail.kind} {mail.recipient} {mail.state}"] += 1
            for audit in audit_runs.listed(connection):
                items[f"audit {audit.site} {audit.exit_code} {audit.snapshot_kept}"] += 1
    return items


def of_tar(path: Path) -> Items:
    """The names in a backup, as far as it is one; the store by its rows."""
    if not path.is_file():
        return Counter()
    with tarfile.open(path) as tar:
        names = Counter(member.name for member in tar)
        stored = tar.extractfile("gongkai.sqlite")
        assert stored is not None
        content = io.BytesIO(stored.read()).getvalue()
    with contextlib.closing(sqlite3.connect(":memory:")) as plain:
        plain.deserialize(content)
        rows = plain.execute("SELECT count(*) FROM ledger").fetchone()[0]
    return names + Counter({f"entries {rows}": 1})
