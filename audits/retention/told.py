"""What became of snapshots and letters whose time was up, in lines for a person."""

from __future__ import annotations

from collections.abc import Sequence

from audits.retention.pruning import Gone, Kept

_MEGABYTE = 1_000_000


def each_told(told: Sequence[Gone | Kept], *, dry: bool) -> tuple[str, ...]:
    """A line for each."""
    return tuple(_line(each, dry=dry) for each in told)


def all_told(told: Sequence[Gone | Kept], *, dry: bool = False) -> str:
    """One line for all; "" where none went."""
    gone = [each for each in told if isinstance(each, Gone)]
    freed = sum(each.freed for each in gone) / _MEGABYTE
    if not gone:
        return ""
    if dry:
        return f"会删除 {len(gone)} 个过期的快照，约 {freed:.1f} MB。没有改动任何文件。"
    return f"已按保存规则删除 {len(gone)} 个过期的快照，腾出约 {freed:.1f} MB。"


def letters_told(gone: int, *, dry: bool = False) -> str:
    """One line for the letters whose time was up; "" where none went."""
    if not gone:
        return ""
    return f"{'会删除' if dry else '已删除'} {gone} 封早已发出的邮件的正文；发件记录还在。"


def _line(each: Gone | Kept, *, dry: bool) -> str:
    audit = each.audit
    head = f"{audit.site} {audit.as_of}（{audit.folder}）："
    if isinstance(each, Kept):
        return f"{head}快照保留——{each.why}。"
    laid = f"，取证页 {each.laid} 份" if each.laid else ""
    return f"{head}{'会删除' if dry else '已删除'}快照，{each.freed / _MEGABYTE:.1f} MB{laid}。"
