"""What answers beyond the portal's own pages: the outside world, and the addresses gone wrong."""

from __future__ import annotations

import hashlib
from datetime import datetime

from audits.demo import hosts, oddities
from audits.demo.answer import Answer, Trick
from audits.demo.render import render

Answers = dict[str, Answer]

ENTRANCES = ("/", "/sitename", "/portal/registerSystemInfo", "/exposure/jiucuo.html", "/zs/")


def challenge(today: datetime) -> Answer:
    """A bot wall: 412 and a page that is nothing but a script puzzle."""
    token = "".join(hashlib.sha256(f"{part}".encode()).hexdigest() for part in range(24))
    body = render("challenge", token=token, number=72137).encode()
    return Answer(body, today, status=412, cookie=f"FSSBBIl1UgzbN7N80S={token[:43]}; Path=/")


def _plain(today: datetime, title: str, *lines: str, status: int = 200) -> Answer:
    return Answer(render("plain", title=title, lines=lines).encode(), today, status=status)


def not_found(today: datetime) -> Answer:
    """An honest 404 of a host that is not ours."""
    return _plain(today, "404 Not Found", "页面不存在", status=404)


def _moved(today: datetime, location: str, status: int = 301) -> Answer:
    return Answer(b"", today, status=status, location=location)


def astray(today: datetime) -> Answers:
    """Addresses of the portal `www` that no longer are what they were, and two decoys."""
    return {
        oddities.SOFT_404: _plain(
            today, "提示信息", "抱歉，您访问的页面不存在！", "可能已被删除、更名或者暂时不可用。"
        ),
        oddities.SENDS_HOME: _moved(today, hosts.HOME, 302),
        oddities.BREAKS: _plain(
            today, "HTTP Status 500", "java.lang.NullPointerException", status=500
        ),
        oddities.NOT_A_PDF: _plain(today, "系统提示", "文件读取失败，请与系统管理员联系。"),
        oddities.EMPTY_FILE: Answer(
            b"",
            today,
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        oddities.CHAIN[0]: _moved(today, oddities.CHAIN[1]),
        oddities.CHAIN[1]: _moved(today, oddities.CHAIN[2], 302),
        oddities.DISALLOWED: _plain(today, "信息报送系统", "用户登录"),
    }


def outside(today: datetime) -> dict[str, Answers]:
    """The hosts under `.example`, each with what it answers; the path "*" stands for all others."""
    alive = {
        host: {path: _plain(today, name, f"欢迎访问{name}。") for path in ENTRANCES}
        for host, name in hosts.ALIVE.items()
    }
    alive[hosts.COLLEGE]["/zs"] = _moved(today, oddities.SLASH[1])
    welcome = _plain(today, "临澜省政务服务网", "欢迎访问临澜省政务服务网。")
    parked = Answer(render("parked", domain=hosts.PARKED).encode(), today)
    return alive | {
        hosts.TAX: {"*": challenge(today)},
        hosts.SERVICE: {
            "*": Answer(welcome.body, today, trick=Trick.BROWSERS_ONLY),
        },
        hosts.PARKED: {"*": parked},
        hosts.ZONE: {"*": _moved(today, hosts.HOME)},
        hosts.SILENT: {"*": Answer(b"", today, trick=Trick.SILENT)},
    }


def refusal(today: datetime) -> Answer:
    """What a firewall says to an agent that it does not know."""
    return _plain(
        today,
        "访问被拦截",
        "您的请求疑似攻击行为，已被网站防火墙拦截。",
        "如有疑问，请联系网站管理员。事件编号：0000-4031",
        status=403,
    )


def maintenance(today: datetime) -> Answer:
    """An old page that answers over IPv6 in place of the portal."""
    return _plain(today, "网站升级维护中", "系统升级，请稍后访问。")
