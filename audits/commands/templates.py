"""`gongkai templates DIR`: the Word templates of the papers, to be edited by a clerk."""

from __future__ import annotations

from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseCommand
from audits.options import chosen, speaking
from audits.output import say
from audits.refused import RefusedError, make_writable
from reports.language import language
from reports.papers.templates import built_in, check_folder
from reports.writing import write_whole


@click.command(cls=ChineseCommand, name="templates")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="不导出，只检查 DIR 里改过的模板能不能用。")
@speaking
def templates(folder: Path, *, check: bool, lang: str | None) -> int:
    """导出检查通报、整改通知书的 Word 模板，供修改；或者检查改过的模板。

    改好以后，生成报告时用 --template DIR。占位符的意思见 docs/documents.md。

    \b
    例：
      gongkai templates 模板                                  # 导出
      gongkai templates 模板 --check                          # 改完检查
      gongkai report 结果/audit.json --format docx,notices --template 模板 --out 结果
    """
    t = language(chosen(lang=lang).lang or "zh")
    if check:
        for file in check_folder(folder, t):
            say(f"可以使用：{folder / file}")
        return exit_codes.CLEAN
    make_writable(folder, "换一个目录")
    made = built_in(t)
    there = [name for name in made if (folder / name).exists()]
    if there:
        raise RefusedError(
            f"{folder} 里已经有 {'、'.join(there)}，没有覆盖。请换一个文件夹，或先移走这些文件。"
        )
    for name, content in made.items():
        say(f"已写入 {write_whole(folder / name, content)}")
    return exit_codes.CLEAN
