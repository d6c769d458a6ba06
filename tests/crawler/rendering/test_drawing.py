"""Pages as portals write them, drawn by a real Chromium."""

from __future__ import annotations

from crawler.rendering.limits import Limits
from crawler.rendering.supply import Shelf
from crawler.snapshot.rendering import Drawn
from tests.crawler.rendering.conftest import PAGE, Desk, Site

SCRIPT = "text/javascript"
JSON = "application/json; charset=utf-8"
ROWS = '[{"u":"a1.html","t":"某县能源规划","d":"2021-05-15"}]'
DRAW = (
    "function draw(rows){document.getElementById('app').innerHTML=rows.map(function(r){"
    "return '<li><a href=\"'+r.u+'\">'+r.t+'</a><span>'+r.d+'</span></li>'}).join('')}"
)


def test_a_shell_that_a_script_fills_with_data(desk: Desk) -> None:
    site = Site(
        {
            "/app.js": (SCRIPT, DRAW + "fetch('/api/list').then(r=>r.json()).then(draw)"),
            "/api/list": (JSON, ROWS),
        }
    )
    picture = desk.draw("<title>规划</title><div id=app></div><script src=/app.js></script>", site)
    assert picture.drawn is Drawn.WHOLE
    assert '<li><a href="a1.html">某县能源规划</a><span>2021-05-15</span></li>' in picture.html
    assert picture.html.startswith("<!DOCTYPE html><html>")
    assert site.urls == ["http://www.x.gov.cn/app.js", "http://www.x.gov.cn/api/list"]
    assert {ask.page for ask in site.asked} == {PAGE}
    assert picture.asked == 2


def test_a_list_that_is_asked_for_by_post(desk: Desk) -> None:
    html = f"""<ul id=app></ul><script>{DRAW}
      var x = new XMLHttpRequest(); x.open('POST', '/dataproxy.jsp');
      x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
      x.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
      x.onload = function(){{ draw(JSON.parse(x.responseText)) }};
      x.send('columnid=1&perpage=20')</script>"""
    site = Site({"/dataproxy.jsp": (JSON, ROWS)})
    picture = desk.draw(html, site)
    assert "某县能源规划" in picture.html
    (ask,) = site.asked
    assert (ask.method, ask.body) == ("POST", b"columnid=1&perpage=20")
    assert dict(ask.headers)["content-type"] == "application/x-www-form-urlencoded"
    assert dict(ask.headers)["x-requested-with"] == "XMLHttpRequest"


def test_a_synchronous_request_as_old_pages_make_it(desk: Desk) -> None:
    html = f"""<ul id=app></ul><script>{DRAW}
      var x = new XMLHttpRequest(); x.open('GET', 'list.json', false); x.send();
      draw(JSON.parse(x.responseText))</script>"""
    picture = desk.draw(html, Site({"/zwgk/list.json": (JSON, ROWS)}))
    assert picture.drawn is Drawn.WHOLE
    assert "某县能源规划" in picture.html


def test_the_encoding_of_the_page_holds_for_its_scripts_and_their_requests(desk: Desk) -> None:
    html = (
        "<meta charset=gb2312><p id=app>公开</p><script src=/gbk.js></script>"
        "<script>var x=new XMLHttpRequest();x.open('GET','/s?q='+word,false);x.send()</script>"
    )
    picture = desk.draw(html.encode("gbk"), site := Site(), charset="gb18030")
    assert "公开" in picture.html
    assert site.urls[0] == "http://www.x.gov.cn/gbk.js"


def test_what_comes_late_is_waited_for_and_a_clock_is_not(desk: Desk) -> None:
    html = """<p id=clock></p><ul id=app></ul><script>
      setInterval(() => document.getElementById('clock').innerHTML = new Date(), 50);
      setTimeout(() => document.getElementById('app').innerHTML = '<li><a href=x>晚</a></li>', 300)
    </script>"""
    picture = desk.draw(html)
    assert picture.drawn is Drawn.WHOLE
    assert "晚" in picture.html


def test_slow_answers_are_not_the_pages_own_time(desk: Desk) -> None:
    html = f"<ul id=app></ul><script>{DRAW}fetch('/l').then(r=>r.json()).then(draw)</script>"
    site = Site({"/l": (JSON, ROWS)}, delay=4.5)
    picture = desk.draw(html, site, Limits(own=4.0, total=120.0, quiet=0.3))
    assert picture.drawn is Drawn.WHOLE
    assert "某县能源规划" in picture.html


def test_who_asks_late_and_shows_later_what_came_is_waited_for(desk: Desk) -> None:
    """The answer came at once: between two looks nothing seemed to be under way."""
    html = f"""<ul id=app></ul><script>{DRAW}
      setTimeout(()=>fetch('/l').then(r=>r.json()).then(l=>setTimeout(()=>draw(l),1500)),2000)</script>"""
    picture = desk.draw(html, Site({"/l": (JSON, ROWS)}), Limits(own=60.0, total=120.0, quiet=3.0))
    assert picture.drawn is Drawn.WHOLE
    assert "某县能源规划" in picture.html


def test_a_page_that_never_rests_is_taken_as_it_is_and_said_to_be_so(desk: Desk) -> None:
    html = "<ul id=l></ul><script>setInterval(()=>l.innerHTML+='<li>x</li>',50)</script>"
    picture = desk.draw(html, limits=Limits(own=3.0))
    assert picture.drawn is Drawn.PARTLY
    assert "time limit" in picture.detail
    assert "<li>x</li>" in picture.html


def test_data_that_cannot_be_had_makes_the_drawing_a_partial_one(desk: Desk) -> None:
    html = "<ul id=app>暂无数据</ul><script>fetch('/l').catch(()=>0)</script>"
    picture = desk.draw(html)
    assert picture.drawn is Drawn.PARTLY
    assert "http://www.x.gov.cn/l" in picture.detail


def test_an_error_of_the_server_is_an_answer_that_is_missing(desk: Desk) -> None:
    html = "<ul id=app></ul><script>fetch('/l')</script>"
    assert desk.draw(html, Site({"/l": ("500", "error")})).drawn is Drawn.PARTLY


def test_a_script_error_makes_the_drawing_a_partial_one(desk: Desk) -> None:
    picture = desk.draw("<ul id=app></ul><script>new Vue({el:'#app'})</script>")
    assert picture.drawn is Drawn.PARTLY
    assert "1 script errors" in picture.detail


def test_a_strangers_statistics_that_are_missing_do_not_matter(desk: Desk) -> None:
    html = "<p>正文</p><script src=http://hm.example.com/hm.js></script>"
    assert desk.draw(html).drawn is Drawn.WHOLE


def test_pictures_and_styles_are_not_asked_for_and_do_not_fail(desk: Desk) -> None:
    # The script stands first: what is not asked for is answered at once, before the page is read on.
    html = """<ul id=l></ul>
      <script>function done(t){document.getElementById('l').innerHTML+='<li>'+t+'</li>'}</script>
      <link rel=stylesheet href=/a.css onload="done('css')"><img src=/a.png onload="done('png')"
      onerror="this.src='/b.png'"><video src=/a.mp4></video>
      <iframe src=/frame.html></iframe>"""
    picture = desk.draw(html, site := Site())
    assert site.urls == []
    assert picture.drawn is Drawn.WHOLE
    assert "<li>png</li>" in picture.html
    assert '<iframe src="/frame.html">' in picture.html


def test_a_frame_that_a_script_writes_stands_in_the_dom(desk: Desk) -> None:
    html = "<script>document.write('<iframe src=/list/></iframe>')</script>"
    picture = desk.draw(html, site := Site())
    assert '<iframe src="/list/">' in picture.html
    assert site.urls == []


def test_a_jump_is_told_and_not_followed(desk: Desk) -> None:
    picture = desk.draw("<script>location.href='/index/'</script>", site := Site())
    assert picture.drawn is Drawn.NAVIGATED
    assert picture.location == "http://www.x.gov.cn/index/"
    assert picture.html == ""
    assert site.urls == []


def test_an_address_that_a_script_changed_is_what_links_are_relative_to(desk: Desk) -> None:
    html = "<a href=x.html>x</a><script>history.pushState(0,'','/other/deep/')</script>"
    assert desk.draw(html).base == "http://www.x.gov.cn/other/deep/"


def test_pages_share_what_was_asked_for_once(desk: Desk) -> None:
    html = "<p id=p></p><script src=/lib.js></script>"
    site, shelf = Site({"/lib.js": (SCRIPT, "p.innerHTML='drawn'")}), Shelf()
    for _ in range(2):
        assert '<p id="p">drawn</p>' in desk.draw(html, site, shelf=shelf).html
    assert site.urls == ["http://www.x.gov.cn/lib.js"]


def test_nothing_of_a_page_is_left_for_the_next(desk: Desk) -> None:
    desk.draw("<script>document.cookie='a=1';localStorage.a='1'</script>")
    picture = desk.draw("<p id=p></p><script>p.innerHTML=document.cookie+localStorage.a</script>")
    assert '<p id="p">undefined</p>' in picture.html


def test_names_of_elements_do_not_hide_the_document(desk: Desk) -> None:
    html = (
        "<p>正文</p><img name=documentElement><img name=readyState><img name=getElementsByTagName>"
        "<img name=querySelectorAll><form name=baseURI></form>"
    )
    picture = desk.draw(html)
    assert picture.drawn is Drawn.WHOLE
    assert "<p>正文</p>" in picture.html
    assert picture.base == PAGE
