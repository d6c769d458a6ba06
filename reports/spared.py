"""What an earlier snapshot spared the crawl, in one sentence; no clock, no judgement."""

from __future__ import annotations

from checker.results import Spared
from reports.moments import moment

_KB, _MB = 1024, 1024 * 1024
_SHOWN_IN_KB = 10 * _KB


def spared_told(spared: Spared | None) -> str:
    """Say how much stood unchanged, "" where nothing was compared."""
    if spared is None:
        return ""
    said, same = spared.not_modified, spared.same_body
    since = f"与 {moment(spared.since)} 的快照比对："
    if not said + same:
        return f"{since}没有发现未变的网页或附件，全部重新下载。"
    parts = []
    if said:
        size = _size(spared.not_modified_bytes)
        parts.append(f"{said} 个由网站答复“未修改”，没有重新下载，省下 {size}（解压后）")
    if same:
        parts.append(f"{same} 个下载后与上次完全相同，没有重复保存")
    return f"{since}{said + same} 个网页或附件没有变化，其中{'；'.join(parts)}。"


def _size(count: int) -> str:
    if count < _SHOWN_IN_KB:
        return f"{count} 字节"
    return f"{count / _MB:.1f} MB" if count >= _MB else f"{count / _KB:.0f} KB"
