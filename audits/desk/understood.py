"""What a configuration means, in words, and what stands in the way of it: packs, addresses, secrets, folders."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from audits.columns import laid_out
from audits.config import Choices, crawl_settings
from audits.desk.file_fields import BY_HAND
from audits.desk.secrets import SecretPlace
from audits.desk.setup import ConfiguredSite, Desk
from audits.desk.storage_reading import PasswordAt, storage_hints
from audits.pipeline import known_formats
from audits.refused import RefusedError, refuse_private_home
from audits.store.keeping import Keep
from audits.store.postgres_address import PostgresAddress
from checker.facts.calendar import CalendarMissing, is_working_day
from crawler.fetching.routes import RouteError
from reports.papers.trouble import TemplateError
from rules.loader import Library, UnknownPackError, load_library
from rules.problems import Problem, RuleErrors

_HEADS = ("编号", "名称", "工作要点", "自动检查", "下一次", "收件人", "责任单位")
_WEEKDAYS = "一二三四五六日"


def refuse(desk: Desk, environment: Mapping[str, str]) -> None:
    """Raise RuleErrors with all that would stop a scan, or a mail; nothing is fetched, sent or written."""
    problems = [*_sites(desk), *_folder(desk)]
    for place in _secrets(desk):
        try:
            place.secret(environment)
        except RefusedError as error:
            problems.append(Problem(str(desk.path), 0, *_halves(error)))
    if problems:
        raise RuleErrors(problems)


def _secrets(desk: Desk) -> list[SecretPlace]:
    found = [desk.mail.password] if desk.mail else []
    if desk.archive is not None:
        found += [desk.archive.key, desk.archive.secret]
    if isinstance(desk.storage, PostgresAddress) and isinstance(desk.storage.password, PasswordAt):
        found.append(desk.storage.password.place)
    return [place for place in found if place is not None]


def told(desk: Desk, now: datetime) -> Iterator[str]:
    """What was understood, line by line."""
    yield f"配置：{desk.path}"
    yield f"数据：{desk.data}"
    yield f"数据库：{desk.storage}"
    if desk.archive is not None:
        yield f"存档：{desk.archive}"
    yield f"邮件：{_mail(desk)}"
    yield (
        f"快照：{_kept(desk.keep)}；已发的邮件：{_letters(desk.keep_letters)}；"
        f"同时检查 {desk.limits.sites_at_once} 个网站；"
        f"整改期限 {desk.due_workdays} 个工作日；时区 {desk.time_zone}"
    )
    yield ""
    rows = [_row(site, desk, now) for site in desk.sites]
    yield from laid_out([_HEADS, *rows], right=("收件人", "责任单位"))
    yield f"共 {len(desk.sites)} 个网站。"


def hints(desk: Desk, now: datetime) -> Iterator[str]:
    """What is not wrong, and may not be meant."""
    yield from storage_hints(desk.storage)
    if not desk.sites:
        yield "还没有网站。在 gongkai.yaml 的 sites: 下面填写，或用 gongkai sites import 导入表格。"
        return
    by_hand = sum(site.schedule is None for site in desk.sites)
    if by_hand:
        yield f"{by_hand} 个网站不自动检查（没有 schedule），要用 gongkai scan 手动检查。"
    untold = [site.id for site in desk.sites if not site.recipients]
    if desk.mail and untold:
        yield f"没有整份报告的收件人：{'、'.join(untold)}。"
    told_to = any(site.recipients or site.units for site in desk.sites)
    if not desk.mail and told_to:
        yield "写了收件人，没有 mail: 一节，不会发邮件。"
    for home, count in Counter(site.home for site in desk.sites).items():
        if count > 1:
            yield f"{home} 写了 {count} 次。"
    if any(site.schedule and site.schedule.workdays for site in desk.sites):
        for year in (now.year, now.year + 1):
            if isinstance(is_working_day(now.date().replace(year=year, day=1)), CalendarMissing):
                yield f"{year} 年的放假安排还没有收录，工作日按周一至周五算。"


def moment_told(moment: datetime | None) -> str:
    """A moment as a clerk reads it."""
    if moment is None:
        return "－"
    return f"{moment:%Y-%m-%d} 周{_WEEKDAYS[moment.weekday()]} {moment:%H:%M}"


def _row(site: ConfiguredSite, desk: Desk, now: datetime) -> tuple[str, ...]:
    after = site.schedule.next(now, desk.time_zone) if site.schedule else None
    return (
        site.id,
        site.name,
        "、".join(_packs(site.choices)),
        site.schedule.text if site.schedule else BY_HAND,
        moment_told(after),
        str(len(site.recipients)),
        str(len(site.units)),
    )


def _kept(keep: Keep) -> str:
    if keep.last is None:
        return "全部保留"
    months = "、".join(f"{month}月" for month in keep.months)
    return f"保留最近{keep.last}次" + (f"和每年{months}" if months else "")


def _letters(months: int | None) -> str:
    return "全部保留" if months is None else f"保留{months}个月"


def _packs(choices: Choices) -> list[str]:
    base = [] if choices.no_base else ["base"]
    return list(dict.fromkeys([*base, *(choices.pack or ())]))


def _mail(desk: Desk) -> str:
    if desk.mail is None:
        return "不发"
    secured = {"tls": "TLS", "starttls": "STARTTLS", "none": "不加密"}[desk.mail.security]
    password = f"，密码在{desk.mail.password}（已找到）" if desk.mail.password else "，不登录"
    return f"{desk.mail.host}:{desk.mail.port}（{secured}），发件人 {desk.mail.sender}{password}"


def _sites(desk: Desk) -> Iterator[Problem]:
    library = cache(lambda folders: load_library([Path(folder) for folder in folders]))
    for site in desk.sites:
        for key, wrong in (
            ("packs", _wrong(partial(_judged_by, site.choices, library))),
            ("url", _wrong(partial(_reachable, site))),
            ("format", _wrong(partial(known_formats, site.choices))),
        ):
            if wrong:
                yield site.problem(key, *wrong)


def _judged_by(choices: Choices, library: Callable[[tuple[str, ...]], Library]) -> None:
    packs = _packs(choices)
    if not packs:
        raise RefusedError("no_base 要和 packs 一起用。写上 packs，或删去 no_base")
    for pack in packs:
        library(tuple(choices.rules or ())).pack(pack)


def _reachable(site: ConfiguredSite) -> None:
    refuse_private_home(crawl_settings(site.home, site.choices))


def _wrong(attempt: Callable[[], object]) -> tuple[str, str] | None:
    """What is wrong, and what to do; None where the attempt succeeds."""
    try:
        attempt()
    except RuleErrors as error:
        first = error.problems[0]
        return (
            f"规则文件有 {len(error.problems)} 处问题（{first}）",
            "运行 gongkai rules lint 看全部",
        )
    except (RefusedError, RouteError, UnknownPackError, TemplateError) as error:
        return _halves(error)
    return None


def _halves(error: Exception) -> tuple[str, str]:
    """A message of one sentence or more, as what is wrong and what to do."""
    what, _, remedy = str(error).partition("。")
    return what, remedy.rstrip("。") or "改正后再运行"


def _folder(desk: Desk) -> Iterator[Problem]:
    place = desk.data
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        yield Problem(str(desk.path), 0, f"data：{place} 不是文件夹", "换一个路径")
    elif not os.access(place, os.W_OK | os.X_OK):
        yield Problem(str(desk.path), 0, f"data：不能写入 {place}", "检查权限，或换一个路径")
