"""`gongkai worker`: take jobs from the queue of many machines until told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audits import exit_codes
from audits.chinese_click import ChineseCommand
from audits.clock import now
from audits.commands.desk_flags import configured
from audits.desk.place import config_place
from audits.desk.reading import opened
from audits.desk.understood import refuse
from audits.output import log
from audits.queue_storage import queue_address
from audits.refused import DATA, make_writable
from audits.serving.configuration import Configuration
from audits.store import open_store

if TYPE_CHECKING:
    from audits.queue.worker import WorkerProcess

_MOST = 1000


@click.command(cls=ChineseCommand, name="worker")
@click.option(
    "--sites-at-once",
    type=click.IntRange(1, _MOST),
    metavar="N",
    help="同时检查多少个网站；不给就用 limits.sites_at_once。每个网站都慢慢地抓，一个核可以同时抓上百个。",
)
@click.option("--once", is_flag=True, help="做完现在排着的就结束，不一直等。")
@configured
def worker(config: Path | None, sites_at_once: int | None, *, once: bool) -> int:
    """从队列领取检查、复查、发信等任务，一直运行，直到被停下。要用 PostgreSQL 数据库。

    可以在任意多台机器上各运行一个或几个，用同一份 gongkai.yaml 和同一个数据库。
    到了时间的检查，不论有几个 worker，每期只排一次；同一台服务器上的网站一个接一个。
    worker 死掉或断线，它的网站由别的接着做；数据库重启，worker 等它恢复。

    停下（Ctrl-C 或 SIGTERM）：不再接新的，手里的收尾后交回队列；再按一次立即退出。日志写到标准错误。

    \b
    例：
      gongkai worker                        # 长期运行，最好交给 systemd，见 docs/deployment.md
      gongkai worker --sites-at-once 200    # 一台机器同时检查 200 个网站
      gongkai worker --once                 # 做完就结束
      gongkai queue status                  # 看队列
    """
    path = config_place(config, os.environ, Path.cwd()).absolute()
    desk = opened(path)
    address = queue_address(desk)
    refuse(desk, os.environ)
    make_writable(desk.data, DATA)
    with ExitStack() as stack:
        store = stack.enter_context(open_store(desk.storage))
        setting_up = import_module("audits.queue.setting_up")
        process: WorkerProcess = setting_up.worker(
            store,
            address,
            Configuration(path, opened, log),
            log,
            sites_at_once=sites_at_once,
            once=once,
        )
        log(now(), f"worker 开始运行，数据库 {store.place}。")
        asyncio.run(_run(process))
    log(now(), "worker 已停下。")
    return exit_codes.CLEAN


async def _run(process: WorkerProcess) -> None:
    told = False

    def stop() -> None:
        nonlocal told
        if told:
            os._exit(exit_codes.INTERRUPTED)  # twice means now; the others see that we are gone
        told = True
        process.stop()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    await process.run()
