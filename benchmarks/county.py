"""A generated portal as a snapshot on disk: `python -m benchmarks.county FOLDER [--pages 5000]`.

Made of the gold counties (`tests/gold`): one in each of ten ways of building a portal, over and over, the first
as the portal itself and the others as sites of its bureaus, each on a host of its own.  Pages are made as heavy
as real ones are: a menu and links to all bureaus on every page, styles and scripts, articles of some length.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from crawler.reading.charset import decode
from crawler.reading.links import read_links
from crawler.snapshot import ATTACHMENTS, Fetch, Outcome, Role, extension
from crawler.snapshot.writer import SnapshotWriter
from tests.checker.facts.attachments.made import EXAMPLES
from tests.gold.portal import Portal, build
from tests.gold.styles import STYLES

AT = datetime(2024, 11, 21, 1, 0, tzinfo=UTC)
DOMAIN = "qingyuan.gov.cn"
_BUREAUS = 40
_TEXT = (
    "各乡镇人民政府、县级各部门要按照职责分工，细化工作措施，明确时间节点，确保各项任务落到实处。",
    "坚持以公开为常态、不公开为例外，及时准确公开群众关注的信息，主动接受社会监督，不断提高工作透明度。",
    "县政务公开办公室会同有关单位开展跟踪督查，对工作推进缓慢的单位予以提醒，年底前将落实情况报县政府。",
)
_PARAGRAPHS = 24
_STYLE = (
    "<style>"
    + "".join(
        f".box{n} .row{n}{{float:left;width:{n}px;margin:0 auto;line-height:{n + 12}px;color:#33{n:04d}}}\n"
        for n in range(60)
    )
    + "</style>"
)
_SCRIPT = (
    "<script>"
    + "".join(
        f"function show{n}(id){{ var one = document.getElementById(id + '_{n}');"
        " if (one) { one.className = 'on'; } }\n"
        for n in range(30)
    )
    + "</script>"
)
_BODY = re.compile(r"<body[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Page:
    url: str
    body: bytes


def host(number: int) -> str:
    """The host of a county or bureau; number 0 is the portal's own."""
    return f"{'www' if number == 0 else f'b{number:03d}'}.{DOMAIN}"


def pages(count: int) -> Iterator[_Page]:
    """Yield so many pages, the portal's home page first."""
    made = number = 0
    while made < count:
        style = STYLES[number % len(STYLES)]
        portal = build(style, number)
        old, new = portal.county.host, host(number)
        around = _around(portal, number)
        texts = _longer(portal)
        home = portal.truth.home
        for url in sorted(portal.pages, key=lambda one: one != home):
            html = portal.pages[url].decode(style.encoding)
            truth = portal.truth.pages[url]
            dressed = _dressed(html, around, texts.get(truth.title or "", ""))
            yield _Page(
                url.replace(old, new, 1),
                dressed.replace(old, new).encode(style.encoding, "xmlcharrefreplace"),
            )
            made += 1
            if made >= count:
                return
        number += 1


def _around(portal: Portal, number: int) -> tuple[str, str]:
    """What stands on every page of a site: its menu with all columns, and the bureaus below."""
    items = "".join(
        f'<li class="item"><a href="{one.url}" title="{one.name}">{one.name}</a></li>'
        for one in portal.truth.columns
    )
    menu = f'<div class="site-nav"><ul class="nav-list">{items}</ul></div>'
    near = [number - number % _BUREAUS + one for one in range(_BUREAUS)]
    links = "".join(
        f'<a target="_blank" href="http://{host(one)}/">第{one}号部门网站</a> ' for one in near
    )
    return menu, f'<div class="footer-links"><p>部门网站：{links}</p></div>'


def _longer(portal: Portal) -> dict[str, str]:
    """The last paragraph of each article by its title: behind it more text is put."""
    return {
        one.title: one.paragraphs[-1]
        for section in portal.county.sections
        for one in section.articles
        if one.paragraphs
    }


def _dressed(html: str, around: tuple[str, str], last: str) -> str:
    menu, foot = around
    html = html.replace("</head>", _STYLE + _SCRIPT + "</head>", 1)
    body = _BODY.search(html)
    if body:
        html = html[: body.end()] + menu + html[body.end() :]
    if last and last in html:
        more = "".join(f"</p>\n<p>{_TEXT[n % len(_TEXT)] * 2}" for n in range(_PARAGRAPHS))
        html = html.replace(last, last + more, 1)
    return html.replace("</body>", foot + "</body>", 1)


def write(folder: Path, count: int) -> None:
    """Write a finished snapshot of so many pages; what they link to and is no page of it is a dead link."""
    home = f"http://{host(0)}{STYLES[0].home}"
    hosts: dict[str, None] = {}
    files: list[str] = []
    with SnapshotWriter.create(folder, "benchmark", AT) as writer:
        writer.describe(home=home, started_at=AT.isoformat())
        for one in pages(count):
            hosts.setdefault(one.url.split("/")[2])
            read = decode(one.body)
            links = read_links(read.text, one.url, read.encoding)
            for target in (one.url, *(link.target for link in links.links)):
                if not writer.knows(target):
                    role = _role(target)
                    writer.know(target, role, 3)
                    if role is Role.ATTACHMENT:
                        files.append(target)
            writer.settle(
                replace(
                    _answer(writer, one.url, one.body, "text/html"),
                    encoding=read.encoding,
                    encoding_reason=read.reason,
                    title=links.title,
                ),
                links.links,
            )
        for url in files:
            example = EXAMPLES / f"annual.{extension(url).removeprefix('.')}"
            body = example.read_bytes() if example.is_file() else b"%PDF-1.4 scanned"
            writer.settle(
                replace(
                    _answer(writer, url, body, "application/octet-stream"), role=Role.ATTACHMENT
                )
            )
        writer.unasked(Role.PAGE, Outcome.NOT_FOUND)
        writer.unasked(Role.EXTERNAL, Outcome.BUDGET)
        writer.describe(hosts=list(hosts), finish="finished", finished_at=AT.isoformat())


def _answer(writer: SnapshotWriter, url: str, body: bytes, kind: str) -> Fetch:
    place = writer.keep_body(url, "200 OK", [("Content-Type", kind)], body, AT, "127.0.0.1")
    return Fetch(
        url,
        Role.PAGE,
        Outcome.OK,
        status=200,
        content_type=kind,
        fetched_at=AT,
        seconds=0.1,
        address="127.0.0.1",
        sha256=sha256(body).hexdigest(),
        size=len(body),
        record=place,
    )


def _role(url: str) -> Role:
    if DOMAIN not in url.split("/")[2]:
        return Role.EXTERNAL
    return Role.ATTACHMENT if extension(url) in ATTACHMENTS else Role.PAGE


def main() -> None:
    """Write a snapshot to look at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=5000)
    given = parser.parse_args()
    write(given.folder, given.pages)


if __name__ == "__main__":
    main()
