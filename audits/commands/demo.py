"""`gongkai demo`: serve the bundled county portal on loopback, audit it, say what was found."""

from __future__ import annotations

from pathlib import Path

import click

from audits import exit_codes, pipeline, whole_audit
from audits.chinese_click import ChineseCommand
from audits.clock import now
from audits.config import Choices, crawl_settings
from audits.console import conclude
from audits.demo.server import DemoPortal
from audits.demo.site import DemoSite
from audits.options import chosen, speaking
from audits.output import say
from audits.progress import watching
from crawler.reading.urls import home_url


@click.command(cls=ChineseCommand, name="demo")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path("gongkai-demo"),
    help="输出目录，默认 gongkai-demo。",
)
@click.option("--no-progress", is_flag=True, default=None, help="不显示进度条。")
@speaking
def demo(out: Path, lang: str | None, *, no_progress: bool | None) -> int:
    """在本机演示一遍：启动自带的示例县门户，检查它，写出报告。不访问外网。"""
    spoken = chosen(lang=lang)
    say("启动示例门户“青岚县人民政府”（虚构），只在本机回环地址上……")
    with DemoPortal(DemoSite(now().date())) as portal:
        choices = Choices(
            connect_to=list(portal.connect_to),
            dns=portal.dns,
            delay=0,
            concurrency=8,
            timeout=5,
            out=out,
            no_progress=no_progress,
        ).over(spoken)
        plan = crawl_settings(home_url(portal.home), choices)
        wanted = pipeline.demands(choices)
        pipeline.make_way(out)
        with watching(wanted=not no_progress) as watcher:
            done = whole_audit.audit(
                plan, choices, wanted, out, now, watcher, judging=watcher.judged
            )
    conclude(done)
    say(f"用浏览器打开 {(out / 'report.html').resolve()} 看报告。")
    # The demo shows findings on purpose; that is no failure of the demo.
    return exit_codes.CLEAN if done.result.coverage.complete else exit_codes.INCOMPLETE
