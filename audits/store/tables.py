"""The tables of the store as they are now.  How an older store gets here is the business of migrations/."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    MetaData,
    Table,
    UniqueConstraint,
)

from audits.store.types import Moment, Names, Plain, Whole

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, Plain, nullable=False)


def _site(*, needed: bool = True) -> Column[str]:
    return Column("site", Plain, ForeignKey("sites.id"), nullable=not needed)


sites = Table(
    "sites",
    metadata,
    Column("id", Plain, primary_key=True),
    _text("name"),
    _text("home"),
    Column("added_at", Moment, nullable=False),
)

audits = Table(
    "audits",
    metadata,
    Column("id", Plain, primary_key=True),
    _site(),
    Column("as_of", Date, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("exit_code", Whole, nullable=False),
    _text("tool_version"),
    Column("packs", Names, nullable=False),
    Column("verdicts", JSON, nullable=False),
    _text("folder"),
    Column("snapshot_kept", Boolean, nullable=False),
    Column("snapshot_gone_at", Moment),
    Index(None, "site", "started_at"),
)

findings = Table(
    "findings",
    metadata,
    Column("audit", Plain, ForeignKey("audits.id"), primary_key=True),
    Column("rule", Plain, primary_key=True),
    Column("fingerprint", Plain, primary_key=True),
    _text("level"),
    _text("message"),
    _text("url"),
    _text("target"),
    Column("units", Names, nullable=False),
    Index(None, "fingerprint"),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", Whole, primary_key=True),
    _site(),
    _text("rule"),
    _text("fingerprint"),
    _text("title"),
    _text("message"),
    _text("url"),
    _text("target"),
    _text("level"),
    _text("state"),
    _text("unit"),
    Column("due", Date),
    Column("extended_to", Date),
    _text("note"),
    Column("opened_at", Moment, nullable=False),
    Column("first_audit", Plain, ForeignKey("audits.id"), nullable=False),
    Column("last_audit", Plain, ForeignKey("audits.id"), nullable=False),
    Column("clean_looks", Whole, nullable=False),
    Column("closed_at", Moment),
    Column("version", Whole, nullable=False),
    UniqueConstraint("site", "rule", "fingerprint"),
    Index(None, "site", "state"),
    Index(None, "first_audit"),
    Index(None, "last_audit"),
)

ledger_steps = Table(
    "ledger_steps",
    metadata,
    Column("id", Whole, primary_key=True),
    Column("entry", Whole, ForeignKey("ledger.id"), nullable=False),
    Column("at", Moment, nullable=False),
    _text("who"),
    _text("from_state"),
    _text("to_state"),
    _text("note"),
    Column("audit", Plain, ForeignKey("audits.id")),
    Index(None, "entry"),
)

waivers = Table(
    "waivers",
    metadata,
    Column("id", Whole, primary_key=True),
    _site(needed=False),
    _text("rule"),
    _text("target"),
    _text("reason"),
    _text("approver"),
    Column("since", Date, nullable=False),
    Column("expires", Date),
    Column("withdrawn_at", Moment),
)

attestations = Table(
    "attestations",
    metadata,
    Column("id", Whole, primary_key=True),
    _site(),
    _text("clause"),
    _text("verdict"),
    _text("note"),
    _text("evidence"),
    _text("evidence_sha256"),
    _text("who"),
    Column("at", Moment, nullable=False),
    Column("expires", Date),
    Column("withdrawn_at", Moment),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Whole, primary_key=True),
    _text("message_id"),
    _text("recipient"),
    _site(needed=False),
    Column("audit", Plain, ForeignKey("audits.id")),
    _text("kind"),
    _text("subject"),
    _text("file"),
    _text("state"),
    Column("tries", Whole, nullable=False),
    Column("next_try", Moment),
    _text("error"),
    Column("queued_at", Moment, nullable=False),
    Column("sent_at", Moment),
    UniqueConstraint("message_id", "recipient"),
    Index(None, "state", "next_try"),
)

probes = Table(
    "probes",
    metadata,
    Column("id", Whole, primary_key=True),
    _site(),
    Column("at", Moment, nullable=False),
    _text("kind"),
    Column("data", JSON, nullable=False),
    Index(None, "site", "kind", "at"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("site", Plain, ForeignKey("sites.id"), primary_key=True),
    Column("rule", Plain, primary_key=True),
    Column("fingerprint", Plain, primary_key=True),
    Column("looks", Whole, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("alerted_at", Moment),
)

scan_locks = Table(
    "scan_locks",
    metadata,
    Column("site", Plain, ForeignKey("sites.id"), primary_key=True),
    _text("holder"),
    Column("since", Moment, nullable=False),
    Column("beat", Moment, nullable=False),
)

scan_turns = Table(
    "scan_turns",
    metadata,
    Column("site", Plain, ForeignKey("sites.id"), primary_key=True),
    Column("due_at", Moment, primary_key=True),
    _text("holder"),
    Column("taken_at", Moment, nullable=False),
    Column("tries", Whole, nullable=False),
    _text("state"),
    _text("error"),
    Column("audit", Plain, ForeignKey("audits.id")),
    Column("finished_at", Moment),
)

scan_plans = Table(
    "scan_plans",
    metadata,
    Column("site", Plain, ForeignKey("sites.id"), primary_key=True),
    _text("schedule"),
    Column("since", Moment, nullable=False),
    Column("looked_at", Moment, nullable=False),
)

address_leases = Table(
    "address_leases",
    metadata,
    Column("address", Plain, primary_key=True),
    _text("holder"),
    Column("until", Moment, nullable=False),
    Column("others_until", Moment, nullable=False),
    Column("rest_until", Moment, nullable=False),
    _text("wanted_by"),
    Column("wanted_until", Moment, nullable=False),
)
