"""What is planted in a county: which way each theme goes there, and what is true because of it.

Reads the YAML of `contents/` and `counties/`.  The truth stands in those files, written by who planted
it; nothing here asks the program under test for anything but the text of the packs and rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
RULES = HERE.parents[2] / "rules"
SITE_MAP = "site-map"


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of a theme.  `verdict` is the machine's; `because` says what was planted."""

    verdict: str
    because: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One county's file: who it is, how it writes, what is planted."""

    key: str
    county: str
    host: str
    pack: str
    as_of: date
    style: str
    number: str
    names: dict[str, str] = field(default_factory=dict)
    plantings: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    closed: tuple[str, ...] = ()
    follows: dict[str, Truth] = field(default_factory=dict)

    def way(self, theme: str) -> str:
        """Return the way that a theme goes here: the first that its file names, unless planted otherwise."""
        return self.plantings.get(theme) or next(iter(ways(theme)))

    def truth(self, theme: str) -> Truth:
        """Return what is true of a theme here."""
        if theme in self.follows:
            return self.follows[theme]
        way = ways(theme)[self.way(theme)]
        for kind, verdict in (("broken", "fail"), ("due", "pending"), ("unseen", "review")):
            if kind in way:
                return Truth(verdict, str(way[kind]))
        return Truth("pass", "照做了")


@cache
def contents() -> dict[str, dict[str, dict[str, Any]]]:
    """Return theme → way → what it puts on the portal; several files may add to one way."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for path in sorted((HERE / "contents").glob("*.yaml")):
        if path.stem == SITE_MAP:
            continue
        for theme, told in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for name, way in told.items():
                found.setdefault(theme, {}).setdefault(name, {}).update(way or {})
    return found


def ways(theme: str) -> dict[str, dict[str, Any]]:
    """Return the ways that a theme can go."""
    return contents()[theme]


@cache
def site_map() -> dict[str, Any]:
    """Return the groups and columns that there can be."""
    text = (HERE / "contents" / f"{SITE_MAP}.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


@cache
def plans() -> dict[str, Plan]:
    """Return all counties' files."""
    found = {}
    for path in sorted((HERE / "counties").glob("*.yaml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        follows = {theme: Truth(*one) for theme, one in (told.pop("follows", None) or {}).items()}
        closed = tuple(told.pop("closed", None) or ())
        found[path.stem] = Plan(key=path.stem, follows=follows, closed=closed, **told)
    return found


@cache
def pack(name: str) -> dict[str, Any]:
    """Return a pack's YAML as it stands."""
    text = (RULES / "packs" / f"{name}.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  plain scalars only
    return read


@cache
def assisted() -> frozenset[str]:
    """Return the rules that say that a person decides."""
    found = set()
    for path in (RULES / "library").glob("*/*.yaml"):
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        if told.get("how") == "assisted":
            found.add(told["id"])
    return frozenset(found)


@cache
def prepared() -> frozenset[str]:
    """Return the rules that only gather evidence, whatever there is."""
    found = set()
    for path in (RULES / "library").glob("*/*.yaml"):
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        if told["check"] == "collect_evidence":
            found.add(told["id"])
    return frozenset(found)


def rules_of(clause: dict[str, Any]) -> list[str]:
    """Return the ids of a clause's rules."""
    return [one if isinstance(one, str) else one["rule"] for one in clause.get("rules", [])]


def themes(plan: Plan) -> list[str]:
    """Return the rules that a county's packs bind, each once."""
    clauses = [*pack("base")["clauses"], *pack(plan.pack)["clauses"]]
    return list(dict.fromkeys(rule for clause in clauses for rule in rules_of(clause)))
