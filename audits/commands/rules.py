"""`gongkai rules …`: look at rules, check rule files, run their cases."""

from __future__ import annotations

from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseGroup
from audits.commands.rule_writing import diff, folders_option, new, new_pack
from audits.coverage_files import FORMATS
from audits.output import say
from audits.refused import RefusedError
from checker.cases import run_cases
from checker.catalogue import validate
from reports.writing import write_whole
from rules.coverage import coverage, coverage_text
from rules.describe import LEVELS, describe_rule
from rules.lint import lint_library
from rules.loader import load_library
from rules.problems import RuleErrors
from rules.schema import Kind, schema_text

_DIRS = folders_option


@click.group(cls=ChineseGroup, name="rules")
def rules() -> None:
    """查看规则，检查规则文件，运行规则自带的案例。"""


@rules.command(name="list")
@_DIRS
def list_rules(folders: tuple[Path, ...]) -> int:
    """列出规则库里的规则和工作要点包。"""
    library = load_library(folders)
    for rule in library.rules.values():
        say(f"{rule.id}\t{LEVELS[rule.level]}\t{rule.title}")
    for pack in library.packs.values():
        say(f"包 {pack.id}\t{len(pack.clauses)} 条\t{pack.title}（{pack.version}）")
    return exit_codes.CLEAN


@rules.command(name="show")
@click.argument("rule_id", metavar="ID")
@_DIRS
def show(rule_id: str, folders: tuple[Path, ...]) -> int:
    """像文件一样读一条规则：何时合格、怎样检查、怎样整改、依据、案例。"""
    library = load_library(folders)
    say(describe_rule(library.rule(rule_id), library.packs.values()))
    return exit_codes.CLEAN


@rules.command(name="lint")
@_DIRS
def lint(folders: tuple[Path, ...]) -> int:
    """检查规则文件：一次列出全部问题，写明文件、行号和怎样改。"""
    library = load_library(folders)
    problems = lint_library(library)
    try:
        validate(library)
    except RuleErrors as error:
        problems += error.problems
    if problems:
        raise RuleErrors(problems)
    say(f"{len(library.rules)} 条规则、{len(library.packs)} 个包，没有问题。")
    return exit_codes.CLEAN


@rules.command(name="test")
@click.argument("rule_ids", nargs=-1, metavar="[ID]...")
@_DIRS
def test(rule_ids: tuple[str, ...], folders: tuple[Path, ...]) -> int:
    """运行规则自带的案例；不写 ID 就运行全部。"""
    library = load_library(folders)
    validate(library)
    results = run_cases(library, rule_ids or None)
    failed = [result for result in results if not result.ok]
    for result in failed:
        say(f"✗ {result}")
    say(f"{len(results)} 个案例，{len(results) - len(failed)} 个符合预期，{len(failed)} 个不符。")
    return exit_codes.FINDINGS if failed else exit_codes.CLEAN


@rules.command(name="coverage")
@click.argument("pack_ids", nargs=-1, metavar="[PACK]...")
@_DIRS
@click.option("--clauses", is_flag=True, help="逐条列出条款。")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="另存为文件，按扩展名定格式：.html、.xlsx 或 .json。",
)
def show_coverage(
    pack_ids: tuple[str, ...], folders: tuple[Path, ...], out: Path | None, *, clauses: bool
) -> int:
    """看每个文件的条款怎样判定：机器判定、机器初判、人工回答；不写 PACK 就看全部。"""
    library = load_library(folders)
    packs = [library.pack(name) for name in pack_ids] or list(library.packs.values())
    found = coverage(library, packs)
    if out is not None:
        render = FORMATS.get(out.suffix.removeprefix(".").lower())
        if render is None:
            raise RefusedError(f"不认识 {out.name} 的格式。文件名请以 .html、.xlsx 或 .json 结尾。")
        write_whole(out, render(found))
        say(f"已写入 {out}")
        return exit_codes.CLEAN
    say(coverage_text(found, clauses=clauses))
    return exit_codes.CLEAN


@rules.command(name="schema")
@click.argument("kind", type=click.Choice(["rule", "pack"]), default="rule")
def schema(kind: Kind) -> int:
    """打印规则文件（rule）或包文件（pack）的 JSON Schema，供编辑器补全和校验。"""
    say(schema_text(kind), newline=False)
    return exit_codes.CLEAN


for command in (new, new_pack, diff):
    rules.add_command(command)
