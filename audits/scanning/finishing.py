"""From a crawl that has ended to an audit of the desk: judge, write reports and letters, keep, store.

Each step can be cut off: what is not renamed is judged again, what is renamed and not stored is stored by
the next scan.  Storing twice changes nothing.  It is run in a process of its own (`finishing_process`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from audits import exit_codes
from audits.archive.errors import DamagedError, MissingError
from audits.asked import asked
from audits.config import Choices
from audits.earlier import among
from audits.folder_names import RESULTS
from audits.ledger.attested import with_attestations
from audits.ledger.waived import with_waivers
from audits.pipeline import Demands, demands, formats, judged, measured, reported
from audits.scanning.leftovers import Begun, keep_whole, set_aside
from audits.scanning.order import Order, Stored
from audits.scanning.plans import Workplace
from audits.scanning.storing import archive_alert, letters, store_run
from audits.scanning.turns import TurnLostError, held
from audits.store import Store, attestations, audit_runs, open_store, waivers
from audits.store.rows import Attestation, Waiver
from checker.results import AuditResult
from checker.results_file import ResultsError
from crawler.snapshot import DiskSnapshot
from crawler.snapshot.probe_table import lay_in
from crawler.watch.series import KIND

__all__ = ["Clock", "Order", "finish"]

Clock = Callable[[], datetime]
# So many earlier audits are read for the comparison and the trend.
_MOST_EARLIER = 24
_A_SECOND = timedelta(seconds=1)


def load(choices: Choices) -> None:
    """Load what a site is judged by, and see that its reports can be made.

    Raises RuleErrors, UnknownPackError, TemplateError, RefusedError.
    """
    _wanted(choices)
    formats(choices)


def finish(order: Order) -> Stored:
    """Finish a run.  Raises SnapshotError, JournalError, ReportError, StoreError, RuleErrors, OSError.

    Raises TurnLostError, and sets the run aside, where the scan that it fulfils is no longer its own.
    """
    with open_store(order.workplace.storage) as store:
        folder = order.whole
        if folder is None:
            assert order.begun is not None  # noqa: S101 - one of the two is there
            folder = _judge(order, order.begun, store)
        try:
            result = AuditResult.read(folder / RESULTS)
            before = earlier(store, order.workplace, order.plan.site, result)
            return _store(order, store, folder, result, before)
        except TurnLostError as error:
            order.workplace.holdings.drop_run(order.workplace.relative(folder))
            place = set_aside(folder)
            raise TurnLostError(f"{error}，这次做完的检查没有入库，移到 {place}") from error


def earlier(
    store: Store, workplace: Workplace, site: str, now: AuditResult | None
) -> tuple[AuditResult, ...]:
    """The results of the last audits of a site that are still there, as far as they fit; oldest first."""
    with store.reading() as connection:
        rows = audit_runs.listed(connection, site=site)
    files = []
    for row in rows[-_MOST_EARLIER:]:
        with contextlib.suppress(MissingError, DamagedError):
            files.append(workplace.holdings.results(row.folder))
    files = [file for file in files if file.is_file()]
    if now is not None:
        return among(files, now).audits
    return tuple(_read(files))


def _read(files: Sequence[Path]) -> list[AuditResult]:
    read = []
    for file in files:
        try:
            read.append(AuditResult.read(file))
        except ResultsError:
            continue
    return read


def _judge(order: Order, begun: Begun, store: Store) -> Path:
    plan = order.plan
    choices = plan.choices.model_copy(update={"jobs": order.jobs, "previous": None})
    if choices.watch:
        lay_in(begun.snapshot, KIND, measured(choices, plan.home))
        choices = choices.model_copy(update={"watch": None})
    wanted = _wanted(choices)
    clock = order.clock
    with contextlib.closing(DiskSnapshot(begun.snapshot)) as snapshot:
        result = judged(snapshot, choices, wanted, clock)
        while (
            begun.folder.parent / result.run.id
        ).exists():  # the clock was set back to that second
            clock = _ahead(clock)
            result = judged(snapshot, choices, wanted, clock)
        result = _with_answers(result, *_answers(store, plan.site))
        before = earlier(store, order.workplace, plan.site, result)
        reported(result, snapshot, choices, begun.folder, before)
    return keep_whole(begun, result.run.id)


def _store(
    order: Order,
    store: Store,
    folder: Path,
    result: AuditResult,
    before: tuple[AuditResult, ...],
) -> Stored:
    choices = order.plan.choices
    about = asked(choices, before)
    code = exit_codes.of_audit(result, choices.fail_on or "fail")
    with store.reading() as connection:  # before letters are written that nobody would send
        if audit_runs.get(connection, audit=result.run.id) is None:
            held(connection, order.plan)
    run = order.workplace.relative(folder)
    order.workplace.holdings.keep_run(run)
    posted = letters(order.plan, order.workplace, result, about)
    archive_alert(store, order.plan, order.workplace, result, about)
    with store.begin() as connection:
        stored = store_run(
            connection,
            order.plan,
            order.workplace,
            folder,
            result,
            about,
            (code, posted, order.clock()),
        )
    with store.reading() as connection:
        rows = audit_runs.listed(connection, site=order.plan.site)
    order.workplace.holdings.settle(run, [row.folder for row in rows])
    return stored


# A process finishes one site after the other, and loading the rules takes longer than judging by them.
_LOADED: dict[str, tuple[object, Demands]] = {}


def _wanted(choices: Choices) -> Demands:
    key, now = repr((choices.pack, choices.no_base, choices.rules)), _state(choices.rules or ())
    if key not in _LOADED or _LOADED[key][0] != now:
        _LOADED[key] = now, demands(choices)
    return _LOADED[key][1]


def _state(folders: Sequence[str]) -> object:
    """What shows that one's own rules were edited; those of the program come with it."""
    files = (path for folder in folders for path in sorted(Path(folder).rglob("*.yaml")))
    return [(path, (about := path.stat()).st_mtime_ns, about.st_size) for path in files]


def _answers(store: Store, site: str) -> tuple[tuple[Attestation, ...], tuple[Waiver, ...]]:
    with store.reading() as connection:
        answers = attestations.listed(connection, site=site, withdrawn=False)
        granted = waivers.listed(connection, withdrawn=False)
    return answers, tuple(one for one in granted if one.site in (None, site))


def _with_answers(
    result: AuditResult, answers: Sequence[Attestation], granted: Sequence[Waiver]
) -> AuditResult:
    day = date.fromisoformat(result.as_of)
    return with_waivers(with_attestations(result, answers, day), granted, day)


def _ahead(clock: Clock) -> Clock:
    return lambda: clock() + _A_SECOND
