"""A portal whose pages only a script shows, through the real crawler and a real Chromium."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.fetching.routes import Address, ConnectTo
from crawler.job import INTERRUPTED
from crawler.rendering.browsers import find_browser
from crawler.run import crawl
from crawler.settings import CrawlSettings
from crawler.snapshot import DiskSnapshot, Drawn, LinkKind, Outcome
from crawler.snapshot.warc import FILE
from tests.crawler.conftest import HOME, moment
from tests.crawler.loopback import Loopback, http, page, says, to
from tests.crawler.rendering.conftest import why_not

SCRIPT, JSON = "text/javascript", "application/json"
# What a single-page portal looks like: one script draws menu, columns and footer.
APP = """
const rows = list => list.map(r => `<li><a href="${r.u}">${r.t}</a><span>${r.d}</span></li>`).join('');
const app = document.getElementById('app'), foot = document.createElement('div');
foot.className = 'footer'; foot.innerHTML = '网站标识码：3703210001 <a href="/wzdt/">网站地图</a>';
document.body.append(foot);
if (location.pathname === '/')
  fetch('/api/menu').then(r => r.json()).then(m => { document.title = m.title; app.innerHTML = rows(m.items) });
else
  fetch('/api' + location.pathname).then(r => r.json()).then(l => { app.innerHTML = '<ul>' + rows(l) + '</ul>' });
"""
SHELL = "<!doctype html><title></title><div id=app></div><script src=/app.js></script>"
MENU = {"title": "某县人民政府", "items": [{"u": "/ghjh/", "t": "规划计划", "d": ""}]}
PLANS = [{"u": f"/ghjh/t{n}.html", "t": f"某县规划第{n}号", "d": "2021-05-15"} for n in range(3)]


@pytest.fixture(autouse=True)
def real_browser() -> None:
    reason = why_not()
    if reason:
        pytest.skip(reason)


def only_home(server: Loopback) -> tuple[ConnectTo, ...]:
    """The home host leads to the server; every other address is what it is."""
    return (ConnectTo("www.x.gov.cn", None, Address("127.0.0.1", server.port)),)


def vue_like(server: Loopback) -> None:
    server.at("/", http(SHELL))
    server.at("/ghjh/", http(SHELL))
    server.at("/app.js", http(APP, content_type=SCRIPT))
    server.at("/api/menu", http(json.dumps(MENU), content_type=JSON))
    server.at("/api/ghjh/", http(json.dumps(PLANS), content_type=JSON))
    server.at("/wzdt/", page())
    for row in PLANS:
        server.at(row["u"], page(title=row["t"]))


def test_a_portal_that_is_one_script_is_crawled_to_its_articles(server, crawled):
    vue_like(server)
    summary, snapshot = crawled(render=True)
    assert (summary.finish, summary.undrawn) == ("finished", None)
    drawn = {f.url: f.rendering.drawn for f in snapshot.fetches() if f.rendering}
    assert drawn == {HOME: Drawn.WHOLE, HOME + "ghjh/": Drawn.WHOLE}
    assert "网站标识码：3703210001" in snapshot.text(HOME)
    assert snapshot.source(HOME) == SHELL
    assert {f.url: f.depth for f in snapshot.pages()} == {
        HOME: 0,
        HOME + "ghjh/": 1,
        HOME + "wzdt/": 1,
        **{HOME + row["u"][1:]: 2 for row in PLANS},
    }
    assert snapshot.referrers(HOME + "ghjh/t0.html") == [HOME + "ghjh/"]
    # The script and its data were asked for as everything is, once, and honestly.
    asked = [one for one in server.asked if one.target in {"/app.js", "/api/menu", "/api/ghjh/"}]
    assert [one.target for one in asked] == ["/app.js", "/api/menu", "/api/ghjh/"]
    assert {one.headers["user-agent"] for one in asked} == {CrawlSettings(HOME).user_agent}
    assert asked[2].headers["referer"] == HOME + "ghjh/"
    assert not any("cookie" in one.headers for one in server.asked)


def test_the_dom_stands_beside_the_answer_and_the_archive_is_sound(server, crawled, tmp_path):
    vue_like(server)
    _, snapshot = crawled(render=True)
    drawn = snapshot.fetch(HOME).drawn
    assert drawn.browser.startswith("Chromium/")
    with (tmp_path / "snapshot" / FILE).open("rb") as file:
        kinds = {
            record.rec_headers.get_header("WARC-Record-ID"): (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
                record.rec_headers.get_header("WARC-Refers-To"),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file, check_digests="raise")
        }
    conversions = [one for one in kinds.values() if one[0] == "conversion"]
    assert {url for _, url, _, _ in conversions} == {HOME, HOME + "ghjh/"}
    for _, url, refers_to, dom in conversions:
        assert kinds[refers_to][:2] == ("response", url)
        assert dom.decode() == snapshot.text(url)
    check = [str(Path(sys.executable).with_name("warcio")), "check"]
    subprocess.run([*check, str(tmp_path / "snapshot" / FILE)], check=True, capture_output=True)


def test_without_drawing_nothing_of_it_is_seen_and_nothing_is_asked(server, crawled):
    vue_like(server)
    _, snapshot = crawled(render=False)
    assert [f.url for f in snapshot.pages()] == [HOME]
    assert set(server.targets()) == {"/"}
    assert snapshot.info.undrawn is None


def test_without_a_browser_it_is_said_what_to_install(server, crawled, monkeypatch):
    vue_like(server)
    monkeypatch.setenv("CHROME_PATH", "/nowhere/chrome")
    summary, snapshot = crawled(render=True)
    pages, why = summary.undrawn
    assert pages == 1
    assert "CHROME_PATH" in why
    assert snapshot.info.undrawn == (pages, why)
    assert summary.finish == "finished"
    assert [f.url for f in snapshot.pages()] == [HOME]


def test_an_ajax_list_deep_in_the_site_is_drawn_when_all_else_is_done(server, crawled):
    server.at("/", page("/a/"))
    server.at("/a/", page("/a/b/"))
    hollow = "<ul class=list id=list></ul><script src=/list.js></script>"
    server.at("/a/b/", page(more=hollow))
    draw = "fetch('list.json').then(r=>r.json()).then(l=>{list.innerHTML=l.map(r=>`<li><a href=${r.u}>${r.t}</a></li>`)})"
    server.at("/list.js", http(draw, content_type=SCRIPT))
    server.at("/a/b/list.json", http(json.dumps(PLANS), content_type=JSON))
    for row in PLANS:
        server.at(row["u"], page())
    _, snapshot = crawled(render=True)
    assert snapshot.fetch(HOME + "a/b/").drawn.need == "rows"
    assert snapshot.fetch(HOME + "ghjh/t2.html").depth == 3


def test_a_list_that_is_asked_for_by_post_and_moved(server, crawled):
    html = """<ul id=list></ul><script>var x=new XMLHttpRequest();x.open('POST','/old.jsp');
      x.setRequestHeader('Content-Type','application/x-www-form-urlencoded');
      x.onload=function(){list.innerHTML=x.responseText};x.send('columnid=7')</script>"""
    server.at("/", page("/c/"))
    server.at("/c/", page(more=html))
    server.at("/old.jsp", says(to("/new.jsp", "307 Temporary Redirect")))
    server.at("/new.jsp", says(http("<li><a href=/ghjh/t0.html>规划</a></li>")))
    server.at("/ghjh/t0.html", page())
    _, snapshot = crawled(render=True)
    assert snapshot.fetch(HOME + "c/").rendering.drawn is Drawn.WHOLE
    assert snapshot.fetch(HOME + "ghjh/t0.html").outcome is Outcome.OK
    assert server.targets().count("/new.jsp") == 1


def test_a_home_page_that_jumps_by_a_script_that_nobody_can_read(server, crawled):
    server.at(
        "/", http("<div id=app></div><script>location.replace(['','start',''].join('/'))</script>")
    )
    server.at("/start/", page("/a.html"))
    server.at("/a.html", page())
    _, snapshot = crawled(render=True)
    assert snapshot.fetch(HOME).rendering.drawn is Drawn.NAVIGATED
    assert [(x.target, x.kind) for x in snapshot.links(HOME)] == [
        (HOME + "start/", LinkKind.REFRESH)
    ]
    assert snapshot.fetch(HOME + "a.html").depth == 1


def test_a_frame_that_a_script_writes_is_crawled(server, crawled):
    html = (
        "<div id=app></div><script>document.write('<iframe src=\"/in'+'ner/\"></iframe>')</script>"
    )
    server.at("/", http(html))
    server.at("/inner/", page("/a.html"))
    server.at("/a.html", page())
    _, snapshot = crawled(render=True)
    assert snapshot.links(HOME)[0].kind is LinkKind.FRAME
    assert snapshot.fetch(HOME + "a.html").outcome is Outcome.OK


def test_robots_hold_for_what_a_page_asks_for(server, crawled):
    vue_like(server)
    server.at("/robots.txt", http("User-agent: *\nDisallow: /api/", content_type="text/plain"))
    _, snapshot = crawled(render=True)
    assert snapshot.fetch(HOME).rendering.drawn is Drawn.PARTLY
    assert not any(target.startswith("/api/") for target in server.targets())


def test_private_addresses_are_refused_to_a_page_as_to_a_link(server, names, crawled):
    names.tell("inner.x.gov.cn", "10.0.0.8")
    html = """<div id=app></div><p id=done></p><script>
      const urls = ['http://127.0.0.1/', 'http://169.254.169.254/latest/', 'http://[::1]/', 'http://2130706433/',
        'http://10.1.2.3/', 'http://localhost/', 'http://inner.x.gov.cn/', 'file:///etc/passwd'];
      Promise.allSettled(urls.map(u => fetch(u, {mode:'no-cors'}))).then(all =>
        done.innerHTML = all.map(one => one.status).join(' '))</script>"""
    server.at("/", http(html))
    _, snapshot = crawled(render=True, connect_to=only_home(server))
    assert '<p id="done">' + " ".join(["rejected"] * 8) in snapshot.text(HOME)
    assert snapshot.fetch(HOME).rendering.drawn is Drawn.PARTLY
    assert {asked.host for asked in server.asked} == {"www.x.gov.cn"}


def test_a_bot_wall_is_not_drawn(server, crawled):
    challenge = "<script>$_ts = {}; document.cookie = 'x'</script><div id=app></div>"
    server.at("/", http(challenge))
    _, snapshot = crawled(render=True)
    assert snapshot.fetch(HOME).outcome is Outcome.BLOCKED
    assert snapshot.fetch(HOME).rendering is None


def test_hostile_columns_cost_time_and_nothing_else(server, crawled):
    shell = "<div id=app></div><script>{}</script>"
    server.at("/", page("/alerts/", "/away/", "/fine/"))
    server.at("/alerts/", http(shell.format("fetch;while(true)alert(1)")))
    server.at("/away/", http(shell.format("fetch;location='http://127.0.0.1:1/'")))
    server.at("/fine/", http(shell.format("fetch;app.innerHTML='<a href=/a.html>x</a>'")))
    server.at("/a.html", page())
    summary, snapshot = crawled(render=True, connect_to=only_home(server))
    ends = {f.url.removeprefix(HOME): f.rendering.drawn for f in snapshot.fetches() if f.rendering}
    assert ends == {"alerts/": Drawn.DIALOGS, "away/": Drawn.NAVIGATED, "fine/": Drawn.WHOLE}
    assert snapshot.fetch("http://127.0.0.1:1/").outcome is Outcome.FORBIDDEN_ADDRESS
    assert snapshot.fetch(HOME + "a.html").outcome is Outcome.OK
    assert summary.finish == "finished"


def test_the_budget_goes_to_the_home_page_first_and_the_rest_is_told(server, crawled):
    vue_like(server)
    summary, snapshot = crawled(render=True, render_pages=1)
    assert [f.url for f in snapshot.fetches() if f.rendering] == [HOME]
    assert summary.undrawn[0] == 1
    assert "--render-pages" in summary.undrawn[1]


def test_what_was_drawn_is_not_drawn_again_when_a_crawl_goes_on(
    server: Loopback, plan: Callable[..., CrawlSettings], crawled, tmp_path: Path
) -> None:
    vue_like(server)
    summary, snapshot = crawled(render=True, render_pages=1)
    first = snapshot.fetch(HOME).rendering
    asked = server.targets().count("/app.js")
    snapshot.close()
    crawl(plan(render=True), tmp_path / "snapshot", moment, "test", resume=True)
    again = DiskSnapshot(tmp_path / "snapshot")
    assert again.fetch(HOME).rendering == first
    assert again.fetch(HOME + "ghjh/").drawn is not None
    assert again.fetch(HOME + "ghjh/t0.html").outcome is Outcome.OK
    assert server.targets().count("/ghjh/") == 1
    assert server.targets().count("/app.js") == asked + 1  # for the column alone
    assert again.info.undrawn is None
    assert summary.undrawn is not None
    again.close()


def test_an_interrupt_while_a_page_is_drawn_ends_in_good_order(server, tmp_path):
    server.at("/", http("<div id=app></div><script src=/slow.js></script>"))

    async def silent(reader, _):
        await reader.read()

    server.at("/slow.js", silent)
    command = [
        *(sys.executable, "-m", "audits.cli", "crawl", HOME, "--out", str(tmp_path / "s")),
        *("--connect-to", f"*:80:127.0.0.1:{server.port}", "--delay", "0"),
    ]
    crawling = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    server.wait_for("/slow.js")
    crawling.send_signal(signal.SIGINT)
    _, stderr = crawling.communicate(timeout=300)
    assert stderr == b""
    assert crawling.returncode == 130
    snapshot = DiskSnapshot(tmp_path / "s")
    assert snapshot.info.finish == INTERRUPTED
    assert snapshot.fetch(HOME).rendering is None
    snapshot.close()


def test_a_browser_that_keeps_dying_ends_drawing_and_not_the_crawl(
    server, crawled, tmp_path, monkeypatch
):
    """A browser that is killed as soon as its page asks for something, twice."""
    pid, mortal = tmp_path / "pid", tmp_path / "chromium"
    mortal.write_text(
        f'#!/bin/sh\necho $$ >{pid}\nexec {find_browser(os.environ)} "$@"\n', encoding="ascii"
    )
    mortal.chmod(0o755)
    monkeypatch.setenv("CHROME_PATH", str(mortal))

    async def kills(_, writer):
        os.kill(int(pid.read_text()), signal.SIGKILL)
        writer.write(http("x"))

    server.at("/", page("/a/", "/b/", "/c/"))
    for path in ("/a/", "/b/", "/c/"):
        server.at(path, http("<div id=app></div><script>fetch(location+'beat')</script>"))
        server.at(f"{path}beat", kills)
    summary, snapshot = crawled(render=True)
    ends = [f.rendering.drawn for f in snapshot.fetches() if f.rendering]
    assert ends == [Drawn.BROWSER, Drawn.BROWSER]
    assert summary.finish == "finished"
    assert summary.undrawn == (1, "浏览器两次意外退出，本次不再渲染")


def test_a_shell_that_has_not_changed_is_drawn_anew_for_its_data_may_have(server, crawled):
    vue_like(server)

    async def shell(_, writer):
        asked = server.asked[-1]
        same = asked.headers.get("if-none-match") == '"1"'
        answer = http(
            b"" if same else SHELL,
            "304 Not Modified" if same else "200 OK",
            headers={"ETag": '"1"'},
        )
        writer.write(answer)
        await writer.drain()

    server.at("/", shell)
    server.at("/ghjh/", shell)
    _, before = crawled(render=True)
    assert before.fetch(HOME + "ghjh/t2.html").outcome is Outcome.OK
    new = [{"u": "/ghjh/new.html", "t": "某县新规划", "d": "2021-12-15"}, *PLANS]
    server.at("/api/ghjh/", http(json.dumps(new), content_type=JSON))
    server.at("/ghjh/new.html", page())
    _, after = crawled("after", previous="snapshot", render=True)
    assert after.fetch(HOME).unchanged is not None
    assert after.fetch(HOME + "ghjh/").drawn is not None
    assert after.links(HOME + "ghjh/")[0].target == HOME + "ghjh/new.html"
    assert after.fetch(HOME + "ghjh/new.html").outcome is Outcome.OK
    # And where nothing is drawn this time, the shell is read as the shell that it is.
    _, plain = crawled("plain", previous="snapshot", render=False)
    assert plain.text(HOME) == SHELL
    assert plain.links(HOME) == ()
