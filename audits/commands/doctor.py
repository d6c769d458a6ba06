"""`gongkai doctor`: look at an installation and say what to do."""

from __future__ import annotations

import os
from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseCommand
from audits.clock import moment, now
from audits.commands.desk_flags import configured, desk_of
from audits.config import DNS_PORT, HTTPS_PORT
from audits.desk.place import NAME, VARIABLE
from audits.desk.setup import Desk
from audits.doctor.looking import look
from audits.doctor.seen import State
from audits.doctor.showing import as_json, lines_of, sum_of
from audits.doctor.surroundings import Reach, Surroundings
from audits.output import say
from audits.version import tool_version
from crawler.fetching.routes import Address
from rules.problems import RuleErrors

_REACH = {None: Reach.SERVERS, True: Reach.PORTALS, False: Reach.NONE}


@click.command(cls=ChineseCommand, name="doctor")
@configured
@click.option(
    "--online/--offline",
    default=None,
    help="--online 也询问 DNS、连接配置里的网站（不读网页）；--offline 什么也不连接。"
    "默认只连接配置里写明的服务器：邮件、数据库、共享存储。",
)
@click.option("--dns", metavar="ADDR:PORT", help="问一问这台 DNS 服务器有没有应答。")
@click.option("--ipv6-target", metavar="[ADDR]:PORT", help="连一连这个已知能用 IPv6 连上的地址。")
@click.option("--json", "machine", is_flag=True, help="输出 JSON（gongkai-doctor/1），供程序读取。")
def doctor(
    config: Path | None,
    dns: str | None,
    ipv6_target: str | None,
    *,
    online: bool | None,
    machine: bool,
) -> int:
    """检查安装是否完好，说明看到了什么、有什么影响、怎么办。

    不修改任何东西，不发送邮件，不读取网页。退出码：0 没有问题（可能有提请注意的），1 有问题，2 命令写错了。

    \b
    例：
      gongkai doctor
      gongkai doctor --config 政务公开检查/gongkai.yaml --online
    """
    desk, trouble = _desk(config)
    around = Surroundings(
        environment=os.environ,
        now=now(),
        clock=moment,
        folder=Path.cwd(),
        desk=desk,
        desk_trouble=trouble,
        reach=_REACH[online],
        dns=Address.parse(dns, DNS_PORT) if dns else None,
        ipv6_target=Address.parse(ipv6_target, HTTPS_PORT) if ipv6_target else None,
    )
    found = []
    for seen in look(around):
        found.append(seen)
        if not machine:
            for line in lines_of(seen):
                say(line)
    say(
        as_json(found, tool_version(), around.now.isoformat()) if machine else sum_of(found),
        newline=not machine,
    )
    broken = any(seen.state is State.BROKEN for seen in found)
    return exit_codes.FINDINGS if broken else exit_codes.CLEAN


def _desk(config: Path | None) -> tuple[Desk | None, tuple[str, ...]]:
    """The configuration, or what is wrong with it; neither where there is none and none was named."""
    if config is None and VARIABLE not in os.environ and not (Path.cwd() / NAME).exists():
        return None, ()
    try:
        return desk_of(config), ()
    except RuleErrors as error:
        return None, tuple(map(str, error.problems))
