"""The figures of the annual reports hold every sum that the national form prints."""

from hypothesis import given
from hypothesis import strategies as st

from audits.demo.annual_reports import BUREAUS, COUNTY, OUTCOMES, Issuer, figures

ISSUERS = st.one_of(
    st.sampled_from((COUNTY, *BUREAUS)),
    st.builds(Issuer, st.text(), st.text(), st.integers(0, 5000), st.integers(0, 900)),
)
YEARS = st.integers(2021, 2055)


@given(ISSUERS, YEARS)
def test_every_column_and_row_adds_up(issuer, year):
    f = figures(issuer, year)
    rows = [f.new, f.carried_over, *f.outcomes.values(), f.handled, f.carried_on]
    assert len(f.outcomes) == 21 == sum(len(parts) or 1 for _, parts in OUTCOMES)
    for row in rows:
        assert len(row) == 7
        assert min(row) >= 0
        assert sum(row[:6]) == row[6]
    for column in range(7):
        handled = sum(row[column] for row in f.outcomes.values())
        assert handled == f.handled[column]
        before = f.new[column] + f.carried_over[column]
        assert before == f.handled[column] + f.carried_on[column]
    for course in f.courses.values():
        assert len(course) == 5
        assert sum(course[:4]) == course[4]


@given(ISSUERS, YEARS)
def test_years_follow_from_each_other(issuer, year):
    this, following = figures(issuer, year), figures(issuer, year + 1)
    assert following.carried_over == this.carried_on
    assert following.in_force == this.in_force + following.issued - following.abolished


def test_the_first_year_of_the_form_takes_nothing_over():
    assert figures(COUNTY, 2021).carried_over == (0,) * 7
