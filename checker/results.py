"""The results of an audit: the typed form of `audit.json`, format `gongkai-audit/1`.

Reports read this and nothing else.  It judges nothing; what is wrong with a file is told by `results_file`.
"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checker.results_file import FORMAT, ResultsError, content_of, is_day, unreadable, unusable

# What programs read exactly in JSON; nothing that is counted here comes near.
_MOST = 2**53 - 1
Count = Annotated[int, Field(ge=0, le=_MOST)]
Share = Annotated[float, Field(ge=0, le=1)]


class Verdict(StrEnum):
    """How a rule or a clause was judged; see `WORST_FIRST` for the order."""

    FAIL = "fail"
    REVIEW = "review"
    PENDING = "pending"
    PASS = "pass"
    NOT_APPLICABLE = "not_applicable"


WORST_FIRST = tuple(Verdict)


def worst(verdicts: list[Verdict]) -> Verdict:
    """The worst of some verdicts (fail > review > pending > pass > not_applicable)."""
    return min(verdicts, key=WORST_FIRST.index, default=Verdict.NOT_APPLICABLE)


class Reason(StrEnum):
    """Why a person must look (`review`)."""

    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    SCRIPT_ONLY = "script_only"
    IMAGE_ONLY = "image_only"
    LOGIN = "login"
    NO_IPV6_HERE = "no_ipv6_here"
    TOO_FEW = "too_few"
    DATE_CONFLICT = "date_conflict"
    CALENDAR_MISSING = "calendar_missing"
    ASSISTED = "assisted"
    MANUAL = "manual"
    CHECK_ERROR = "check_error"
    BUDGET = "budget"


class Level(StrEnum):
    """How much a rule weighs: a veto or a requirement can fail the site, advice cannot."""

    VETO = "veto"
    REQUIRED = "required"
    ADVISORY = "advisory"


def _unset(value: object) -> bool:
    """What only the desk adds stands in no other audit.json."""
    return not value


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Site(_Part):
    """The audited site."""

    name: str
    home: str
    hosts: list[str]


class PackUsed(_Part):
    """A pack that was judged by; `digest` is over the pack and the rules it names."""

    id: str
    title: str
    version: str
    digest: str = ""


class Run(_Part):
    """When and by what the audit was made.  The only part that may differ between equal audits."""

    id: str
    started_at: str
    finished_at: str
    tool_version: str
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)]


class HostSeen(_Part):
    """One host of the site: how many of its pages are known and were read, and why the others were not."""

    host: str
    pages_known: Count
    pages_fetched: Count
    not_fetched: dict[str, Count] = Field(default_factory=dict)


class OutsideHost(_Part):
    """A host that links lead to and that was not taken as the site's own; `akin`: its name suggests it."""

    host: str
    links: Count
    akin: bool = False


class Spared(_Part):
    """What an earlier snapshot, begun at `since`, spared the crawl.  Bytes are those of unpacked bodies.

    `not_modified` counts what the server did not send again, `same_body` what it sent and was the same.
    """

    since: str
    not_modified: Count
    not_modified_bytes: Count
    same_body: Count
    same_body_bytes: Count


class UrlsSeen(_Part):
    """Which URLs were read, said to be missing (404, 410) or left open, so that audits can be compared.

    Each is a set of marks (`url_mark`), sorted, put together and written as base64: 4 bytes a URL.
    """

    read: str = ""
    missing: str = ""
    left_open: str = ""


def url_mark(url: str) -> bytes:
    """Four bytes that stand for a URL: enough to ask of one URL whether it is among some 100,000."""
    return hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=4).digest()


class Coverage(_Part):
    """What was seen, with denominators.  `not_fetched` counts pages by fetch outcome.

    `hosts` are the largest of the site, `outside_hosts` those of `outside_hosts_known` that may be meant
    to belong to it, `traps` counts URLs left out as endless by kind.
    """

    pages_known: Count
    pages_fetched: Count
    not_fetched: dict[str, Count]
    links_known: Count
    links_checked: Count
    links_unchecked: dict[str, Count] = Field(default_factory=dict)
    attachments_known: Count
    attachments_opened: Count
    complete: bool
    crawl_finish: str | None = None
    crawled_at: str | None = None
    notes: list[str] = Field(default_factory=list)
    hosts: list[HostSeen] = Field(default_factory=list)
    hosts_known: Count = 0
    outside_hosts: list[OutsideHost] = Field(default_factory=list)
    outside_hosts_known: Count = 0
    traps: dict[str, Count] = Field(default_factory=dict)
    spared: Spared | None = None
    urls: UrlsSeen | None = None


class Compliance(_Part):
    """How the clauses of one pack came out: each is counted once, from `repeated` to `failed`.

    `decided` are those passed and failed, `due` those that a machine or a person has to decide now.
    `rate` is passed / decided and `decided_share` decided / due (0 to 1, cut after four digits; None of nothing).
    `vetoed` are the failed clauses that a veto rule judges, `attested` how many of the decided a person decided.
    """

    pack: str
    version: str
    digest: str = ""
    clauses: Count
    repeated: Count
    not_applicable: Count
    advisory: Count
    pending: Count
    asked: Count
    review: Count
    passed: Count
    failed: Count
    decided: Count
    due: Count
    rate: Share | None
    decided_share: Share | None
    vetoed: list[str] = Field(default_factory=list)
    attested: Count = Field(default=0, exclude_if=_unset)


class Score(_Part):
    """Counts, no invented score."""

    verdicts: dict[str, Count]
    clauses: dict[str, Count] = Field(default_factory=dict)
    compliance: list[Compliance] = Field(default_factory=list)


class Evidence(_Part):
    """Something seen that bears on a verdict."""

    url: str
    what: str
    excerpt: str = ""
    fetched_at: str | None = None
    sha256: str | None = None
    warc: str | None = None  # "file@offset+length" inside the snapshot
    rendered: str | None = None  # browser and time, where its DOM was read instead of the answer


class Waived(_Part):
    """An exception that a person has granted: why, who approved it, from when to when (days)."""

    reason: str
    approver: str
    since: str
    expires: str | None = None


class Attested(_Part):
    """A verdict is a person's, who looked where no machine decides; `at` is the day of the answer."""

    who: str
    at: str
    note: str = ""
    evidence: str = ""
    evidence_sha256: str = ""
    expires: str | None = None


class Finding(_Part):
    """One root cause at fault, once, with the places it stands on."""

    fingerprint: str
    message: str
    url: str
    target: str | None = None
    found_on: list[str] = Field(default_factory=list)
    found_on_count: Count = 0
    observed: str = ""
    expected: str = ""
    excerpt: str = ""
    fetched_at: str | None = None
    sha256: str | None = None
    warc: str | None = None
    rendered: str | None = None
    suggestion: str = ""
    waived: Waived | None = Field(default=None, exclude_if=_unset)


class MeasurementTable(_Part):
    """A small table of what was measured (e.g. the IPv6 sub-tests), shown as it is."""

    title: str
    columns: list[str]
    rows: list[list[str]]


class RuleResult(_Part):
    """One rule judged.  `pass_when`, `how_checked`, `fix`, `known_limits` come from the rule file.

    `first` is the machine's own verdict where a person has the last word (and `verdict` is review).
    `theme` is the title of the folder that the rule stands in, "" where it stands in none.
    """

    id: str
    title: str
    theme: str = ""
    level: Level
    verdict: Verdict
    reason: Reason | None = None
    first: Verdict | None = None
    message: str
    clauses: list[str]
    check: str = ""
    pass_when: str = ""
    how_checked: str = ""
    fix: str = ""
    known_limits: str = ""
    basis: list[str] = Field(default_factory=list)
    params: dict[str, object] = Field(default_factory=dict)
    error: str | None = None
    evidence: list[Evidence] = Field(default_factory=list)
    findings: list[Finding] = Field(default_factory=list)
    tables: list[MeasurementTable] = Field(default_factory=list)
    waived: Waived | None = Field(default=None, exclude_if=_unset)
    attested: Attested | None = Field(default=None, exclude_if=_unset)


class ClauseResult(_Part):
    """One clause of a pack: the worst of its rules, or a question for a person.

    `printed` is the number or limit as the document prints it; `hints` say where a person may look.
    """

    id: str
    section: str
    title: str
    responsible: list[str]
    modality: str
    verdict: Verdict
    rules: list[str]
    question: str | None = None
    hints: list[str] = Field(default_factory=list)
    printed: str | None = None
    same_as: str | None = None
    note: str | None = None
    attested: Attested | None = Field(default=None, exclude_if=_unset)


class AuditResult(_Part):
    """A whole audit, as it stands in `audit.json`."""

    format: Literal["gongkai-audit/1"] = FORMAT
    site: Site
    packs: list[PackUsed]
    as_of: str
    run: Run
    coverage: Coverage
    score: Score
    rules: list[RuleResult]
    clauses: list[ClauseResult]

    def to_json(self) -> str:
        """The bytes of audit.json: stable key order, two-space indent, Chinese unescaped."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def read(cls, path: Path) -> AuditResult:
        """Read an audit.json.

        Raises ResultsError with place and remedy where the file is missing, is no JSON or has
        another format.
        """
        try:
            result = cls.model_validate_json(content_of(path))
        except OSError as error:
            raise unreadable(path, error) from error
        except ValidationError as error:
            raise unusable(path, error) from error
        if not is_day(result.as_of):
            raise ResultsError(
                f"{path} 的 as_of（{result.as_of[:40]}）不是日期，文件被改动过。请重新运行 gongkai check 生成。"
            )
        return result
