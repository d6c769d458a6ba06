from __future__ import annotations

import asyncio

from crawler.probes import ipv6
from crawler.probes.ipv6.resources import loaded_from
from crawler.snapshot.hosts_seen import hosts_seen
from tests.crawler.loopback import page

URL = "http://www.x.gov.cn/a/"
HTML = """<base href="http://base.cn/x/"><img src="1.png"><img src="1.png"><img src="//pic.cn/2.png">
<script src="https://js.cn/a.js"></script><script>1</script><link rel="stylesheet" href="http://css.cn/a.css">
<link rel="canonical" href="http://canonical.cn/"><link rel="icon" href="http://icon.cn/">
<iframe src="http://frame.cn/"></iframe><video src="http://video.cn/v.mp4"></video>
<img src="data:image/png;base64,AA"><img src="http://["><img><a href="http://link.cn/">x</a>"""


def test_what_a_page_loads():
    hosts = {(host, kind): count for (host, kind, _), count in loaded_from(HTML, URL).items()}
    assert hosts == {
        ("base.cn", "图片"): 2,
        ("pic.cn", "图片"): 1,
        ("js.cn", "脚本"): 1,
        ("css.cn", "样式"): 1,
        ("frame.cn", "框架"): 1,
        ("video.cn", "媒体"): 1,
    }


def test_hosts_of_a_crawl(server, crawled):
    links = ("/a/", "http://xxgk.x.gov.cn/", "http://xxgk.x.gov.cn/b.pdf", "http://other.cn/")
    server.at("/", page(*links, more='<img src="http://pic.cn/1.png">'))
    server.at("/a/", page("/a/1.html", "http://old.x.gov.cn/", more='<img src="/2.png">'))
    server.at("/", page(), host="xxgk.x.gov.cn")
    _, snapshot = crawled(max_depth=1)
    found = hosts_seen(snapshot.folder)
    assert list(found) == ["www.x.gov.cn", "xxgk.x.gov.cn", "old.x.gov.cn"]
    assert found["www.x.gov.cn"].by_depth == {0: 1, 1: 1, 2: 1}
    assert found["xxgk.x.gov.cn"].by_depth == {1: 2}
    assert found["xxgk.x.gov.cn"].ports == {80}
    assert found["xxgk.x.gov.cn"].page == "http://xxgk.x.gov.cn/"
    assert found["old.x.gov.cn"].page is None  # known, and beyond the depth
    gathered = asyncio.run(ipv6.gather(snapshot.folder))
    uses = {name: (one.uses, one.pages, one.kinds) for name, one in gathered.resources.items()}
    assert uses["www.x.gov.cn"] == (1, 1, {"图片"})
    assert uses["pic.cn"][2] == {"图片"}
    assert gathered.pages == 3
