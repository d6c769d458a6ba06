"""A scan moves what it has seen and what it has looked for, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.ledger.states import State
from audits.ledger.steps import StepError, allowed, move
from audits.store.rows import Waiver
from checker.results import Attested, Level, Reason, Verdict
from tests.audits.ledger.entries import Book, by, chained
from tests.reports.audits_in_time import HOME, audit, finding, rule, saw

DEAD = "http://gone.example/"


def test_new_findings_open_entries_advice_only_where_wanted_and_reviews_never():
    advice = rule("ipv6", finding("i"), level=Level.ADVISORY)
    doubt = rule("names", finding("n"), verdict=Verdict.REVIEW, reason=Reason.ASSISTED)
    first = audit(1, rule("links", finding("a")), advice, doubt)
    book, keen = Book(), Book()
    book.scan(first)
    keen.scan(first, advisory=True)
    assert book.states() == {"a": "found"}
    assert set(keen.states()) == {"a", "i"}
    (step,) = book.steps
    assert (step.from_state, step.to_state, step.audit, step.who) == ("", "found", "r1", "系统")


def test_a_rule_that_fails_without_findings_is_one_entry_until_it_passes():
    failed = rule("plans", verdict=Verdict.FAIL)
    audits = [
        audit(1, failed),
        audit(2, rule("plans", finding("empty"))),
        audit(3, rule("plans")),
    ]
    book = Book()
    book.scan(audits[0])
    book.scan(audits[1], audits[:1])
    assert book.states() == {"rule:plans": "found", "empty": "found"}
    book.scan(audits[2], audits[:2])
    assert book.states() == {"rule:plans": "closed", "empty": "closed"}


def test_a_place_is_not_mended_while_the_rule_fails_as_a_whole():
    audits = [
        audit(1, rule("plans", finding("empty"))),
        audit(2, rule("plans", verdict=Verdict.FAIL)),
    ]
    book = Book()
    book.scan(audits[0])
    book.scan(audits[1], audits[:1])
    assert book.states() == {"empty": "found", "rule:plans": "found"}


def test_what_is_seen_again_is_kept_up_to_date_without_a_step():
    again = finding("a").model_copy(update={"message": "仍打不开"})
    audits = [audit(1, rule("links", finding("a"))), audit(2, rule("links", again))]
    book = Book()
    book.scan(audits[0])
    book.scan(audits[1], audits[:1])
    assert (book.of("a").first_audit, book.of("a").last_audit) == ("r1", "r2")
    assert book.of("a").message == "仍打不开"
    assert len(book.steps) == 1


def test_one_clean_look_closes_what_stands_on_a_page():
    audits = [audit(1, rule("plans", finding("p"))), audit(2, rule("plans"))]
    book = Book()
    book.scan(audits[0])
    book.scan(audits[1], audits[:1])
    assert book.states() == {"p": "closed"}
    assert book.told("p")[1:] == ["复查没有再发现", "复查未再发现，自动销号"]
    assert book.of("p").closed_at is not None


def test_a_link_wants_two_clean_looks_in_different_scans():
    audits = [audit(1, rule("links", finding("a")))] + [audit(n, rule("links")) for n in (2, 3)]
    book = Book()
    book.scan(audits[0])
    book.scan(audits[1], audits[:1])
    book.scan(audits[1], audits[:1])
    assert (book.states(), book.of("a").clean_looks) == ({"a": "found"}, 1)
    book.scan(audits[2], audits[:2])
    assert book.states() == {"a": "closed"}
    assert [step.audit for step in book.steps] == ["r1", "r2", "r3", "r3"]


def test_what_any_check_observed_on_the_network_wants_two_looks_too():
    walled = finding("s").model_copy(update={"observed": "503"})
    audits = [audit(1, rule("report", walled)), audit(2, rule("report"))]
    book = Book()
    book.scan(audits[0])
    book.scan(audits[1], audits[:1])
    assert book.states() == {"s": "found"}


def test_a_link_that_comes_back_between_begins_to_count_anew():
    seen = [True, False, True, False, False]
    audits = [
        audit(n, rule("links", *([finding("a")] if there else [])))
        for n, there in enumerate(seen, 1)
    ]
    book = Book()
    states = []
    for number, one in enumerate(audits):
        book.scan(one, audits[:number])
        states.append((book.of("a").state, book.of("a").clean_looks))
    assert states == [("found", 0), ("found", 1), ("found", 0), ("found", 1), ("closed", 2)]


@pytest.mark.parametrize(
    "now",
    [
        audit(2, rule("plans", verdict=Verdict.REVIEW, reason=Reason.BLOCKED)),
        audit(2, rule("plans", verdict=Verdict.NOT_APPLICABLE)),
        audit(2, rule("plans", params={"min_items": 9})),
        audit(2),
        audit(2, rule("plans"), coverage=saw(read=(f"{HOME}else.html",))),
    ],
    ids=["walled", "not applicable", "asked otherwise", "not judged", "page not seen"],
)
def test_what_was_not_looked_for_is_no_clean_look(now):
    first = audit(1, rule("plans", finding("p", f"{HOME}p.html")))
    book = Book()
    book.scan(first)
    assert book.scan(now, [first]) == []
    assert book.states() == {"p": "found"}


def test_without_the_audit_that_saw_it_nobody_knows_what_to_look_for():
    book = Book()
    book.scan(audit(1, rule("plans", finding("p"))))
    assert book.scan(audit(2, rule("plans"))) == []


def test_a_closed_matter_that_comes_back_is_opened_again_with_its_history():
    audits = [
        audit(1, rule("plans", finding("p"))),
        audit(2, rule("plans")),
        audit(3, rule("plans", finding("p"))),
    ]
    book = Book()
    for number, one in enumerate(audits):
        book.scan(one, audits[:number])
    assert book.states() == {"p": "found"}
    assert len(book.entries) == 1
    assert book.told("p")[-1] == "问题再次出现（2026-03-28 检查发现），重新立项"
    assert (book.of("p").closed_at, book.of("p").clean_looks) == (None, 0)


def test_what_a_person_sent_to_be_rechecked_goes_back_where_it_is_still_there():
    audits = [audit(n, rule("plans", finding("p"))) for n in (1, 2)]
    book = Book()
    book.scan(audits[0])
    book.take([move(replace(book.of("p"), unit="甲"), State.RECHECKED, by("单位报告已改"))])
    book.scan(audits[1], audits[:1])
    assert book.states() == {"p": "mending"}


def test_a_false_alarm_stays_dismissed_while_the_finding_is_the_same():
    def dead(observed: str):
        return finding("a", target=DEAD).model_copy(update={"observed": observed})

    audits = [audit(n, rule("links", dead("403"))) for n in (1, 2)]
    audits.append(audit(3, rule("links", dead("parked"))))
    book = Book()
    book.scan(audits[0])
    book.take([move(book.of("a"), State.DISMISSED, by("只对外网拒绝"))])
    book.scan(audits[1], audits[:1])
    assert (book.states(), book.of("a").last_audit) == ({"a": "dismissed"}, "r2")
    book.scan(audits[2], audits[:2])
    assert book.states() == {"a": "found"}
    assert "原来实测 403，现在 parked" in book.told("a")[-1]


def test_a_waived_finding_is_there_and_says_by_whom_it_was_waived():
    waiver = Waiver(
        site="qinglu",
        rule="plans",
        reason="机构改革过渡期",
        approver="李主任",
        since=date(2026, 1, 1),
    )
    book = Book()
    book.scan(audit(1, rule("plans", finding("p"))), waivers=(waiver,))
    assert book.told("p") == ["检查发现；已豁免：机构改革过渡期（李主任 批准）"]


def test_a_look_before_a_person_opened_it_again_is_no_clean_look():
    audits = [
        audit(1, rule("plans", finding("p"))),
        audit(2, rule("plans")),
        audit(3, rule("plans")),
    ]
    book = Book()
    book.scan(audits[0])
    book.take([move(replace(book.of("p"), unit="甲"), State.CLOSED, by("已改"))])
    book.take([move(book.of("p"), State.FOUND, by("群众反映仍在", days=40))])
    assert book.scan(audits[1], audits[:1]) == []
    book.scan(audits[2], audits[:2])
    assert book.states() == {"p": "closed"}


def test_what_a_person_decided_is_told_in_the_persons_words():
    answer = Attested(who="王五", at="2026-01-20", note="栏目是空的")
    failed = rule("plans", verdict=Verdict.FAIL, attested=answer)
    book = Book()
    book.scan(audit(1, failed))
    assert book.of("rule:plans").message == "人工认定不合格（王五，2026-01-20）：栏目是空的"


def test_an_audit_older_than_what_is_known_changes_nothing():
    audits = [audit(1, rule("plans", finding("p"))), audit(2, rule("plans"))]
    book = Book()
    book.scan(audits[1])
    assert book.scan(audits[0], audits[1:]) == []


NAMES = ("a", "b", "c")
MONTHS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(NAMES)),  # links found
        st.sets(st.sampled_from(NAMES)),  # places found
        st.sampled_from(["judged", "walled", "cut"]),
        st.lists(st.tuples(st.sampled_from(["a", "xb", "xc"]), st.sampled_from(list(State)))),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=60, deadline=None)
@given(MONTHS)
def test_histories_are_chains_and_a_second_time_changes_nothing(months):
    book, audits = Book(), []
    for number, (links, places, how, people) in enumerate(months, 1):
        page = rule("plans", *(finding(f"x{name}", f"{HOME}x.html") for name in sorted(places)))
        if how == "walled":
            page = rule("plans", verdict=Verdict.REVIEW, reason=Reason.BLOCKED)
        coverage = saw() if how == "cut" else {}
        one = audit(
            number,
            rule("links", *(finding(name) for name in sorted(links))),
            page,
            coverage=coverage,
        )
        kept = list(book.steps)
        before = book.states()
        book.scan(one, audits)
        assert book.steps[: len(kept)] == kept  # none lost, none rewritten
        again = (dict(book.entries), list(book.steps))
        assert book.scan(one, audits) == []
        assert (book.entries, book.steps) == again
        for name, state in book.states().items():
            there = name in links or (name[1:] in places and name[0] == "x" and how != "walled")
            if there:
                assert state != "closed"
            elif before.get(name) == "found" and how != "judged" and name[0] == "x":
                assert state == "found"  # nobody looked
        audits.append(one)
        for name, to in people:
            held = [entry for entry in book.entries.values() if entry.fingerprint == name]
            for entry in held:
                try:
                    book.take(
                        [move(replace(entry, unit="甲"), to, by("由人", days=31 * number - 30))]
                    )
                except StepError:
                    assert to not in allowed(State(entry.state))
        # What people have done since is not undone by the same audit.
        assert book.scan(one, audits[:-1]) == []
    assert len(book.entries) == len({one.fingerprint for one in book.entries.values()})
    for entry in book.entries.values():
        own = [step for step in book.steps if step.entry == entry.id]
        assert chained(own, entry.state)
        assert (entry.closed_at is not None) == (entry.state == "closed")
        assert State(entry.state) in State
