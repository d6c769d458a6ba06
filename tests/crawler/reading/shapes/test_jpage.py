from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.shapes import jpage

PAGE = """<html><div id=list></div><script type="text/xml"><datastore>
<totalrecord>2</totalrecord><recordset>
<record><![CDATA[<li><a href="/art/1.html">关于<b>印发</b>的通知</a><span>2021-12-01</span></li>]]></record>
<record><![CDATA[</td><td><a href="/art/2.html" title="全文标题"><img src=a.png></a>]]></record>
</recordset></datastore></script></html>"""


def links(text):
    shape = jpage.read(text)
    return [(row.href, row.text) for row in shape.rows] if shape else []


def test_rows_in_order():
    assert len(jpage.records(PAGE)) == 2
    assert "2021-12-01" in jpage.records(PAGE)[0]


def test_links_of_unbalanced_rows():
    assert links(PAGE) == [("/art/1.html", "关于印发的通知"), ("/art/2.html", "全文标题")]


def test_page_without_a_datastore():
    assert links("<record><![CDATA[<a href=x>y</a>]]></record>") == []


def test_rows_that_never_end_are_read_once():
    assert links("<datastore>" + "<record><![CDATA[" * 200_000) == []


@given(st.text(st.sampled_from("<>![]CDATArecod/ =\"'"), max_size=60))
def test_no_row_can_hurt(text):
    for href, words in links(f"<datastore><record><![CDATA[{text}]]></record>{text}</datastore>"):
        assert isinstance(href, str)
        assert isinstance(words, str)
