"""Limits that the system sets to one process."""

from __future__ import annotations

import resource
from collections.abc import Iterable

from audits.doctor.seen import Seen, State
from audits.doctor.surroundings import Surroundings

_NEEDED, _COMFORTABLE = 256, 1024


def open_files(_: Surroundings) -> Iterable[Seen]:
    """How many files and connections may be open at once."""
    yield judged_open_files(resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def judged_open_files(limit: int) -> Seen:
    """Judge the soft limit of open files."""
    id_, title = "open-files", "同时打开的文件"
    shown = "不限" if limit == resource.RLIM_INFINITY else f"至多 {limit} 个"
    if limit == resource.RLIM_INFINITY or limit >= _COMFORTABLE:
        return Seen(id_, title, State.OK, shown)
    return Seen(
        id_,
        title,
        State.BROKEN if limit < _NEEDED else State.ATTENTION,
        shown,
        "同时检查许多网站时，连接和快照文件会打不开",
        "ulimit -n 4096 后再运行；systemd 里写 LimitNOFILE=65536",
    )
