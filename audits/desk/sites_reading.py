"""The `sites:` of gongkai.yaml or of a file of its own: the typed keys of each, and the choices of its scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from audits.config import Choices
from audits.desk.file_model import SiteFile, keys_of
from audits.desk.setup import ConfiguredSite, Unit
from audits.desk.site_choices import KEYS, beside, choice_of, choices_in, unknown_key
from audits.desk.when import Schedule
from rules.problems import Problem
from rules.strict_yaml import Located, Plain


@dataclass(frozen=True, slots=True)
class Parted:
    """A file whose sites hold only the keys that are typed; the choices of each stand beside."""

    source: Located
    choices: tuple[Choices, ...]


def parted(source: Located, own: Mapping[str, Any], problems: list[Problem]) -> Parted:
    """Take the choices out of the sites of a file.  `own` is its tree, as far as it is known."""
    tree, choices = dict(own), []
    if isinstance(own.get("sites"), list):
        tree["sites"] = []
        for index, site in enumerate(own["sites"]):
            kept, chosen = _site(source.at("sites", index), site, problems)
            tree["sites"].append(kept)
            choices.append(chosen)
    return Parted(replace(source, root=tree), tuple(choices))


def _site(source: Located, site: Plain, problems: list[Problem]) -> tuple[Plain, Choices]:
    if not isinstance(site, dict):
        return site, Choices()  # the model refuses it
    known = keys_of(SiteFile)
    chosen = []
    for key in site:
        if choice_of(key) is not None:
            chosen.append(key)
        elif key not in known:
            problems.append(unknown_key(source, key, [*known, *KEYS]))
    choices = beside(choices_in(source, chosen, problems), Path(source.path).parent)
    return {key: value for key, value in site.items() if key in known}, choices


def configured(
    file: Parted, sites: Sequence[SiteFile], defaults: Choices, schedule: Schedule | None
) -> list[ConfiguredSite]:
    """The sites of a file, with what holds for all where they say nothing themselves."""
    lines = _lines(file.source)
    return [
        ConfiguredSite(
            id=site.id,
            name=site.name,
            home=site.url,
            choices=file.choices[index].over(defaults),
            units=tuple(
                Unit(name, tuple(dict.fromkeys(unit.contacts))) for name, unit in site.units.items()
            ),
            recipients=tuple(dict.fromkeys(site.recipients)),
            schedule=site.schedule if "schedule" in site.model_fields_set else schedule,
            path=file.source.path,
            line=file.source.line("sites", index),
            lines=lines.get(index, {}),
            own_choices=file.choices[index],
        )
        for index, site in enumerate(sites)
    ]


def _lines(source: Located) -> dict[int, dict[str, int]]:
    """The line of each key of each site."""
    found: dict[int, dict[str, int]] = {}
    for keys, line in source.lines.items():
        if len(keys) == 3 and keys[0] == "sites" and isinstance(keys[1], int):  # noqa: PLR2004 - sites, index, key
            found.setdefault(keys[1], {})[str(keys[2])] = line
    return found


def repeated(sites: Sequence[ConfiguredSite]) -> list[Problem]:
    """Ids that stand twice."""
    first: dict[str, ConfiguredSite] = {}
    return [
        site.problem(
            "id",
            f"编号“{site.id}”重复，{other.path}:{other.line} 已有",
            "换一个编号，或删去其中一个",
        )
        for site in sites
        if (other := first.setdefault(site.id, site)) is not site
    ]
