"""Findings are followed by identity, and nothing is called fixed or new that nobody looked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.results import Evidence, PackUsed, Site, Verdict
from reports.comparison import Change, ComparisonError, Remark, compare
from reports.comparison_words import remarks_told, sentence, short_line
from reports.language import language
from reports.sight import Doubt
from reports.verdict_changes import Direction
from tests.reports.audits_in_time import HOME, audit, finding, rule, saw

PAGE = f"{HOME}a.html"
DEAD = "http://gone.example/"


t = language("zh")


def classes(comparison):
    return {one.finding.fingerprint: one.change for one in comparison.findings}


def doubts(comparison):
    return {one.finding.fingerprint: one.doubt for one in comparison.findings}


def test_new_fixed_and_persisting_are_told_by_identity_and_never_by_count():
    before = audit(1, rule("links", finding("a"), finding("b")))
    now = audit(2, rule("links", finding("b"), finding("c")))
    assert classes(compare(now, [before])) == {
        "a": Change.FIXED,
        "b": Change.PERSISTING,
        "c": Change.NEW,
    }


def test_since_when_and_in_how_many_audits():
    audits = [audit(month, rule("links", finding("a"))) for month in range(1, 6)]
    (one,) = compare(audits[4], audits[:4]).findings
    assert (one.since, one.audits) == ("2026-01-28", 5)


def test_what_comes_back_is_no_news_and_its_time_begins_anew():
    audits = [
        audit(1, rule("links", finding("a"))),
        audit(2, rule("links")),
        audit(3, rule("links", finding("a"))),
    ]
    (one,) = compare(audits[2], audits[:2]).findings
    assert (one.change, one.since, one.audits, one.gone) == (
        Change.REAPPEARED,
        "2026-03-28",
        1,
        "2026-02-28",
    )
    audits.append(audit(4, rule("links", finding("a"))))
    (one,) = compare(audits[3], audits[:3]).findings
    assert (one.change, one.since, one.audits, one.gone) == (
        Change.PERSISTING,
        "2026-03-28",
        2,
        None,
    )
    audits.append(audit(5, rule("links")))
    (one,) = compare(audits[4], audits[:4]).findings
    assert (one.change, one.gone) == (Change.FIXED, "2026-05-28")


def test_what_was_fixed_long_ago_is_told_no_more():
    audits = [
        audit(1, rule("links", finding("a"))),
        audit(2, rule("links")),
        audit(3, rule("links")),
    ]
    assert compare(audits[2], audits[:2]).findings == ()


@pytest.mark.parametrize("verdict", [Verdict.REVIEW, Verdict.PENDING, Verdict.NOT_APPLICABLE])
def test_nothing_is_fixed_by_a_rule_that_was_not_judged(verdict):
    before = audit(1, rule("links", finding("a")))
    now = audit(2, rule("links", verdict=verdict))
    assert doubts(compare(now, [before])) == {"a": Doubt.NOT_JUDGED}
    assert classes(compare(now, [before])) == {"a": Change.UNCONFIRMED}


def test_what_could_not_be_confirmed_is_not_forgotten():
    audits = [
        audit(1, rule("links", finding("a"))),
        audit(2, rule("links", verdict=Verdict.REVIEW)),
        audit(3, rule("links", verdict=Verdict.REVIEW)),
    ]
    assert classes(compare(audits[2], audits[:2])) == {"a": Change.UNCONFIRMED}
    audits.append(audit(4, rule("links", finding("a"))))
    (one,) = compare(audits[3], audits[:3]).findings
    assert (one.change, one.since, one.audits) == (Change.PERSISTING, "2026-01-28", 2)
    audits[3] = audit(4, rule("links"))
    assert classes(compare(audits[3], audits[:3])) == {"a": Change.FIXED}


def test_a_rule_that_is_gone_or_was_changed_fixes_nothing_and_finds_nothing_new():
    before = audit(1, rule("links", finding("a")))
    assert doubts(compare(audit(2), [before])) == {"a": Doubt.RULE_ABSENT}
    changed = rule("links", finding("b"), params={"max_dead": 3})
    assert doubts(compare(audit(2, changed), [before])) == {
        "a": Doubt.RULE_CHANGED,
        "b": Doubt.RULE_CHANGED,
    }
    assert classes(compare(audit(2, changed), [before])) == {
        "a": Change.UNCONFIRMED,
        "b": Change.FIRST_SEEN,
    }


def test_what_was_not_due_yet_is_new_when_it_is():
    before = audit(1, rule("plans", verdict=Verdict.PENDING))
    assert classes(compare(audit(2, rule("plans", finding("a"))), [before])) == {"a": Change.NEW}


def test_what_a_person_has_still_to_judge_is_neither_new_nor_there():
    lead = rule("a", finding("x"), verdict=Verdict.REVIEW, reason="assisted", first="fail")
    told = compare(audit(2, lead), [audit(1, rule("a"))])
    assert classes(told) == {}
    assert classes(compare(audit(2, lead), [audit(1, rule("a", finding("x")))])) == {
        "x": Change.UNCONFIRMED
    }


def test_what_nobody_could_judge_before_is_not_called_new():
    before = audit(1, rule("plans", verdict=Verdict.REVIEW))
    now = audit(2, rule("plans", finding("a")))
    assert classes(compare(now, [before])) == {"a": Change.FIRST_SEEN}
    earlier = audit(1, rule("plans"))
    assert classes(compare(now, [earlier, before])) == {"a": Change.NEW}


def test_a_page_that_was_not_read_is_neither_fixed_nor_new():
    seen, unseen = (
        audit(2, rule("plans"), coverage=saw()),
        audit(1, rule("plans", finding("a", PAGE))),
    )
    assert doubts(compare(seen, [unseen])) == {"a": Doubt.PAGE_UNSEEN}
    early = audit(1, rule("plans"), coverage=saw())
    late = audit(2, rule("plans", finding("a", PAGE)))
    assert doubts(compare(late, [early])) == {"a": Doubt.PAGE_UNSEEN}


@pytest.mark.parametrize("known", [saw(read=(PAGE,)), saw(missing=(PAGE,))])
def test_an_early_end_does_not_hide_the_repair_of_a_page_that_was_read_or_is_gone(known):
    before = audit(1, rule("plans", finding("a", PAGE)))
    assert classes(compare(audit(2, rule("plans"), coverage=known), [before])) == {
        "a": Change.FIXED
    }


def test_all_pages_that_carried_a_fault_must_have_been_read():
    other = f"{HOME}b.html"
    both = finding("a", PAGE).model_copy(update={"found_on": [PAGE, other], "found_on_count": 2})
    before = audit(1, rule("plans", both))
    part = audit(2, rule("plans"), coverage=saw(read=(PAGE,)))
    assert classes(compare(part, [before])) == {"a": Change.UNCONFIRMED}
    whole = audit(2, rule("plans"), coverage=saw(read=(PAGE, other)))
    assert classes(compare(whole, [before])) == {"a": Change.FIXED}


@pytest.mark.parametrize(
    ("known", "change"),
    [
        (saw(read=(DEAD,)), Change.FIXED),  # it answers again
        (saw(read=(PAGE,), left=(DEAD,)), Change.UNCONFIRMED),  # a wall, or never asked
        (saw(read=(PAGE,), missing=(DEAD,)), Change.UNCONFIRMED),  # still dead, and borne
        (saw(read=(PAGE,)), Change.FIXED),  # the link has been taken away
        (saw(), Change.UNCONFIRMED),  # nobody knows
    ],
)
def test_a_dead_link_is_fixed_where_it_answers_or_is_taken_away(known, change):
    before = audit(1, rule("links", finding("a", PAGE, DEAD)))
    now = audit(2, rule("links", finding("z", PAGE, "http://z.example/")), coverage=known)
    assert classes(compare(now, [before]))["a"] is change


def test_a_link_that_this_audit_could_not_make_out_is_not_fixed():
    before = audit(1, rule("links", finding("a", HOME, DEAD)))
    wall = Evidence(url=DEAD, what="未能判断")
    now = audit(2, rule("links", finding("z"), evidence=[wall]))
    assert doubts(compare(now, [before]))["a"] is Doubt.TARGET_UNSEEN
    many = [Evidence(url=f"http://{n}.example/", what="未能判断") for n in range(20)]
    now = audit(2, rule("links", finding("z"), evidence=many))
    assert doubts(compare(now, [before]))["a"] is Doubt.TARGET_UNSEEN


def test_an_old_audit_that_does_not_say_what_it_read_confirms_only_what_it_read_whole():
    before = audit(1, rule("plans", finding("a", PAGE)))
    blocked = audit(2, rule("plans"), coverage={"not_fetched": {"blocked": 1}})
    assert classes(compare(blocked, [before])) == {"a": Change.UNCONFIRMED}
    gone = audit(2, rule("plans"), coverage={"not_fetched": {"not_found": 1}})
    assert classes(compare(gone, [before])) == {"a": Change.FIXED}
    home = audit(1, rule("plans", finding("a", HOME)))
    assert classes(compare(blocked, [home])) == {"a": Change.FIXED}


def test_another_site_is_refused_with_both_named():
    other = Site(name="别县", home="http://www.other.example/", hosts=[])
    with pytest.raises(ComparisonError, match=r"qinglu.*other.*请换成同一网站"):
        compare(audit(2), [audit(1, site=other)])


def test_a_site_keeps_its_identity_with_another_scheme_or_without_www():
    other = Site(name="青麓县人民政府", home="https://qinglu.example/index.html", hosts=[])
    assert compare(audit(2), [audit(1, site=other)]).findings == ()


def test_the_wrong_order_is_told():
    with pytest.raises(
        ComparisonError, match="没有比本次（2026-01-28）更早的检查，给出的是 2026-02-28"
    ):
        compare(audit(1), [audit(2)])
    with pytest.raises(ComparisonError, match="没有比本次"):
        compare(audit(1), [])
    told = compare(audit(2), [audit(3), audit(1)])
    assert told.remarks == (Remark.LATER,)
    assert told.before.as_of == "2026-01-28"


def test_audits_of_one_day_go_by_the_time_of_the_crawl():
    early = audit(1, rule("links", finding("a")))
    late = audit(1, rule("links"), coverage={"crawled_at": "2026-01-28T20:00:00+08:00"})
    told = compare(late, [early])
    assert (classes(told), told.remarks) == ({"a": Change.FIXED}, (Remark.SAME_DAY,))


def test_verdicts_go_better_or_worse_only_between_pass_and_fail_of_the_same_demand():
    before = audit(
        1,
        rule("a", finding("a1")),
        rule("b"),
        rule("c", finding("c1")),
        rule("d", finding("d1")),
        rule("e"),
        rule("same"),
    )
    now = audit(
        2,
        rule("a"),
        rule("b", finding("b1")),
        rule("c", verdict=Verdict.REVIEW),
        rule("d", params={"x": 1}),
        rule("f"),
        rule("same"),
    )
    assert {one.id: one.direction for one in compare(now, [before]).rules} == {
        "a": Direction.BETTER,
        "b": Direction.WORSE,
        "c": Direction.OTHER,
        "d": Direction.INCOMPARABLE,
        "e": Direction.DROPPED,
        "f": Direction.ADDED,
    }


def test_changed_documents_are_told_and_their_rates_not_subtracted():
    old = [PackUsed(id="base", title="基本", version="1", digest="aa")]
    new = [PackUsed(id="base", title="基本", version="2", digest="bb")]
    told = compare(audit(2, packs=new), [audit(1, packs=old)])
    assert [one.same_measure for one in told.packs] == [False]
    assert remarks_told(told, t) == (
        "“基本”或它的规则在两次检查之间有改动（版本 1、2），达标率不可直接比较。",
    )


def test_the_line_for_a_subject_and_the_sentence_for_a_page():
    before = audit(1, rule("links", finding("a"), finding("b")), rule("x", finding("x1")))
    now = audit(2, rule("links", finding("b"), finding("c")), rule("x", verdict=Verdict.REVIEW))
    told = compare(now, [before])
    assert short_line(told, t) == "新增 1、已解决 1、仍存在 1、未能确认 1"
    assert sentence(told, t) == (
        "与 2026-01-28 的检查相比：新增 1、已解决 1、仍存在 1、未能确认 1。"
    )
    assert remarks_told(told, t) == (
        "有 1 个问题这次没有查到，但没有看过原处或没有判定，不算已解决。",
    )


def test_the_same_in_english():
    before = audit(1, rule("links", finding("a"), finding("b")))
    told = compare(audit(2, rule("links", finding("b"), finding("c"))), [before])
    assert sentence(told, language("en")) == (
        "Compared with the audit of 2026-01-28: new 1, fixed 1, still there 1."
    )


names = st.sets(st.sampled_from("abcdef"))
verdicts = st.sampled_from([Verdict.FAIL, Verdict.REVIEW])


@st.composite
def histories(draw):
    months = draw(st.integers(2, 5))
    audits = []
    for month in range(1, months + 1):
        found = [finding(name) for name in sorted(draw(names))]
        other = {} if found else {"verdict": draw(st.sampled_from([Verdict.PASS, Verdict.REVIEW]))}
        audits.append(audit(month, rule("links", *found, **other)))
    return audits


@settings(max_examples=60, deadline=None)
@given(histories())
def test_each_finding_is_in_exactly_one_class(audits):
    told = compare(audits[-1], audits[:-1])
    keys = [(one.rule, one.finding.fingerprint) for one in told.findings]
    assert len(keys) == len(set(keys))
    here = {
        one.finding.fingerprint
        for one in told.findings
        if one.change not in (Change.FIXED, Change.UNCONFIRMED)
    }
    assert here == {one.fingerprint for one in audits[-1].rules[0].findings}
    last = {one.fingerprint for one in audits[-2].rules[0].findings}
    assert last <= set(classes(told))
    assert sum(told.counts.values()) == len(told.findings)
    assert all(
        (one.doubt is None) == (one.change not in (Change.FIRST_SEEN, Change.UNCONFIRMED))
        for one in told.findings
    )


@settings(max_examples=30, deadline=None)
@given(histories())
def test_an_audit_against_itself_shows_no_change(audits):
    told = compare(audits[0], [audits[0]])
    assert set(classes(told).values()) <= {Change.PERSISTING}
    assert (told.rules, told.clauses) == ((), ())


@settings(max_examples=60, deadline=None)
@given(histories())
def test_what_one_way_is_new_is_fixed_the_other_way(audits):
    swapped = [
        one.model_copy(
            update={
                "as_of": other.as_of,
                "coverage": one.coverage.model_copy(
                    update={"crawled_at": other.coverage.crawled_at}
                ),
            }
        )
        for one, other in zip(audits[:2], audits[1::-1], strict=True)
    ]
    there, back = compare(audits[1], [audits[0]]), compare(swapped[0], [swapped[1]])

    def of(told, change):
        return {one.finding.fingerprint for one in told.of(change)}

    assert of(there, Change.NEW) == of(back, Change.FIXED)
    assert of(there, Change.FIXED) == of(back, Change.NEW)
    assert of(there, Change.FIRST_SEEN) == of(back, Change.UNCONFIRMED)
    assert of(there, Change.PERSISTING) == of(back, Change.PERSISTING)


@settings(max_examples=20, deadline=None)
@given(histories(), st.randoms())
def test_the_order_in_which_earlier_audits_are_given_is_of_no_matter(audits, random):
    mixed = audits[:-1]
    random.shuffle(mixed)
    assert compare(audits[-1], mixed).findings == compare(audits[-1], audits[:-1]).findings
