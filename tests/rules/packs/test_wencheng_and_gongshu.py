"""What two documents print, clause by clause: a later edit that loses a number or a clause fails here."""

import re
from collections import Counter
from datetime import date
from itertools import groupby

import pytest

from checker.demands import demands
from rules.loader import load_library

LIBRARY = load_library()
WENCHENG, GONGSHU = (LIBRARY.pack(name) for name in ("wencheng-2021", "gongshu-2021"))
BOTH = [WENCHENG, GONGSHU]

# The last letter of each section's clauses, in the order of the documents.
WENCHENG_SECTIONS = (
    "0b 1.1i 1.2i 1.3n 1.4i 1.5f 2.1d 2.2g 2.3g 3.1f 3.2e 4.1g 4.2h 4.3f 5.1h 5.2e 5.9a "
    "att.1i att.2g att.3n att.4g att.5f att.6a att.7g att.8g att.9f att.10e att.11f att.12h att.13h att.14e"
)
GONGSHU_SECTIONS = "0a 1.1j 1.2h 1.3l 1.4j 1.5g 2.1f 2.2m 2.3h 3.1g 3.2e 4.1f 4.2j 4.3f 5.1i 5.2g"
ADDED = {"gongshu-2021/1.3l2", "gongshu-2021/1.5e2"}

MONTH = {"limit": "1", "unit": "calendar_month"}
COLUMN = {"within": ["政府信息公开", "信息公开", "政务公开"]}
PLATFORM = ["债券信息公开平台", "债务信息公开平台"]
DEBT = ["限额", "余额", "发行", "品种", "期限", "利率", "偿还计划", "偿债资金来源"]
CHAIN = {"all_of": ["采购公告", "采购文件", "中标", "采购合同", "投诉处理"]}
EPIDEMIC = ["疫苗接种", "散发疫情", "隔离管控", "流调溯源", "精准防控", "冷链物流", "假期人员流动"]
SECTORS = ["教育", "卫生健康", "供水", "供电", "供气", "生态环境", "公共交通"]
DOMAINS = [
    *("公共安全", "公共卫生", "城市治理", "社会治理", "民生保障"),
    *("自然资源", "生态环境", "交通出行", "气象"),
    *("行政许可", "企业公共信用"),
]
PLATFORMS_OF_CREDIT = ["公共信用信息平台", "公共信用信息", "公共信用", "社会信用体系"]
FORMS = {"forms": ["diagram", "questions", "video"]}
SUBSTANCE = {"all_of": ["政策背景", "出台目的", "重要举措"]}
UNITS_REPORTS = {
    "title_none": ["网站工作年度报表", "法治政府", "解读", "图解", "通知"],
    "together": "false",
    "min_share": "1.0",
}

ACCOUNTS = {"title_none": ["预算", "会议", "培训", "编制", "绩效"]}  # beside the budgets

# What is printed, with the first of the synonyms of each word.
PRINTED = {
    "wencheng-2021/1.1e": COLUMN,
    "wencheng-2021/1.1i": MONTH,
    "wencheng-2021/1.2i": {
        "parts": ["发展规划纲要", "专项规划", "空间规划", "区域规划", "历史规划"]
    },
    "wencheng-2021/1.3m": {"entry_names": ["信用温州", "信用文成", *PLATFORMS_OF_CREDIT]},
    "wencheng-2021/1.4a": ACCOUNTS,
    "wencheng-2021/1.4d": ACCOUNTS,
    "wencheng-2021/1.4e": {"all_of": DEBT, "elsewhere": PLATFORM},
    "wencheng-2021/1.4g": CHAIN,
    "wencheng-2021/1.5b": {"topics": EPIDEMIC},
    "wencheng-2021/2.2d": FORMS,
    "wencheng-2021/2.2e": SUBSTANCE,
    "wencheng-2021/4.3b": {"topics": DOMAINS[:5]},
    "wencheng-2021/4.3c": {"topics": DOMAINS[5:9]},
    "wencheng-2021/4.3d": {"topics": DOMAINS[9:]},
    "wencheng-2021/5.1h": {"parts": SECTORS, "least": "7"},
    "wencheng-2021/5.9a": UNITS_REPORTS,
    "wencheng-2021/att.1e": COLUMN,
    "wencheng-2021/att.1i": MONTH,
    "wencheng-2021/att.3m": {"entry_names": ["信用温州", "信用文成", *PLATFORMS_OF_CREDIT]},
    "wencheng-2021/att.4a": ACCOUNTS,
    "wencheng-2021/att.4b": ACCOUNTS,
    "wencheng-2021/att.4c": {"all_of": DEBT, "elsewhere": PLATFORM},
    "wencheng-2021/att.4d": {"all_of": DEBT, "elsewhere": PLATFORM},
    "wencheng-2021/att.5a": {"topics": EPIDEMIC[:1]},
    "wencheng-2021/att.7d": FORMS,
    "wencheng-2021/att.7e": SUBSTANCE,
    "wencheng-2021/att.13h": {"parts": SECTORS, "least": "7"},
    "gongshu-2021/1.1a": {"names": ["规范性文件数据库", "规范性文件库"]},
    "gongshu-2021/1.1h": {**MONTH, "excused_by": ["情况说明", "(?:暂缓"]},
    "gongshu-2021/1.2g": {
        "parts": ["发展规划", "国土空间规划", "专项规划", "区域规划", "历史规划"]
    },
    "gongshu-2021/1.3i": {"title_none": ["解读", "会议", "培训", "(?:拱墅区?"]},
    "gongshu-2021/1.3l": {"entry_names": ["信用杭州", "信用拱墅", *PLATFORMS_OF_CREDIT]},
    "gongshu-2021/1.4b": ACCOUNTS,
    "gongshu-2021/1.4c": ACCOUNTS,
    "gongshu-2021/1.4f": CHAIN,
    "gongshu-2021/1.4g": {"all_of": ["限额", "余额", "使用安排", "还本付息"]},
    "gongshu-2021/1.5a": {"topics": EPIDEMIC},
    "gongshu-2021/2.1c": {"distinct_by": "point", "n": "10", "what": "民生实事项目"},
    "gongshu-2021/2.1f": {"media": ["image", "video"]},
    "gongshu-2021/2.2a": {"forms": ["diagram", "video", "questions", "press"]},
    "gongshu-2021/2.2b": {
        "all_of": ["政策背景", "主要内容", "适用对象", "关键词", "新旧", "注意事项"]
    },
    "gongshu-2021/2.2l": {"media": ["image"]},
    "gongshu-2021/4.3d": {"topics": DOMAINS},
}
# Questions and title patterns are wording, not what is printed.
WORDING = {"question", "title_any"}
# Numbers that decide; where a document prints none, the pack says that it takes a default.
DECIDING = {
    *("n", "r", "min_share", "limit", "max_age_days", "every", "periods", "grace_days", "by"),
    *("min_items", "max_clicks", "least", "max_overlap", "max_headings", "period_grace_months"),
}
# Its day is that of the law.
WITHOUT_NUMBERS = {"annual-report-format", "annual-report-identities"}


def first_words(value):
    if isinstance(value, list):
        return [first_words(one) for one in value]
    return value.partition("|")[0]


def stems(pack):
    """The last clause of each section, additions aside."""
    ids = [clause.id.partition("/")[2] for clause in pack.clauses if clause.id not in ADDED]
    sections = groupby(ids, key=lambda one: re.sub(r"[a-z]$", "", one))
    return [list(section) for _, section in sections]


@pytest.mark.parametrize(
    ("pack", "last", "count"),
    [(WENCHENG, WENCHENG_SECTIONS, 209), (GONGSHU, GONGSHU_SECTIONS, 127)],
    ids=["wencheng", "gongshu"],
)
def test_every_demand_stands_where_the_document_has_it(pack, last, count):
    found = stems(pack)
    assert [section[-1] for section in found] == last.split()
    for section in found:
        letters = [one[-1] for one in section]
        assert letters == [chr(ord("a") + n) for n in range(len(letters))]
    assert len(pack.clauses) == len({clause.id for clause in pack.clauses}) == count


def test_what_the_documents_print_stands_as_parameters():
    stated = {}
    for pack in BOTH:
        for clause in pack.clauses:
            for use in clause.rules:
                own = {**use.params, **use.also}
                told = {name: first_words(own[name]) for name in own if name not in WORDING}
                if told:
                    stated[clause.id] = told
    assert stated == PRINTED


@pytest.mark.parametrize("pack", BOTH, ids=["wencheng", "gongshu"])
def test_a_number_that_is_printed_is_the_number_that_decides(pack):
    for clause in pack.clauses:
        number = re.match(r"(\d+) (?:项|类|个|种|件)", clause.printed or "")
        if number is None or not clause.rules:
            continue
        own = clause.rules[0].params
        lists = [len(value) for value in own.values() if isinstance(value, list)]
        numbers = [int(value) for name, value in own.items() if name in {"n", "limit", "least"}]
        worded = any(name in own for name in WORDING)  # counted in words, for a person
        assert int(number[1]) in [*lists, *numbers] or worded, clause.id


@pytest.mark.parametrize("pack", BOTH, ids=["wencheng", "gongshu"])
def test_a_number_that_no_document_prints_is_marked_as_a_default(pack):
    for clause in pack.clauses:
        for use in () if clause.same_as else clause.rules:
            if use.rule in WITHOUT_NUMBERS:
                continue
            deciding = DECIDING & {*LIBRARY.rule(use.rule).params}
            assert deciding <= use.stated, (clause.id, deciding - use.stated)


@pytest.mark.parametrize("pack", BOTH, ids=["wencheng", "gongshu"])
def test_the_repeated_rows_do_not_ask_for_more_than_the_body(pack):
    joined = demands(LIBRARY, [pack], date(2021, 12, 31))
    for clause in pack.clauses:
        for use in clause.rules:
            params = joined[use.judged_as].params.model_dump(mode="json")
            for name, value in use.defaults.items():
                told = params[name]
                wanted = type(told)(value) if isinstance(told, int | float) else value
                assert told == wanted, (clause.id, name)


def test_the_units_are_those_of_the_documents():
    units = {pack.id: Counter(u for c in pack.clauses for u in c.responsible) for pack in BOTH}
    leads = {name for name in units["wencheng-2021"] if name.endswith("（牵头）")}
    assert leads == {
        "县发改局（牵头）",
        "县经信局（牵头）",
        "县防控办（牵头）",
        "县府办（牵头）",
        "县大数据管理中心（牵头）",
        "县委组织部（牵头）",
    }
    nobody = [c.id.partition("/")[2] for c in WENCHENG.clauses if not c.responsible]
    row_7 = [f"{part}{letter}" for part in ("2.2", "att.7") for letter in "abcdefg"]
    push = [f"4.3{letter}" for letter in "abcdef"]
    assert set(nobody) == {"0a", "0b", "1.4b", "1.4c", "1.4g", "4.1g", *row_7, *push}
    assert [c.id for c in GONGSHU.clauses if not c.responsible] == ["gongshu-2021/0a"]


def test_weak_words_and_bare_time_words_ask_for_nothing_that_fails():
    weak = {c.id.partition("/")[2] for pack in BOTH for c in pack.clauses if c.modality != "duty"}
    assert weak == {"1.4d", "4.3a", "5.1d", "att.13d", "1.3h", "4.1f", "5.1g"}
    eased = {c.id for pack in BOTH for c in pack.clauses for u in c.rules if u.level == "advisory"}
    assert eased == {
        *(f"wencheng-2021/{one}" for one in ("1.2e", "1.3i", "att.3i", "1.4d", "1.4f", "att.4e")),
        *(f"wencheng-2021/{one}" for one in ("2.1d", "2.3c", "att.8c", "5.1d", "att.13d")),
        *(f"gongshu-2021/{one}" for one in ("1.4h", "2.1d", "2.1e", "3.2e", "4.3c", "5.1d")),
    }


def test_what_could_not_be_made_before_the_document_waits():
    dues = {c.id: str(c.due) for pack in BOTH for c in pack.clauses if c.due}
    assert dues == {"wencheng-2021/5.9a": "2022-01-31", "gongshu-2021/2.2l": "2022-03-31"}


def test_a_repeated_question_is_answered_once():
    known = {clause.id: clause for clause in WENCHENG.clauses}
    asked = [clause for clause in WENCHENG.clauses if clause.same_as and clause.question]
    assert len(asked) == 36
    for clause in asked:
        assert clause.question == known[clause.same_as].question
        assert clause.hints[0] == f"与 {clause.same_as.partition('/')[2]} 相同，答一次即可"


@pytest.mark.parametrize("pack", BOTH, ids=["wencheng", "gongshu"])
def test_a_question_asks_for_yes_or_no_and_for_what_shows_it(pack):
    for clause in pack.clauses:
        asked = [u.params["question"] for u in clause.rules if "question" in u.params]
        for question in [*asked, *([clause.question] if clause.question else [])]:
            assert re.search(r"[？]", question), clause.id
            assert re.search(r"请[^？]*$", question), clause.id
            assert re.search(r"是否|有没有|能不能", question), clause.id


@pytest.mark.parametrize(
    ("title", "counts"),
    [
        ("市场准入负面清单（2020年版）", True),
        ("杭州市发改委转发《市场准入负面清单（2020年版）》", True),
        ("拱墅区产业准入负面清单（2020年版）", False),
        ("杭州市市场准入负面清单（2020年版）", False),
    ],
)
def test_only_the_national_negative_list_counts(title, counts):
    (clause,) = [c for c in GONGSHU.clauses if c.theme == "negative-list"]
    refused = any(re.search(one, title) for one in clause.rules[0].params["title_none"])
    assert refused is not counts
