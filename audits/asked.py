"""What is asked of the reports of a run, from the choices; templates are looked at before anything is done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from audits.config import Choices
from audits.deadline import deadline
from checker.results import AuditResult
from reports.formats import FORMATS, Asked
from reports.language import language
from reports.ranking import Ranking

_FROM_TEMPLATES = frozenset({"docx", "notices"})


def asked(
    choices: Choices, earlier: tuple[AuditResult, ...], ranking: Ranking | None = None
) -> Asked:
    """Everything that a report may be asked for."""
    return Asked(
        language(choices.lang or "zh"),
        deadline(choices),
        earlier,
        issuer=choices.issuer or "",
        document_number=choices.document_number or "",
        templates=choices.template,
        ranking=ranking,
    )


def check_templates(choices: Choices, formats: Sequence[str]) -> None:
    """Raise TemplateError where the office's own templates cannot be used, before anything is fetched."""
    if choices.template is not None and _FROM_TEMPLATES.intersection(formats):
        # Loaded for who has templates: Word's library takes longer to load than most commands run.
        from reports.papers.templates import check_folder  # noqa: PLC0415 -- see above

        check_folder(choices.template, language(choices.lang or "zh"))


def left_over(out: Path, written: Sequence[Path], formats: Sequence[str]) -> list[Path]:
    """Files of earlier runs that stand among those of this one, and may be taken for its own."""
    folders = {FORMATS[name].folder for name in formats} - {""}
    mine = {path.resolve() for path in written}
    return sorted(
        path
        for folder in folders
        for path in (out / folder).glob("*")
        if path.is_file() and path.resolve() not in mine
    )
