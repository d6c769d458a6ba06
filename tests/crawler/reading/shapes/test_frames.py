"""Lists and footers in frames, home pages that only jump, and `<base>`, on saved pages."""

from __future__ import annotations

from pathlib import Path

from crawler.reading.links import Link, LinkKind, read_links

EXAMPLES = Path(__file__).parent / "examples"


def links(name, url):
    return read_links((EXAMPLES / name).read_text(encoding="utf-8"), url).links


def test_frames_that_hold_the_list_and_the_footer():
    assert links("framed-list.html", "http://www.qingxi.example.cn/czj.html") == (
        Link("http://czj.qingxi.example.cn/index.html", "首页"),
        Link("http://czj.qingxi.example.cn/yjs/list_2026.html", "预决算列表", LinkKind.FRAME),
        Link("http://czj.qingxi.example.cn/common/footer.html", "", LinkKind.FRAME),
    )


def test_home_page_of_frames_that_jumps():
    found = links("jump-home.html", "http://www.qingxi.example.cn/")
    assert [
        (link.target.removeprefix("http://www.qingxi.example.cn/"), link.kind) for link in found
    ] == [
        ("web/top.html", LinkKind.FRAME),
        ("web/main.html", LinkKind.FRAME),
        ("web/index.html", LinkKind.REFRESH),
    ]
