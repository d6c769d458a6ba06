"""`gongkai check SNAPSHOT_DIR`: judge a kept snapshot again, without the network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audits import exit_codes, pipeline
from audits.chinese_click import ChineseCommand
from audits.clock import now
from audits.console import conclude
from audits.folder_names import SNAPSHOT
from audits.options import chosen, configurable, delivering, judging
from audits.progress import watching


@click.command(cls=ChineseCommand, name="check")
@click.argument("snapshot_dir", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="结果写到哪个目录。",
)
@judging
@delivering
@click.option("--no-progress", is_flag=True, default=None, help="不显示进度条。")
@configurable
def check(snapshot_dir: Path, out: Path, config: Path | None, **flags: Any) -> int:
    """用规则检查一个已有的快照，不访问网络。

    SNAPSHOT_DIR 是 gongkai crawl 的输出目录，或 gongkai audit 输出目录里的 snapshot。
    同一快照、同样的包和 --as-of，得到的 audit.json 除 run 以外逐字节相同。
    """
    choices = chosen(config, **flags)
    wanted = pipeline.demands(choices)
    pipeline.formats(choices)
    folder = snapshot_dir / SNAPSHOT
    held = folder if folder.is_dir() else snapshot_dir
    pipeline.measured_for(choices, held)
    pipeline.make_way_for_results(out)
    with watching(wanted=not choices.no_progress) as watcher:
        done = pipeline.check(held, choices, wanted, out, now, watcher.judged)
    conclude(done)
    return exit_codes.of_audit(done.result, choices.fail_on or "fail")
