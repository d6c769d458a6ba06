import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.strict_yaml import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NODES,
    Most,
    PlainScalar,
    RuleErrors,
    _explaining,
    _quickly,
    load_strict,
)

ROOT = Path(__file__).parents[2] / "rules"


def problems(text):
    with pytest.raises(RuleErrors) as caught:
        load_strict(text, "f.yaml")
    return [(problem.line, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "written",
    [
        "0123",
        "12:30",
        "on",
        "yes",
        "No",
        "1e3",
        "0x1F",
        "2026-06-30",
        "1_000",
        "3.10",
        "~",
        "null",
        ".inf",
    ],
)
def test_scalars_stay_the_text_that_was_written(written):
    assert load_strict(f"a: {written}\nb: [{written}]", "f").value == {"a": written, "b": [written]}


def test_an_empty_value_is_empty_text():
    assert load_strict("a:\nb: ''", "f").value == {"a": "", "b": ""}


def test_unquoted_scalars_can_be_told_from_quoted_ones():
    value = load_strict("a: 80\nb: '80'\nc: |\n  80\n", "f").value
    assert {key: isinstance(item, PlainScalar) for key, item in value.items()} == {
        "a": True,
        "b": False,
        "c": False,
    }


def test_every_node_has_its_line():
    located = load_strict("# 注\na: 1\nb:\n  - x\n  - c: 2\n    d: |\n      多\n      行\n", "f")
    lines = {keys: located.line(*keys) for keys in located.lines}
    assert lines == {
        ("a",): 2,
        ("b",): 3,
        ("b", 0): 4,
        ("b", 1): 5,
        ("b", 1, "c"): 5,
        ("b", 1, "d"): 6,
    }


def test_an_unknown_place_has_the_line_of_the_nearest_known_one():
    located = load_strict("a: 1\nb:\n  - x\n", "f")
    assert located.line("b", 0, "missing") == 3
    assert located.line("missing") == 1


def test_a_part_counts_lines_and_values_from_its_own_root():
    part = load_strict("a: 1\nb:\n  - x: 2\n    y: 3\n", "f").at("b").at(0)
    assert part.value == {"x": "2", "y": "3"}
    assert part.line("y") == 4
    assert str(part.problem(("y",), "错", "改")) == "f:4: 错；改"


def test_the_text_is_kept_as_it_was():
    assert load_strict("a: 1 # 注\n", "f").text == "a: 1 # 注\n"


def test_repeated_keys_are_refused_with_both_lines():
    assert problems("a: 1\nb: 2\na: 3\nc:\n  d: 1\n  d: 2\n") == [
        (3, "键“a”重复，第 1 行已有"),
        (6, "键“d”重复，第 5 行已有"),
    ]


def test_quotes_do_not_hide_a_repeated_key():
    assert problems("a: 1\n'a': 2\n") == [(2, "键“a”重复，第 1 行已有")]


def test_the_same_key_in_two_mappings_is_no_repetition():
    assert load_strict(
        "- {a: 1}\n- {a: 2}".replace("- ", "  - ").join(["x:\n", "\n"]), "f"
    ).value == {"x": [{"a": "1"}, {"a": "2"}]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: &x 1\nb: *x\n", [(1, "不支持锚点和引用（&x）"), (2, "不支持锚点和引用（*x）")]),
        ("a: !!int 1\n", [(1, "不支持 YAML 标签（tag:yaml.org,2002:int）")]),
        ("a:\n  - !foo {b: 1}\n", [(2, "不支持 YAML 标签（!foo）")]),
        (
            "a: !!python/object:os.system x\n",
            [(1, "不支持 YAML 标签（tag:yaml.org,2002:python/object:os.system）")],
        ),
        ("%YAML 1.1\n---\na: 1\n", [(1, "不支持 YAML 的 % 指令")]),
        ("a: 1\n---\nb: 2\n", [(2, "一个文件里有两份内容（---）")]),
        ("<<: {a: 1}\n", [(1, "不支持合并键 <<")]),
        ("a: 1\n'': 2\n", [(2, "冒号前面缺少键")]),
        ("? [a]\n: b\n", [(1, "键不能是列表或对照")]),
        ("", [(1, "文件是空的")]),
        ("# 只有注释\n", [(1, "文件是空的")]),
        ("---\n", [(1, "文件是空的")]),
        ("- a\n", [(1, "顶层不是“键: 值”")]),
        ("just text\n", [(1, "顶层不是“键: 值”")]),
        ('a: 1\nb: "\\UFFFFFFFF"\n', [(2, "数字或转义超出范围")]),
    ],
)
def test_what_is_refused_is_said_with_its_line(text, found):
    assert problems(text) == found


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\n\tb: 2\n", 2, "制表符"),
        ("a: @x\n", 1, "不能直接开头"),
        ("a: 1\nb: 二: 三\n", 2, "不能再出现“键: 值”"),
        ("a: 1\n  b: 2\n", 2, "不能再出现“键: 值”"),
        ("a: 1\nb\n", 2, "缺少冒号"),
        ("a: - b\n", 1, "不能用“- ”"),
        ("a:\n  - b\n c: 1\n", 3, "对不齐"),
        ("a: [1, 2\nb: 3\n", 1, "没有写完整"),
        ("a: {b: 1\n", 1, "没有写完整"),
        ("a: 1\nb: ]\n", 2, "多了一个括号"),
        ('a: "x\n', 1, "引号没有成对"),
        ('a: "x\n---\nb: 1\n', 1, "引号没有成对"),
        ('a: "\\q"\n', 1, "反斜杠"),
        ("a: |9x\n  b\n", 1, "“|”或“>”"),
        ("a: 1\nb: \x07\n", 2, "控制字符"),
        pytest.param("a: 1\nb: \ud800\n", 2, "控制字符", id="lone surrogate"),
        ("a: &\n", 1, "“&”或“*”"),
        ("%FOO\na: 1\n", 2, "多出了内容"),
        ("{a: 1}\n'b'\n", 2, "多出了内容"),
    ],
)
def test_syntax_errors_are_retold_in_chinese_with_the_line(text, line, words):
    ((found_line, message),) = problems(text)
    assert found_line == line
    assert words in message


def test_what_was_found_before_a_syntax_error_is_told_with_it():
    found = problems("a: 1\na: 2\nb: [1\n")
    assert [line for line, _ in found] == [2, 3]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("a: 规划\u200b计划\n", 1, "U+200B"),
        ("a: 1\n\ufeffb: 2\n", 2, "U+FEFF"),
        ('a: 1\nb: "\\e[31m"\n', 2, "U+001B"),
        ('a: "\\0"\n', 1, "U+0000"),
        ('a: "\\uD800"\n', 1, "U+D800"),
        ("a: \u202e规划\n", 1, "U+202E"),
        ("a: |\n  一\n  二\u200d三\n", 3, "U+200D"),
        ('a: "x\\Ly"\n', 1, "U+2028"),
    ],
)
def test_invisible_characters_are_refused_where_they_stand(text, line, code):
    assert problems(text) == [(line, f"含有看不见的字符 {code}")]


def test_line_breaks_tabs_and_full_width_blanks_are_no_invisible_characters():
    assert load_strict('a: "一\\n\\t二　三"\n', "f").value == {"a": "一\n\t二　三"}


def test_a_too_deep_file_is_refused_before_it_hurts():
    deep = "a: " + "[" * 200_000
    assert problems(deep) == [(1, f"嵌套超过 {MAX_DEPTH} 层")]


def test_the_deepest_allowed_file_is_read():
    text = "a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert load_strict(text, "f").line("a") == 1


def test_a_too_large_file_is_refused_unread():
    assert problems("a: " + "字" * (MAX_BYTES // 3)) == [(0, "文件超过 1 MiB")]


def test_a_file_of_too_many_items_is_refused_early():
    found = problems("a:\n" + "- x\n" * (MAX_NODES + 1))
    assert [message for _, message in found] == [f"内容超过 {MAX_NODES} 项"]


def test_a_wholly_broken_file_does_not_flood_its_author():
    assert len(problems("a: 1\n" + "a: 2\n" * 5000)) == 100


YAMLISH = st.text(alphabet="ab-:?,[]{}#&*!|>'\"%@` \n\t\\0~<规，\r\u2028\ufeff\ud800U", max_size=60)


def read(text):
    try:
        return load_strict(text, "f.yaml").value
    except RuleErrors as errors:
        return errors.problems


@given(st.text() | YAMLISH)
def test_any_text_is_a_mapping_or_a_list_of_problems(text):
    found = read(text)
    if isinstance(found, dict):
        return
    assert found
    breaks = len(re.findall("[\n\r\x85\u2028\u2029]", text))
    assert all(0 <= problem.line <= breaks + 1 for problem in found)
    assert all(problem.message and problem.remedy for problem in found)


KEYS = st.text(alphabet="abc", min_size=1, max_size=3)
LEAVES = st.text(alphabet="ab1: '\"#[]-规\n", max_size=8)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def _quoted(tree):
    if isinstance(tree, dict):
        return "{" + ", ".join(f'"{key}": {_quoted(item)}' for key, item in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(_quoted, tree)) + "]"
    return '"' + tree.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@given(st.dictionaries(KEYS, TREES, max_size=4))
def test_a_written_tree_is_read_back_and_every_node_has_a_line(tree):
    located = load_strict(_quoted(tree), "f.yaml")
    assert located.value == tree
    assert set(located.lines.values()) <= {1}
    for key in tree:
        assert (key,) in located.lines


@given(st.text(alphabet="ab: -[]{},'\"|>#\n 0\u4e2d!&*%", max_size=60))
def test_what_both_readers_read_they_read_alike(text):
    quick, slow = _quickly(text, "f.yaml"), _explaining(text, "f.yaml")
    if quick is not None and not slow.problems:
        assert (quick.root, quick.lines) == (slow.root, slow.lines)


@pytest.mark.parametrize("text", ["a: >#", "a: |-#x", ">#"])
def test_a_comment_right_behind_a_block_sign_is_refused(text):
    assert problems(text)


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_quick_reader_reads_our_own_files(path):
    text = path.read_text("utf-8")
    quick, slow = _quickly(text, "f.yaml"), _explaining(text, "f.yaml")
    assert quick is not None
    assert (quick.root, quick.lines) == (slow.root, slow.lines)


@pytest.mark.parametrize("value", ["[a?b]", "{k: a?b}", "[[(?:x)y]]", "[a, {k: [b?]}]"])
def test_an_unquoted_question_mark_in_brackets_is_left_to_the_strict_reader(value):
    assert _quickly(f"a: {value}\n", "f.yaml") is None


@pytest.mark.parametrize("value", ["a?b", '["a?b"]', "[a]\nb: c?d", "['(?:x)y', z]"])
def test_other_question_marks_are_read_quickly(value):
    quick, slow = _quickly(f"a: {value}\n", "f.yaml"), _explaining(f"a: {value}\n", "f.yaml")
    assert quick is not None
    assert quick.root == slow.root


def test_a_file_may_be_allowed_to_hold_more_or_less():
    assert load_strict("a: [1, 2]", "f", Most(nodes=5)).value == {"a": ["1", "2"]}
    with pytest.raises(RuleErrors, match="内容超过 4 项"):
        load_strict("a: [1, 2]", "f", Most(nodes=4))
