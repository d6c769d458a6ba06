"""A filled-in table of sites, merged by id into the list beside gongkai.yaml: what would change, and the new text.

gongkai.yaml itself is a person's file and is never written.  What a table does not speak of stays: other
sites, and of a site the keys without a column.  An empty cell takes a value away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from audits.desk.file_model import SitesFile
from audits.desk.reading import SITES_MOST, read
from audits.desk.setup import ConfiguredSite, Desk
from audits.desk.site_choices import choice_of, choices_in
from audits.desk.site_columns import BY_KEY, COLUMNS, HEADINGS, NEEDED, CellError
from audits.desk.table_file import TableRow, read_table
from rules.problems import Problem, RuleErrors
from rules.strict_yaml import KeyPath, Located, load_strict
from rules.text_files import read_text
from rules.validation import validated

_HEAD = "# 由 gongkai sites import 写成，可以手工改；再次导入会重写本文件，注释不保留。\n"
_ITEM = "sites 第 1 项 "


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one site: `what` in a word, and each cell that differs, as heading, before, after."""

    site: str
    name: str
    what: str
    cells: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """The new text of the list, and what is different in it."""

    text: str
    changes: tuple[Change, ...]

    @property
    def different(self) -> bool:
        """Say whether there is anything to write."""
        return any(change.what != "不变" for change in self.changes)


def merged(desk: Desk, table: Path) -> Merged:
    """Read a table and merge it.  Raises RuleErrors with all that is wrong, by row and column; RefusedError."""
    rows = read_table(table, NEEDED, HEADINGS)
    problems: list[Problem] = []
    items = [(row, _item(row, problems)) for row in rows]
    _repeated(items, problems)
    _elsewhere(items, desk, problems)
    if not rows:
        problems.append(Problem(str(table), 0, "表里没有网站", "至少填一行"))
    if problems:
        raise RuleErrors(problems)
    tree = _listed(desk)
    for row, item in items:
        if (site := desk.site(item["id"])) is not None and site.path != str(desk.sites_file):
            continue  # stands in gongkai.yaml, and says the same
        tree[item["id"]] = _put(tree.get(item["id"], {}), item, row)
    text = _HEAD + yaml.dump(
        {"sites": list(tree.values())},
        Dumper=_Plain,
        allow_unicode=True,
        sort_keys=False,
        width=10_000,
    )
    after = read(read_text(desk.path), desk.path, text)
    found = [_change(desk.site(item["id"]), after.site(item["id"])) for _, item in items]
    return Merged(text, tuple(change for change in found if change is not None))


class _Plain(yaml.SafeDumper):
    """Writes what is the same twice, twice: our reader takes no anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the library's signature
        return True


def _item(row: TableRow, problems: list[Problem]) -> dict[str, Any]:
    """A row as the keys of a site, those with something in them; what is wrong is added to the problems."""
    item: dict[str, Any] = {}
    for column in COLUMNS:
        text = row.cells.get(column.heading, "")
        if not text:
            continue
        try:
            item[column.key] = column.value(text)
        except CellError as error:
            problems.append(row.problem(column.heading, str(error), f"应为：{column.help}"))
    # The models name keys; here, each stands in a cell.
    lines: dict[KeyPath, int] = {
        ("sites", 0, column.key): index for index, column in enumerate(COLUMNS, 1)
    }
    own = {key: value for key, value in item.items() if choice_of(key) is None}
    wrong: list[Problem] = []
    try:
        validated(SitesFile, Located(row.path, root={"sites": [own]}, lines=lines))
    except RuleErrors as error:
        wrong += error.problems
    source = Located(row.path, root={"sites": [item]}, lines=lines)
    choices_in(source.at("sites", 0), [key for key in item if key not in own], wrong)
    for problem in wrong:
        message = problem.message.replace(_ITEM, "").replace("units ", "")
        for key, column in BY_KEY.items():
            message = message.replace(f"“{key}”", f"“{column.heading}”")
        problems.append(Problem(row.path, row.line, message, problem.remedy))
    return item


def _repeated(items: Sequence[tuple[TableRow, Mapping[str, Any]]], problems: list[Problem]) -> None:
    first: dict[str, int] = {}
    for row, item in items:
        site = item.get("id", "")
        if site and (line := first.setdefault(site, row.line)) != row.line:
            problems.append(row.problem("编号", f"“{site}”与第 {line} 行重复", "一个网站只写一行"))


def _elsewhere(
    items: Sequence[tuple[TableRow, Mapping[str, Any]]], desk: Desk, problems: list[Problem]
) -> None:
    """Refuse to change what a person wrote into gongkai.yaml."""
    for row, item in items:
        site = desk.site(item.get("id", ""))
        if site is None or site.path == str(desk.sites_file):
            continue
        for heading, before, after in _cells(row, site):
            what = f"“{site.id}”写在 {site.path}:{site.line}，那里是“{before}”，表里是“{after}”"
            remedy = f"在那里改；或把它从那里移到 {desk.sites_file.name if desk.sites_file else 'sites.yaml'} 再导入"
            problems.append(row.problem(heading, what, remedy))


def _cells(row: TableRow, site: ConfiguredSite) -> list[tuple[str, str, str]]:
    found = []
    for column in COLUMNS:
        if column.heading not in row.cells:
            continue
        before, after = column.text(site), row.cells[column.heading]
        try:
            same = column.value(before) == column.value(after)
        except CellError:
            same = False
        if not same:
            found.append((column.heading, before, after))
    return found


def _listed(desk: Desk) -> dict[str, dict[str, Any]]:
    """The sites of the list as it is, by id, as plain data."""
    place = desk.sites_file
    if place is None or not place.exists():
        return {}
    text = read_text(place, SITES_MOST.size)
    if not any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines()):
        return {}
    tree: Any = load_strict(text, str(place), SITES_MOST).value
    return {site["id"]: _plain(site) for site in tree.get("sites") or []}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else str(value)


def _put(before: Mapping[str, Any], item: Mapping[str, Any], row: TableRow) -> dict[str, Any]:
    """A site with the columns of a row in place of what it had."""
    after = dict(before)
    for column in COLUMNS:
        if column.heading not in row.cells:
            continue
        for key in [key for key in after if _same_key(key, column.key)]:
            if column.key not in item or key != column.key:
                del after[key]
        if column.key in item:
            after[column.key] = item[column.key]
    return after


def _same_key(key: str, other: str) -> bool:
    return key == other or (choice_of(key) is not None and choice_of(key) == choice_of(other))


def _change(before: ConfiguredSite | None, after: ConfiguredSite | None) -> Change | None:
    if after is None:
        return None
    if before is None:
        return Change(after.id, after.name, "新增")
    cells = tuple(
        (column.heading, column.text(before), column.text(after))
        for column in COLUMNS
        if column.text(before) != column.text(after)
    )
    return Change(after.id, after.name, "修改" if cells else "不变", cells)
