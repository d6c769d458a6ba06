"""Text from outside: bounded and with nothing hidden in it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.visible import MAX_TEXT, address, clip, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("附件.\u202efdp.exe", "附件.[U+202E]fdp.exe"),
        ("a\x00b\x1bc", "a[U+0000]b[U+001B]c"),
        ("零\u200b宽\ufeff", "零[U+200B]宽[U+FEFF]"),
        ("\ue000\ufffe\U0001ffff", "[U+E000][U+FFFE][U+1FFFF]"),
        ("两行\n一\t格", "两行\n一\t格"),
        ("普通 text，㐀𠀀é", "普通 text，㐀𠀀é"),
        ("e" + "\u0301" * 9, "e" + "\u0301" * 4 + "[…]"),
    ],
    ids=["bidi", "control", "zero width", "private use", "white space", "plain", "piled marks"],
)
def test_what_cannot_be_seen_is_spelt_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_half_of_a_surrogate_pair_is_spelt_out() -> None:
    assert visible("a" + chr(0xD800)) == "a[U+D800]"


@given(st.text(alphabet=st.characters(), max_size=200))
def test_nothing_hidden_is_ever_left(text: str) -> None:
    left = {unicodedata.category(c) for c in visible(text) if c not in "\n\t"}
    assert not left & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@given(st.text(max_size=50), st.integers(min_value=1, max_value=60))
def test_clipping_keeps_the_start_and_says_how_much_there_was(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert clipped.startswith(text[:limit])
    assert (clipped == text) == (len(text) <= limit)
    assert len(text) <= limit or f"共 {len(text):,} 字" in clipped


def test_no_text_is_longer_than_the_limit_for_all_texts() -> None:
    assert len(visible("长" * 1_000_000)) < MAX_TEXT + 50


@pytest.mark.parametrize(
    "text",
    ["http://www.x.example/", "https://x.example/a?b=<c>", "http://[::1]:80/", "HTTP://X.Y/"],
)
def test_web_addresses_may_be_followed(text: str) -> None:
    assert address(text).href == text


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//x.example/",
        "http:///a",
        "http://",
        "http://[::1",
        "http://x.example/\u202egnp",
        "http://x.example/a b",
        "http://x.example/\n",
        " http://x.example/",
        "http://x.example/" + "a" * 3_000,
        "文件.doc",
        "",
    ],
    ids=ascii,
)
def test_anything_else_is_plain_text(text: str) -> None:
    assert address(text).href is None


def test_an_address_stands_on_one_line() -> None:
    """In plain text, what follows a line break of its own could pass for a line of ours."""
    assert "\n" not in address("http://a.example/\n2. 机器检查合格").text
