"""What a crawl was spared by an earlier snapshot: the crawl's own account, as the results hold it.

Bears on no verdict: what was taken over was confirmed, and is judged like all else.
"""

from __future__ import annotations

from checker import results
from checker.judgement import CHINA
from crawler.snapshot import Spared

_DISTRUSTED = {
    "always_304": "不管问什么都答“未修改”",
    "missed_change": "内容变了仍答“未修改”",
}
_MOST_HOSTS = 5


def as_results(spared: Spared | None) -> results.Spared | None:
    """Turn the crawl's account into that of the results."""
    if spared is None:
        return None
    return results.Spared(
        since=spared.since.astimezone(CHINA).isoformat(timespec="seconds"),
        not_modified=spared.not_modified,
        not_modified_bytes=spared.not_modified_bytes,
        same_body=spared.same_body,
        same_body_bytes=spared.same_body_bytes,
    )


def doubts(spared: Spared | None) -> list[str]:
    """Say what of the earlier snapshot could not be used, and whose "not modified" was not believed."""
    if spared is None:
        return []
    notes = []
    if spared.damaged:
        notes.append(
            f"以前的快照里有 {spared.damaged} 个网页或附件的原文已损坏或被改动，没有采用，已重新下载；"
            "请检查那份快照的备份"
        )
    if not spared.distrusted:
        return notes
    told = [
        f"{host}（{_DISTRUSTED.get(how, '不可信')}）"
        for host, how in sorted(spared.distrusted.items())
    ]
    named = "、".join(told[:_MOST_HOSTS]) + (" 等" if len(told) > _MOST_HOSTS else "")
    return [
        *notes,
        f"{named} 的“未修改”答复不可信，网页已全部重新下载；可能多读了少数网站上已不再链接的网页",
    ]
