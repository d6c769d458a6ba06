from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.places import Certainty
from checker.facts.wording.lexicon import compile_lists
from checker.facts.wording.scan import scan
from rules.wording_lists import bundled_wording, parse_wording

LEXICON = compile_lists(bundled_wording())
LAWS = Path(__file__).parents[5] / "shared" / "realdata" / "text" / "laws"


def slips(text: str) -> list[tuple[str, str]]:
    return [(slip.found, slip.suggestion) for slip in scan(text, LEXICON)]


@pytest.mark.parametrize(
    ("text", "found", "right"),
    [
        ("根据《中华人民共各国政府信息公开条例》", "中华人民共各国", "中华人民共和国"),
        ("中华人民共国成立", "中华人民共国", "中华人民共和国"),
        ("中华人民共和和国", "中华人民共和和国", "中华人民共和国"),
        ("申华人民共和国", "申华人民共和国", "中华人民共和国"),
        ("中华人民和共国", "中华人民和共国", "中华人民共和国"),
        ("社会主核心价值观", "社会主核心价值观", "社会主义核心价值观"),
        ("社会主义核心价值价观", "社会主义核心价值价观", "社会主义核心价值观"),
        ("县人民代表大会常务委会员", "人民代表大会常务委会员", "人民代表大会常务委员会"),
        (
            "习近新时代中国特色社会主义思想",
            "习近新时代中国特色社会主义思想",
            "习近平新时代中国特色社会主义思想",
        ),
        ("不忘初心，牢计使命", "不忘初心，牢计使命", "不忘初心、牢记使命"),
        ("铸牢中华名族共同体意识", "中华名族共同体意识", "中华民族共同体意识"),
        ("会议安排布署了工作", "布署", "部署"),
        ("截止目前，已完成八成", "截止目前", "截至目前"),
        ("工程己经完成", "己经", "已经"),
        ("要即使公开相关信息", "即使公开", "及时公开"),
        ("村民反应问题集中", "反应问题", "反映问题"),
        ("习进平总书记强调", "习进平", "习近平"),
        ("中共中央总书记习近乎", "习近乎", "习近平"),
        ("全国政协主席王沪宇同志主持", "王沪宇", "王沪宁"),
    ],
)
def test_a_slip_is_found_with_its_suggestion(text, found, right):
    assert slips(text) == [(found, right)]


@pytest.mark.parametrize(
    "text",
    [
        # right forms
        "中华人民共和国政府信息公开条例",
        "习近平新时代中国特色社会主义思想和社会主义核心价值观",
        "习近平总书记、国务院总理李克强同志",
        "国务院总理李强强调，要抓好安全生产",
        "国务院总理李强同志、全国政协主席王沪宁同志",
        "不忘初心 牢记使命",
        "全国人民代表大会及其常务委员会",
        # other right forms that only look alike
        "中国共产主义青年团和中国共产党党员",
        "国家市场监督管理总局、市场监督管理分局",
        "人力资源社会保障局、住房城乡建设局",
        "全面建设社会主义现代化国家",
        "绿水青山也是金山银山",
        "中华民族的伟大复兴",
        "实现中国现代化",
        "巩固拓展脱贫攻坚战成果",
        "顺应人民对于美好生活的向往",
        "中华全国总商会旧址",
        "习近平新时代中国特色社会主义经济思想",
        # a right word that holds the wrong one
        "发布署名文章",
        "深沉缅怀先烈",
        "自己经营的小店，知己经常来",
        "化学反应问题",
        "即使公开了也不影响",
        "清心脏款式",
        "城管办发〔2024〕3号",
        "消防碍于条件",
        # somebody writes about the mistake
        "“布署”应当写作“部署”",
        "常有人把「己经」写错",
        "看了《震憾》一书",
        # names of people and places
        "王布署同志",
        "前往侯车村慰问",
        "召开县侯车路改造会议",
        # cut short
        "中华人民共和…",
        "学习贯彻习近平新时代中国特色社会主义思…",
        # over the end of a sentence
        "来自中华人民。共各国都有。",
        "中华人民\n共各国",
        "",
    ],
)
def test_what_is_no_slip_stays_quiet(text):
    assert slips(text) == []


def test_a_county_leader_of_a_like_name_is_no_slip():
    assert slips("县政协主席王沪平同志主持会议") == []
    assert slips("习小平主任") == []


def test_traditional_characters_are_another_spelling():
    text = "中華人民共各國政府們發展經濟產業，縣鎮鄉區為國學習與會議對時說這個東西"
    assert slips(text) == []


def test_a_hit_says_where_and_how_sure():
    (slip,) = scan("会议要求，各乡镇要认真布署安排好今冬明春防火工作，不得有误。", LEXICON)
    assert slip.at == 11
    assert slip.excerpt == "会议要求，各乡镇要认真布署安排好今冬明春防火工作，不得有误。"
    assert slip.certainty is Certainty.LIKELY  # the list of common words rests on memory
    assert "部署" in slip.why
    assert slip.source


def test_how_sure_follows_the_list_and_the_place():
    assert scan("银行帐户", LEXICON)[0].certainty is Certainty.LIKELY
    assert scan("中华人民共各国", LEXICON)[0].certainty is Certainty.SURE
    assert scan("电影《震憾之旅》", LEXICON)[0].certainty is Certainty.DOUBTFUL
    twice = scan("县人民代代大会常物委员会", LEXICON)
    assert [slip.certainty for slip in twice] == [Certainty.LIKELY]


def test_own_lists_are_searched_like_the_bundled_ones():
    own = parse_wording(
        "id: ours\ntitle: 本县地名\nbasis: 县地名录\nconfidence: A\n"
        "phrases:\n  - {text: 白马河国家湿地公园, kind: 地名}\n"
        "words:\n  - {wrong: 白吗河, right: 白马河}\n",
        "ours.yaml",
    )
    lexicon = compile_lists([own])
    found = scan("白马河国家显地公园和白吗河", lexicon)
    assert [slip.found for slip in found] == ["白马河国家显地公园", "白吗河"]
    assert {slip.certainty for slip in found} == {Certainty.SURE}
    assert scan("中华人民共各国", lexicon) == ()


@pytest.mark.skipif(not LAWS.is_dir(), reason="the law texts are not here")
def test_the_laws_are_written_without_a_slip():
    texts = [path.read_text(encoding="utf-8") for path in sorted(LAWS.glob("*.md"))]
    assert texts
    assert [slip for text in texts for slip in scan(text, LEXICON)] == []


@given(st.sampled_from(LEXICON.phrases), st.data())
def test_every_change_inside_a_phrase_is_found_and_the_phrase_itself_is_not(phrase, data):
    place = data.draw(st.integers(1, len(phrase.bare) - 2))
    wrong = phrase.bare[:place] + "龘" + phrase.bare[place + 1 :]
    found = slips(f"有关{wrong}的事")
    assert (wrong, phrase.shown) in found or any(shown in phrase.shown for _, shown in found)
    assert slips(f"有关{phrase.shown}的事") == []


@given(st.text(alphabet="中华人民共和各国习近平总书记布署己经“”《》。， \n…", max_size=300))
def test_any_text_gives_hits_that_lie_in_it(text):
    for slip in scan(text, LEXICON):
        assert text[slip.at : slip.at + len(slip.found)] == slip.found
        assert slip.found != slip.suggestion


@pytest.mark.parametrize(
    "piece", ["中华人民", "共和国", "政府信息", "习近", "总书记", "布署", "、", "中华人民 、", "《"]
)
def test_hostile_text_costs_no_more_than_its_length(piece):
    began = process_time()
    scan(piece * 100_000, LEXICON)
    assert process_time() - began < 20
