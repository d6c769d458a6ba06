"""`gongkai audit URL`: crawl a portal, judge it, write the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audits import exit_codes, pipeline, whole_audit
from audits.canary import require_network
from audits.chinese_click import ChineseCommand
from audits.clock import now
from audits.config import crawl_settings
from audits.console import conclude
from audits.folder_names import SNAPSHOT
from audits.options import chosen, configurable, delivering, fetching, judging
from audits.progress import watching
from audits.refused import make_writable, refuse_private_home
from crawler.folder import comparable, resumable, unbegun
from crawler.reading.urls import home_url, host_of


@click.command(cls=ChineseCommand, name="audit")
@click.argument("url")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="输出目录；默认 gongkai-audit/主机名。里面已有的上一次检查会移到 earlier/，不会丢失。",
)
@judging
@delivering
@fetching
@configurable
def audit(url: str, config: Path | None, *, resume: bool, **flags: Any) -> int:
    """检查一个政府门户网站，写出报告。

    URL 是门户首页的地址。只读公开网页，遵守 robots.txt，同一主机一次一个请求；
    被防护系统拦截的页面记为“待人工核查”，不算问题。

    \b
    例：
      gongkai audit http://www.x.gov.cn/
      gongkai audit http://www.x.gov.cn/ --profile quick --out 一季度检查
      gongkai audit http://www.x.gov.cn/ --out 二季度检查 --previous 一季度检查   # 没变的网页不再下载
      gongkai audit http://www.x.gov.cn/ --connect-to www.x.gov.cn:80:10.0.0.8:8080   # 检查测试环境

    退出码：0 没有不合格；1 有不合格；2 用法、配置或规则有误（什么都没抓）；
    3 检查不完整（网站打不开、超出预算、某项检查出错），报告照写；130 被中断。
    """
    choices = chosen(config, **flags)
    plan = crawl_settings(home_url(url), choices)
    wanted = pipeline.demands(choices)
    pipeline.formats(choices)
    refuse_private_home(plan)
    pipeline.measured(choices, plan.home)
    out = choices.out or Path("gongkai-audit") / host_of(plan.home).replace(":", "_")
    previous = comparable(choices.previous, plan.home) if choices.previous else None
    require_network(plan, now)
    resume = resume and not unbegun(out / SNAPSHOT)
    if resume:
        resumable(out / SNAPSHOT, plan.home)
        make_writable(out)
    else:
        previous = pipeline.make_way(out, previous)
    choices = choices.model_copy(update={"previous": previous})
    with watching(wanted=not choices.no_progress) as watcher:
        done = whole_audit.audit(
            plan, choices, wanted, out, now, watcher, judging=watcher.judged, resume=resume
        )
    conclude(done)
    return exit_codes.of_audit(done.result, choices.fail_on or "fail", interrupted=done.interrupted)
