"""`gongkai rules new|new-pack|diff`: write rules and packs, and see what a change of them changes."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import click

from audits import exit_codes, pipeline
from audits.chinese_click import ChineseCommand
from audits.config import Choices
from audits.folder_names import RESULTS, SNAPSHOT
from audits.output import say
from audits.refused import RefusedError
from audits.rule_drafts import document_text
from checker.catalogue import checks
from checker.comparing import Change, changes
from checker.engine import judge
from checker.results import AuditResult, Run
from crawler.snapshot import DiskSnapshot
from reports.writing import write_whole
from rules.describe import VERDICTS
from rules.drafting import Proposer, pack_text, split_document
from rules.loader import load_library, parse_pack
from rules.problems import closest
from rules.scaffold import model_for, scaffold

folders_option = click.option(
    "--rules",
    "folders",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="自己的规则目录（内含 library/ 和 packs/），可重复。",
)
_NONE = "（没有）"


@click.command(cls=ChineseCommand, name="new")
@click.argument("rule_id", metavar="ID")
@click.option("--check", "check_name", metavar="CHECK", help="用哪种检查；不写就列出全部检查。")
@click.option("--like", metavar="RULE", help="照着哪条规则写；不写就选用同一检查里最短的一条。")
@click.option(
    "--dir",
    "folder",
    metavar="DIR",
    default=".",
    type=click.Path(path_type=Path, file_okay=False),
    help="写到哪个目录，默认当前目录。",
)
@folders_option
def new(
    rule_id: str,
    check_name: str | None,
    like: str | None,
    folder: Path,
    folders: tuple[Path, ...],
) -> int:
    """照着已有的规则起草一条新规则，写成 ID.yaml；改一处、试一处。"""
    library = load_library(folders)
    if like is None and check_name is None:
        say("请用 --check 选一种检查（或用 --like 指定照着哪条规则写）：")
        for name, check in checks().items():
            model = model_for(library, name)
            say(f"  {name}\t例如：{model.title if model else check.doc.partition(chr(10))[0]}")
        return exit_codes.USAGE
    model = library.rule(like) if like else model_for(library, check_name or "")
    if model is None:
        near = "、".join(closest(check_name or "", checks())[:3])
        raise RefusedError(f"没有检查“{check_name}”可照着写。相近的：{near}。")
    if taken := library.rules.get(rule_id):
        raise RefusedError(
            f"编号“{rule_id}”已被 {taken.source.path} 使用（{taken.title}）。请换一个编号。"
        )
    path = folder / f"{rule_id}.yaml"
    if path.exists():
        raise RefusedError(f"{path} 已存在，没有动它。请换一个编号或目录。")
    write_whole(path, scaffold(rule_id, model).encode())
    say(f"已写入 {path}（照着 {model.id}）。请逐行改成自己的要求，再运行 gongkai rules lint。")
    return exit_codes.CLEAN


@click.command(cls=ChineseCommand, name="new-pack")
@click.argument("document", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--id", "pack_id", required=True, metavar="ID", help="包的编号，如 moxian-2026。")
@click.option("--title", required=True, help="文件名称，如 2026年某县政务公开工作要点。")
@click.option(
    "--out",
    required=True,
    metavar="FILE.yaml",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写到哪个文件。",
)
@folders_option
def new_pack(document: Path, pack_id: str, title: str, out: Path, folders: tuple[Path, ...]) -> int:
    """把一份工作要点（文本、DOCX、PDF）拆成条款，写明责任单位，推荐规则，草拟成包。

    推荐只看用字，请逐条核对；没有推荐的写成了问题。
    """
    library = load_library(folders)
    drafts = split_document(document_text(document))
    if not drafts:
        raise RefusedError(
            f"{document} 里没有找到“一、（一）”这样编号的要求。请确认是工作要点正文。"
        )
    if out.exists():
        raise RefusedError(f"{out} 已存在，没有动它。请换一个文件名。")
    proposer = Proposer(library.rules.values(), library.packs.values())
    text = pack_text(pack_id, title, drafts, proposer)
    pack = parse_pack(text, f"{pack_id}.yaml")
    write_whole(out, text.encode())
    bound = sum(bool(clause.rules) for clause in pack.clauses)
    say(
        f"已写入 {out}：{len(pack.clauses)} 条要求，推荐了规则的 {bound} 条，"
        f"写成问题的 {len(pack.clauses) - bound} 条。请逐条核对。"
    )
    return exit_codes.CLEAN


@click.command(cls=ChineseCommand, name="diff")
@click.argument(
    "audits", nargs=-1, required=True, metavar="DIR...", type=click.Path(path_type=Path)
)
@folders_option
def diff(audits: tuple[Path, ...], folders: tuple[Path, ...]) -> int:
    """用现在的规则重判以前的检查（DIR 里有 audit.json 和 snapshot），列出哪些结论变了。

    包和检查基准日按原来的；改规则之后用它看影响面。
    """
    changed = 0
    for folder in audits:
        before = AuditResult.read(folder / RESULTS)
        found = changes(before, _again(folder, before, folders))
        changed += len(found)
        say(f"{folder}：{len(found)} 条规则的结论或问题有变化")
        for one in found:
            say(f"  {_told(one)}")
    return exit_codes.FINDINGS if changed else exit_codes.CLEAN


def _again(folder: Path, before: AuditResult, folders: tuple[Path, ...]) -> AuditResult:
    names = [pack.id for pack in before.packs]
    choices = Choices(pack=names, no_base=True, rules=[str(one) for one in folders])
    wanted = pipeline.demands(choices)
    run = Run(id="", started_at="", finished_at="", tool_version="", seconds=0)
    with contextlib.closing(DiskSnapshot(folder / SNAPSHOT)) as snapshot:
        day = date.fromisoformat(before.as_of)
        return judge(snapshot, wanted.library, wanted.packs, as_of=day, run=run)


def _told(one: Change) -> str:
    verdicts = [VERDICTS[v.value] if v else _NONE for v in (one.before, one.after)]
    moved = "→".join(verdicts) if one.verdict_changed else verdicts[1]
    counts = "，".join(
        text
        for text in (
            f"新增问题 {one.new}" if one.new else "",
            f"消失 {one.gone}" if one.gone else "",
        )
        if text
    )
    return f"{one.rule}　{one.title}：{moved}{f'（{counts}）' if counts else ''}"
