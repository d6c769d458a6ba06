"""`gongkai recheck FINDING`: look at one thing now, politely, and note the look."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from audits import exit_codes, pipeline
from audits.archive.holdings import holdings_of
from audits.chinese_click import ChineseCommand
from audits.clock import now
from audits.commands.desk_flags import configured, finding_words, who_option
from audits.config import crawl_settings
from audits.ledger.at_desk import AtDesk, at_desk, entry_meant, person, results_of
from audits.ledger.looks import AT_ONCE
from audits.ledger.one_look import Looked, Seen, looked, needed_for, taken, urls_needed
from audits.ledger.showing import LINE
from audits.ledger.states import State
from audits.ledger.steps import By, noted
from audits.ledger.writing import write
from audits.mailing.second_looks import Look, archive_letter, take_look
from audits.output import one_line, say
from audits.refused import RefusedError, refuse_private_home
from audits.scanning.site_locks import lock_times
from audits.store import ledger as rows
from audits.store import scan_locks
from audits.store.rows import LedgerEntry
from audits.version import tool_version
from checker.demands import demands
from checker.facts.site import SiteFacts
from checker.results import AuditResult, Finding, RuleResult
from crawler.folder import prepare
from crawler.run import crawl
from crawler.snapshot import DiskSnapshot
from reports.ledger import ledger

_CODES = {
    Seen.GONE: exit_codes.CLEAN,
    Seen.THERE: exit_codes.FINDINGS,
    Seen.OPEN: exit_codes.INCOMPLETE,
}


@dataclass(frozen=True, slots=True)
class _Case:
    """One finding as the last audit that saw it has it."""

    entry: LedgerEntry
    result: AuditResult
    rule: RuleResult
    finding: Finding


@click.command(cls=ChineseCommand, name="recheck")
@finding_words(several=False)
@who_option
@configured
def recheck(finding: str, who: str | None, config: Path | None) -> int:
    """立即复查一条：只看问题所在的页面和对象，结果记入台账。

    与网络有关的问题（如打不开的链接），一次没有发现不销号，还要下次检查也没有发现。
    要看整个网站才能判断的，说明并留待下次检查。

    退出码：0 没有再发现；1 仍然有；2 用法有误；3 没能看到，或要看整个网站。
    """
    by = By(person(who), now())
    with at_desk(config) as at:
        with at.store.reading() as connection:
            entry = entry_meant(connection, finding)
            lock = scan_locks.get(connection, site=entry.site)
            moment = at.store.moment(connection, now)
        case = _case(at, entry)
        if lock and moment - lock.beat < lock_times(at.desk.storage).dead_after:
            raise RefusedError(f"网站 {entry.site} 正在检查，请等它结束再复查。")
        urls = urls_needed(case.rule, case.finding) if case else ()
        if case is None or not urls:
            why = "上次检查的结果已不在" if case is None else "这一项要看整个网站才能判断"
            look = Looked(Seen.OPEN, f"{why}，留待下次检查")
        else:
            look = _looked_at(at, case, urls, by.at)
        done = _noted(at, entry, case, look, replace(by, at=now()))
    say(f"台账第 {entry.id} 条：{one_line(look.told, LINE)}")
    say(f"现在的状态：{State(done.state).told}")
    return _CODES[look.seen]


def _case(at: AtDesk, entry: LedgerEntry) -> _Case | None:
    result = results_of(at, entry.last_audit)
    if result is None:
        return None
    key = (entry.rule, entry.fingerprint)
    rows = (row for row in ledger(result) if (row.rule.id, row.finding.fingerprint) == key)
    return next((_Case(entry, result, row.rule, row.finding) for row in rows), None)


def _looked_at(at: AtDesk, case: _Case, urls: tuple[str, ...], moment: datetime) -> Looked:
    """Fetch just these URLs (and the home page, which tells what the site looks like), and judge."""
    site = at.site(case.entry.site)
    wanted = pipeline.demands(site.choices)
    demand = demands(wanted.library, wanted.packs, at.today(moment)).get(case.rule.id)
    if demand is None:
        return Looked(Seen.OPEN, "现在的规则里没有这一项，不作判断")
    plan = crawl_settings(site.home, site.choices)
    plan = replace(
        plan,
        only=urls,
        max_pages=None,
        max_depth=None,
        max_attachments=None,
        max_external=None,
        sitemaps=False,
        security=False,
    )
    refuse_private_home(plan)
    at.desk.data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="recheck-", dir=at.desk.data) as tmp:
        folder = Path(tmp) / "snapshot"
        prepare(folder)
        summary = crawl(plan, folder, now, tool_version())
        if summary.finish == "interrupted":
            raise KeyboardInterrupt
        with contextlib.closing(DiskSnapshot(folder)) as snapshot:
            facts = SiteFacts(snapshot)
            return looked(facts, demand, case.rule, case.finding, at.today(moment))


def _second_look(case: _Case | None, look: Looked) -> Look | None:
    """What cannot wait is told once two looks have found it; this is one."""
    if case is None or look.seen is Seen.OPEN:
        return None
    entry = case.entry
    return Look(entry.site, case.result, entry.rule, entry.fingerprint, look.seen is Seen.THERE)


def _noted(at: AtDesk, entry: LedgerEntry, case: _Case | None, look: Looked, by: By) -> LedgerEntry:
    site, second = at.desk.site(entry.site), _second_look(case, look)
    to = site.recipients if site and at.desk.mail else ()
    if second is not None:
        archive_letter(at.store, holdings_of(at.desk), second, to, by.at)
    with at.store.begin() as connection:
        fresh = rows.get(connection, entry=entry.id) or entry
        steps = rows.steps(connection, entry=entry.id)
        if case is None:
            moved = noted(fresh, replace(by, note=f"{AT_ONCE}：{look.told}"))
        else:
            needed = needed_for(case.rule, case.finding)
            moved = taken(fresh, steps, look, needed, by)
        if second is not None:
            take_look(connection, at.desk.data, second, to, by.at)
        return write(connection, [moved])[0]
