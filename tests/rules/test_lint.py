import pytest

from rules.lint import lint_library, lint_pack, lint_rule
from rules.loader import Library, load_library, parse_pack, parse_rule


def linted(text):
    return [
        (problem.line, problem.message)
        for problem in lint_rule(parse_rule(text, "gates-open.yaml"))
    ]


def line_of(text, start):
    return next(
        number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(start)
    )


def test_a_good_rule_has_no_complaints(rule_text):
    assert linted(rule_text) == []


def test_the_bundled_library_has_no_complaints():
    assert [str(problem) for problem in lint_library(load_library())] == []


def test_a_rule_without_cases_lacks_each_kind(rule_text):
    text = rule_text.partition("cases:")[0] + "cases: []\n"
    messages = {message for _, message in linted(text)}
    assert messages == {
        "缺少“合格”的案例",
        "缺少“不合格”的案例",
        "缺少“待人工核查”的案例",
        "缺少易混案例",
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    expect: pass", "    expect: fail", "缺少“合格”的案例"),
        (
            "expect: review\n    reason: unreachable",
            "expect: not_applicable",
            "缺少“待人工核查”的案例",
        ),
        ("    decoy: true\n", "", "缺少易混案例"),
        ("  fail: 有门关着", "  fail: 有门关着\n  pending: 还没到开门时间", "缺少“待到期”的案例"),
    ],
)
def test_each_missing_kind_of_case_is_told(rule_text, old, new, message):
    text = rule_text.replace(old, new)
    assert linted(text) == [(line_of(text, "cases:"), message)]


def test_case_names_are_told_apart(rule_text):
    text = rule_text.replace("name: 起雾", "name: 开着")
    assert [message for _, message in linted(text)] == ["案例名“开着”重复"]


def test_only_a_review_has_a_reason(rule_text):
    text = rule_text.replace("    expect: pass\n", "    expect: pass\n    reason: blocked\n")
    assert linted(text) == [
        (line_of(text, "reason: blocked"), "只有待人工核查（review）的案例才有原因")
    ]


def test_a_case_with_pages_has_a_home_page(rule_text):
    text = rule_text.replace("pages: {/: <p>开</p>}", "pages: {/a/: <p>开</p>}")
    assert linted(text) == [(line_of(text, "pages: {/a/"), "案例里没有首页")]


@pytest.mark.parametrize("home", ["http://www.example.gov.cn/", "/"])
def test_the_home_page_may_be_named_either_way(rule_text, home):
    assert (
        linted(rule_text.replace("pages: {/: <p>开</p>}", f"pages: {{'{home}': <p>开</p>}}")) == []
    )


def test_a_passing_case_has_no_findings(rule_text):
    text = rule_text.replace("    expect: pass\n", "    expect: pass\n    findings: [http://a/]\n")
    assert [message for _, message in linted(text)] == ["合格的案例写了问题清单"]
    assert linted(text.replace("[http://a/]", "[]")) == []


@pytest.mark.parametrize("strong", ["必须", "应当", "务必", "不得"])
def test_advice_does_not_command(rule_text, strong):
    text = rule_text.replace("fix: 把门打开", f"fix: {strong}把门打开")
    assert linted(text) == []
    text = text.replace("params:\n", "level: advisory\nparams:\n")
    assert linted(text) == [(line_of(text, "fix:"), f"建议性规则写了“{strong}”")]


@pytest.mark.parametrize("greedy", ["'.*'", "'(规划)?'", "'规划|'", "x*"])
def test_a_pattern_that_matches_nothing_at_all_is_told(rule_text, greedy):
    text = rule_text.replace("[东门, 西门]", f"\n    - 东门\n    - {greedy}")
    ((line, message),) = linted(text)
    assert line == line_of(text, f"- {greedy}")
    assert "连空文字也能匹配" in message


@pytest.mark.parametrize(
    "fine", ["东门", "'{year}年.{0,30}报告'", "'['", "'a{99999999999}'", "'(' ", "'十(四|五)五'"]
)
def test_words_and_sound_patterns_are_left_alone(rule_text, fine):
    assert linted(rule_text.replace("[东门, 西门]", f"[{fine}]")) == []


def test_empty_words_in_parameters_are_told(rule_text):
    text = rule_text.replace("[东门, 西门]", "[东门, '']")
    assert linted(text) == [(line_of(text, "names:"), "参数里有空文字")]


@pytest.mark.parametrize("level", ["required", "veto"])
@pytest.mark.parametrize("doubtful", ["C", "D"])
def test_a_doubtful_basis_fails_nobody(rule_text, level, doubtful):
    text = rule_text.replace("confidence: A", f"confidence: {doubtful}").replace(
        "params:\n", f"level: {level}\nparams:\n"
    )
    assert linted(text) == [
        (line_of(text, "- {doc"), f"依据的可信度是 {doubtful}，不能用来判不合格")
    ]
    assert linted(text.replace(f"level: {level}", "level: advisory")) == []


def test_a_rule_that_can_fail_has_a_basis(rule_text):
    text = rule_text.replace("basis:\n  - {doc: 门禁规定, item: 第一条, confidence: A}\n", "")
    assert linted(text) == [(1, "没有依据")]


@pytest.mark.parametrize("modality", ["explore", "encourage", "as_appropriate", "gradual"])
def test_an_encouragement_is_judged_as_advice_only(rule_text, pack_text, modality):
    rule = parse_rule(rule_text, "gates-open.yaml")
    text = pack_text.replace("    rules:", f"    modality: {modality}\n    rules:")
    pack = parse_pack(text, "town-2021.yaml")
    library = Library({rule.id: rule}, {pack.id: pack})
    (problem,) = lint_pack(pack, library)
    assert problem.line == line_of(text, "rules:")
    assert "鼓励、探索性质" in problem.message
    eased = parse_pack(
        text.replace("[gates-open]", "[{rule: gates-open, level: advisory}]"), "town-2021.yaml"
    )
    assert lint_pack(eased, library) == []


def test_complaints_of_all_files_come_sorted(rule_text, pack_text):
    rule = parse_rule(rule_text.replace("confidence: A", "confidence: D"), "b/gates-open.yaml")
    pack = parse_pack(
        pack_text.replace("    rules:", "    modality: explore\n    rules:"), "a/town-2021.yaml"
    )
    found = lint_library(Library({rule.id: rule}, {pack.id: pack}))
    assert [problem.path for problem in found] == ["a/town-2021.yaml", "b/gates-open.yaml"]


def test_a_default_is_told_to_the_reader(rule_text, pack_text):
    rule = parse_rule(rule_text, "gates-open.yaml")
    text = pack_text.replace("[gates-open]", "[{rule: gates-open, defaults: {max_clicks: 2}}]")
    library = Library({rule.id: rule}, {})
    (problem,) = lint_pack(parse_pack(text, "town-2021.yaml"), library)
    assert problem.line == line_of(text, "rules:")
    assert "max_clicks 是默认值" in problem.message
    told = text.replace("    rules:", "    note: 默认值，文件未写：两次点击\n    rules:")
    assert lint_pack(parse_pack(told, "town-2021.yaml"), library) == []
