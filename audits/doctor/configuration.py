"""gongkai.yaml and the rules: understood, and nothing in them that would stop a scan."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from audits.desk.understood import hints, refuse
from audits.doctor.seen import Seen, State
from audits.doctor.surroundings import Surroundings
from checker.catalogue import validate
from rules.lint import lint_library
from rules.loader import load_library
from rules.problems import Problem, RuleErrors

_MOST = 5


def configuration(around: Surroundings) -> Iterable[Seen]:
    """The configuration file."""
    id_, title = "configuration", "配置文件"
    desk = around.desk
    if around.desk_trouble:
        yield _wrong(id_, title, around.desk_trouble, "gongkai config check")
        return
    if desk is None:
        yield Seen(
            id_, title, State.SKIPPED, "没有 gongkai.yaml；只用 gongkai audit 检查单个网站时不需要"
        )
        return
    try:
        refuse(desk, around.environment)
    except RuleErrors as error:
        yield _wrong(id_, title, tuple(map(str, error.problems)), "gongkai config check")
        return
    doubts = list(hints(desk, around.now))
    shown = f"{desk.path}，{len(desk.sites)} 个网站"
    if doubts:
        yield Seen(
            id_,
            title,
            State.ATTENTION,
            shown,
            "".join(doubts),
            "看是不是本意；gongkai config check",
        )
        return
    yield Seen(id_, title, State.OK, shown)


def rules(around: Surroundings) -> Iterable[Seen]:
    """The built-in rules, with the folders that the sites name."""
    named = {tuple(site.choices.rules or ()) for site in (around.desk.sites if around.desk else ())}
    for folders in sorted({(), *named}):
        yield judged_rules([Path(folder) for folder in folders])


def judged_rules(folders: list[Path]) -> Seen:
    """Lint a library with these folders of one's own."""
    id_, title = "rules", "规则"
    if folders:
        title = f"规则（{'、'.join(map(str, folders))}）"
    try:
        library = load_library(folders)
        problems: list[Problem] = lint_library(library)
        validate(library)
    except RuleErrors as error:
        problems = list(error.problems)
    if problems:
        flags = "".join(f" --rules {folder}" for folder in folders)
        return _wrong(id_, title, tuple(map(str, problems)), f"gongkai rules lint{flags}")
    return Seen(
        id_, title, State.OK, f"{len(library.rules)} 条、{len(library.packs)} 个包，没有问题"
    )


def _wrong(id_: str, title: str, lines: tuple[str, ...], command: str) -> Seen:
    more = f"；另有 {len(lines) - _MOST} 处" if len(lines) > _MOST else ""
    return Seen(
        id_,
        title,
        State.BROKEN,
        "；".join(lines[:_MOST]) + more,
        "读不懂的设置不会猜着用：检查不会开始",
        f"照着改，再运行 {command}",
    )
