"""`gongkai serve`: run the schedules of gongkai.yaml until told to stop."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import ExitStack
from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseCommand
from audits.clock import now
from audits.columns import laid_out
from audits.commands.desk_flags import configured
from audits.desk.holders import holding
from audits.desk.place import config_place
from audits.desk.reading import opened
from audits.desk.understood import refuse
from audits.output import log, say, tell
from audits.queue_storage import refuse_beside_workers
from audits.serving.children import started
from audits.serving.configuration import Configuration
from audits.serving.outlook import outlook
from audits.serving.server import Server
from audits.store import open_store

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@click.command(cls=ChineseCommand, name="serve")
@click.option("--show", is_flag=True, help="不运行，只列出每个网站上一次和下一次的检查。")
@configured
def serve(config: Path | None, *, show: bool) -> int:
    """按 gongkai.yaml 里的计划自动检查，一直运行，直到被停下（Ctrl-C 或 SIGTERM）。

    关机、断电、休眠时错过的，开机后补查一次；同时运行几个也不会重复检查；配置改过会自动重新读取。
    停下时，正在做的检查会收尾，没做完的下次接着做。日志写到标准错误。

    \b
    例：
      gongkai serve --show     # 看看下一次什么时候
      gongkai serve            # 长期运行，最好交给 systemd，见 docs/monthly.md
      gongkai scan --due       # 不用 serve，由 cron 或 systemd 定时运行这一条，效果相同
    """
    path = config_place(config, os.environ, Path.cwd()).absolute()
    desk = opened(path)
    if not show:
        refuse(desk, os.environ)
    with ExitStack() as stack:
        store = stack.enter_context(open_store(desk.storage))
        if show:
            for line in laid_out(outlook(desk, store, now())):
                say(line)
            return exit_codes.CLEAN
        refuse_beside_workers(desk, store, now)
        holder = stack.enter_context(holding(desk.data))
        for line in laid_out(outlook(desk, store, now())):
            tell(line)
        server = Server(store, holder, started, log)
        _run(server, Configuration(path, opened, log))
    return exit_codes.CLEAN


def _run(server: Server, configuration: Configuration) -> None:
    """Look and wait, until a signal comes; the end of a child is a reason to look, too."""
    wake, told = threading.Event(), threading.Event()

    def stop(_number: int, _frame: object) -> None:
        if told.is_set():
            raise KeyboardInterrupt  # twice means now: what runs ends by itself
        told.set()
        wake.set()

    usual = {number: signal.signal(number, stop) for number in _SIGNALS}
    usual[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: wake.set())
    try:
        log(now(), "开始运行。")
        while not told.is_set():
            wake.clear()
            if told.is_set():
                break
            at = now()
            wake.wait(server.look(configuration.current(at), at))
        server.stop(now())
        log(now(), "已停下。")
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
