"""`gongkai ledger export|import`: the ledger as an XLSX file that is edited elsewhere, and back."""

from __future__ import annotations

from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseCommand
from audits.clock import now
from audits.commands.desk_flags import configured, who_option
from audits.ledger.at_desk import at_desk, person
from audits.ledger.due import due_after
from audits.ledger.listing import Wanted, selected, waivers_told
from audits.ledger.merging import IMPORTED, Merged, merged
from audits.ledger.sheet_columns import SheetRow
from audits.ledger.sheet_reading import read
from audits.ledger.sheet_writing import made
from audits.ledger.showing import LINE
from audits.ledger.steps import By
from audits.ledger.writing import write
from audits.output import one_line, say
from audits.refused import RefusedError
from audits.store import ledger as rows
from reports.writing import write_whole

_MOST_TOLD = 200


@click.command(cls=ChineseCommand, name="export")
@click.option(
    "--out",
    metavar="FILE",
    default="台账.xlsx",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写到哪个文件，默认 台账.xlsx。",
)
@click.option("--site", metavar="SITE", help="只要这个网站。")
@click.option("--unit", metavar="NAME", help="只要这个责任单位。")
@click.option("--all", "settled", is_flag=True, help="已销号和误报的也导出。")
@click.option("--force", is_flag=True, help="文件已在时覆盖（里面没导入的改动会丢失）。")
@configured
def export(
    out: Path,
    site: str | None,
    unit: str | None,
    config: Path | None,
    *,
    settled: bool,
    force: bool,
) -> int:
    """导出台账为 Excel 文件：状态、责任单位、整改期限、备注四列可以改，改好再导入。"""
    if out.suffix.lower() != ".xlsx":
        raise RefusedError(f"导出的文件名要以 .xlsx 结尾：{out}")
    if out.exists() and not force:
        raise RefusedError(
            f"{out} 已经在了，里面可能有没导入的改动。请换个文件名，或加 --force 覆盖。"
        )
    moment = now()
    with at_desk(config) as at:
        today = at.today(moment)
        if site is not None:
            at.site(site)
        with at.store.reading() as connection:
            found = selected(connection, Wanted(site, unit, settled=settled), today)
            waived = waivers_told(connection, found, today)
        sheet = [SheetRow(one, at.name(one.site), waived.get(one.id, ""), today) for one in found]
        content = made(sheet, at.units(site), moment)
    say(f"已写入 {write_whole(out, content)}，共 {len(found)} 条。")
    return exit_codes.CLEAN


@click.command(cls=ChineseCommand, name="import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--mine", is_flag=True, help="两边都改过的，以表格为准。")
@click.option("--dry-run", is_flag=True, help="只说会改什么，不写入。")
@who_option
@configured
def import_sheet(
    file: Path, who: str | None, config: Path | None, *, mine: bool, dry_run: bool
) -> int:
    """读回改好的台账；表格和台账都改过的同一格，并排列出，不写入。

    退出码：0 全部读入；1 有冲突或读不懂的行（其余照样写入）；2 文件不能用，什么都没写。
    """
    edited = read(file)
    by = By(person(who), now(), IMPORTED)
    with at_desk(config) as at, at.store.begin() as connection:
        entries = {entry.id: entry for entry in rows.listed(connection)}
        usual, _ = due_after(at.today(by.at), at.desk.due_workdays)
        found = merged(edited, entries, by, usual, mine=mine)
        if not dry_run:
            write(connection, found.moved)
    _tell(found, dry_run=dry_run)
    return exit_codes.FINDINGS if found.conflicts or found.refused else exit_codes.CLEAN


def _tell(found: Merged, *, dry_run: bool) -> None:
    for one in found.moved[:_MOST_TOLD]:
        notes = "；".join(dict.fromkeys(step.note for step in one.steps))
        moves = " → ".join(step.to_state for step in one.steps)
        say(
            f"台账第 {one.entry.id} 条：{one_line(notes, LINE)}"
            if notes
            else f"台账第 {one.entry.id} 条：{moves}"
        )
    if found.conflicts:
        say(
            f"冲突 {len(found.conflicts)} 处，没有写入（这些行的其他改动也没有写入；以表格为准请加 --mine）："
        )
        for clash in found.conflicts[:_MOST_TOLD]:
            before = "" if clash.exported is None else f"导出时“{one_line(clash.exported, 60)}”；"
            say(
                f"  第 {clash.line} 行，台账第 {clash.entry} 条，{clash.heading}：{before}"
                f"台账现在“{one_line(clash.store, 60)}”｜表格“{one_line(clash.sheet, 60)}”"
            )
    for told in (*found.refused[:_MOST_TOLD], *found.remarks):
        say(one_line(told, LINE))
    done = "会改动" if dry_run else "已改动"
    say(
        f"{done} {len(found.moved)} 条，冲突 {len(found.conflicts)} 处，没有读懂或不能做的 {len(found.refused)} 处。"
    )
