from __future__ import annotations

import pytest

from rules.problems import RuleErrors
from rules.wording_lists import load_wording, parse_wording

HEAD = "id: ours\ntitle: 本县用语\nbasis: 县志\nconfidence: A\n"


def test_the_bundled_lists_are_read_and_say_what_they_rest_on():
    lists = load_wording()
    assert {one.id for one in lists} == {"common-words", "state-terms"}
    assert all(one.basis for one in lists)
    words = [word.wrong for one in lists for word in one.words]
    assert len(words) == len(set(words))


def test_no_right_form_is_another_lists_wrong_one():
    lists = load_wording()
    rights = {word.right for one in lists for word in one.words}
    rights |= {phrase.text for one in lists for phrase in one.phrases}
    assert not [
        word.wrong for one in lists for word in one.words if any(word.wrong in r for r in rights)
    ]


def test_every_excuse_holds_its_word():
    for one in load_wording():
        for word in one.words:
            assert all(word.wrong in text for text in word.unless), word.wrong


def test_a_further_file_is_read_after_them(tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text(HEAD + "words:\n  - {wrong: 白吗河, right: 白马河}\n", encoding="utf-8")
    assert [one.id for one in load_wording([path])] == ["common-words", "state-terms", "ours"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("phrases:\n  - {text: 白马河, kind: 地名}\n", "太短"),
        ("phrases:\n  - {text: 白马河公园, kind: 地名, edits: 3}\n", "1 或 2"),
        ("phrases:\n  - {text: 白马河公园, kind: 地名, edits: 2}\n", "edits 不能是 2"),
        ("words:\n  - {wrong: 错, right: 对}\n", "只有一个字"),
        ("words:\n  - {wrong: 白马, right: 白马}\n", "相同"),
        ("words:\n  - {wrong: 白吗, right: 白马, certainty: maybe}\n", "maybe"),
        ("wrods: []\n", "不认识的键"),
        ("people:\n  - {name: 某某某, titles: []}\n", "是空的"),
    ],
)
def test_a_wrong_list_is_refused_with_line_and_remedy(body, says):
    with pytest.raises(RuleErrors) as raised:
        parse_wording(HEAD + body, "ours.yaml")
    assert says in str(raised.value)
    assert "ours.yaml:" in str(raised.value)


def test_all_files_complain_at_once(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("id: x\n", encoding="utf-8")
    with pytest.raises(RuleErrors) as raised:
        load_wording([tmp_path / "a.yaml", tmp_path / "b.yaml", tmp_path / "none.yaml"])
    told = str(raised.value)
    assert all(name in told for name in ("a.yaml", "b.yaml", "none.yaml"))
