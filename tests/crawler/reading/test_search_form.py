"""A page's search box, and the address that a question leads to."""

from __future__ import annotations

import pytest

from crawler.reading.search_form import Sent, read_search_form

URL = "http://www.x.gov.cn/"


@pytest.mark.parametrize(
    "form",
    [
        "<form action=/so><input name=q><input name=author><button>搜索</button></form>",
        "<form action=/so><input><button>搜索</button></form>",
        "<form action=/login><input name=user><input type=password name=p>搜索</form>",
        "<form action=/letter><input name=title><textarea name=t></textarea>搜索</form>",
        "<form action=/vote><input name=age><button>提交</button></form>",
    ],
    ids=["two fields", "no name", "login", "letter", "says nothing of a search"],
)
def test_what_is_no_search_box(form):
    assert read_search_form(form, URL) is None


def test_what_a_browser_would_send_along_goes_along():
    form = read_search_form(
        "<form action=/so?x=1#y><input name=q><input type=hidden name=site value=3>"
        "<select name=kind><option value=a>甲<option value=b selected>乙</select>"
        "<select name=none></select><select name=plain><option>丙</select>搜索</form>",
        URL,
    )
    assert (form.sent, form.others) == (Sent.GET, (("site", "3"), ("kind", "b"), ("plain", "丙")))
    assert form.address("通知") == (
        "http://www.x.gov.cn/so?q=%E9%80%9A%E7%9F%A5&site=3&kind=b&plain=%E4%B8%99"
    )
