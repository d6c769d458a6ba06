"""What an earlier snapshot spared the crawl, in one sentence; no clock, no judgement."""

from __future__ import annotations

from checker.results import Spared
from reports.language import CHINESE, Language
from reports.moments import moment

_KB, _MB = 1024, 1024 * 1024
_SHOWN_IN_KB = 10 * _KB


def spared_told(spared: Spared | None, t: Language = CHINESE) -> str:
    """Say how much stood unchanged, "" where nothing was compared."""
    if spared is None:
        return ""
    said, same = spared.not_modified, spared.same_body
    since = moment(spared.since, t)
    if not said + same:
        return t("与 {since} 的快照比对：没有发现未变的网页或附件，全部重新下载。", since=since)
    parts = []
    if said:
        parts.append(
            t(
                "{n} 个由网站答复“未修改”，没有重新下载，省下 {size}（解压后）",
                n=said,
                size=_size(spared.not_modified_bytes, t),
            )
        )
    if same:
        parts.append(t("{n} 个下载后与上次完全相同，没有重复保存", n=same))
    return t(
        "与 {since} 的快照比对：{n} 个网页或附件没有变化，其中{parts}。",
        since=since,
        n=said + same,
        parts=t.series(parts),
    )


def _size(count: int, t: Language) -> str:
    if count < _SHOWN_IN_KB:
        return t("{n} 字节", n=count)
    return f"{count / _MB:.1f} MB" if count >= _MB else f"{count / _KB:.0f} KB"
