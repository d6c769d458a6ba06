"""Finds the results of earlier audits: those named on the command line, and those beside an earlier snapshot.

What a person names must be there and fit; what is only found beside a snapshot is left out where it does
not fit, and that is said.  It reads files and compares nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audits.folder_names import RESULTS, SNAPSHOT
from audits.refused import RefusedError
from checker.results import AuditResult
from checker.results_file import ResultsError
from reports.comparison import Comparison, ComparisonError, compare
from reports.comparison_words import remarks_told, sentence
from reports.language import language

EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Earlier:
    """Earlier audits of one site, and what there is to say of the change (Chinese, line by line)."""

    audits: tuple[AuditResult, ...] = ()
    told: tuple[str, ...] = ()


def named(paths: Sequence[Path], now: AuditResult) -> Earlier:
    """The audits in these files; a folder stands for its audit.json and those under its `earlier`.

    Raises ResultsError for a file that cannot be read, RefusedError where one cannot be compared.
    """
    if not paths:
        return Earlier()
    audits = _others([AuditResult.read(file) for path in paths for file in _files(path)], now)
    try:
        return Earlier(audits, _told(compare(now, audits)))
    except ComparisonError as error:
        raise RefusedError(str(error)) from error


def beside(previous: Path | None, now: AuditResult) -> Earlier:
    """The audits that were made from the snapshot `previous` and those before it, as far as they fit."""
    if previous is None:
        return Earlier()
    folder = previous.parent if previous.name == SNAPSHOT else previous
    return among(list(_around(folder)), now)


def among(files: Sequence[Path], now: AuditResult) -> Earlier:
    """The audits in these files, as far as they fit; of those that do not it is said why."""
    read, unfit = [], []
    for file in files:
        try:
            audit = AuditResult.read(file)
            compare(now, [audit])
            read.append(audit)
        except (ResultsError, ComparisonError) as error:
            unfit.append(f"{file} 没有用来比较：{error}")
    audits = _others(read, now)
    told = _told(compare(now, audits)) if audits else ()
    return Earlier(audits, (*told, *unfit))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = list(_around(path)) or sorted(path.glob(f"*/{RESULTS}"))
    if not found:
        raise RefusedError(
            f"{path} 里没有 {RESULTS}。请指明以前检查的输出目录，或其中的 {RESULTS}。"
        )
    return found


def _around(folder: Path) -> Iterator[Path]:
    """The results in a folder, those moved aside from it, and those moved aside together with it."""
    places = [folder, *sorted((folder / EARLIER).glob("*"))]
    if folder.parent.name == EARLIER:
        places += sorted(folder.parent.glob("*"))
    for place in dict.fromkeys(places):
        if (place / RESULTS).is_file():
            yield place / RESULTS


def _others(audits: Sequence[AuditResult], now: AuditResult) -> tuple[AuditResult, ...]:
    """Each audit once, and not the present one."""
    once = {(one.run.id, one.run.started_at, one.as_of): one for one in audits}
    once.pop((now.run.id, now.run.started_at, now.as_of), None)
    return tuple(once.values())


def _told(comparison: Comparison) -> tuple[str, ...]:
    zh = language("zh")
    return sentence(comparison, zh), *remarks_told(comparison, zh)
