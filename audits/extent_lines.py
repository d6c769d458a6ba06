"""What a crawl took in and what it left out, in a few lines for the person who started it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from crawler.snapshot import Extent
from reports.unseen import unseen
from reports.wording import trap

_MOST_HOSTS = 4
_MOST_OUTSIDE = 5
_OFTEN = 10


def lines(extent: Extent) -> list[str]:
    """Say which hosts were taken in, what of them was not read and why, and which were left out."""
    if not extent.hosts:
        return []
    known = sum(host.known for host in extent.hosts)
    held = sum(host.held for host in extent.hosts)
    shown = "、".join(
        f"{host.host}（{host.held}/{host.known}）" for host in extent.hosts[:_MOST_HOSTS]
    )
    more = f"等 {len(extent.hosts)} 个主机" if len(extent.hosts) > _MOST_HOSTS else ""
    said = [f"本站网页读取 {held} 个，已知 {known} 个：{shown}{more}。"]
    left: Counter[str] = Counter()
    for host in extent.hosts:
        left.update(host.left_out)
    if left:
        said.append(f"没有读取的原因：{_counted(left)}。")
    if extent.traps:
        traps = "、".join(f"{trap(kind)} {count} 个" for kind, count in extent.traps.items())
        said.append(f"看来没有尽头的网址只抓取一部分，略去：{traps}。")
    outside = [one for one in extent.outside if one.akin or one.urls >= _OFTEN][:_MOST_OUTSIDE]
    if outside:
        named = "、".join(f"{one.host}（{one.urls} 个链接）" for one in outside)
        said.append(
            f"没有算作本站、只核对链接的主机有 {len(extent.outside)} 个，如 {named}。"
            "若是本站的子站，加 --host 主机名 后重新爬取。"
        )
    return said


def _counted(left: Mapping[str, int]) -> str:
    ordered = sorted(left.items(), key=lambda item: (-item[1], item[0]))
    return "、".join(f"{unseen(reason).label} {count} 个" for reason, count in ordered)
