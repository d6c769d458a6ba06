"""`gongkai waive add|list|withdraw`: exceptions that a person grants; what is waived stays visible."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseGroup
from audits.clock import now
from audits.commands.desk_flags import configured, day_of, listing
from audits.ledger.at_desk import AtDesk, at_desk, known_site, latest_results
from audits.ledger.showing import as_json, table
from audits.ledger.waived import Considered, Standing, considered
from audits.output import one_line, say
from audits.refused import RefusedError
from audits.store import waivers
from audits.store.rows import Waiver
from rules.loader import load_library

_HEADS = ("编号", "网站", "规则", "对象", "理由", "批准人", "自", "至", "情况")


@click.group(cls=ChineseGroup, name="waive")
def waive() -> None:
    """豁免：某条规则、某个对象暂不追究。豁免的问题照样查、照样列出，标明理由和批准人。"""


@waive.command(name="add")
@click.option("--rule", metavar="RULE", required=True, help="规则编号，见 gongkai rules list。")
@click.option("--site", metavar="SITE", help="网站；不写就是所有网站。")
@click.option(
    "--target", metavar="TEXT", default="", help="问题对象、所在页面或问题标识；不写就是整条规则。"
)
@click.option("--reason", metavar="TEXT", required=True, help="理由。")
@click.option("--approver", metavar="NAME", required=True, help="批准人。")
@click.option("--since", metavar="YYYY-MM-DD", help="从哪一天起；默认今天。")
@click.option("--expires", metavar="YYYY-MM-DD", help="到哪一天为止（含）；不写就一直有效。")
@configured
def add(  # noqa: PLR0913 - the flags of the command
    *,
    rule: str,
    site: str | None,
    target: str,
    reason: str,
    approver: str,
    since: str | None,
    expires: str | None,
    config: Path | None,
) -> int:
    """登记一项豁免。"""
    if not reason.strip() or not approver.strip():
        raise RefusedError("豁免要写明理由和批准人。")
    moment = now()
    with at_desk(config) as at:
        first = day_of(since, "--since") if since else at.today(moment)
        last = day_of(expires, "--expires") if expires else None
        if last is not None and last < first:
            raise RefusedError(f"豁免到 {last} 为止，早于开始的 {first}。")
        configured_site = at.site(site) if site else None
        known = set(load_library(_rule_folders(at, site)).rules)
        result = latest_results(at, site) if site else None
        known |= {one.id for one in result.rules} if result else set()
        if rule not in known:
            raise RefusedError(f"没有规则“{rule[:80]}”。规则编号见 gongkai rules list。")
        waiver = Waiver(
            site=site,
            rule=rule,
            target=target.strip(),
            reason=reason.strip(),
            approver=approver.strip(),
            since=first,
            expires=last,
        )
        with at.store.begin() as connection:
            if configured_site is not None:
                known_site(connection, configured_site, moment)
            made = waivers.add(connection, waiver=waiver)
    until = f"到 {last} 为止" if last else "一直有效"
    say(f"已登记第 {made.id} 号豁免，{until}。问题照样列出，标明“已豁免”。")
    return exit_codes.CLEAN


@waive.command(name="list")
@listing
@configured
def list_waivers(site: str | None, shape: str, config: Path | None, *, withdrawn: bool) -> int:
    """列出豁免；到期的、不再需要的写明。"""
    with at_desk(config) as at:
        found = _found(at, site, withdrawn=withdrawn)
    if shape == "json":
        say(as_json([_record(one) for one in found]))
        return exit_codes.CLEAN
    table(_HEADS, [_row(one) for one in found], terminal=sys.stdout.isatty())
    for standing, told in (
        (Standing.EXPIRED, "已过期，对应的问题不再算豁免：续期请重新登记"),
        (Standing.NOT_NEEDED, "最近一次检查已没有对应的问题，可以撤销"),
    ):
        numbers = "、".join(str(one.waiver.id) for one in found if one.standing is standing)
        if numbers:
            say(f"第 {numbers} 号{told}。")
    return exit_codes.CLEAN


@waive.command(name="withdraw")
@click.argument("number", type=click.IntRange(1), metavar="NUMBER")
@configured
def withdraw(number: int, config: Path | None) -> int:
    """撤销一项豁免；记录保留。"""
    with at_desk(config) as at, at.store.begin() as connection:
        waivers.withdraw(connection, waiver=number, at=now())
    say(f"已撤销第 {number} 号豁免。")
    return exit_codes.CLEAN


def _found(at: AtDesk, site: str | None, *, withdrawn: bool) -> tuple[Considered, ...]:
    """Each waiver by the latest audit of its site; of one for all sites no audit alone can say it is idle."""
    if site is not None:
        at.site(site)
    today = at.today(now())
    with at.store.reading() as connection:
        granted = waivers.listed(connection, site=site, withdrawn=None if withdrawn else False)
    latest = {one.site: latest_results(at, one.site) for one in granted if one.site}
    return tuple(
        found
        for waiver in granted
        for found in considered([waiver], today, latest.get(waiver.site or ""))
    )


def _rule_folders(at: AtDesk, site: str | None) -> list[Path]:
    mine = [one for one in at.desk.sites if site in (None, one.id)]
    return list(dict.fromkeys(Path(text) for one in mine for text in one.choices.rules or ()))


def _row(one: Considered) -> tuple[str, ...]:
    waiver = one.waiver
    return (
        str(waiver.id),
        waiver.site or "所有",
        waiver.rule,
        waiver.target or "整条规则",
        one_line(waiver.reason, 60),
        waiver.approver,
        str(waiver.since),
        str(waiver.expires or "不限"),
        one.standing.value,
    )


def _record(one: Considered) -> dict[str, object]:
    waiver = one.waiver
    return {
        "number": waiver.id,
        "site": waiver.site,
        "rule": waiver.rule,
        "target": waiver.target or None,
        "reason": waiver.reason,
        "approver": waiver.approver,
        "since": waiver.since.isoformat(),
        "expires": waiver.expires.isoformat() if waiver.expires else None,
        "standing": one.standing.name.lower(),
        "standing_told": one.standing.value,
    }
