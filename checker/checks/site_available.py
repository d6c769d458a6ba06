"""The home page opened nearly every time it was tried, over a week.

Passes: of at least `per_day` tries a day on `days` days in a row, less than `max_failed` did not open
within less than `timeout` seconds.  Fails: as many or more did not.  Pending: not enough tries have been
kept yet.  Review: only with the tries that were walled off, or that met silence while nothing shows that
our own network was up, there would be too many, so a person must look.
Tries made while our own network was down are left out and told.  Known limits: measured from one place;
the home page of this one scan decides nothing.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from checker.facts.availability import COLUMNS, KIND, Came, Try, Week, by_day, rows, tries, week
from checker.facts.site import SiteFacts
from checker.facts.urls import host_of
from checker.judgement import CHINA, Judgement, Question, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Evidence, Finding, MeasurementTable, Reason, Verdict

SLOTS = frozenset({"host", "tries", "failed", "share", "days", "wanted", "max_failed", "left_out"})
_MOST_ROWS = 200
_MOST_NAMED = 7


class Params(BaseParams):
    """How many tries make a judgement, and what share of them may fail."""

    days: Annotated[int, Stricter.HIGHER] = Field(default=7, ge=1)
    per_day: Annotated[int, Stricter.HIGHER] = Field(default=20, ge=1)
    timeout: Annotated[float, Stricter.LOWER] = Field(default=15.0, gt=0)
    max_failed: Annotated[float, Stricter.LOWER] = Field(default=0.05, gt=0, le=1)


def site_available(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge the availability of the home page from the tries that were kept."""
    url = site.snapshot.info.home
    host = host_of(url)
    kept = tries(site.snapshot.probes(KIND), host, params.timeout)
    seen = week(by_day(kept), asked.as_of, params.days, params.per_day)
    valid = sum(day.valid for day in seen.days)
    failed = [one for one in seen.tries if one.came is Came.FAILED]
    walled = [one for one in seen.tries if one.came is Came.BLOCKED]
    unvouched = [one for one in seen.tries if one.came is Came.UNVOUCHED]
    slots = {
        "host": host,
        "tries": str(valid),
        "failed": str(len(failed)),
        "share": f"{len(failed) / valid:.1%}" if valid else "—",
        "days": str(params.days - len(seen.lacking)),
        "wanted": _wanted(params),
        "max_failed": f"{params.max_failed:.0%}",
        "left_out": _left_out(seen, failed),
    }
    tables = _tables(seen)
    if seen.lacking:
        why = _waits_for(seen, slots) if seen.tries else _nothing(kept, asked, params)
        return Judgement(Verdict.PENDING, slots, None, why, tables=tables)
    most = params.max_failed * valid
    evidence = tuple(_evidence(url, one) for one in [*failed, *walled, *unvouched])
    why = f"{valid} 次中有 {len(failed)} 次 {params.timeout:g} 秒内没有打开"
    if len(failed) + len(walled) + len(unvouched) < most:
        return Judgement(Verdict.PASS, slots, None, "", evidence, tables=tables)
    # Whoever is walled off that often may be shut out without a word at other times.
    if len(failed) + len(walled) < most:
        told = (
            f"{valid} 次中有 {len(failed)} 次确实打不开，另有 {len(unvouched)} 次没有连上任何服务器"
        )
        told = f"{told}，分不清是网站打不开还是监测机断网；请用 --canary 写明对照网址，或同时监测几个网站"
        return Judgement(Verdict.REVIEW, slots, Reason.UNREACHABLE, told, evidence, tables=tables)
    if len(failed) < most or len(walled) >= len(failed):
        told = f"{why}，另有 {len(walled)} 次被拦截或换一种方式能打开，可能是拦截了监测程序"
        return Judgement(Verdict.REVIEW, slots, Reason.BLOCKED, told, evidence, tables=tables)
    finding = Finding(
        fingerprint=fingerprint(asked.rule, host),
        message=why,
        url=url,
        observed=slots["share"],
        expected=f"低于 {slots['max_failed']}",
        suggestion="检查服务器、线路和防护设备",
        **place_of(site.home.fetch),
    )
    return Judgement(Verdict.FAIL, slots, None, why, evidence, (finding,), tables)


def _nothing(kept: list[Try], asked: Question, params: Params) -> str:
    if not kept:
        return f"没有监测记录（要求{_wanted(params)}），用 gongkai watch 监测后再判定"
    span = f"{kept[0].day} 到 {kept[-1].day}"
    told = f"监测记录是 {span} 的，不在检查日期 {asked.as_of} 以前的 {2 * params.days} 天里"
    return f"{told}；请用 --as-of 写明监测结束的日期"


def _wanted(params: Params) -> str:
    return f"连续 {params.days} 天、每天至少 {params.per_day} 次"


def _waits_for(seen: Week, slots: dict[str, str]) -> str:
    named = [
        f"{day.day}（{day.valid} 次）" if day.tries else f"{day.day}（没有监测）"
        for day in seen.lacking[:_MOST_NAMED]
    ]
    more = f"等 {len(seen.lacking)} 天" if len(seen.lacking) > _MOST_NAMED else ""
    told = f"监测记录还不够（要求{slots['wanted']}，已有 {slots['days']} 天够数）"
    return f"{told}；不够的：{'、'.join(named)}{more}{slots['left_out']}"


def _left_out(seen: Week, failed: list[Try]) -> str:
    """Say what is not counted, and what nobody vouches for; "" where there is nothing to say."""
    offline = sum(day.count(Came.OFFLINE) for day in seen.days)
    missed = sum(day.count(Came.MISSED) for day in seen.days)
    alone = sum(not one.vouched for one in failed)
    silent = sum(day.count(Came.UNVOUCHED) for day in seen.days)
    said = [
        f"{offline} 次监测机自己断网，不计" if offline else "",
        f"{missed} 次漏测" if missed else "",
        f"{silent} 次没有应答，也没有对照，不算打不开" if silent else "",
        f"{alone} 次没有对照网址，凭服务器一方的反应认定" if alone else "",
    ]
    return "".join(f"；{one}" for one in said if one)


def _tables(seen: Week) -> tuple[MeasurementTable, ...]:
    if not seen.tries:
        return ()
    days = MeasurementTable(title="每天的监测次数", columns=COLUMNS, rows=rows(seen.days))
    bad = [one for one in seen.tries if one.came not in {Came.OPENED, Came.MISSED}]
    if not bad:
        return (days,)
    listed = [
        [_moment(one), f"{one.seconds:.1f} 秒" if one.seconds is not None else "—", one.told]
        for one in bad[:_MOST_ROWS]
    ]
    title = "没有打开的各次" + (f"（前 {_MOST_ROWS} 次）" if len(bad) > _MOST_ROWS else "")
    columns = ["时间", "用时", "结果"]
    return days, MeasurementTable(title=title, columns=columns, rows=listed)


def _evidence(url: str, one: Try) -> Evidence:
    at = one.at.astimezone(CHINA).isoformat(timespec="seconds")
    return Evidence(url=url, what=f"{_moment(one)} {one.told}", fetched_at=at)


def _moment(one: Try) -> str:
    return one.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
