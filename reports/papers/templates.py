"""The templates of both papers: the built-in ones, and those of a clerk's folder in their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from reports.language import Language
from reports.papers.built_in_circular import circular_template
from reports.papers.built_in_notice import notice_template
from reports.papers.placeholders import CIRCULAR, NOTICE, Names
from reports.papers.template import PaperTemplate
from reports.papers.template_file import read_template
from reports.papers.trouble import TemplateError


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper: its name, its placeholders and how its built-in template is made."""

    name: str
    names: Names
    make: Callable[[Language], bytes]

    @property
    def file(self) -> str:
        """The file of its template in a folder, whatever the language."""
        return f"{self.name}.docx"


CIRCULAR_PAPER: Final = Paper("检查通报", CIRCULAR, circular_template)
NOTICE_PAPER: Final = Paper("整改通知书", NOTICE, notice_template)
PAPERS: Final = (CIRCULAR_PAPER, NOTICE_PAPER)


def built_in(t: Language) -> Mapping[str, bytes]:
    """The built-in templates by the names of their files."""
    return {paper.file: _made(paper.make, t) for paper in PAPERS}


def template_of(paper: Paper, folder: Path | None, t: Language) -> PaperTemplate:
    """The template of a paper: the folder's, or the built-in one where the folder has none.

    Raises TemplateError for one that cannot be used, and for a folder that holds none at all.
    """
    if folder is not None and has_templates(folder) and (folder / paper.file).exists():
        return PaperTemplate(read_template(folder / paper.file), paper.names, paper.file, t)
    return PaperTemplate(_made(paper.make, t), paper.names, paper.file, t)


def check_folder(folder: Path, t: Language) -> list[str]:
    """The templates that a folder holds, all of them usable.  Raises TemplateError for the first that is not."""
    has_templates(folder)
    held = [paper for paper in PAPERS if (folder / paper.file).exists()]
    for paper in held:
        template_of(paper, folder, t)
    return [paper.file for paper in held]


def has_templates(folder: Path) -> bool:
    """A folder holds at least one template.  Raises TemplateError where it does not."""
    known = [paper.file for paper in PAPERS]
    if not folder.is_dir():
        raise TemplateError(
            str(folder), "", "没有这个文件夹", "请核对路径；用 gongkai templates 可导出内置模板"
        )
    if not any((folder / file).exists() for file in known):
        raise TemplateError(
            str(folder),
            "",
            f"里面没有模板（{'、'.join(known)}）",
            "模板要用这样的文件名；用 gongkai templates 可导出内置模板",
        )
    return True


@lru_cache(maxsize=8)
def _made(make: Callable[[Language], bytes], t: Language) -> bytes:
    return make(t)
