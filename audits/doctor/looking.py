"""All the doctor's looks, in the order in which they are told, each loaded when its turn comes.

A look that fails is told as such and stops no other: the doctor is called when something is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module

from audits.doctor.seen import Seen, State
from audits.doctor.surroundings import Surroundings

# Module and function; id and title, should the look itself break.
LOOKS = (
    ("program", "python", "python", "Python"),
    ("program", "gongkai", "gongkai", "gongkai"),
    ("program", "dependencies", "dependencies", "依赖的程序包"),
    ("configuration", "configuration", "configuration", "配置文件"),
    ("configuration", "rules", "rules", "规则"),
    ("data_folder", "data_folder", "data-folder", "数据目录"),
    ("store", "store", "store", "数据库"),
    ("queue", "queue", "queue", "任务队列"),
    ("archive", "archive", "archive", "共享存储"),
    ("mail", "mail", "mail", "邮件服务器"),
    ("drawing", "browser", "browser", "浏览器（渲染）"),
    ("network", "ipv6", "ipv6", "IPv6"),
    ("network", "names", "dns", "DNS"),
    ("network", "portals", "portals", "被检查的网站"),
    ("clock", "clock", "clock", "时钟"),
    ("clock", "time_zones", "time-zones", "时区数据"),
    ("clock", "holidays", "holidays", "放假调休安排"),
    ("terminal", "encoding", "encoding", "编码"),
    ("terminal", "proxies", "proxies", "代理"),
    ("machine", "open_files", "open-files", "同时打开的文件"),
)


def look(
    around: Surroundings, looks: Iterable[tuple[str, str, str, str]] = LOOKS
) -> Iterator[Seen]:
    """Look at everything."""
    for module, function, id_, title in looks:
        try:
            yield from getattr(import_module(f"audits.doctor.{module}"), function)(around)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the doctor was called for
            yield Seen(
                id_,
                title,
                State.BROKEN,
                f"这一项查不下去（{type(error).__name__}：{error}）",
                "程序自己的一部分不能用",
                "多半是安装不完整：重装 gongkai；重装后还这样，请把这一行告诉开发者",
            )
