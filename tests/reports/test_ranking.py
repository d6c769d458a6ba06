"""Sites in order: only like with like, worst first, and what is not fair to compare stands apart."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from lxml import html

from checker.results import PackUsed, Site, Verdict
from reports.comparison import Change, compare
from reports.language import language
from reports.ranking import Apart, Unread, ranking
from reports.ranking_data import FORMAT, to_csv, to_json
from reports.ranking_page import render
from reports.ranking_view import ranking_view
from reports.standing import rules_named, standing
from tests.reports.audits_in_time import audit, finding, rule
from tests.reports.test_charts import rate

t = language("zh")
EXPECTED = Path(__file__).parent / "expected" / "ranking.zh.txt"
HOSTILE = "=cmd()</title><script>window.hacked=1</script>\u202e"


def site(number: int, *rules, name: str = "", **other):
    own = Site(name=name or f"县{number}", home=f"http://www.s{number}.gov.cn/", hosts=[])
    return audit(3, *rules, site=own, **other)


def failing(count: int, of: int = 10, **other):
    return [rule(f"r{n}", *([finding(f"f{n}")] if n < count else []), **other) for n in range(of)]


def ranked(*audits, unread=()):
    names = {key: value for one in audits for key, value in rules_named(one).items()}
    return ranking(
        [standing(one, f"../{one.site.name}/report.html") for one in audits], names, unread
    )


def order(group):
    return [(one.place, one.standing.name) for one in group.placed]


def test_vetoes_come_first_then_the_share_failed_and_equal_ones_share_a_place():
    veto = rule("v", finding("v"), level="veto")
    (group,) = ranked(
        site(1, *failing(1)),
        site(2, *failing(3)),
        site(3, veto, *failing(0)),
        site(4, *failing(3)),
        site(5, *failing(0)),
        site(6, *failing(2, of=6)),
    ).groups
    assert order(group) == [(1, "县3"), (2, "县6"), (3, "县2"), (3, "县4"), (5, "县1"), (6, "县5")]


def test_advice_and_what_waits_for_a_person_count_for_neither_side():
    advice = rule("a", finding("a"), level="advisory")
    waits = rule("w", verdict=Verdict.REVIEW)
    (group,) = ranked(site(1, *failing(1), advice, waits), site(2, *failing(1))).groups
    assert [one.place for one in group.placed] == [1, 1]
    assert group.placed[0].standing.decided == 10
    shown = ranking_view(
        ranked(site(1, *failing(1), advice), site(2, *failing(1), advice)), language("zh")
    )
    (told,) = (one for one in shown.groups[0].rules if one.id == "a")
    assert (told.failed, told.advised, told.decided, told.failing) == (0, 2, 2, ())


def test_sites_judged_by_other_documents_or_rules_are_never_in_one_order():
    other = [PackUsed(id="base", title="国家基本要求", version="1", digest="bb")]
    more = [PackUsed(id="x-2026", title="要点", version="1", digest="cc"), *other]
    told = ranked(
        site(1, *failing(1)),
        site(2, *failing(2)),
        site(3, *failing(3), packs=other),
        site(4, *failing(1), packs=more),
        site(5, *failing(2), packs=more[::-1]),
    )
    assert [[name for _, name in order(group)] for group in told.groups] == [
        ["县2", "县1"],
        ["县5", "县4"],
        ["县3"],
    ]
    page = render(told, t)
    assert "各组依据的文件或规则不同" in page


def test_incomplete_audits_and_those_that_decided_too_little_stand_apart():
    told = ranked(
        site(1, *failing(1)),
        site(2, *failing(1)),
        site(3, *failing(4), coverage={"complete": False}),
        site(4, *failing(1, of=3), *(rule(f"w{n}", verdict=Verdict.REVIEW) for n in range(6))),
        site(5, rule("w", verdict=Verdict.REVIEW)),
    )
    assert [name for _, name in order(told.groups[0])] == ["县1", "县2"]
    assert [(one.why, one.standing.name) for one in told.apart] == [
        (Apart.INCOMPLETE, "县3"),
        (Apart.TOO_LITTLE, "县4"),
        (Apart.TOO_LITTLE, "县5"),
    ]
    assert told.sites == 5


def test_the_order_does_not_depend_on_the_order_of_reading():
    sites = [site(n, *failing(n % 4)) for n in range(1, 12)]
    first = to_json(ranked(*sites))
    for other in (sites[::-1], sites[5:] + sites[:5]):
        assert to_json(ranked(*other)) == first


def test_medians_and_what_fails_where():
    (group,) = ranked(site(1, *failing(1)), site(2, *failing(2)), site(3, *failing(6))).groups
    assert group.medians is not None
    assert (group.medians.failed, group.medians.share) == (2, 0.2)
    rules = {one.id: [group.placed[n].standing.name for n in one.failing] for one in group.rules}
    assert rules["r0"] == ["县3", "县2", "县1"]
    assert rules["r1"] == ["县3", "县2"]
    assert rules["r9"] == []
    assert [one.id for one in group.rules][:2] == ["r0", "r1"]


def test_the_change_since_last_time_stands_beside_each_site():
    before = site(1, *failing(2)).model_copy(update={"as_of": "2026-02-28"})
    now = site(1, *failing(1), rule("new", finding("new")))
    row = standing(now, "", compare(now, [before]))
    assert row.since is not None
    assert (row.since.as_of, row.since.failed, row.since.comparable) == ("2026-02-28", 2, True)
    assert row.since.changes[Change.FIXED] == 1
    page = render(ranking([row], rules_named(now)), t)
    assert "已解决 <b>1</b>" in page
    assert "2 → 2" in page


def test_counts_of_other_rules_are_not_set_against_each_other():
    old = [PackUsed(id="base", title="国家基本要求", version="0", digest="zz")]
    before = site(1, *failing(2), packs=old).model_copy(update={"as_of": "2026-02-28"})
    now = site(1, *failing(1))
    row = standing(now, "", compare(now, [before]))
    assert row.since is not None
    assert not row.since.comparable
    assert "→" not in render(ranking([row], rules_named(now)), t)


def test_a_program_finds_everything_in_the_json():
    data = json.loads(
        to_json(ranked(site(1, *failing(1)), unread=[Unread("x/audit.json", "坏了")]))
    )
    assert data["format"] == FORMAT == "gongkai-ranking/1"
    (group,) = data["groups"]
    assert (group["sites"][0]["place"], group["sites"][0]["failed"]) == (1, 1)
    assert group["sites"][0]["report"] == "../县1/report.html"
    assert data["unread"] == [{"path": "x/audit.json", "reason": "坏了"}]


def hostile():
    packs = [PackUsed(id="base", title=HOSTILE, version=HOSTILE, digest=HOSTILE)]
    bad = rule("r0", finding("x"), title=HOSTILE, theme=HOSTILE)
    score = {"verdicts": {}, "compliance": [rate(1, 2).model_dump()]}
    one = site(1, bad, name=HOSTILE, packs=packs, score=score)
    home = Site(name="长" * 100_000, home=f"javascript:alert(1)//{HOSTILE}", hosts=[])
    return ranked(one, one.model_copy(update={"site": home}), unread=[Unread(HOSTILE, HOSTILE)])


def test_hostile_names_are_text_on_the_page():
    page = render(hostile(), t)
    assert "<script" not in page
    assert "\u202e" not in page
    assert 'href="javascript' not in page
    assert len(page) < 40_000


def test_hostile_names_are_text_in_a_spreadsheet():
    text = to_csv(hostile(), t).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert rows[1][rows[0].index("网站")].startswith(("'=cmd()", "长"))


def test_the_table_reads_as_one_line_for_each_site():
    text = to_csv(ranked(site(1, *failing(1)), site(2, coverage={"complete": False})), t)
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    first, apart = (dict(zip(rows[0], row, strict=True)) for row in rows[1:])
    assert (first["序"], first["网站"], first["不合格"], first["不合格占比"]) == (
        "1",
        "县1",
        "1",
        "0.1000",
    )
    assert (apart["序"], apart["没有参加排序的原因"]) == ("", "检查未完成")


def lines(page: str) -> str:
    """What a reader reads, a line for each block and row."""
    tree = html.document_fromstring(page)
    for gone in tree.xpath("//style | //head"):
        gone.drop_tree()
    said = []
    for block in tree.iter("p", "h1", "h2", "tr", "summary", "li"):
        cells = block.xpath("./th | ./td") or [block]
        said.append(" | ".join(" ".join(cell.text_content().split()) for cell in cells))
    return "\n".join(said) + "\n"


def test_the_page_reads_as_it_did():
    veto = rule("v", finding("v"), level="veto")
    before = site(2, *failing(2)).model_copy(update={"as_of": "2026-02-28"})
    audits = [site(1, *failing(1)), site(2, *failing(1), veto), site(3, *failing(2, of=4))]
    rows = [
        standing(audits[0], "s1/report.html"),
        standing(audits[1], "", compare(audits[1], [before])),
        standing(audits[2].model_copy(update={"coverage": saw_part(audits[2])}), "s3/report.html"),
    ]
    names = {key: value for one in audits for key, value in rules_named(one).items()}
    page = render(ranking(rows, names, [Unread("x/audit.json", "不是完整的 JSON")]), t)
    assert lines(page) == EXPECTED.read_text(encoding="utf-8")


def saw_part(one):
    return one.coverage.model_copy(update={"complete": False, "pages_fetched": 4})


def test_nothing_at_all_is_still_a_page():
    page = render(ranked(unread=[Unread("x", "坏了")]), t)
    assert "共 0 个网站" in page


@pytest.mark.parametrize("name", ["zh", "en"])
def test_the_page_in_both_languages_names_its_basis(name):
    page = render(ranked(site(1, *failing(1))), language(name))
    assert {"zh": "排序依据：问题多的在前", "en": "Order: worst first"}[name] in page
