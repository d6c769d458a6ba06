"""Judge a snapshot by the rules of some packs: the way from facts to `audit.json`.

Same snapshot, same packs, same day: same result, apart from `run`.  A check that raises does not
stop the audit.  Texts come from the rules; this module only puts the parts together.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from checker.bases import bases
from checker.compliance import compliance
from checker.coverage import coverage
from checker.demands import Demand, demands, pack_used
from checker.facts.ahead import read_ahead
from checker.facts.site import SiteFacts
from checker.garbage import seldom_collected
from checker.judgement import Judgement, Question, evidence
from checker.progress import Progress, Watcher, unwatched
from checker.results import (
    AuditResult,
    ClauseResult,
    Coverage,
    Evidence,
    PackUsed,
    Reason,
    RuleResult,
    Run,
    Score,
    Site,
    Verdict,
    worst,
)
from checker.shown import shown
from checker.title_marks import nested
from crawler.snapshot import Snapshot, SnapshotError
from rules.loader import Library
from rules.messages import fill
from rules.pack_model import Pack
from rules.rule_model import Rule
from rules.themes import theme

MAX_EVIDENCE = 20
_MAX_ERROR = 4_000
# Network measurements stand for themselves; everything else needs the pages.
_WITHOUT_PAGES = frozenset(
    {
        *("dns_secured", "headers_protective", "https_redirects"),
        *("ipv6_ready", "site_available", "tls_trustworthy"),
    }
)
_DECIDED = {Verdict.PASS: "机器初判合格", Verdict.FAIL: "机器初判不合格"}
_OVER = "本要求只针对特定年度或时期，检查日期已在其后，不再适用"
_REASONS = {
    Reason.BLOCKED: "被安全防护拦截",
    Reason.UNREACHABLE: "没有访问成功",
    Reason.SCRIPT_ONLY: "内容由脚本生成",
    Reason.IMAGE_ONLY: "内容是图片",
    Reason.LOGIN: "需要登录",
    Reason.NO_IPV6_HERE: "检查机没有 IPv6 网络",
    Reason.TOO_FEW: "看到的内容太少",
    Reason.DATE_CONFLICT: "日期前后矛盾",
    Reason.BUDGET: "没有抓取到",
    Reason.ASSISTED: "需要人工判断",
    Reason.CHECK_ERROR: "检查程序出错",
}


def judge(  # noqa: PLR0913  # what an audit is made of; all but three are named at the call
    snapshot: Snapshot,
    library: Library,
    packs: Sequence[Pack],
    *,
    as_of: date,
    run: Run,
    tool_version: str = "",
    jobs: int = 1,
    watcher: Watcher = unwatched,
) -> AuditResult:
    """Judge a snapshot.  Raises RuleErrors where a pack and its rules do not fit the checks.

    Pages are read by so many processes as `jobs` says; the result does not depend on it.
    """
    if tool_version and not run.tool_version:
        run = run.model_copy(update={"tool_version": tool_version})
    wanted = demands(library, packs, as_of)
    site = SiteFacts(snapshot)
    results = {
        name: result.model_copy(update={"basis": bases(wanted[name], library, packs)})
        for name, result in _judged(site, wanted, as_of, jobs, watcher).items()
    }
    clauses = [
        _clause(pack, index, results, as_of) for pack in packs for index in range(len(pack.clauses))
    ]
    used = [pack_used(library, pack) for pack in packs]
    return AuditResult(
        site=Site(
            name=site.name,
            home=snapshot.info.home,
            hosts=list(snapshot.info.hosts) or sorted(site.hosts),
        ),
        packs=used,
        as_of=as_of.isoformat(),
        run=run,
        coverage=_coverage(site, list(results.values())),
        score=_score(used, list(results.values()), clauses),
        rules=list(results.values()),
        clauses=clauses,
    )


def _judged(
    site: SiteFacts, wanted: dict[str, Demand], as_of: date, jobs: int, watcher: Watcher
) -> dict[str, RuleResult]:
    """Read all pages, then judge rule by rule."""
    also = sorted({name for one in wanted.values() if one.applies for name in one.check.reads})
    rules = len(wanted)
    read_ahead(site, also, jobs, lambda done, known: watcher(Progress(done, known, 0, rules)))
    pages, results = len(site.held), {}
    with seldom_collected():
        for done, (name, one) in enumerate(wanted.items()):
            watcher(Progress(pages, pages, done, rules, one.rule.title))
            results[name] = shown(judge_rule(site, one, as_of, name))
    watcher(Progress(pages, pages, rules, rules))
    return results


def judge_rule(site: SiteFacts, demand: Demand, as_of: date, name: str | None = None) -> RuleResult:
    """Judge one rule; an error inside its check becomes a review with the error kept.

    `name` is the id of the judgement where it is not the rule's.
    """
    rule, error, first = demand.rule, None, None
    name = name or rule.id
    try:
        unread = _over(demand) or _whole_portal(site, demand)
        judgement = unread or demand.check.run(
            demand.params, site, Question(name, as_of, demand.since)
        )
        message = judgement.why if unread else _message(rule, judgement, as_of)
        if demand.due and judgement.verdict is Verdict.FAIL:
            message = f"期限 {demand.due} 未到，到 {as_of} 为止：{message}"
            judgement = replace(judgement, verdict=Verdict.PENDING, findings=())
        first = judgement.verdict
        if demand.assisted and first in _DECIDED:
            message = f"{_DECIDED[first]}：{message}。请检查人员判定"
            judgement = replace(judgement, verdict=Verdict.REVIEW, reason=Reason.ASSISTED)
    except Exception as raised:  # noqa: BLE001  # one check's fault must not cost the other rules
        error = _told(raised)
        judgement, first = Judgement(Verdict.REVIEW, {}, Reason.CHECK_ERROR, "检查程序出错"), None
        message = "检查程序出错，本条没有判定。请把错误信息发给维护人员"
        if isinstance(raised, SnapshotError):  # what went wrong is no fault of the check's
            message = (
                "快照已损坏，有网页的原文读不出来，本条没有判定。请恢复快照的原文件，或重新爬取"
            )
    return RuleResult(
        id=name,
        title=demand.title,
        theme=theme(rule),
        level=demand.level,
        verdict=judgement.verdict,
        reason=judgement.reason,
        first=first if demand.assisted else None,
        message=nested(message),
        clauses=demand.clauses,
        check=rule.check,
        pass_when=demand.pass_when,
        how_checked=rule.how_checked,
        fix=rule.fix,
        known_limits=rule.known_limits,
        basis=[str(basis) for basis in rule.basis],
        params=demand.params.model_dump(mode="json"),
        error=error,
        evidence=[
            seen.model_copy(update={"what": nested(seen.what)})
            for seen in judgement.evidence[:MAX_EVIDENCE]
        ],
        findings=[
            one.model_copy(update={"message": nested(one.message)}) for one in judgement.findings
        ],
        tables=list(judgement.tables),
    )


def _over(demand: Demand) -> Judgement | None:
    """A demand whose time is over is not applicable, whatever the site shows."""
    return None if demand.applies else Judgement(Verdict.NOT_APPLICABLE, {}, why=_OVER)


def _whole_portal(site: SiteFacts, demand: Demand) -> Judgement | None:
    """Without a home page nothing is judged that reads pages."""
    home = site.home
    if home.reason is None or demand.rule.check in _WITHOUT_PAGES:
        return None
    slots = dict.fromkeys(demand.check.slots, "—") | {"pages_seen": str(len(site.held))}
    fetch = home.fetch
    seen: tuple[Evidence, ...] = (evidence(site.snapshot.info.home, home.detail, fetch),)
    return Judgement(Verdict.REVIEW, slots, home.reason, _no_home(home.detail), seen)


def _no_home(detail: str) -> str:
    """A rule's own text would speak of what nobody looked for."""
    why = detail.removeprefix("首页没有抓到：").removeprefix("首页")
    return f"首页没有看到（{why}），本条没有判定"


def _message(rule: Rule, judgement: Judgement, as_of: date) -> str:
    """Fill the rule's message; why a person must look is added where the text leaves it out."""
    why = judgement.why or (_REASONS.get(judgement.reason, "") if judgement.reason else "")
    texts = rule.messages.by_verdict()
    if judgement.verdict is Verdict.PENDING and "pending" not in texts and why:
        return why  # the text for a doubt would speak of one
    template = texts.get(judgement.verdict.value) or texts["review"]
    values = {**judgement.slots, "why": why, "as_of": as_of.isoformat()}
    message = fill(template, values)
    if judgement.verdict is Verdict.REVIEW and why and why not in message:
        message += f"（{why}）"
    return message


def _told(raised: Exception) -> str:
    """The error and the last steps that led to it, without paths of this machine."""
    steps = traceback.extract_tb(raised.__traceback__)[-3:]
    where = " > ".join(
        f"{step.filename.rpartition('/')[2]}:{step.lineno} {step.name}" for step in steps
    )
    # What a snapshot complains of names its folder; what is wrong with it is told in the message.
    said = "" if isinstance(raised, SnapshotError) else f": {raised}"
    return f"{type(raised).__name__}{said} [{where}]"[:_MAX_ERROR]


def _clause(pack: Pack, index: int, results: dict[str, RuleResult], as_of: date) -> ClauseResult:
    clause = pack.clauses[index]
    names = list(dict.fromkeys(demanded.judged_as for demanded in clause.rules))
    verdict = worst([results[name].verdict for name in names]) if names else Verdict.REVIEW
    if not clause.applies(as_of, pack.year):
        verdict = Verdict.NOT_APPLICABLE
    elif verdict is Verdict.FAIL and clause.due and as_of <= clause.due:
        verdict = Verdict.PENDING  # what fails is what others ask for now
    return ClauseResult(
        id=clause.id,
        section=clause.section,
        title=clause.title,
        responsible=clause.responsible,
        modality=clause.modality,
        verdict=verdict,
        rules=names,
        question=clause.question,
        hints=clause.hints,
        printed=clause.printed,
        same_as=clause.same_as,
        note=clause.note,
    )


def _coverage(site: SiteFacts, results: list[RuleResult]) -> Coverage:
    seen = coverage(site)
    failed = [result.id for result in results if result.reason is Reason.CHECK_ERROR]
    if not failed:
        return seen
    notes = [*seen.notes, f"检查程序出错，没有判定的规则：{'、'.join(failed)}"]
    return seen.model_copy(update={"complete": False, "notes": notes})


def _score(packs: list[PackUsed], results: list[RuleResult], clauses: list[ClauseResult]) -> Score:
    return Score(
        verdicts={str(v): sum(r.verdict is v for r in results) for v in Verdict},
        clauses={str(v): sum(c.verdict is v for c in clauses) for v in Verdict},
        compliance=compliance(packs, clauses, results),
    )
