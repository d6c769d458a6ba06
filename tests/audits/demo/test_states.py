"""The switches: each state shows what it is named for, and the manifest follows."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.demo import DemoSite, Expected, hosts, planted
from audits.demo.content import published
from audits.demo.tree import PLANS, grow
from checker.results import Reason, Verdict

TODAY = date(2026, 11, 21)
URL = hosts.HOME + PLANS.removeprefix("/")


def body(site, path):
    answer = site.answer(hosts.WWW, path)
    return answer.body.decode()


def links_to_plans(site):
    return [url for url, answer in site.answers[hosts.WWW].items() if PLANS.encode() in answer.body]


def test_by_default_links_and_ipv6_fail_and_the_rest_passes(truth):
    assert {rule: expected.verdict for rule, expected in truth.rules.items()} == {
        "plans-column": Verdict.PASS,
        "annual-report-published": Verdict.PASS,
        "links": Verdict.FAIL,
        "ipv6": Verdict.FAIL,
    }
    assert truth.rules["plans-column"].url == URL


def test_the_plans_column_lists_real_plans_and_is_three_clicks_away_at_most(site, truth):
    text = body(site, PLANS)
    assert "第十五个五年规划" in text
    assert "2026年国民经济和社会发展计划" in text
    assert text.count("<li>") == 7
    assert truth.pages[URL] <= 3


def test_without_plans_nothing_links_to_the_column_but_the_decoy_stays():
    site = DemoSite(TODAY, plans="missing")
    assert site.answer(hosts.WWW, PLANS).status == 404
    assert not links_to_plans(site)
    assert "城乡规划公示" in body(site, "/zfxxgk/fdzdgknr/")
    assert planted(site).rules["plans-column"] == Expected(Verdict.FAIL)


def test_an_empty_plans_column_is_linked_and_lists_nothing():
    site = DemoSite(TODAY, plans="empty")
    assert links_to_plans(site)
    assert "暂无内容" in body(site, PLANS)
    assert not any(path.startswith(f"{PLANS}2") for path in site.answers[hosts.WWW])
    assert planted(site).rules["plans-column"].verdict is Verdict.FAIL


def test_a_script_only_plans_column_has_rows_only_for_a_script():
    site = DemoSite(TODAY, plans="script_only")
    text = body(site, PLANS)
    assert "fetch(" in text
    assert '<li><a href="./' not in text
    assert "第十五个五年规划" in site.answer(hosts.WWW, f"{PLANS}list.json").body.decode()
    expected = Expected(Verdict.REVIEW, Reason.SCRIPT_ONLY, URL)
    assert planted(site).rules["plans-column"] == expected
    assert all("/ghjh/2" not in page for page in planted(site).pages)


def test_a_blocked_plans_column_answers_with_a_challenge():
    site = DemoSite(TODAY, plans="blocked")
    assert site.answer(hosts.WWW, PLANS).status == 412
    assert planted(site).rules["plans-column"].reason is Reason.BLOCKED
    assert all("/ghjh/" not in page for page in planted(site).pages)


def county_titles(site):
    tree = grow(site.today, site.plans, site.annual_report)
    return [article.title for article in tree.articles["/zfxxgk/nb/xzf/"]]


def test_the_expected_report_is_published_with_all_its_parts(site, truth):
    url = truth.rules["annual-report-published"].url
    text = body(site, "/" + url.removeprefix(hosts.HOME))
    assert truth.year == 2025
    assert "<h1>青岚县人民政府2025年政府信息公开工作年度报告</h1>" in text
    assert [f"{n}、" in text for n in "一二三四五六"] == [True] * 6
    assert text.count("<table") == 3
    assert len(text) > 5000


def test_the_reports_of_five_years_and_three_issuers_are_there(site):
    assert county_titles(site) == [
        f"青岚县人民政府{year}年政府信息公开工作年度报告" for year in range(2025, 2020, -1)
    ]
    bureaus = grow(TODAY, "present", "published").articles["/zfxxgk/nb/bm/"]
    assert {(a.issuer.name, a.year) for a in bureaus} == {
        (name, year)
        for name in ("青岚县教育局", "青岚县人力资源和社会保障局")
        for year in range(2021, 2026)
    }


@pytest.mark.parametrize(
    ("state", "today", "verdict", "newest"),
    [
        ("missing", TODAY, Verdict.FAIL, None),
        ("missing", date(2026, 3, 31), Verdict.PENDING, None),
        ("previous_only", TODAY, Verdict.FAIL, 2024),
        ("previous_only", date(2026, 4, 1), Verdict.FAIL, 2024),
        ("previous_only", date(2026, 2, 1), Verdict.PENDING, 2024),
        ("bureaus_only", TODAY, Verdict.REVIEW, 2024),
        ("bureaus_only", date(2026, 3, 31), Verdict.PENDING, 2024),
        ("late", TODAY, Verdict.FAIL, 2025),
        ("late", date(2026, 4, 10), Verdict.FAIL, 2024),
        ("late", date(2026, 3, 1), Verdict.PENDING, 2024),
        ("published", date(2026, 1, 2), Verdict.PASS, 2025),
    ],
)
def test_the_county_report_in_every_state(state, today, verdict, newest):
    site = DemoSite(today, annual_report=state)
    titles = county_titles(site)
    assert [title for title in titles if f"{newest}年" in title] == titles[:1]
    assert planted(site).rules["annual-report-published"].verdict is verdict


@pytest.mark.parametrize(
    ("state", "newest"),
    [("missing", 2024), ("previous_only", 2024), ("bureaus_only", 2025), ("late", 2025)],
)
def test_the_bureaus_lag_with_the_county_unless_the_state_says_otherwise(state, newest):
    reports = grow(TODAY, "present", state).articles["/zfxxgk/nb/bm/"]
    assert max(article.year for article in reports) == newest


def test_a_late_report_bears_its_late_date():
    truth = planted(DemoSite(TODAY, annual_report="late"))
    assert "/t20260420_" in truth.rules["annual-report-published"].url


def test_behind_walls_every_page_is_a_challenge_and_every_page_rule_is_left_open():
    site = DemoSite(TODAY, walls=True)
    for host, path in ((hosts.WWW, "/"), (hosts.WWW, PLANS), (hosts.RSJ, "/robots.txt")):
        assert site.answer(host, path).status == 412
    truth = planted(site)
    assert not truth.pages
    assert not truth.broken
    assert truth.rules["links"] == Expected(Verdict.REVIEW, Reason.BLOCKED)


def test_an_empty_home_page_leads_nowhere():
    site = DemoSite(TODAY, home="empty")
    assert "href" not in body(site, "/")
    assert list(planted(site).pages) == [hosts.HOME]


@pytest.mark.parametrize(
    "state", [{"plans": "gone"}, {"annual_report": "soon"}, {"ipv6": "yes"}, {"home": ""}]
)
def test_an_unknown_state_is_refused_by_name(state):
    (name,) = state
    with pytest.raises(ValueError, match=f"{name} must be one of"):
        DemoSite(TODAY, **state)


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2056, 1, 1)])
def test_a_day_outside_the_demos_years_is_refused(day):
    with pytest.raises(ValueError, match="today must lie between"):
        DemoSite(day)


DAYS = st.dates(date(2022, 1, 1), date(2055, 12, 31))


@given(DAYS)
def test_on_any_day_everything_is_published_already_and_the_news_is_fresh(today):
    tree = grow(today, "present", "published")
    assert all(article.when.date() <= today for article in tree.all_articles())
    for path in ("/zwdt/dtyw/", "/zwdt/tzgg/"):
        assert today - tree.articles[path][0].when.date() <= timedelta(days=14)
    for column in tree.columns.values():
        assert all(published(item, today) < today for item in column.items)


@settings(max_examples=10, deadline=None)
@given(DAYS)
def test_on_any_day_the_default_demo_shows_what_it_promises(today):
    truth = planted(DemoSite(today))
    assert truth.year == today.year - 1
    assert truth.rules["annual-report-published"].verdict is Verdict.PASS
    assert len(truth.broken) == 14
    assert all(each.found_on for each in (*truth.broken, *truth.decoys))
