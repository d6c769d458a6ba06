"""One row of each table, frozen.  Names and order of the fields are those of the columns in `tables`.

`id` 0 means: not stored yet; the function that stores the row returns it with its number.
Moments are aware; days are days of the site's calendar.  Paths are relative to the data directory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site that was ever configured."""

    id: str
    name: str
    home: str
    added_at: datetime


# In the counts of an audit: advice that is not met, which is no failure.
ADVICE = "advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One audit of a site.  `id` is the run id; `verdicts` counts rules by verdict, advice that is not met apart.

    `snapshot_gone_at` says when the snapshot was thrown away because its time was up.
    """

    id: str
    site: str
    as_of: date
    started_at: datetime
    finished_at: datetime
    complete: bool
    exit_code: int
    tool_version: str
    packs: tuple[str, ...]
    verdicts: Mapping[str, int]
    folder: str
    snapshot_kept: bool = True
    snapshot_gone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding of an audit, as far as the desk needs it; all of it stands in audit.json."""

    audit: str
    rule: str
    fingerprint: str
    level: str
    message: str
    url: str
    target: str = ""
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One matter of the ledger (台账).  `version` counts its changes; `state` is the ledger's own word."""

    site: str
    rule: str
    fingerprint: str
    title: str
    message: str
    url: str
    target: str = ""
    level: str
    state: str
    unit: str = ""
    due: date | None = None
    extended_to: date | None = None
    note: str = ""
    opened_at: datetime
    first_audit: str
    last_audit: str
    clean_looks: int = 0
    closed_at: datetime | None = None
    version: int = 1
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerStep:
    """One step of a matter: who moved it, when, from where to where.  Never changed, never removed."""

    entry: int
    at: datetime
    who: str
    from_state: str
    to_state: str
    note: str = ""
    audit: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """An exception granted by a person.  `site` None: for all sites; `target` "": for the whole rule."""

    site: str | None
    rule: str
    target: str = ""
    reason: str
    approver: str
    since: date
    expires: date | None = None
    withdrawn_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """A person's answer to a question that no machine decides.  `evidence` is a file, or ""."""

    site: str
    clause: str
    verdict: str
    note: str = ""
    evidence: str = ""
    evidence_sha256: str = ""
    who: str
    at: datetime
    expires: date | None = None
    withdrawn_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One message to one recipient; `file` holds the whole message."""

    message_id: str
    recipient: str
    site: str | None = None
    audit: str | None = None
    kind: str
    subject: str
    file: str
    state: str
    tries: int = 0
    next_try: datetime | None = None
    error: str = ""
    queued_at: datetime
    sent_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRow:
    """One measurement of a series, e.g. a try of the home page."""

    site: str
    at: datetime
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A matter that may need telling at once: how many looks have found it, and when it was told."""

    site: str
    rule: str
    fingerprint: str
    looks: int
    first_seen: datetime
    alerted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanLock:
    """Who is scanning a site, and when that one was last heard of."""

    site: str
    holder: str
    since: datetime
    beat: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanTurn:
    """A scan that fell due at `due_at`: who took it, how often it was tried, what came of it.

    `state` is the scanner's own word; a turn is over when `finished_at` is set.
    """

    site: str
    due_at: datetime
    holder: str
    taken_at: datetime
    tries: int = 1
    state: str = "running"
    error: str = ""
    audit: str | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanPlan:
    """By which schedule a site was last looked at, since when that one holds; "" is no schedule."""

    site: str
    schedule: str
    since: datetime
    looked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLease:
    """Which process may ask a server address, and until when; "" is nobody.

    Up to `others_until` somebody else than the holder may have asked it; before `rest_until` it wants no
    question.  Who waits for it is `wanted_by`, as long as `wanted_until` is to come.
    """

    address: str
    holder: str
    until: datetime
    others_until: datetime
    rest_until: datetime
    wanted_by: str
    wanted_until: datetime
