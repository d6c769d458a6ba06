"""From a snapshot to a report: judge and write, and the checks that come before.

Everything that can be wrong with the request is found before anything is done.  It fetches nothing and
loads nothing that does; the crawl before it stands in `whole_audit`.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from audits import evidence
from audits.asked import asked, check_templates
from audits.clock import BEIJING
from audits.config import Choices
from audits.earlier import EARLIER, beside
from audits.folder_names import RESULTS, SNAPSHOT
from audits.refused import RefusedError, make_writable, unwritable
from audits.version import tool_version
from checker import progress
from checker.catalogue import validate
from checker.engine import judge
from checker.facts.cores import cores
from checker.results import AuditResult, Run
from crawler.snapshot import DiskSnapshot, Probe
from crawler.watch.series import probes_of
from reports.formats import FORMATS, refusal
from reports.writing import write
from rules.loader import Library, load_library
from rules.pack_model import Pack

# audit.json first: where it is, an audit was finished.
_RESULTS = tuple(
    dict.fromkeys(
        [
            RESULTS,
            *(name for each in FORMATS.values() for name in each.outputs),
            evidence.FOLDER,
        ]
    )
)
_OUTPUTS = (SNAPSHOT, *_RESULTS)


@dataclass(frozen=True, slots=True)
class Demands:
    """What a portal is judged by."""

    library: Library
    packs: tuple[Pack, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A finished audit and the files that hold it."""

    result: AuditResult
    files: tuple[Path, ...]
    interrupted: bool = False
    undrawn: tuple[int, str] | None = None
    changes: tuple[str, ...] = ()


def demands(choices: Choices) -> Demands:
    """Load the rules and the packs chosen.  Raises RuleErrors, UnknownPackError, RefusedError."""
    library = load_library([Path(folder) for folder in choices.rules or ()])
    named = list(dict.fromkeys(choices.pack or ()))
    if choices.no_base and not named:
        raise RefusedError("--no-base 要和 --pack 一起用：没有基本包，也没有指定别的包。")
    ids = named if choices.no_base else list(dict.fromkeys(["base", *named]))
    validate(library)
    return Demands(library, tuple(library.pack(pack_id) for pack_id in ids))


def known_formats(choices: Choices) -> tuple[str, ...]:
    """Return the report formats chosen.  Raises RefusedError for one that there is not, TemplateError."""
    chosen = tuple(dict.fromkeys(choices.format or ("html",)))
    if why_not := refusal(chosen):
        raise RefusedError(why_not)
    check_templates(choices, chosen)
    return chosen


def formats(choices: Choices) -> tuple[str, ...]:
    """Return the formats that an audit writes: those chosen, and always audit.json."""
    return tuple(dict.fromkeys([*known_formats(choices), "json"]))


def measured(choices: Choices, home: str) -> list[Probe]:
    """Return what the watch chosen has measured of a home page; [] where none is chosen.

    Raises JournalError where it holds nothing of it.
    """
    return probes_of(choices.watch, home) if choices.watch else []


def measured_for(choices: Choices, folder: Path) -> list[Probe]:
    """Return what the watch chosen has measured of the home page of a snapshot.

    Raises as `measured` does, and SnapshotError.
    """
    if not choices.watch:
        return []
    with contextlib.closing(DiskSnapshot(folder)) as snapshot:
        return measured(choices, snapshot.info.home)


def make_way(out: Path, previous: Path | None = None) -> Path | None:
    """Make the output folder, and move an earlier audit in it aside.

    Returns where the snapshot `previous` is then: it may be the one that was moved.  Raises
    RefusedError where the folder cannot be written.
    """
    make_writable(out)
    held = out / SNAPSHOT
    try:
        ours = previous is not None and held.exists() and previous.samefile(held)
        if held.exists():
            aside = _move_aside(out)
            return aside / SNAPSHOT if ours else previous
    except OSError as error:
        raise unwritable(out, error) from error
    return previous


def make_way_for_results(out: Path) -> None:
    """Make the output folder, and move earlier results in it aside; a snapshot stays.

    Raises RefusedError where the folder cannot be written.
    """
    make_writable(out)
    try:
        if (out / _RESULTS[0]).exists():
            _move_aside(out, _RESULTS)
    except OSError as error:
        raise unwritable(out, error) from error


def _move_aside(out: Path, outputs: tuple[str, ...] = _OUTPUTS) -> Path:
    number = 1
    while (out / EARLIER / f"{number:03d}").exists():
        number += 1
    target = out / EARLIER / f"{number:03d}"
    target.mkdir(parents=True)
    for name in outputs:
        if (out / name).exists():
            shutil.move(out / name, target / name)
    return target


def check(
    folder: Path,
    choices: Choices,
    wanted: Demands,
    out: Path,
    clock: Callable[[], datetime],
    watcher: progress.Watcher = progress.unwatched,
    *,
    interrupted: bool = False,
) -> Done:
    """Judge a snapshot, with what the watch chosen measured laid over it, and write the results.

    Raises SnapshotError, JournalError.
    """
    with contextlib.closing(DiskSnapshot(folder, measured_for(choices, folder))) as snapshot:
        result = judged(snapshot, choices, wanted, clock, watcher)
        earlier = beside(choices.previous, result)
        files = reported(result, snapshot, choices, out, earlier.audits)
    return Done(result, tuple(files), interrupted, changes=earlier.told)


def judged(
    snapshot: DiskSnapshot,
    choices: Choices,
    wanted: Demands,
    clock: Callable[[], datetime],
    watcher: progress.Watcher = progress.unwatched,
) -> AuditResult:
    """Judge a snapshot; write nothing."""
    started = clock()
    as_of = choices.as_of or crawl_date(snapshot)
    info = snapshot.info
    names = [*(pack.id for pack in wanted.packs), as_of.isoformat(), info.home, started.isoformat()]
    run = Run(
        id=sha256("\n".join(names).encode()).hexdigest()[:16],
        started_at=started.isoformat(),
        finished_at=started.isoformat(),
        tool_version=tool_version(),
        seconds=0.0,
    )
    result = judge(
        snapshot,
        wanted.library,
        wanted.packs,
        as_of=as_of,
        run=run,
        jobs=choices.jobs or cores(),
        watcher=watcher,
    )
    finished = clock()
    run = run.model_copy(
        update={
            "finished_at": finished.isoformat(),
            "seconds": (finished - started).total_seconds(),
        }
    )
    return result.model_copy(update={"run": run})


def reported(
    result: AuditResult,
    snapshot: DiskSnapshot,
    choices: Choices,
    out: Path,
    earlier: tuple[AuditResult, ...],
) -> list[Path]:
    """Write the reports of an audit, and where that is chosen its evidence beside them."""
    told = asked(choices, earlier)
    if choices.evidence:
        laid = evidence.lay_evidence(result, snapshot, out / evidence.FOLDER, told.t)
        told = replace(told, archived=evidence.relative(laid.files, out))
    return write(result, out, formats(choices), told)


def crawl_date(snapshot: DiskSnapshot) -> date:
    """Return the day, on Beijing time, on which the crawl began."""
    return snapshot.info.started_at.astimezone(BEIJING).date()
