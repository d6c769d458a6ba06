"""`gongkai queue status|add|retry|cancel|recheck|render`: look at the queue of many machines, and give orders."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audits import exit_codes
from audits.chinese_click import ChineseGroup
from audits.clock import now
from audits.commands.desk_flags import configured, desk_of
from audits.desk.setup import Desk
from audits.output import say
from audits.queue_storage import queue_address
from audits.refused import RefusedError
from audits.scanning.set_up import chosen_sites
from audits.store import open_store

if TYPE_CHECKING:
    from audits.queue.book import Book


@click.group(cls=ChineseGroup, name="queue")
def queue() -> None:
    """几台机器共用的任务队列：查看、加入、重来、取消。要用 PostgreSQL 数据库。

    \b
    例：
      gongkai queue status              # 等待、正在检查、搁置的网站，和各台 worker
      gongkai queue add huantai         # 现在就检查一个网站，不等计划
      gongkai queue retry --all-parked  # 搁置的全部重来
    """


@queue.command(name="status")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，列出全部。")
@configured
def status(config: Path | None, *, as_json: bool) -> int:
    """队列现在怎样：各状态的个数、正在检查的在哪台机器、等待的、搁置的和原因、worker、建议。"""
    with _opened(config) as (desk, book):
        told = import_module("audits.queue.standing")
        dead_after = import_module("audits.queue.timing").Timing().dead_after
        seen = told.standing(desk, book, now, dead_after)
        for line in told.as_json(seen) if as_json else told.as_lines(seen, desk.time_zone):
            say(line)
    return exit_codes.CLEAN


@queue.command(name="add")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@click.option("--all", "every", is_flag=True, help="gongkai.yaml 里的所有网站。")
@configured
def add(names: tuple[str, ...], config: Path | None, *, every: bool) -> int:
    """现在就检查这些网站，不等计划；到了时间还没有排队的，就算这一期。"""
    if bool(names) == every:
        raise click.UsageError("请给出网站编号，或用 --all；二者用一个。")
    with _opened(config) as (desk, book):
        chosen = desk.sites if every else chosen_sites(desk, names)
        ids = [site.id for site in chosen]
        added = _orders().add(desk, book, now, _locks(), ids)
    say(f"已排队 {len(added.queued)} 个网站。")
    if added.there:
        say(f"已经在排队或正在检查：{'、'.join(added.there)}。")
    return exit_codes.CLEAN


@queue.command(name="retry")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@click.option("--all-parked", "every", is_flag=True, help="所有搁置的网站。")
@configured
def retry(names: tuple[str, ...], config: Path | None, *, every: bool) -> int:
    """搁置的（多次中断、没有检查成、取消了的）从头再来，次数重新计。"""
    if bool(names) == every:
        raise click.UsageError("请给出网站编号，或用 --all-parked；二者用一个。")
    with _opened(config) as (desk, book):
        if every:
            ids = [turn.site for turn in _orders().parked(desk, book)]
        else:
            ids = [site.id for site in chosen_sites(desk, names)]
        done = _orders().retry(desk, book, now, _locks(), ids)
    say(f"已重新排队 {len(done)} 个网站。")
    rest = [name for name in ids if name not in done]
    if rest:
        say(f"没有搁置的检查：{'、'.join(rest)}。现在就检查，用 gongkai queue add。")
    return exit_codes.CLEAN


@queue.command(name="cancel")
@click.argument("name", metavar="SITE")
@configured
def cancel(name: str, config: Path | None) -> int:
    """取消一个网站：等待的去掉；正在检查的中断（已抓到的都在），结果不再入库。"""
    with _opened(config) as (desk, book):
        was = _orders().cancel(book, now, name)
        if (
            was is None
        ):  # what was taken out of gongkai.yaml may still wait; what nobody knows is misspelt
            chosen_sites(desk, (name,))
    if was is None:
        say(f"{name} 没有在排队，也没有在检查。")
        return exit_codes.CLEAN
    told = "已从队列去掉。" if was == "todo" else "正在检查它的 worker 几秒内中断。"
    say(f"{name}：{told}")
    return exit_codes.CLEAN


@queue.command(name="recheck")
@click.argument("numbers", nargs=-1, required=True, metavar="编号...")
@click.option("--who", required=True, metavar="NAME", help="谁要求复查；记入台账。")
@configured
def recheck(numbers: tuple[str, ...], who: str, config: Path | None) -> int:
    """让 worker 复查台账里的这几条；结果记入台账。"""
    wrong = [number for number in numbers if not number.isdecimal()]
    if wrong:
        raise RefusedError(f"“{wrong[0]}”不是台账编号。用 gongkai ledger list 查看编号。")
    with _opened(config) as (desk, book):
        count = _orders().recheck(desk, book, _locks(), [int(number) for number in numbers], who)
    say(f"已排队 {count} 条复查。")
    return exit_codes.CLEAN


@queue.command(name="render")
@click.argument("audits", nargs=-1, required=True, metavar="检查编号...")
@click.option("--format", "formats", required=True, metavar="LIST", help="报告格式，用逗号分开。")
@configured
def render(audits: tuple[str, ...], formats: str, config: Path | None) -> int:
    """让 worker 把这几次检查的报告按给定的格式再写一遍。"""
    with _opened(config) as (_, book):
        count = _orders().render(book, audits, formats)
    say(f"已排队 {count} 份报告。")
    return exit_codes.CLEAN


@contextlib.contextmanager
def _opened(config: Path | None) -> Iterator[tuple[Desk, Book]]:
    desk = desk_of(config)
    queue_address(desk)
    with open_store(desk.storage) as store:
        import_module("audits.queue.schema").prepare(store)
        yield desk, import_module("audits.queue.book").Book(store)


def _orders() -> Any:
    return import_module("audits.queue.orders")


def _locks() -> Any:
    return import_module("audits.queue.places").locks_of
