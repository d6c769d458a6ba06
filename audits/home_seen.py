"""Whether a crawl saw the home page, for the command line: without it a snapshot holds no portal."""

from __future__ import annotations

import contextlib
from pathlib import Path

from crawler.snapshot import DiskSnapshot, Outcome, Role, SnapshotError


def home_not_seen(snapshot: DiskSnapshot) -> str | None:
    """Say what came of a home page that was not seen, and what to do; None where it was seen."""
    last = snapshot.resolve(snapshot.info.home).last
    if last is not None and last.role is Role.EXTERNAL:
        if last.outcome is Outcome.FORBIDDEN_ADDRESS:
            return f"首页跳转到内网地址 {last.url}，没有爬取。请查明网站的对外网址"
        return f"首页跳转到 {last.url}，不在本站范围内，没有爬取。请以该网址重新爬取"
    if last is None or not last.is_html:
        # Whoever crawls need not load what judges, but for this sentence.
        from checker.facts.not_seen import why_not_seen  # noqa: PLC0415 - see above

        _, why = why_not_seen(last)
        return f"首页没有抓到：{why}。请用浏览器打开核对网址，或稍后再爬一次"
    if not last.size:
        return "首页返回的内容为空。请用浏览器打开核对，或稍后再爬一次"
    return None


def home_not_seen_in(folder: Path) -> str | None:
    """As `home_not_seen`, of the snapshot in a folder; None where there is none to read."""
    try:
        with contextlib.closing(DiskSnapshot(folder)) as snapshot:
            return home_not_seen(snapshot)
    except SnapshotError:
        return None
