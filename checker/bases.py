"""What a rule rests on in one audit: the documents that hold for the audited site.

A rule of the library names the work points of every county that asks for it.  Those of counties whose pack
is not judged by bind nobody here and are left out; where nothing else is named, the clauses that ask for
the rule are what it rests on.  Judges nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.demands import Demand
from rules.loader import Library
from rules.pack_model import Pack


def bases(demand: Demand, library: Library, packs: Sequence[Pack]) -> list[str]:
    """The documents and items that `demand` rests on where it is judged by `packs`."""
    used = {pack.id for pack in packs}
    elsewhere = {
        name
        for pack in library.packs.values()
        if pack.id not in used
        for name in (pack.title, pack.document.name)
    } - {name for pack in packs for name in (pack.title, pack.document.name)}
    here = [str(basis) for basis in demand.rule.basis if basis.doc not in elsewhere]
    if here or not demand.rule.basis:
        return here
    asking = [(pack, clause) for pack in packs for clause in pack.clauses]
    return list(
        dict.fromkeys(
            f"{pack.title}　{clause.section}"
            for pack, clause in asking
            if clause.id in demand.clauses
        )
    )
