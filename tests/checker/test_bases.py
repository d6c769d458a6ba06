"""An inspector quotes what a report names as the basis: it must hold for the site that was audited."""

from datetime import date

import pytest

from checker.bases import bases
from checker.demands import demands
from rules.loader import Library, load_library

AS_OF = date(2022, 11, 30)
COUNTIES = ("changxing-2022", "gongshu-2021", "huantai-2021", "wencheng-2021", "yaodu-2021")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.mark.parametrize("county", COUNTIES)
def test_no_other_county_s_work_points_are_named(library: Library, county: str) -> None:
    packs = [library.packs[name] for name in ("base", county)]
    others = {library.packs[name].title for name in COUNTIES if name != county}
    told = {
        name: bases(one, library, packs) for name, one in demands(library, packs, AS_OF).items()
    }
    named = {basis.partition("　")[0] for each in told.values() for basis in each}
    assert not named & others
    assert packs[1].title in named
    assert "中华人民共和国政府信息公开条例（国务院令第711号）" in named
    assert all(told.values())  # nothing is demanded of anybody without a basis


def test_where_only_others_are_named_the_clause_that_asks_is_the_basis(library: Library) -> None:
    packs = [library.packs[name] for name in ("base", "changxing-2022")]
    wanted = demands(library, packs, AS_OF)
    one = next(
        one
        for one in wanted.values()
        if {basis.doc for basis in one.rule.basis} == {"临汾市尧都区2021年政务公开工作要点"}
    )
    asking = {c.id: c.section for c in packs[1].clauses}
    assert bases(one, library, packs) == list(
        dict.fromkeys(f"{packs[1].title}　{asking[name]}" for name in one.clauses)
    )


def test_documents_that_are_no_county_s_always_stand(library: Library) -> None:
    packs = [library.packs["base"]]
    wanted = demands(library, packs, AS_OF)
    for one in wanted.values():
        for basis in one.rule.basis:
            if "工作要点" not in basis.doc:
                assert str(basis) in bases(one, library, packs)
