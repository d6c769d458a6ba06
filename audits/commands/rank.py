"""`gongkai rank DIR…`: many sites side by side, for a prefecture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audits import exit_codes
from audits.chinese_click import ChineseCommand
from audits.options import chosen, speaking
from audits.output import say
from audits.ranked import ranked
from audits.refused import make_writable
from reports import ranking_data, ranking_page
from reports.language import language
from reports.writing import write_whole


@click.command(cls=ChineseCommand, name="rank")
@click.argument(
    "places", nargs=-1, required=True, metavar="DIR...", type=click.Path(path_type=Path)
)
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="排序写到哪个目录：ranking.html、ranking.csv、ranking.json。",
)
@click.option(
    "--earlier",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="上期的检查结果（文件或目录），可重复：按网站对上，逐条比对。",
)
@speaking
def rank(places: tuple[Path, ...], out: Path, earlier: tuple[Path, ...], **flags: Any) -> int:
    """把许多网站的检查结果排在一起，问题多的在前。

    DIR 是各网站检查的输出目录，或放着许多个的目录。只有按同样的文件和规则检查的才排在一起；
    检查没有完成的另列，不参加排序。

    \b
    例：
      gongkai rank 三季度/ --out 三季度排序 --earlier 二季度/

    退出码：0 全部读入；2 用法有误；3 有文件读不了（其余照样排序）。
    """
    t = language(chosen(**flags).lang or "zh")
    done = ranked(places, earlier, out)
    make_writable(out)
    page = ranking_page.render(done.ranking, t).encode()
    files = {
        "ranking.html": page,
        "ranking.csv": ranking_data.to_csv(done.ranking, t),
        "ranking.json": ranking_data.to_json(done.ranking).encode(),
    }
    apart = len(done.ranking.apart)
    say(f"{done.ranking.sites} 个网站，其中 {apart} 个没有参加排序。")
    for one in done.ranking.unread:
        say(
            f"没有用到 {one.path}：{one.reason}"
            if one.path not in one.reason
            else f"没有用到：{one.reason}"
        )
    for name, content in files.items():
        say(f"已写入 {write_whole(out / name, content)}")
    return exit_codes.INCOMPLETE if done.broken else exit_codes.CLEAN
