"""The page is self-contained, its anchors hold, and hostile text in any field stays text."""

import base64
import hashlib
import re
import unicodedata

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.results import AuditResult
from reports.html import render
from reports.language import CHINESE
from reports.visible import visible
from tests.reports.sample import county_portal, dead_link, links_rule

HOSTILE_PIECES = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "</title></script>",
    '"\' onmouseover="x" style="x',
    "javascript:alert(1)",
    "http://a.example/\u202egnp.exe",
    "https://b.example/?a=<b>&c='\"",
    "\x00\x08\x1b\x7f\x85\u2028\u200b\ufeff\ufffe",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- --> ]]> &amp; &#x3c;",
    "e" + "\u0301" * 40,
    "长" * 10_000,
]
hostile = st.lists(
    st.one_of(st.sampled_from(HOSTILE_PIECES), st.text(max_size=20)), min_size=1, max_size=4
).map("".join)
CLOSED_LISTS = {"format", "level", "verdict", "reason"}
ALLOWED_TAGS = set(
    """
    html head meta title style script body a header p h1 h2 h3 dl div dt dd span nav ol ul li label
    input button main section table caption thead tbody tr th td article details summary strong
    code bdi blockquote br footer h4 search form fieldset legend select option textarea
    figure figcaption svg title desc g rect line path circle polyline polygon text defs pattern use
    """.split()  # noqa: SIM905 -- forty names read better in a paragraph
)


def parse(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def poison(value: object, text: str, key: str = "") -> object:
    """The same structure with `text` in every text field, dictionary keys among them."""
    if isinstance(value, dict):
        free_keys = key in {"params", "not_fetched", "links_unchecked"}
        return {(text if free_keys else k): poison(v, text, k) for k, v in value.items()}
    if isinstance(value, list):
        return [poison(each, text, key) for each in value]
    return text if isinstance(value, str) and key not in CLOSED_LISTS else value


def poisoned(text: str) -> AuditResult:
    return AuditResult.model_validate(poison(county_portal().model_dump(mode="json"), text))


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return parse(render(county_portal(), CHINESE))


def assert_safe(text: str) -> None:
    soup = parse(text)
    assert {tag.name for tag in soup.find_all(name=True)} <= ALLOWED_TAGS
    assert len(soup.find_all("script")) == 1
    assert len(soup.find_all("style")) == 1
    for tag in soup.find_all(name=True):
        assert not [name for name in tag.attrs if name.startswith("on") or name in {"src", "style"}]
        if "href" in tag.attrs:
            assert re.match(r"#|https?://", tag["href"])
        if str(tag.get("href", "")).startswith("http"):
            assert "target" not in tag.attrs
    hidden = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}}
    assert hidden <= {"\n", "\t"}
    assert not re.search(r"\u0301{5}", text)


def assert_anchors_hold(soup: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for a in soup.find_all("a", href=re.compile("^#"))}
    assert targets
    assert targets <= set(ids)


def test_anchors_lead_somewhere_and_are_unique(page: BeautifulSoup) -> None:
    assert_anchors_hold(page)


def test_equal_ids_and_ids_without_letters_get_anchors_of_their_own() -> None:
    result = county_portal()
    twice = [*result.rules, result.rules[0], result.rules[1].model_copy(update={"id": "规划"})]
    assert_anchors_hold(parse(render(result.model_copy(update={"rules": twice}), CHINESE)))


def test_nothing_is_loaded_from_anywhere(page: BeautifulSoup) -> None:
    assert not page.find_all(["link", "img", "iframe", "object", "embed", "base", "image"])
    assert not page.find_all(src=True)
    style = page.style.string
    assert "url(" not in style
    assert "@import" not in style


def test_policy_admits_only_the_style_and_the_script_that_are_there(page: BeautifulSoup) -> None:
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))

    def hashed(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert directives == {
        "default-src": "'none'",
        "style-src": hashed(page.style.string),
        "script-src": hashed(page.script.string),
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_only_web_addresses_become_links_and_a_parked_domain_never() -> None:
    targets = ["javascript:alert(1)", "file:///C:/a.doc", "http://", "//x.example/", "www.a.cn"]
    findings = [dead_link(n, target, "404") for n, target in enumerate(targets)]
    findings.append(dead_link(9, "http://casino.example/", "parked"))
    result = county_portal().model_copy(update={"rules": [links_rule(findings)]})
    card = parse(render(result, CHINESE)).find(id="rule-links")
    shown = card.select("p.target .url")
    assert {each.get_text() for each in shown} == {*targets, "http://casino.example/"}
    assert {each.name for each in shown} == {"bdi"}


def test_a_parked_domain_is_linked_nowhere_on_the_page() -> None:
    """Neither alone nor where several links lead to it."""
    alone = [dead_link(9, "http://casino.example/", "parked")]
    together = [dead_link(n, f"http://casino.example/x/{n}", "parked") for n in range(4)]
    for findings in (alone, together):
        result = county_portal().model_copy(update={"rules": [links_rule(findings)]})
        page = parse(render(result, CHINESE))
        assert "casino.example" in page.find(id="fix").get_text()
        assert not page.find_all("a", href=re.compile("casino"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile)
def test_hostile_text_in_every_field_stays_text(text: str) -> None:
    page = render(poisoned(text), CHINESE)
    assert_safe(page)
    assert_anchors_hold(parse(page))


@pytest.mark.parametrize("text", HOSTILE_PIECES, ids=lambda text: ascii(text)[:20])
def test_each_known_trick_in_every_field_stays_text(text: str) -> None:
    page = render(poisoned(text), CHINESE)
    assert_safe(page)
    assert visible(text[:20]) in parse(page).find("h1").get_text()
    assert len(page) < 1_000_000


def test_anchors_hold_where_there_is_nothing_to_show() -> None:
    bare = county_portal().model_copy(update={"rules": [], "clauses": [], "packs": []})
    assert_anchors_hold(parse(render(bare, CHINESE)))
