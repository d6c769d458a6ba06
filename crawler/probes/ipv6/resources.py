"""The hosts from which pages load what they show: pictures, scripts, style sheets, frames, media.

Reads pages that the crawl keeps; asks nobody.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from crawler.reading.tangles import untangled
from crawler.reading.urls import absolute, host_of, literal_address
from crawler.snapshot.hosts_seen import HostSeen, hosts_seen, pages_read
from crawler.snapshot.model import SnapshotError
from crawler.snapshot.reader import DiskSnapshot

PAGES = 30  # read for their resources, those nearest to the home page
_MOST = 3000  # of one page
_LOADED = {
    "img": ("src", "图片"),
    "script": ("src", "脚本"),
    "link": ("href", "样式"),
    "iframe": ("src", "框架"),
    "frame": ("src", "框架"),
    "embed": ("src", "媒体"),
    "video": ("src", "媒体"),
    "audio": ("src", "媒体"),
    "source": ("src", "媒体"),
}
_WANTED = ",".join(f"{tag}[{name}]" for tag, (name, _) in _LOADED.items())


@dataclass(slots=True)
class ResourceHost:
    """One host that resources come from: how many uses on how many pages, and of what kinds."""

    host: str
    uses: int = 0
    pages: int = 0
    kinds: set[str] = field(default_factory=set)
    example: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the crawl knows: the site's hosts, the hosts of resources, on how many pages looked for."""

    hosts: dict[str, HostSeen]
    resources: dict[str, ResourceHost]
    pages: int


def loaded_from(html: str, url: str) -> Counter[tuple[str, str, str]]:
    """Count what a page loads: by host, kind, and an example's URL."""
    tree = LexborHTMLParser(untangled(html))
    named = tree.css_first("base[href]")
    base = absolute(url, named.attributes.get("href") or "") if named else None
    found: Counter[tuple[str, str, str]] = Counter()
    for node in tree.css(_WANTED)[:_MOST]:
        tag = node.tag or ""
        name, kind = _LOADED[tag]
        if tag == "link" and "stylesheet" not in (node.attributes.get("rel") or "").lower():
            continue
        target = absolute(base or url, node.attributes.get(name) or "")
        if target and target.startswith(("http://", "https://")):
            found[host_of(target), kind, target] += 1
    return found


async def gather(folder: Path) -> Gathered:
    """Look through a snapshot.  A page that cannot be read is left out."""
    reading = asyncio.ensure_future(asyncio.to_thread(_gather, folder))
    try:
        return await asyncio.shield(reading)
    except asyncio.CancelledError:
        # The snapshot is going to be closed, which it cannot be while somebody reads it.
        await reading
        raise


def _gather(folder: Path) -> Gathered:
    found: dict[str, ResourceHost] = {}
    read = 0
    with contextlib.closing(DiskSnapshot(folder)) as snapshot:
        for url in pages_read(folder, PAGES):
            try:
                used = loaded_from(snapshot.text(url), url)
            except SnapshotError:
                continue
            read += 1
            for host in {host for host, _, _ in used}:
                if literal_address(host) is None:
                    found.setdefault(host, ResourceHost(host)).pages += 1
            for (host, kind, target), count in used.items():
                if (seen := found.get(host)) is not None:
                    seen.uses += count
                    seen.kinds.add(kind)
                    seen.example = seen.example or target
    return Gathered(hosts_seen(folder), found, read)
