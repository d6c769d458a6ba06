"""The flags that several verbs share, and how they become `Choices`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import ValidationError

from audits.config import Choices, read_config, wanted
from audits.refused import RefusedError
from reports.formats import FORMATS

F = TypeVar("F", bound=Callable[..., Any])

_LANGUAGE = click.option(
    "--lang",
    metavar="zh|en",
    help="报告用中文（zh，默认）还是英文（en）；网页、规则的原文和 audit.json 不译。",
)
_JUDGING = (
    click.option(
        "--pack", multiple=True, metavar="ID", help="按哪份工作要点检查，可重复；默认只用 base。"
    ),
    click.option(
        "--no-base", is_flag=True, default=None, help="不加基本包 base，只用 --pack 指定的包。"
    ),
    click.option(
        "--rules",
        multiple=True,
        metavar="DIR",
        help="自己的规则目录（内含 library/ 和 packs/），可重复；写规则不需要编程，见 docs/writing-a-rule.md。",
    ),
    click.option(
        "--as-of", metavar="YYYY-MM-DD", help="以哪一天为“今天”判断期限；默认是爬取当天。"
    ),
    click.option(
        "--format",
        "format_",
        metavar="LIST",
        help=f"报告格式，用逗号分开：{','.join(FORMATS)}。默认 html；audit.json 总是写。",
    ),
    click.option(
        "--evidence/--no-evidence",
        default=None,
        help="把每个问题所在的网页按检查时的样子另存到 evidence/，报告里可以点开；最多 300 页。"
        "默认不存，以后可用 gongkai evidence 补做。",
    ),
    _LANGUAGE,
    click.option(
        "--fail-on",
        metavar="WHEN",
        help="退出码何时为 1：fail（有不合格，默认）、review（有待人工核查也算）、never。",
    ),
    click.option(
        "--watch",
        metavar="DIR",
        help="把 gongkai watch 存在这个目录里的监测记录一起判定（首页能否打开）。",
    ),
    click.option(
        "--jobs", metavar="N", help="用几个进程读懂网页，默认等于处理器核数；结果与此无关。"
    ),
)
_REACHING = (
    click.option(
        "--connect-to",
        multiple=True,
        metavar="HOST:PORT:ADDR:PORT",
        help="把对 HOST:PORT 的请求连到 ADDR:PORT，网址和 Host 不变（同 curl）；HOST 可写 *。可重复。",
    ),
    click.option(
        "--ipv6-target",
        metavar="[ADDR]:PORT",
        help="已知能用 IPv6 连上的地址，用来确认检查机有 IPv6；不写则不连。",
    ),
    click.option("--dns", metavar="ADDR:PORT", help="用这台 DNS 服务器解析；默认用系统的。"),
    click.option(
        "--canary",
        multiple=True,
        metavar="URL",
        help="对照网址：已知正常的网址（如本单位自己的网站），用来分清网站打不开和本机断网，可重复；默认不设。",
    ),
)
_DELIVERING = (
    click.option(
        "--issued-on",
        metavar="YYYY-MM-DD",
        help="问题哪一天下发；台账和通知书据此推算整改期限。不给就不推算。",
    ),
    click.option(
        "--due-workdays",
        metavar="N",
        help="下发后几个工作日内整改，默认 10（通报的通常期限）；按国务院的放假调休安排计算。",
    ),
    click.option(
        "--template",
        metavar="DIR",
        help="检查通报、整改通知书用这个文件夹里的 Word 模板；先用 gongkai templates 导出再改。",
    ),
    click.option("--issuer", metavar="NAME", help="通报和通知书的签发机关；不给就留空。"),
    click.option("--document-number", metavar="TEXT", help="通报和通知书的文号；不给就留空。"),
)
_FETCHING = (
    click.option(
        "--profile",
        metavar="NAME",
        help="quick（200 页、3 层）、standard（5000 页，默认）、full（不限）；附件和站外链接另有上限。",
    ),
    click.option("--max-pages", metavar="N", help="最多读取多少个网页。"),
    click.option("--max-depth", metavar="N", help="从首页起最多点击几次。"),
    click.option("--max-attachments", metavar="N", help="最多打开多少个附件。"),
    click.option("--max-external", metavar="N", help="最多检验多少个站外链接。"),
    click.option("--delay", metavar="SECONDS", help="同一主机两次请求至少间隔几秒，默认 0.5。"),
    click.option("--concurrency", metavar="N", help="同一主机同时最多几个请求，默认 1。"),
    click.option(
        "--read-apart/--no-read-apart",
        default=None,
        help="另用一个进程解析网页，或不用。默认只在不设间隔、并发大于 1、核多于两个时用。",
    ),
    click.option("--timeout", metavar="SECONDS", help="连接和等待回应的时限，默认 20 秒。"),
    click.option(
        "--max-wait",
        metavar="SECONDS",
        help="网站要求等待（429、503、Retry-After）时，一次最多等几秒，默认 120。",
    ),
    click.option(
        "--host",
        multiple=True,
        metavar="HOST",
        help="也算作本站的主机（如另有域名的子站），或某主机的一个目录（如 www.市.gov.cn/某县/），可重复。",
    ),
    *_REACHING,
    click.option(
        "--previous",
        metavar="DIR",
        help="以前的快照目录，或以前检查的输出目录：没变的网页不再下载，写明省下多少；新快照独立完整。",
    ),
    click.option(
        "--render",
        metavar="WHEN",
        help="内容由脚本生成的页面：auto（默认，有浏览器就渲染）、never（不渲染，判为待人工核查）。",
    ),
    click.option("--render-pages", metavar="N", help="每个网站最多渲染多少个页面，默认 50。"),
    click.option(
        "--security/--no-security",
        default=None,
        help="另测 TLS、DNSSEC 和首页响应头，或不测；默认测，network-security 包用。",
    ),
    click.option("--no-progress", is_flag=True, default=None, help="不显示进度条。"),
    click.option(
        "--resume",
        is_flag=True,
        help="接着 --out 里被中断的快照爬，只抓还没抓的。",
    ),
)
_CONFIG = click.option(
    "--config",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="配置文件（YAML），键名与选项相同；命令行优先。",
)


def _with(options: tuple[Callable[[F], F], ...]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def judging(function: F) -> F:
    """Add the flags of judging."""
    return _with(_JUDGING)(function)


def delivering(function: F) -> F:
    """Add the flags of what is sent to the units."""
    return _with(_DELIVERING)(function)


def fetching(function: F) -> F:
    """Add the flags of fetching."""
    return _with(_FETCHING)(function)


def reaching(function: F) -> F:
    """Add the flags that say by which way hosts are reached, and who vouches for the network."""
    return _with(_REACHING)(function)


def speaking(function: F) -> F:
    """Add --lang alone."""
    return _LANGUAGE(function)


def configurable(function: F) -> F:
    """Add --config."""
    return _CONFIG(function)


def chosen(config: Path | None = None, **flags: Any) -> Choices:
    """Put flags over the config file.

    Raises RuleErrors for the file and RefusedError for a flag whose value does not fit.
    """
    if "format_" in flags:
        flags["format"] = flags.pop("format_")
    given = {name: value for name, value in flags.items() if value not in (None, ())}
    given = {
        name: list(value) if isinstance(value, tuple) else value for name, value in given.items()
    }
    try:
        from_flags = Choices.model_validate(given)
    except ValidationError as error:
        wrong = "；".join(
            f"--{str(one['loc'][0]).replace('_', '-')} 的值“{one['input']}”不对，"
            f"应为：{wanted(str(one['loc'][0]))}"
            for one in error.errors()
        )
        raise RefusedError(f"{wrong}。") from error
    return from_flags.over(read_config(config)) if config else from_flags
