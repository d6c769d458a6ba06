import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.loader import (
    UnknownPackError,
    load_library,
    load_pack,
    load_rule,
    parse_pack,
    parse_rule,
)
from rules.strict_yaml import RuleErrors


@pytest.fixture
def extra(tmp_path, rule_text, pack_text):
    """A directory of the user's own, with one rule and one pack."""
    (tmp_path / "library" / "gates").mkdir(parents=True)
    (tmp_path / "packs").mkdir()
    (tmp_path / "library" / "gates" / "gates-open.yaml").write_text(rule_text, "utf-8")
    (tmp_path / "packs" / "town-2021.yaml").write_text(pack_text, "utf-8")
    return tmp_path


def problems(*roots):
    with pytest.raises(RuleErrors) as caught:
        load_library(roots)
    return caught.value.problems


def test_the_bundled_library_is_read_and_sorted_by_id():
    library = load_library()
    assert list(library.rules) == sorted(library.rules)
    assert {"plans-column", "ipv6", "links", "annual-report-published"} <= set(library.rules)
    assert "base" in library.packs


def test_a_directory_of_ones_own_adds_to_it(extra):
    library = load_library([extra])
    assert library.rule("gates-open").source.path == str(
        extra / "library" / "gates" / "gates-open.yaml"
    )
    assert library.pack("town-2021").clauses[0].rules[0].rule == "gates-open"
    assert "links" in library.rules


def test_the_library_cannot_be_changed():
    with pytest.raises(TypeError):
        load_library().rules["x"] = None


def test_a_file_is_understood_once_until_it_changes(extra):
    file = extra / "library" / "gates" / "gates-open.yaml"
    first = load_rule(file)
    assert load_rule(file) is first
    text = file.read_text("utf-8")
    file.write_text(text.replace(f"title: {first.title}", "title: 另一个题目"), "utf-8")
    assert load_rule(file).title == "另一个题目"
    assert load_rule(file).source.path == str(file)


def test_files_directly_in_library_are_read_too(extra):
    (extra / "library" / "gates" / "gates-open.yaml").rename(extra / "library" / "gates-open.yaml")
    assert "gates-open" in load_library([extra]).rules


def test_errors_of_all_files_come_at_once_by_file_and_line(extra, rule_text, pack_text):
    folder = extra / "library" / "gates"
    (folder / "a-one.yaml").write_text("id: a-one\nid: b\n", "utf-8")
    (folder / "gates-open.yaml").write_text(rule_text.replace("fix:", "fux:"), "utf-8")
    (extra / "packs" / "town-2021.yaml").write_text(
        pack_text.replace("gates-open", "gates-shut"), "utf-8"
    )
    found = problems(extra)
    assert [Path(problem.path).name for problem in found] == [
        "a-one.yaml",
        "gates-open.yaml",
        "gates-open.yaml",
        "town-2021.yaml",
    ]
    assert [problem.line for problem in found] == [
        2,
        1,
        rule_text.splitlines().index("fix: 把门打开") + 1,
        pack_text.splitlines().index("    rules: [gates-open]") + 1,
    ]


def test_a_bundled_rule_cannot_be_silently_replaced(extra):
    text = Path(load_library().rule("links").source.path).read_text("utf-8")
    (extra / "library" / "links.yaml").write_text(text, "utf-8")
    (problem,) = problems(extra)
    assert problem.path == str(extra / "library" / "links.yaml")
    assert "已被" in problem.message


@pytest.mark.parametrize("name", ["town.yml", "town.YAML", "town.YML"])
def test_a_file_that_would_be_overlooked_is_reported(extra, name):
    (extra / "packs" / name).write_text("id: town", "utf-8")
    (problem,) = problems(extra)
    assert problem.message == "扩展名不是 .yaml，不会被读取"


def test_hidden_files_and_other_files_are_left_alone(extra):
    (extra / "packs" / ".#town.yaml").write_text(":", "utf-8")
    (extra / "packs" / "README.md").write_text(":", "utf-8")
    (extra / "library" / "__pycache__").mkdir()
    assert "town-2021" in load_library([extra]).packs


def test_a_folder_too_deep_is_reported_and_not_overlooked(extra):
    (extra / "library" / "gates" / "old").mkdir()
    (problem,) = problems(extra)
    assert problem.message == "文件夹套得太深"


def test_a_directory_without_rules_is_reported(tmp_path):
    for root in [tmp_path, tmp_path / "missing"]:
        (problem,) = problems(root)
        assert (problem.path, problem.message) == (str(root), "这个目录里没有 library/ 或 packs/")


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        ("id: a\ntitle: 规划\n".encode("gbk"), 2, "文件不是 UTF-8 编码（多半是 GBK）"),
        (b"a: " + b"x" * (1 << 20), 0, "文件超过 1 MiB"),
        (b"", 1, "文件是空的"),
        (b"\x00\x01", 1, "含有不允许的控制字符"),
    ],
    ids=["gbk", "too-large", "empty", "binary"],
)
def test_bytes_that_are_no_rule_are_reported(tmp_path, data, line, message):
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    for load in (load_rule, load_pack):
        with pytest.raises(RuleErrors) as caught:
            load(path)
        (problem,) = caught.value.problems
        assert (problem.path, problem.line, problem.message) == (str(path), line, message)


def test_a_byte_order_mark_is_no_fault(tmp_path, rule_text):
    path = tmp_path / "gates-open.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + rule_text.replace("\n", "\r\n").encode())
    assert load_rule(path).source.line("title") == 2


@pytest.mark.parametrize(
    "make", [lambda path: path.mkdir(), lambda _: None], ids=["folder", "missing"]
)
def test_what_cannot_be_opened_is_reported(tmp_path, make):
    path = tmp_path / "a.yaml"
    make(path)
    with pytest.raises(RuleErrors) as caught:
        load_rule(path)
    assert caught.value.problems[0].message.startswith("读不到文件（")


def test_an_unknown_pack_is_answered_with_the_known_ones_closest_first(extra):
    library = load_library([extra])
    with pytest.raises(
        UnknownPackError, match=re.escape("没有工作要点包“town-2022”；已有的包：town-2021、")
    ):
        library.pack("town-2022")


def test_an_unknown_rule_is_answered_with_the_closest_ones():
    with pytest.raises(RuleErrors) as caught:
        load_library().rule("plan-columns")
    (problem,) = caught.value.problems
    assert str(problem).startswith("规则库: 没有规则“plan-columns”；相近的有 plans-column、")


@given(st.text() | st.text(alphabet="idtlecs:-[]{}'\" \n规|1/", max_size=80))
def test_any_text_is_a_rule_or_a_list_of_problems(text):
    for parse in (parse_rule, parse_pack):
        with pytest.raises(RuleErrors):
            parse(text, "a.yaml")


PLANS = load_rule(Path(__file__).parents[2] / "rules/library/plans/plans-column.yaml").source.text[
    :3000
]


def read(text):
    try:
        return parse_rule(text, "plans-column.yaml").id
    except RuleErrors as errors:
        return errors.problems


@given(
    start=st.integers(0, len(PLANS)),
    cut=st.integers(0, 12),
    noise=st.text(alphabet=":-[]{}'\"#&*!|>? \n\t规a0", max_size=4),
)
def test_a_damaged_rule_is_still_a_rule_or_a_list_of_problems(start, cut, noise):
    found = read(PLANS[:start] + noise + PLANS[start + cut :])
    if found != "plans-column":
        assert {problem.path for problem in found} == {"plans-column.yaml"}
