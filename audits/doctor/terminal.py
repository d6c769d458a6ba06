"""Whether Chinese text and file names come out as they went in, and what the environment says of proxies."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterable

from audits.doctor.seen import Seen, State
from audits.doctor.surroundings import Surroundings

_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


def encoding(around: Surroundings) -> Iterable[Seen]:
    """Terminal and file names are UTF-8."""
    yield judged_encoding(
        sys.stdout.encoding or "", sys.getfilesystemencoding(), around.environment.get("LANG", "")
    )


def judged_encoding(terminal: str, names: str, lang: str) -> Seen:
    """Judge the encoding of a terminal and that of file names."""
    shown = f"终端 {terminal or '不明'}，文件名 {names}，LANG={lang or '（没有设置）'}"
    if _utf8(terminal) and _utf8(names):
        return Seen("encoding", "编码", State.OK, shown)
    return Seen(
        "encoding",
        "编码",
        State.ATTENTION,
        shown,
        "中文会显示成问号，中文文件名可能写不出来",
        "export LANG=C.UTF-8（或 zh_CN.UTF-8），再运行；systemd 里写 Environment=LANG=C.UTF-8",
    )


def _utf8(name: str) -> bool:
    try:
        return codecs.lookup(name).name == "utf-8"
    except LookupError:
        return False


def proxies(around: Surroundings) -> Iterable[Seen]:
    """No proxy is set: the crawler does not use one."""
    found = [
        name
        for one in _PROXIES
        for name in (one, one.upper())
        if around.environment.get(name, "").strip()
    ]
    if not found:
        yield Seen("proxies", "代理", State.OK, "没有设置")
        return
    yield Seen(
        "proxies",
        "代理",
        State.ATTENTION,
        f"设了环境变量 {'、'.join(found)}",
        "gongkai 不经过代理，直接连接网站：要看到的是网站本身，不是代理的答复。只能经代理上网的机器检查不了外网网站",
        "确认这台机器能直接访问被检查的网站；换一台，或请网管放行",
    )
