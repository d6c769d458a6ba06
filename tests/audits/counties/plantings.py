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
    """One county's file: who it is, how it writes, what is planted.

    `pace` shortens the time back in some columns, where the document is young.
    """

    key: str
    county: str
    host: str
    pack: str
    as_of: date
    style: str
    number: str
    names: dict[str, str] = field(default_factory=dict)
    plantings: dict[str, str] = field(default_factory=dict)
    pace: dict[str, Any] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    closed: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    follows: dict[str, Truth] = field(default_factory=dict)

    def way(self, theme: str) -> str:
        """Return the way that a theme goes here: kept, or the only way there is, unless planted."""
        default = "kept" if "kept" in ways(theme) else next(iter(ways(theme)))
        return self.plantings.get(theme, default)

    def truth(self, judged_as: str, clause: str = "") -> Truth:
        """Return what is true of a theme here, or of the part of it that a clause is about."""
        theme = judged_as.partition("/")[0]
        for name in (clause, judged_as, theme):
            if name in self.follows:
                return self.follows[name]
        way = ways(theme)[self.way(theme)]
        for kind, verdict in (("broken", "fail"), ("due", "pending"), ("unseen", "review")):
            if kind in way:
                return Truth(verdict, str(way[kind]))
        return Truth("pass", "做到了")


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
        lists = {name: tuple(told.pop(name, None) or ()) for name in ("closed", "also")}
        found[path.stem] = Plan(key=path.stem, follows=follows, **lists, **told)
    return found


@cache
def pack(name: str) -> dict[str, Any]:
    """Return a pack's YAML as it stands."""
    text = (RULES / "packs" / f"{name}.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  plain scalars only
    return read


@cache
def assisted() -> frozenset[str]:
    """Return the rules that say that a person decides."""
    found = set()
    for path in (RULES / "library").glob("*/*.yaml"):
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506
        if told.get("how") == "assisted":
            found.add(told["id"])
    return frozenset(found)


@cache
def prepared() -> frozenset[str]:
    """Return the rules that only gather evidence, whatever there is."""
    found = set()
    for path in (RULES / "library").glob("*/*.yaml"):
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506
        if told["check"] == "collect_evidence":
            found.add(told["id"])
    return frozenset(found)


def rules_of(clause: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a clause's rules as mappings, also where only the id is written."""
    return [{"rule": one} if isinstance(one, str) else one for one in clause.get("rules", [])]


def judged_as(told: dict[str, Any]) -> str:
    """Name the judgement that a clause's rule takes part in."""
    return f"{told['rule']}/{told['part']}" if "part" in told else str(told["rule"])


def clauses(plan: Plan) -> list[dict[str, Any]]:
    """Return the clauses by which a county is audited, in order."""
    return [*pack("base")["clauses"], *pack(plan.pack)["clauses"]]


def themes(plan: Plan) -> list[str]:
    """Return the rules that a county's packs bind, each once."""
    return list(dict.fromkeys(one["rule"] for c in clauses(plan) for one in rules_of(c)))
