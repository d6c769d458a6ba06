from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len

from audits.many.board import table
from crawler.job import Ended, Job
from crawler.settings import CrawlSettings
from crawler.spiders.progress import Progress


def ended(name, finish, progress=None, error=None):
    job = Job(CrawlSettings(f"http://{name}/"), Path("快照") / name)
    return Ended(job, finish, progress=progress, error=error)


def test_a_row_for_each_site_then_reasons_then_a_sum():
    lines = table(
        [
            ended("a.gov.cn", "finished", Progress(12, 12, 3, 4, 1, "http://a.gov.cn/z")),
            ended("long-name.gov.cn", "unreachable", Progress(1, 1, 0, 0, 1, "")),
            ended("c.gov.cn", None, error="写快照失败（磁盘已满）\x1b[2J"),
            ended("d.gov.cn", "finished"),
        ]
    )
    assert [line.split() for line in lines[:5]] == [
        ["网站", "结果", "网页", "链接附件", "没正常打开", "快照"],
        ["a.gov.cn", "完成", "12/12", "3/4", "1", "快照/a.gov.cn"],
        ["long-name.gov.cn", "首页打不开", "1/1", "0/0", "1", "快照/long-name.gov.cn"],
        ["c.gov.cn", "出错", "–", "–", "–", "快照/c.gov.cn"],
        ["d.gov.cn", "完成", "–", "–", "–", "快照/d.gov.cn"],
    ]
    assert lines[5:] == [
        "c.gov.cn：写快照失败（磁盘已满）?[2J",
        "共 4 个网站：完成 2 个，首页打不开 1 个，出错 1 个。",
    ]


def test_columns_stand_below_each_other():
    lines = table([ended("a.gov.cn", "robots"), ended("b.gov.cn", "finished")])
    starts = {cell_len(line[: line.index("快照")]) for line in lines[:3]}
    assert len(starts) == 1
