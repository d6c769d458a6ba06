"""Read gongkai.yaml, and the list of sites beside it, strictly: every problem at once, each with its line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, TypeVar

from audits.config import Choices
from audits.desk.archive_reading import archive_problems, archive_setup
from audits.desk.file_model import DeskFile, SitesFile, keys_of
from audits.desk.mail_reading import mail_problems, mail_setup
from audits.desk.setup import ConfiguredSite, Desk, Limits
from audits.desk.site_choices import KEYS, beside, choice_of, choices_in, unknown_key
from audits.desk.sites_reading import Parted, configured, parted, repeated
from audits.desk.storage_reading import storage_problems, storage_setup
from audits.store.keeping import DEFAULT, LETTERS
from reports.deadline import USUAL_WORKDAYS
from rules.problems import Problem, RuleErrors
from rules.sourced import Sourced
from rules.strict_yaml import USUAL, Located, Most, load_strict
from rules.text_files import read_text
from rules.validation import validated

SITES_FILE = "sites.yaml"
# A list of all the country's sites: it is data of our own, and plain.
SITES_MOST = Most(16 << 20, 1_000_000)

M = TypeVar("M", bound=Sourced)


def opened(path: Path) -> Desk:
    """Read the configuration.  Raises RuleErrors with all that is wrong in its files."""
    return read(read_text(path), path)


def read(text: str, path: Path, listed: str | None = None) -> Desk:
    """Understand the text of a configuration; `path` says where it stands.  Raises RuleErrors.

    `listed` is read in place of what stands in the list of sites beside it.
    """
    problems: list[Problem] = []
    source = _located(text, path)
    tree: Any = source.value
    defaults = _defaults(source, tree, problems)
    known = parted(source, _known(source, tree, DeskFile, ("defaults",), problems), problems)
    file = _typed(DeskFile, known.source, problems)
    beside_it = _list_file(tree.get("sites_file"), path.parent, listed, problems)
    if file is None or problems:
        raise RuleErrors(problems)
    if file.mail:
        problems += mail_problems(file.mail)
    data = path.parent / Path(file.data).expanduser()
    if os.path.realpath(data) == os.path.sep:
        problems.append(file.source.problem(("data",), "data 不能是根目录", "写一个专用的文件夹"))
    problems += storage_problems(file)
    problems += archive_problems(file, path.parent, data)
    sites = configured(known, file.sites, defaults, file.schedule)
    if beside_it is not None:
        its_file, its_sites = beside_it
        sites += configured(its_file, its_sites.sites, defaults, file.schedule)
    problems += repeated(sites)
    if problems:
        raise RuleErrors(problems)
    return _desk(file, path, sites)


def _desk(file: DeskFile, path: Path, sites: list[ConfiguredSite]) -> Desk:
    folder = path.parent
    data = folder / Path(file.data).expanduser()
    return Desk(
        path=path,
        folder=folder,
        data=data,
        storage=storage_setup(file, folder, data),
        time_zone=file.time_zone,
        sites=tuple(sites),
        sites_file=folder / (file.sites_file or SITES_FILE),
        mail=mail_setup(file.mail, folder) if file.mail else None,
        archive=archive_setup(file, folder),
        keep_letters=file.keep.letters if file.keep else LETTERS,
        keep=(file.keep and file.keep.snapshots) or DEFAULT,
        limits=Limits(file.limits.sites_at_once, file.limits.jobs) if file.limits else Limits(),
        due_workdays=file.ledger.due_workdays if file.ledger else USUAL_WORKDAYS,
        advice_in_ledger=file.ledger is not None and file.ledger.advice,
    )


def _located(text: str, path: Path, most: Most = USUAL) -> Located:
    says = any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())
    return load_strict(text, str(path), most) if says else Located(str(path), root={})


def _typed(model: type[M], source: Located, problems: list[Problem]) -> M | None:
    try:
        return validated(model, source)
    except RuleErrors as error:
        problems += error.problems
        return None


def _known(
    source: Located,
    tree: dict[str, Any],
    model: type[Sourced],
    more: tuple[str, ...],
    problems: list[Problem],
) -> dict[str, Any]:
    """What of a tree its model knows; other keys are refused, but for `more`."""
    keys = keys_of(model)
    problems += [
        unknown_key(source, key, [*keys, *more]) for key in tree if key not in (*keys, *more)
    ]
    return {key: value for key, value in tree.items() if key in keys}


def _defaults(source: Located, tree: dict[str, Any], problems: list[Problem]) -> Choices:
    found = tree.get("defaults", "")
    if found == "":
        return Choices()
    part = source.at("defaults")
    if not isinstance(found, dict):
        problems.append(part.problem((), "“defaults”应当是“键: 值”的对照", "缩进写各个键"))
        return Choices()
    problems += [unknown_key(part, key, KEYS) for key in found if choice_of(key) is None]
    choices = choices_in(part, [key for key in found if choice_of(key) is not None], problems)
    return beside(choices, Path(source.path).parent)


def _list_file(
    named: object, folder: Path, given: str | None, problems: list[Problem]
) -> tuple[Parted, SitesFile] | None:
    """The list of sites in a file of its own; one that nobody named need not be there."""
    place = folder / (named if isinstance(named, str) and named else SITES_FILE)
    if given is None and not named and not place.exists():
        return None
    try:
        text = read_text(place, SITES_MOST.size) if given is None else given
        return _sites_in(text, place, problems)
    except RuleErrors as error:
        problems += error.problems
        return None


def _sites_in(text: str, path: Path, problems: list[Problem]) -> tuple[Parted, SitesFile] | None:
    source = _located(text, path, SITES_MOST)
    tree: Any = source.value
    known = parted(source, _known(source, tree, SitesFile, (), problems), problems)
    file = _typed(SitesFile, known.source, problems)
    return None if file is None else (known, file)
