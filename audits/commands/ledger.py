"""`gongkai ledger …`: see the ledger (整改台账) and take its matters from step to step."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseGroup
from audits.clock import now
from audits.commands.desk_flags import configured, day_of, finding_words, who_option
from audits.commands.ledger_sheet import export, import_sheet
from audits.ledger.at_desk import at_desk, entries_meant, entry_meant, person
from audits.ledger.due import due_after
from audits.ledger.listing import Wanted, selected, waivers_told
from audits.ledger.showing import HEADS, as_csv, as_json, record, row_of, table, told
from audits.ledger.states import NAMES, State, state_named
from audits.ledger.steps import By, Moved, assign, extend, move
from audits.ledger.writing import write
from audits.output import one_line, say
from audits.refused import RefusedError
from audits.store import ledger as rows
from audits.store.rows import LedgerEntry

_FORMAT = click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    help="table 给人看；json、csv 给程序用。",
)
_NOTE = click.option("--note", metavar="TEXT", default="", help="说明、依据。")


@click.group(cls=ChineseGroup, name="ledger")
def ledger() -> None:
    """整改台账：发现 → 核实 → 下发 → 整改 → 复核 → 销号，或认定为误报。

    \b
    FINDING 是台账编号，或问题标识的前几位。例：
      gongkai ledger list --overdue
      gongkai ledger assign 12 --unit 县政府办公室
      gongkai ledger export --out 台账.xlsx     # 在 Excel、WPS 里改
      gongkai ledger import 台账.xlsx
    """


@ledger.command(name="list")
@click.option("--site", metavar="SITE", help="只看这个网站。")
@click.option("--unit", metavar="NAME", help="只看这个责任单位。")
@click.option(
    "--state",
    metavar="STATE",
    multiple=True,
    help=f"只看这个状态：{'、'.join(NAMES.values())}；可重复。",
)
@click.option("--overdue", is_flag=True, help="只看逾期的。")
@click.option("--all", "settled", is_flag=True, help="已销号和误报的也列出。")
@_FORMAT
@configured
def list_entries(
    site: str | None,
    unit: str | None,
    state: tuple[str, ...],
    shape: str,
    config: Path | None,
    *,
    overdue: bool,
    settled: bool,
) -> int:
    """列出台账；默认只列还没有了结的。"""
    states = tuple(_state(text) for text in state)
    with at_desk(config) as at:
        today = at.today(now())
        if site is not None:
            at.site(site)
        with at.store.reading() as connection:
            found = selected(
                connection, Wanted(site, unit, states, overdue=overdue, settled=settled), today
            )
            waived = waivers_told(connection, found, today)
    if shape == "table":
        shown = [row_of(one, today, waived.get(one.id, "")) for one in found]
        table(HEADS, shown, terminal=sys.stdout.isatty())
        say(f"共 {len(found)} 条。")
        return exit_codes.CLEAN
    records = [record(one, today, waived.get(one.id, "")) for one in found]
    if shape == "json":
        say(as_json(records))
    else:
        columns = list(record(_blank(), today))
        say(as_csv(records, columns), newline=False)
    return exit_codes.CLEAN


@ledger.command(name="show")
@finding_words(several=False)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text 给人看；json 给程序用。",
)
@configured
def show(finding: str, shape: str, config: Path | None) -> int:
    """显示一条的全部内容和经过。"""
    with at_desk(config) as at, at.store.reading() as connection:
        entry = entry_meant(connection, finding)
        steps = rows.steps(connection, entry=entry.id)
        today = at.today(now())
        waiver = waivers_told(connection, [entry], today).get(entry.id, "")
        zone = at.desk.time_zone
    if shape == "json":
        history = [
            {
                "at": step.at.isoformat(),
                "who": step.who,
                "from": step.from_state or None,
                "to": step.to_state,
                "note": step.note,
                "audit": step.audit,
            }
            for step in steps
        ]
        say(as_json([record(entry, today, waiver) | {"steps": history}]))
        return exit_codes.CLEAN
    for line in told(entry, steps, today, zone, waiver):
        say(line)
    return exit_codes.CLEAN


def _moving(name: str, to: State, text: str, *, needs_note: bool = False) -> None:
    @ledger.command(name=name, help=text)
    @finding_words()
    @click.option("--note", metavar="TEXT", default="", required=needs_note, help="说明、依据。")
    @who_option
    @configured
    def command(findings: tuple[str, ...], note: str, who: str | None, config: Path | None) -> int:
        return _taken(findings, config, who, note, lambda entry, by: move(entry, to, by))


_moving("confirm", State.CONFIRMED, "核实：确认问题存在。")
_moving("mend", State.MENDING, "整改：责任单位已在改。")
_moving("report", State.RECHECKED, "复核：责任单位报告已改好，等复查。")
_moving("close", State.CLOSED, "销号：写明依据（--note）。", needs_note=True)
_moving("dismiss", State.DISMISSED, "认定为误报：写明依据（--note）。", needs_note=True)
_moving("reopen", State.FOUND, "重新立项：已销号、误报或复核中的，退回“发现”。")


@ledger.command(name="assign")
@finding_words()
@click.option("--unit", metavar="NAME", default="", help="责任单位；不写就用台账里已有的。")
@click.option("--due", metavar="YYYY-MM-DD", help="整改期限。")
@click.option(
    "--workdays",
    metavar="N",
    type=click.IntRange(1, 250),
    help="从今天起几个工作日；不写就用配置里的 ledger.due_workdays。",
)
@_NOTE
@who_option
@configured
def assign_entries(
    findings: tuple[str, ...],
    unit: str,
    due: str | None,
    workdays: int | None,
    note: str,
    who: str | None,
    config: Path | None,
) -> int:
    """下发给责任单位，定下整改期限；没有核实的同时记为已核实。"""
    if due and workdays:
        raise RefusedError("--due 和 --workdays 只写一个。")
    with at_desk(config) as at:
        known = at.units()
        usual = at.desk.due_workdays
        today = at.today(now())
    last, why = (day_of(due, "--due"), "") if due else due_after(today, workdays or usual)
    if why:
        say(why)
    code = _taken(findings, config, who, note, lambda entry, by: assign(entry, unit, last, by))
    if unit and known and unit not in known:
        say(f"注意：配置里没有“{one_line(unit, 60)}”这个单位，发信时找不到它的联系人。")
    return code


@ledger.command(name="extend")
@finding_words()
@click.option("--until", metavar="YYYY-MM-DD", required=True, help="延到哪一天。")
@click.option("--note", metavar="TEXT", required=True, help="延期的理由。")
@who_option
@configured
def extend_entries(
    findings: tuple[str, ...], until: str, note: str, who: str | None, config: Path | None
) -> int:
    """延长整改期限，写明理由。"""
    day = day_of(until, "--until")
    return _taken(findings, config, who, note, lambda entry, by: extend(entry, day, by))


def _taken(
    findings: tuple[str, ...],
    config: Path | None,
    who: str | None,
    note: str,
    step: Callable[[LedgerEntry, By], Moved],
) -> int:
    """Take one step with each entry, all or none."""
    moment = now()
    by = By(person(who), moment, note)
    with at_desk(config) as at, at.store.begin() as connection:
        moved = [step(entry, by) for entry in entries_meant(connection, findings)]
        done = write(connection, moved)
    for entry in done:
        last = entry.extended_to or entry.due
        limit = f"，期限 {last}" if last else ""
        unit = f"，{entry.unit}" if entry.unit else ""
        say(f"台账第 {entry.id} 条：{State(entry.state).told}{one_line(unit, 60)}{limit}")
    return exit_codes.CLEAN


def _state(text: str) -> State:
    found = state_named(text)
    if found is None:
        raise RefusedError(f"没有“{text[:40]}”这个状态。可用的：{'、'.join(NAMES.values())}。")
    return found


def _blank() -> LedgerEntry:
    """An entry that is only asked for its columns."""
    return LedgerEntry(
        site="",
        rule="",
        fingerprint="",
        title="",
        message="",
        url="",
        level="",
        state=State.FOUND.value,
        opened_at=now(),
        first_audit="",
        last_audit="",
    )


for _command in (export, import_sheet):
    ledger.add_command(_command)
