"""The five counties' documents, clause by clause."""

import re
from collections import Counter

import pytest

from rules.loader import load_library

# How many atomic demands each document holds, counted in the documents.
CLAUSES = {
    "wencheng-2021": 209,
    "changxing-2022": 128,
    "huantai-2021": 166,
    "gongshu-2021": 127,
    "yaodu-2021": 130,
}
LIBRARY = load_library()
PACKS = {name: pack for name, pack in LIBRARY.packs.items() if name in CLAUSES}


@pytest.mark.parametrize("name", CLAUSES)
def test_every_clause_of_the_document_is_there(name):
    assert len(PACKS[name].clauses) == CLAUSES[name]
    assert PACKS[name].year == int(name[-4:])


@pytest.mark.parametrize("name", CLAUSES)
def test_every_clause_is_judged_or_asked(name):
    for clause in PACKS[name].clauses:
        assert clause.rules or clause.question, clause.id


@pytest.mark.parametrize("name", CLAUSES)
def test_clauses_stand_in_the_order_of_the_document(name):
    places = [clause.id.partition("/")[2] for clause in PACKS[name].clauses]
    body = [place for place in places if not place.startswith("att.")]
    assert body == sorted(body, key=_place)
    assert places[: len(body)] == body


def _place(place):
    """1.2a before 1.10a, and 13x (a paragraph without number after 13) after 13."""
    return [
        (int(part), "") if part.isdigit() else (0, part)
        for part in re.findall(r"\d+|[a-z]+", place)
    ]


@pytest.mark.parametrize("name", CLAUSES)
def test_a_rule_cites_the_place_where_the_document_asks_for_it(name):
    """A reader looks there; a heading (落款, 附件) that is no numbered part is left to the author."""
    pack = PACKS[name]
    everywhere = {_plain(clause.section) for clause in pack.clauses}
    wrong = []
    for rule in LIBRARY.rules.values():
        asking = {
            _plain(clause.section)
            for clause in pack.clauses
            if any(use.rule == rule.id for use in clause.rules)
        }
        cited = [
            _plain(item)
            for basis in rule.basis
            if basis.doc == pack.title
            for item in basis.item.split("；")
        ]
        wrong += [
            (rule.id, item, sorted(asking))
            for item in cited
            if re.match("[一二三四五六七八4]", item)
            and not any(section.startswith(item) for section in asking or everywhere)
        ]
    assert wrong == []


def _plain(section):
    return section.translate({ord("("): "（", ord(")"): "）"} | dict.fromkeys(map(ord, " 　、.")))


def test_a_repeated_demand_names_the_clause_that_it_repeats():
    clauses = PACKS["wencheng-2021"].clauses
    known = {clause.id: clause for clause in clauses}
    repeated = [clause for clause in clauses if clause.same_as]
    assert len(repeated) == 89
    for clause in repeated:
        assert known[clause.same_as].theme == clause.theme


def test_weak_words_of_the_documents_are_kept():
    modalities = Counter(clause.modality for pack in PACKS.values() for clause in pack.clauses)
    del modalities["duty"]  # all the others
    assert modalities == {
        "explore": 11,
        "encourage": 7,
        "as_appropriate": 7,
        "gradual": 2,
    }


def test_demands_of_the_epidemic_have_an_end():
    for pack in PACKS.values():
        for clause in pack.clauses:
            if clause.timing == "expired" and clause.theme != "epidemic-privacy":
                assert clause.until is not None, clause.id
