"""A changed cell is found out and named; a blank accuses nobody of more than it proves."""

import copy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts.annual_report import (
    Holds,
    Material,
    Place,
    carried_over,
    find_report,
    in_force,
    not_counts,
    report_on_page,
    sums_of,
)
from checker.facts.tables import read_blocks
from tests.checker.facts.annual_report import forms

# One cell in so many is changed; all of them in the long form.
EVERY = pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.soak)])
MEASURES = ("issued", "repealed", "in_force")


def report_of(made, style=forms.plain):
    return report_on_page(forms.page(made, style))


def changed(made, row, column, value):
    other = copy.deepcopy(made)
    table = other.requests if row in other.requests else other.disputes
    table[row][column] = value
    return other


def all_cells(made):
    return [(row, c) for row in made.requests for c in range(7)] + [
        (course, c) for course in made.disputes for c in range(5)
    ]


@EVERY
@pytest.mark.parametrize("year", [2019, 2023])
@pytest.mark.parametrize("style", ["plain", "word", "split", "spans_lost"])
def test_each_changed_cell_is_named(style, year, every):
    """Every cell that a sum covers; in table 3 the cell itself is the only suspect."""
    made = forms.figures(11, year)
    cells = all_cells(made)
    for row, column in cells[:: every if style == "plain" else every + 6]:
        before = (made.requests.get(row) or made.disputes.get(row))[column]
        for value in (before + 1, before + 100) if style == "plain" else (before + 1,):
            report = report_of(changed(made, row, column, value), forms.STYLES[style])
            sums = sums_of(report)
            assert sums.broken
            named = {figure.place for figure in sums.suspects}
            if row in made.requests:
                assert named == {report.requests[row, forms.KEYS[column]].place}
            else:
                ends = ("upheld", "corrected", "other", "open", "sum")
                assert report.disputes[row, ends[column]].place in named
                assert len(named) == 5


def with_text(material, place, text):
    """The material with one cell written anew."""
    table = material.tables[place.table]
    old = table.rows[place.row][place.column]
    new = replace(old, text=text)
    rows = tuple(tuple(new if cell is old else cell for cell in row) for row in table.rows)
    tables = list(material.tables)
    tables[place.table] = replace(table, rows=rows)
    return replace(material, tables=tuple(tables))


def real_material(realdata):
    page = realdata / "annual-reports" / "shuyang-fgj-2023.html"
    blocks = read_blocks(page.read_text(encoding="utf-8"))
    return Material(blocks.lines, blocks.tables)


@EVERY
def test_each_changed_cell_of_a_real_report_is_named(realdata, every):
    material = real_material(realdata)
    report = find_report(material)
    covered = [*report.requests.values(), *report.disputes.values()]
    assert len(covered) == 175 + 15
    for figure in covered[::every]:
        number = int(figure.value or 0)
        for text in {str(number + 1), "9" * 6, "" if number else "3"}:
            sums = sums_of(find_report(with_text(material, figure.place, text)))
            assert sums.doubtful, (figure.name, text)
            assert figure.place in {suspect.place for suspect in sums.suspects}, (figure.name, text)
            if text:
                assert sums.broken, (figure.name, text)


def said_of(report):
    """All that is told of a report's single figures, in words and as places."""
    sums = sums_of(report)
    unread = [f for one in sums.identities if one.holds is Holds.UNREAD for f in one.figures]
    words = " ".join(problem.message for problem in report.problems)
    named = [*sums.suspects, *not_counts(report), *unread]
    return words, {figure.place for figure in named}


@EVERY
def test_whatever_no_count_is_written_into_any_cell_of_a_real_report_is_named(realdata, every):
    """All figures of all three tables, those too that no sum covers; money alone may be no count."""
    material = real_material(realdata)
    report = find_report(material)
    papers = [*report.disclosure.values()]
    figures = [*report.requests.values(), *report.disputes.values(), *papers]
    assert len(figures) == 175 + 15 + 10
    for figure in figures[::every]:
        for text in ["若干", "见附件", "-3", "1.5"]:
            if figure is report.disclosure["fees", "charged"] and text in {"-3", "1.5"}:
                continue
            words, places = said_of(find_report(with_text(material, figure.place, text)))
            row = figure.name.partition("”")[0].partition("“")[2]
            assert figure.place in places or row in words, (figure.name, text)


def test_each_changed_count_of_papers_is_named_against_the_year_before(realdata):
    material = real_material(realdata)
    report = find_report(material)
    papers = {measure: report.disclosure["normative", measure] for measure in MEASURES}
    then = int(papers["in_force"].value + papers["repealed"].value - papers["issued"].value)
    before = find_report(with_text(material, papers["in_force"].place, str(then)))
    assert in_force(report, before).holds is Holds.YES
    for figure in papers.values():
        for number in (int(figure.value) + 1, 999):
            found = in_force(find_report(with_text(material, figure.place, str(number))), before)
            assert found.holds is Holds.NO, (figure.name, number)
            assert figure.name in {one.name for one in found.figures}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_no_single_change_goes_unseen(seed, data):
    made = forms.figures(seed, data.draw(st.sampled_from([2020, 2022])))
    row, column = data.draw(st.sampled_from(all_cells(made)))
    before = (made.requests.get(row) or made.disputes.get(row))[column]
    after = data.draw(st.integers(0, 10**6).filter(lambda value: value != before))
    report = report_of(changed(made, row, column, after))
    sums = sums_of(report)
    assert sums.broken
    names = [figure.name for figure in sums.suspects]
    assert any(str(after) == figure.text for figure in sums.suspects), names


def test_a_broken_sum_says_what_stands_where():
    made = changed(forms.figures(2), "refused_4", 0, 999)
    sums = sums_of(report_of(made))
    assert [figure.name for figure in sums.suspects] == [
        "表三“（三）不予公开4.保护第三方合法权益”自然人"
    ]
    assert {identity.key for identity in sums.broken} == {"results/person", "row/refused_4"}
    row = next(identity for identity in sums.broken if identity.key == "row/refused_4")
    assert "999" in row.observed
    assert str(sums.suspects[0].place) == "第2张表第11行第4列"


def test_two_wrong_cells_are_both_in_broken_sums():
    made = changed(changed(forms.figures(2), "refused_4", 0, 999), "new", 3, 888)
    sums = sums_of(report_of(made))
    broken = {figure.text for identity in sums.broken for figure in identity.figures}
    assert {"999", "888"} <= broken
    assert sums.suspects == ()


def test_blanks_count_as_zero_where_then_everything_holds():
    sums = sums_of(report_of(forms.figures(2), forms.blank_zeros))
    assert sums.blank_as_zero
    assert not sums.doubtful


def test_a_figure_that_was_left_out_accuses_nobody():
    made = forms.figures(2, busy=1.0)
    report = report_of(changed(made, "refused_4", 0, ""))
    sums = sums_of(report)
    assert not sums.broken
    assert {identity.key for identity in sums.doubtful} == {"results/person", "row/refused_4"}
    assert all(identity.holds is Holds.OPEN for identity in sums.doubtful)
    assert [figure.name for figure in sums.suspects] == [
        "表三“（三）不予公开4.保护第三方合法权益”自然人"
    ]


def test_a_blank_that_no_number_could_mend_does_not_hide_a_wrong_sum():
    made = forms.figures(2, busy=1.0)
    part = changed(changed(made, "granted", 1, ""), "granted", 0, 10**6)
    assert "row/granted" in {identity.key for identity in sums_of(report_of(part)).broken}


def test_a_row_that_was_not_found_is_unread():
    made = forms.figures(2)
    rows = forms.requests_table(made)
    html = forms.page(made).replace(forms.plain(rows), forms.plain(rows[:-1]))
    sums = sums_of(report_on_page(html))
    unread = {identity.key for identity in sums.identities if identity.holds is Holds.UNREAD}
    assert unread == {f"balance/{key}" for key in forms.KEYS} | {"row/carried_on"}
    assert not sums.doubtful


def following(made, seed):
    """Next year's figures, which take over what this year's left."""
    after = forms.figures(seed, made.year + 1)
    for column in range(7):
        shift = made.requests["carried_on"][column] - after.requests["carried_in"][column]
        after.requests["carried_in"][column] += shift
        after.requests["new"][column] -= shift
    after.disclosure["normative", "in_force"] = (
        made.disclosure["normative", "in_force"]
        + after.disclosure["normative", "issued"]
        - after.disclosure["normative", "repealed"]
    )
    return after


def test_one_year_takes_over_what_the_year_before_left():
    made = forms.figures(3, 2022, busy=0.9)
    after = following(made, 4)
    this, last = report_of(after), report_of(made)
    assert not carried_over(this, last).doubtful
    assert in_force(this, last).holds is Holds.YES
    after.requests["carried_in"][2] += 5
    wrong = carried_over(report_of(after), last)
    assert [identity.key for identity in wrong.broken] == ["carried/research"]
    assert "2023年度上年结转 = 2022年度结转下年度" in wrong.broken[0].says


def test_figures_that_are_no_counts():
    made = changed(forms.figures(2), "refused_4", 0, "1.5")
    assert [figure.text for figure in not_counts(report_of(made))] == ["1.5"]
    assert not_counts(report_of(forms.figures(2))) == ()


def test_a_place_is_counted_from_one_for_people():
    assert str(Place(0, 1, 2)) == "第1张表第2行第3列"


def test_columns_taken_wrongly_accuse_nobody():
    made = forms.figures(2, busy=1.0)
    for values in made.requests.values():
        values[0], values[6] = values[6], values[0]
    sums = sums_of(report_of(made))
    assert sums.misread
    assert not sums.broken
    assert sums.doubtful


def test_documents_in_force_are_not_compared_where_a_figure_is_missing():
    made = forms.figures(3, 2022, busy=0.9)
    this, last = report_of(following(made, 4)), report_of(made)
    older = report_of(forms.figures(3, 2019))
    assert in_force(this, last) is not None
    assert in_force(this, older) is None
