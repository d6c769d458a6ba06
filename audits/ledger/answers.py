"""Answers that the checklist of a report exports (`gongkai-answers/1`), as attestations.

All of it was typed by people on their own machines: it is bounded and looked at before anything is taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audits.clock import BEIJING
from audits.ledger.attested import TOLD
from audits.refused import RefusedError
from audits.store.rows import Attestation
from checker.results import AuditResult, ClauseResult, RuleResult, Verdict
from crawler.snapshot.troubles import reason

FORMAT = "gongkai-answers/1"
MOST_BYTES = 5_000_000
_EARLIEST = date(2000, 1, 1)  # before it a date is a slip, or meant to break something
# By pydantic's kinds of error.
_WRONG = {
    "json_invalid": "不是 JSON",
    "missing": "缺少这一项",
    "literal_error": "不是可用的词",
    "string_type": "应当是文字",
    "string_too_short": "是空的",
    "string_too_long": "太长",
    "too_long": "太多",
    "list_type": "应当是列表",
    "model_type": "应当是“键: 值”",
}
_Id = Annotated[str, Field(min_length=1, max_length=200)]
_Text = Annotated[str, Field(max_length=5_000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Answer(_Part):
    kind: Literal["rule", "clause"]
    id: _Id
    answer: Literal["pass", "fail", "not_applicable"] | None = None
    note: _Text | None = None
    name: _Text | None = None
    date: Annotated[str, Field(max_length=40)] | None = None


class _Audit(_Part):
    digest: Annotated[str, Field(max_length=100)]
    home: _Text = ""
    as_of: _Text = ""


class _By(_Part):
    name: _Text | None = None
    date: Annotated[str, Field(max_length=40)] | None = None


class Answers(_Part):
    """The file."""

    format: Literal["gongkai-answers/1"]
    audit: _Audit
    by: _By | None = None
    answers: Annotated[list[_Answer], Field(max_length=20_000)]


@dataclass(frozen=True, slots=True)
class Taken:
    """Attestations made of answers, and what was not taken and why (Chinese, line by line)."""

    attestations: tuple[Attestation, ...]
    left: tuple[str, ...]


def read(path: Path) -> Answers:
    """Read a file of answers.  Raises RefusedError."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RefusedError(
                f"{path} 超过 {MOST_BYTES // 1_000_000} MB，不像导出的答复。"
                "请用报告里“导出答复”得到的文件。"
            )
        return Answers.model_validate_json(path.read_bytes())
    except OSError as error:
        raise RefusedError(f"读不到 {path}：{reason(error)}。请检查路径和权限。") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "文件开头"
        wrong = _WRONG.get(first["type"], "写法不对")
        raise RefusedError(
            f"{path} 不是 {FORMAT} 格式的答复（{place}：{wrong}）。"
            "请用报告里“导出答复”得到的 JSON 文件。"
        ) from error


def taken(answers: Answers, given: Attestation, result: AuditResult | None) -> Taken:
    """An attestation for each answer that decides something.

    `given` has what is the same for all: site, who where nobody is named, the present moment, expiry.
    `result` is the audit that the questions stand in.
    """
    made: list[Attestation] = []
    left: list[str] = []
    known = _open(result) if result else None
    for one in answers.answers:
        if one.answer is None:
            left.append(f"{one.id}：只写了说明，还没有判，没有导入。")
        elif (one.kind == "clause") != ("/" in one.id) or (
            known is not None and one.id not in known
        ):
            left.append(f"{one.id}：这次检查里没有这一项，没有导入。")
        elif known is not None and not known[one.id]:
            left.append(f"{one.id}：机器已经判定，人工认定不改变它，没有导入。")
        else:
            by = answers.by or _By()
            day = _day(one.date) or _day(by.date)
            at = min(given.at, datetime.combine(day, time(), BEIJING)) if day else given.at
            who = (one.name or by.name or given.who).strip() or given.who
            made.append(
                replace(
                    given,
                    clause=one.id,
                    verdict=TOLD[Verdict(one.answer)],
                    note=(one.note or "").strip(),
                    who=who,
                    at=at,
                )
            )
    return Taken(tuple(made), tuple(left))


def same(one: Attestation, other: Attestation) -> bool:
    """They say the same: to import a file twice adds nothing."""
    return (
        all(
            getattr(one, name) == getattr(other, name)
            for name in ("site", "clause", "verdict", "note", "who", "expires")
        )
        and one.at.astimezone(BEIJING).date() == other.at.astimezone(BEIJING).date()
    )


def _open(result: AuditResult) -> dict[str, bool]:
    """All rules and clauses; True where they wait for a person, or a person has answered before."""
    parts: list[RuleResult | ClauseResult] = [*result.rules, *result.clauses]
    return {one.id: one.verdict is Verdict.REVIEW or one.attested is not None for one in parts}


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return day if day >= _EARLIEST else None
