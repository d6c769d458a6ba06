"""What the four bundled rules promise in their own files; the checks prove the cases."""

import re

import pytest

from rules.loader import load_library
from rules.messages import slots

SLOTS = {
    "column_exists": "names column url clicks max_clicks items min_items pages_seen",
    "document_published": "year title url published by columns pages_seen",
    "links_alive": "dead targets checked unchecked blocked pages_seen",
    "ipv6_ready": "host addresses passed tests failed_test notices",
}


@pytest.fixture(scope="module")
def library():
    return load_library()


@pytest.mark.parametrize(
    ("rule_id", "check", "level"),
    [
        ("plans-column", "column_exists", "required"),
        ("annual-report-published", "document_published", "required"),
        ("links", "links_alive", "required"),
        ("ipv6", "ipv6_ready", "advisory"),
    ],
)
def test_a_rule_asks_its_check_at_its_level(library, rule_id, check, level):
    rule = library.rule(rule_id)
    assert (rule.check, rule.level) == (check, level)
    used = {slot for text in rule.messages.by_verdict().values() for slot in slots(text)}
    assert used <= {*SLOTS[check].split(), "why", "as_of"}


def own_report(library, title, year="2025"):
    params = library.rule("annual-report-published").params
    return any(
        re.search(p.replace("{year}", year), title) for p in params["title_any"]
    ) and not any(re.search(p.replace("{year}", year), title) for p in params["title_none"])


@pytest.mark.parametrize(
    "title",
    [
        "示例县2025年政府信息公开工作年度报告",
        "2025年示例县人民政府信息公开工作年度报告",
        "示例实验区2025年度政府信息公开工作年度报告",
        "示例县人民政府2025年政府信息公开年报",
        "示例县2025年度政府信息公开工作情况报告",
        "示例县政府信息公开工作年度报告（2025年）",
        "示例县政府信息公开工作年度报告(2025年度)",
        "示例区2025年政务信息公开年度工作报告",
    ],
)
def test_ways_to_name_the_annual_report(library, title):
    assert own_report(library, title)


@pytest.mark.parametrize(
    "title",
    [
        "示例县2024年政府信息公开工作年度报告",
        "示例县2025年法治政府建设年度报告",
        "2025年政府网站工作年度报表",
        "示例县2025年政府信息公开工作年度报告解读",
        "一图读懂示例县2025年政府信息公开工作年度报告",
        "关于做好2025年政府信息公开工作年度报告编制发布工作的通知",
        "我县召开2025年政府信息公开年报编制培训会",
        "示例县2025年政府工作报告",
        "示例县2025年国民经济和社会发展统计公报",
    ],
)
def test_what_only_looks_like_the_annual_report(library, title):
    assert not own_report(library, title)


def test_an_ipv6_case_reads_as_the_probe_of_a_snapshot(library):
    case = next(case for case in library.rule("ipv6").cases if case.expect == "pass")
    (probe,) = case.probes
    assert (probe.kind, probe.subject) == ("ipv6", "www.example.gov.cn")
    assert probe.data["local_ipv6"] == "yes"
    assert probe.data["dns_error"] is None
    assert probe.data["connect"] == [
        {"address": "2400:3200::1", "port": 80, "ok": True, "error": None, "seconds": 0.02}
    ]
    assert probe.data["v6"]["status"] == 200


def test_each_rule_shows_how_it_could_be_fooled(library):
    for rule in library.rules.values():
        assert any(case.decoy for case in rule.cases), rule.id


def test_every_wall_and_timeout_ends_in_review(library):
    for rule in library.rules.values():
        for case in rule.cases:
            if "blocked" in case.fetched.values():
                assert case.expect == "review", (rule.id, case.name)
