"""`gongkai attest add|list|import|withdraw`: a person's answers to what no machine decides."""

from __future__ import annotations

import sys
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import click

from audits import exit_codes
from audits.archive.errors import DamagedError, MissingError
from audits.archive.holdings import holdings_of
from audits.chinese_click import ChineseGroup
from audits.clock import BEIJING, now
from audits.commands.desk_flags import configured, day_of, listing, who_option
from audits.ledger import answers
from audits.ledger.at_desk import AtDesk, at_desk, known_site, latest_results, person
from audits.ledger.attachments import Kept, keep
from audits.ledger.attested import ANSWERS, holds
from audits.ledger.showing import LINE, as_json, table
from audits.output import one_line, say
from audits.refused import RefusedError
from audits.store import attestations, audit_runs
from audits.store.rows import Attestation
from checker.results import AuditResult, ClauseResult, RuleResult, Verdict
from checker.results_file import ResultsError

_HEADS = ("编号", "网站", "条款或规则", "认定", "说明", "证据", "核查人", "日期", "至", "情况")
_FOR_EVER = "一直有效，以后的检查都照此判定，直到撤销（gongkai attest withdraw）"
_EXPIRES = click.option(
    "--expires", metavar="YYYY-MM-DD", help="到哪一天为止（含）；不写就一直有效。"
)


@click.group(cls=ChineseGroup, name="attest")
def attest() -> None:
    """人工认定：机器判不了的条款由人回答，附证据；报告里标明是人判定的。"""


@attest.command(name="add")
@click.option("--site", metavar="SITE", required=True, help="网站。")
@click.option(
    "--clause", metavar="ID", required=True, help="条款编号（如 huantai-2021/7e）或规则编号。"
)
@click.option("--verdict", type=click.Choice(list(ANSWERS)), required=True, help="认定的结果。")
@click.option("--note", metavar="TEXT", default="", help="依据、说明。")
@click.option(
    "--evidence",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="证据文件，复制到数据文件夹。",
)
@_EXPIRES
@who_option
@configured
def add(  # noqa: PLR0913 - the flags of the command
    *,
    site: str,
    clause: str,
    verdict: str,
    note: str,
    evidence: Path | None,
    expires: str | None,
    who: str | None,
    config: Path | None,
) -> int:
    """登记一项人工认定。"""
    if not note.strip() and evidence is None:
        raise RefusedError("人工认定要有依据：写明 --note，或附上 --evidence。")
    moment = now()
    with at_desk(config) as at:
        configured_site = at.site(site)
        last = _until(expires, at.today(moment))
        result = latest_results(at, site)
        remark = _looked_up(clause, result)
        kept = keep(evidence, at.desk.data) if evidence else Kept("", "")
        if kept.path:
            holdings_of(at.desk).keep_file(kept.path)
        answer = Attestation(
            site=site,
            clause=clause,
            verdict=verdict,
            note=note.strip(),
            evidence=kept.path,
            evidence_sha256=kept.sha256,
            who=person(who),
            at=moment,
            expires=last,
        )
        with at.store.begin() as connection:
            known_site(connection, configured_site, moment)
            made = attestations.add(connection, attestation=answer)
    until = f"到 {last} 为止" if last else _FOR_EVER
    say(f"已登记第 {made.id} 号人工认定：{one_line(clause, 80)} {verdict}，{until}。")
    if kept.path:
        say(f"证据存在 {kept.path}（SHA-256 {kept.sha256}）")
    if remark:
        say(remark)
    return exit_codes.CLEAN


@attest.command(name="list")
@listing
@configured
def list_answers(site: str | None, shape: str, config: Path | None, *, withdrawn: bool) -> int:
    """列出人工认定；到期的写明。"""
    with at_desk(config) as at:
        if site is not None:
            at.site(site)
        today = at.today(now())
        with at.store.reading() as connection:
            found = attestations.listed(
                connection, site=site, withdrawn=None if withdrawn else False
            )
    if shape == "json":
        say(as_json([_record(one, today) for one in found]))
        return exit_codes.CLEAN
    table(_HEADS, [_row(one, today) for one in found], terminal=sys.stdout.isatty())
    over = "、".join(str(one.id) for one in found if _standing(one, today) == "已过期")
    if over:
        say(f"第 {over} 号已过期：对应的条款又是待人工核查，请重新认定。")
    return exit_codes.CLEAN


@attest.command(name="import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--site", metavar="SITE", required=True, help="网站。")
@_EXPIRES
@click.option("--anyway", is_flag=True, help="答复属于另一次检查时也导入（只导入编号对得上的）。")
@click.option("--dry-run", is_flag=True, help="只说会登记什么，不写入。")
@who_option
@configured
def import_answers(
    file: Path,
    site: str,
    expires: str | None,
    who: str | None,
    config: Path | None,
    *,
    anyway: bool,
    dry_run: bool,
) -> int:
    """读入报告清单导出的答复（gongkai-answers/1，JSON）。

    退出码：0 全部读入；1 有没导入的；2 文件不能用，什么都没写。
    """
    moment, given = now(), answers.read(file)
    with at_desk(config) as at:
        configured_site = at.site(site)
        blank = Attestation(
            site=site,
            clause="",
            verdict="",
            who=person(who),
            at=moment,
            expires=_until(expires, at.today(moment)),
        )
        result = _audit_of(at, site, given.audit.digest)
        if result is None and not anyway:
            raise RefusedError(
                f"{file} 的答复不属于网站 {site} 的任何一次检查（结果数据摘要对不上）。"
                "请核对网站；确要导入请加 --anyway。"
            )
        found = answers.taken(given, blank, result or latest_results(at, site))
        with at.store.begin() as connection:
            known_site(connection, configured_site, moment)
            before = attestations.listed(connection, site=site, withdrawn=False)
            fresh = [
                one
                for one in found.attestations
                if not any(answers.same(one, old) for old in before)
            ]
            for one in () if dry_run else fresh:
                attestations.add(connection, attestation=one)
    for one in fresh:
        say(f"{one_line(one.clause, 80)}：{one.verdict}（{one_line(one.who, 40)}）")
    for told in found.left:
        say(one_line(told, LINE))
    again = len(found.attestations) - len(fresh)
    done = "会登记" if dry_run else "已登记"
    if fresh and expires is None:
        say(f"没有写 --expires：这些认定{_FOR_EVER}。")
    say(f"{done} {len(fresh)} 项，原来就有 {again} 项，没有导入 {len(found.left)} 项。")
    return exit_codes.FINDINGS if found.left else exit_codes.CLEAN


@attest.command(name="withdraw")
@click.argument("number", type=click.IntRange(1), metavar="NUMBER")
@configured
def withdraw(number: int, config: Path | None) -> int:
    """撤销一项人工认定；记录和证据保留。"""
    with at_desk(config) as at, at.store.begin() as connection:
        attestations.withdraw(connection, attestation=number, at=now())
    say(f"已撤销第 {number} 号人工认定。")
    return exit_codes.CLEAN


def _until(expires: str | None, today: date) -> date | None:
    if not expires:
        return None
    day = day_of(expires, "--expires")
    if day < today:
        raise RefusedError(f"--expires 的 {day} 已经过去。请写今天或以后的日期；一直有效的不写。")
    return day


def _looked_up(clause: str, result: AuditResult | None) -> str:
    """What is to be said of the question.  Raises RefusedError where there is none such."""
    if result is None:
        return "这个网站还没有检查过，没有核对编号。"
    parts: list[ClauseResult | RuleResult] = [*result.clauses, *result.rules]
    for one in parts:
        if one.id == clause:
            decided = one.verdict is not Verdict.REVIEW and one.attested is None
            return "注意：最近一次检查里机器已经判定这一项，人工认定不改变它。" if decided else ""
    raise RefusedError(f"最近一次检查里没有条款或规则“{clause[:80]}”。编号见报告，或 audit.json。")


def _audit_of(at: AtDesk, site: str, digest: str) -> AuditResult | None:
    """The audit whose audit.json has this digest, the last one first."""
    with at.store.reading() as connection:
        runs = audit_runs.listed(connection, site=site)
    for run in reversed(runs):
        try:
            file = holdings_of(at.desk).results(run.folder)
            if sha256(file.read_bytes()).hexdigest() == digest:
                return AuditResult.read(file)
        except (OSError, ResultsError, MissingError, DamagedError):
            continue
    return None


def _standing(one: Attestation, today: date) -> str:
    if one.withdrawn_at is not None:
        return "已撤销"
    return "有效" if holds(one, today) else "已过期"


def _day(moment: datetime) -> str:
    return moment.astimezone(BEIJING).date().isoformat()


def _row(one: Attestation, today: date) -> tuple[str, ...]:
    return (
        str(one.id),
        one.site,
        one.clause,
        one.verdict,
        one_line(one.note, 60),
        one.evidence,
        one.who,
        _day(one.at),
        str(one.expires or "不限"),
        _standing(one, today),
    )


def _record(one: Attestation, today: date) -> dict[str, object]:
    return {
        "number": one.id,
        "site": one.site,
        "clause": one.clause,
        "verdict": one.verdict,
        "note": one.note,
        "evidence": one.evidence or None,
        "evidence_sha256": one.evidence_sha256 or None,
        "who": one.who,
        "at": one.at.isoformat(),
        "expires": one.expires.isoformat() if one.expires else None,
        "standing_told": _standing(one, today),
    }
