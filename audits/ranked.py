"""Reads the audits of many sites for a ranking, one after the other: none is kept whole.

What cannot be read is told with its path and reason and left out; the others are still ranked.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from audits.folder_names import RESULTS
from audits.refused import RefusedError
from checker.garbage import seldom_collected
from checker.results import AuditResult, Site
from checker.results_file import ResultsError, content_of
from reports.comparison import Comparison, ComparisonError, compare, site_key, when
from reports.ranking import Ranking, Unread, ranking
from reports.standing import RuleNamed, Standing, rules_named, standing

REPORT = "report.html"
# Below an audit: its snapshot, and what was moved aside.
_NOT_BELOW = frozenset({"snapshot", "earlier"})


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ranking, and how many files could not be read for it."""

    ranking: Ranking
    broken: int


class _Head(BaseModel):
    """As much of an audit.json as tells whose it is."""

    site: Site


@dataclass(slots=True)
class _Desk:
    """What has been read so far."""

    out: Path
    before: Mapping[tuple[str, str], Sequence[Path]]
    unread: list[Unread] = field(default_factory=list)
    broken: int = 0
    names: dict[str, RuleNamed] = field(default_factory=dict)
    latest: dict[tuple[str, str], tuple[tuple[str, float], Path, Standing]] = field(
        default_factory=dict
    )

    def take(self, file: Path) -> None:
        """Read one audit; of several of one site the latest counts."""
        result = self._read(file)
        if result is None:
            return
        key, at = site_key(result.site.home), when(result)
        held = self.latest.get(key)
        if held is not None:
            newer, older = (held[1], file) if held[0] >= at else (file, held[1])
            self.tell(older, f"同一网站有更近的结果，用的是 {newer}。")
            if newer != file:
                return
        row = standing(result, _link(file, self.out), self._comparison(result, file, key))
        self.latest[key] = at, file, row
        self.names = rules_named(result) | self.names

    def tell(self, path: Path, reason: str) -> None:
        """Say why a file was left out."""
        self.unread.append(Unread(str(path), reason))

    def _read(self, file: Path) -> AuditResult | None:
        try:
            return AuditResult.read(file)
        except ResultsError as error:
            self.tell(file, str(error))
            self.broken += 1
            return None

    def _comparison(
        self, result: AuditResult, file: Path, key: tuple[str, str]
    ) -> Comparison | None:
        paths = [path for path in self.before.get(key, ()) if path.resolve() != file.resolve()]
        audits = [audit for path in paths if (audit := self._read(path)) is not None]
        try:
            return compare(result, audits) if audits else None
        except ComparisonError as error:
            self.tell(paths[0], str(error))
            return None


def ranked(places: Sequence[Path], earlier: Sequence[Path], out: Path) -> Ranked:
    """Rank the audits in these files and folders; links lead from the folder `out` to their reports.

    Raises RefusedError where there is none at all.
    """
    files = _found(places)
    desk = _Desk(out, {})
    if earlier:
        desk.before = _by_site(_found(earlier), desk)
    with seldom_collected():
        for file in files:
            desk.take(file)
    rows = [row for _, _, row in desk.latest.values()]
    unread = sorted(desk.unread, key=lambda one: one.path)
    return Ranked(ranking(rows, desk.names, unread), desk.broken)


def _link(file: Path, out: Path) -> str:
    report = file.with_name(REPORT)
    if not report.is_file():
        return ""
    return quote(Path(os.path.relpath(report.resolve(), out.resolve())).as_posix())


def _by_site(files: Sequence[Path], desk: _Desk) -> dict[tuple[str, str], list[Path]]:
    """Which earlier results are whose; what is none is told at once."""
    known: dict[tuple[str, str], list[Path]] = defaultdict(list)
    for file in files:
        try:
            head = _Head.model_validate_json(content_of(file))
        except (OSError, ValidationError, ResultsError):
            desk.tell(file, "不是能读的 audit.json，没有用来比较。")
            desk.broken += 1
            continue
        known[site_key(head.site.home)].append(file)
    return known


def _found(places: Sequence[Path]) -> list[Path]:
    files = list(dict.fromkeys(file for place in places for file in _below(place)))
    if not files:
        named = "、".join(map(str, places))
        raise RefusedError(
            f"{named} 里没有 {RESULTS}。请指明各网站检查的输出目录，或放着它们的目录。"
        )
    return files


def _below(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    for folder, folders, names in os.walk(place):
        if RESULTS in names:
            yield Path(folder) / RESULTS
            folders.clear()
        folders[:] = sorted(name for name in folders if name not in _NOT_BELOW)
