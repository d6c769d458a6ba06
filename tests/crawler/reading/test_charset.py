from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.charset import REASONS, charset_of, decode, recorded_text

SENTENCE = "某县人民政府办公室关于印发政务公开工作要点的通知"
UTF8_HEADER = "text/html; charset=utf-8"
GBK_HEADER = "text/html;charset=GBK"
BIG5_HEADER = "text/html; charset=big5"
LATIN_HEADER = "text/html; charset=ISO-8859-1"


def html(charset: str | None, text: str = SENTENCE) -> str:
    meta = (
        f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        if charset
        else ""
    )
    return f"<html><head>{meta}<title>{text}</title></head></html>"


@pytest.mark.parametrize(
    ("written", "meta", "header", "encoding", "reason"),
    [
        pytest.param("utf-8", "utf-8", UTF8_HEADER, "utf-8", "header", id="all agree"),
        pytest.param("utf-8", None, None, "utf-8", "utf8", id="nobody says anything, UTF-8"),
        pytest.param("gbk", None, None, "gb18030", "gb18030", id="nobody says anything, GBK"),
        pytest.param("gbk", "gb2312", None, "gb18030", "meta", id="page says gb2312 and is"),
        pytest.param("gbk", None, GBK_HEADER, "gb18030", "header", id="header says GBK and it is"),
        pytest.param(
            "utf-8", "gb2312", None, "utf-8", "declared_but_wrong", id="page says gb2312, is UTF-8"
        ),
        pytest.param(
            "utf-8", None, GBK_HEADER, "utf-8", "declared_but_wrong", id="header says GBK, is UTF-8"
        ),
        pytest.param(
            "gbk", "utf-8", None, "gb18030", "declared_but_wrong", id="page says UTF-8, is GBK"
        ),
        pytest.param(
            "gbk",
            None,
            UTF8_HEADER,
            "gb18030",
            "declared_but_wrong",
            id="header says UTF-8, is GBK",
        ),
        pytest.param(
            "gbk",
            "gb2312",
            UTF8_HEADER,
            "gb18030",
            "meta_not_header",
            id="header wrong, page right",
        ),
        pytest.param(
            "utf-8",
            "utf-8",
            GBK_HEADER,
            "utf-8",
            "meta_not_header",
            id="header GBK, page and bytes UTF-8",
        ),
        pytest.param(
            "gbk",
            "utf-8",
            GBK_HEADER,
            "gb18030",
            "header_not_meta",
            id="page UTF-8, header and bytes GBK",
        ),
        pytest.param(
            "gbk",
            "gb2312",
            LATIN_HEADER,
            "gb18030",
            "meta",
            id="server's Latin default, page right",
        ),
        pytest.param(
            "gbk",
            None,
            LATIN_HEADER,
            "gb18030",
            "declared_but_wrong",
            id="server's Latin default alone",
        ),
        pytest.param(
            "utf-8", None, LATIN_HEADER, "utf-8", "declared_but_wrong", id="Latin default, is UTF-8"
        ),
        pytest.param("gbk", "x-gbk", None, "gb18030", "meta", id="a browsers' name for GBK"),
        pytest.param(
            "gbk", "no-such-charset", None, "gb18030", "gb18030", id="a name that nobody knows"
        ),
        pytest.param(
            "gbk", "utf-16", GBK_HEADER, "gb18030", "header_not_meta", id="page cannot be UTF-16"
        ),
        pytest.param(
            "gbk", "gb2312", GBK_HEADER, "gb18030", "header", id="two names, one encoding"
        ),
        pytest.param(
            "gbk", "big5", None, "gb18030", "declared_but_wrong", id="page says Big5, is GBK"
        ),
        pytest.param(
            "gbk",
            "gb2312",
            BIG5_HEADER,
            "gb18030",
            "meta_not_header",
            id="header says Big5, is GBK",
        ),
        pytest.param(
            "gbk", "big5", UTF8_HEADER, "gb18030", "declared_but_wrong", id="both say wrong"
        ),
    ],
)
def test_decision(written, meta, header, encoding, reason):
    decoded = decode(html(meta).encode(written), header)
    assert (decoded.encoding, decoded.reason) == (encoding, reason)
    assert decoded.text == html(meta)


def test_characters_that_only_gb18030_has():
    text = html("gb2312", "䶮县㙍镇𠮷村")
    assert decode(text.encode("gb18030")).text == text


def test_big5():
    text = html("big5", "縣政府資訊公開網頁")
    decoded = decode(text.encode("big5"), None)
    assert (decoded.text, decoded.encoding, decoded.reason) == (text, "big5hkscs", "meta")


TRADITIONAL = "縣政府資訊公開專區：關於本縣年度預算的公告及相關文件，請民眾參閱本網站通知。"


@pytest.mark.parametrize(
    ("meta", "header", "reason"),
    [
        pytest.param(None, None, "big5", id="nobody says anything"),
        pytest.param("gb2312", None, "declared_but_wrong", id="page says GB2312"),
        pytest.param("big5", GBK_HEADER, "meta_not_header", id="header GBK, page and bytes Big5"),
        pytest.param("gbk", BIG5_HEADER, "header_not_meta", id="page GBK, header and bytes Big5"),
        pytest.param("utf-8", UTF8_HEADER, "declared_but_wrong", id="all say UTF-8"),
    ],
)
def test_big5_that_could_be_read_as_gb18030(meta, header, reason):
    text = html(meta, TRADITIONAL)
    assert text.encode("big5").decode("gb18030") != text
    decoded = decode(text.encode("big5"), header)
    assert (decoded.text, decoded.encoding, decoded.reason) == (text, "big5hkscs", reason)


def test_a_few_characters_are_read_as_declared():
    for charset in ("big5", "gbk"):
        text = html(charset, "中山")
        assert decode(text.encode(charset)).text == text


def test_blank_that_old_gbk_editors_write():
    body = b"<meta charset=gbk><title>" + "政务".encode("gbk") + b"\xa3\xa0" + "公开".encode("gbk")
    decoded = decode(body)
    assert decoded.text.endswith("政务\u3000公开")
    assert recorded_text(body, decoded.encoding, None) == decoded.text


def test_every_reason_has_words_for_an_inspector():
    assert all(len(words) > 10 for words in REASONS.values())


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        pytest.param(codecs.BOM_UTF8, "utf-8", id="utf-8"),
        pytest.param(codecs.BOM_UTF16_LE, "utf-16-le", id="utf-16-le"),
        pytest.param(codecs.BOM_UTF16_BE, "utf-16-be", id="utf-16-be"),
    ],
)
def test_byte_order_mark_outranks_every_declaration(mark, encoding):
    text = html("gb2312")
    decoded = decode(mark + text.encode(encoding), GBK_HEADER)
    assert (decoded.text, decoded.encoding, decoded.reason) == (text, encoding, "bom")


def test_short_gbk_text_that_is_valid_utf8_too():
    # These two characters are C4 A3 C4 A3 in GBK, which UTF-8 reads as two Latin letters.
    text = "<meta charset=gbk>模模"
    assert text.encode("gbk").decode("utf-8")
    assert decode(text.encode("gbk")).text == text


def test_long_text_that_is_valid_utf8_is_utf8_whatever_it_says():
    text = "<meta charset=gbk>" + "模" * 20
    assert decode(text.encode()).text == text


def test_declaration_far_below_the_head_of_an_old_template():
    text = f"<html>{'<!-- 注释 -->' * 200}<meta charset=gbk><title>{SENTENCE}</title>"
    assert decode(text.encode("gbk")).reason == "meta"


def test_xml_declaration():
    text = f'<?xml version="1.0" encoding="GB2312"?><html>{SENTENCE}</html>'
    assert decode(text.encode("gbk")).reason == "meta"


def test_broken_page_loses_as_little_as_can_be():
    body = html("utf-8").encode() + b"\xff\xfe" + SENTENCE.encode()
    decoded = decode(body, UTF8_HEADER)
    assert decoded.reason == "lossy"
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("\ufffd") == 2


def test_page_cut_off_within_a_character():
    decoded = decode(html("utf-8").encode()[:-20], UTF8_HEADER)
    assert SENTENCE[:15] in decoded.text


def test_plain_ascii():
    assert decode(b"<p>hello").encoding == "utf-8"


def test_western_page_that_says_so():
    body = "Café à Paris – naïve".encode("cp1252")
    assert decode(body, LATIN_HEADER).text == "Café à Paris – naïve"


@pytest.mark.parametrize(
    "name",
    [
        "unicode_escape",
        "raw_unicode_escape",
        "hex",
        "utf-7",
        "idna",
        "punycode",
        "rot13",
        "undefined",
    ],
)
def test_python_codecs_that_are_no_charset_of_pages(name):
    body = rf"<meta charset={name}>\ud800 \x41 +ADw- {SENTENCE}".encode()
    assert decode(body).text == body.decode()
    assert decode(b"\\ud800 " + body, f"text/html; charset={name}").encoding == "utf-8"


@pytest.mark.parametrize(
    ("header", "charset"),
    [
        ("text/html; charset=GBK", "GBK"),
        ('text/html;CharSet="utf-8"', "utf-8"),
        ("text/html; charset = gb2312 ; x=y", "gb2312"),
        ("text/html", None),
        ("", None),
        (None, None),
    ],
)
def test_charset_of_a_header(header, charset):
    assert charset_of(header) == charset


CHINESE = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.sampled_from("，。《》、；：！？"),
    ),
    min_size=8,
    max_size=80,
)


@given(CHINESE)
def test_chinese_text_survives_each_right_declaration(text):
    assert decode(text.encode("gb18030"), GBK_HEADER).text == text
    assert decode(text.encode(), UTF8_HEADER).text == text
    assert decode(text.encode()).text == text


@given(st.binary(max_size=200), st.text(max_size=40), st.binary(max_size=20))
def test_no_body_and_no_header_can_hurt(body, charset, meta):
    decoded = decode(b"<meta charset=" + meta + b">" + body, f"text/html; charset={charset}")
    decoded.text.encode()  # no lone surrogates
    assert decoded.reason in REASONS


@given(
    st.binary(max_size=60),
    st.sampled_from(["gbk", "big5", "utf-8", "cp1252", "shift_jis", "unicode_escape", "hz"]),
)
def test_what_was_recorded_reads_the_body_again(body, charset):
    decoded = decode(body, f"text/html; charset={charset}")
    again = recorded_text(body, decoded.encoding, None)
    assert again == decoded.text.removeprefix("\ufeff")


def test_few_characters_that_are_only_utf8_are_utf8_whatever_it_says():
    """Declared is what these bytes cannot be."""
    assert decode("公开".encode(), "text/html; charset=big5").encoding == "utf-8"
