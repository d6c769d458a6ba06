"""The first tables of the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from audits.store.types import TEXT, WHOLE

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, TEXT, nullable=nullable)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _whole(name: str) -> sa.Column[object]:
    return sa.Column(name, WHOLE, nullable=False)


def _truth(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sites", _text("id"), _text("name"), _text("home"), _moment("added_at"), _key("sites", "id")
    )
    op.create_table(
        "audits",
        _text("id"),
        _text("site"),
        _day("as_of"),
        _moment("started_at"),
        _moment("finished_at"),
        _truth("complete"),
        _whole("exit_code"),
        _text("tool_version"),
        _json("packs"),
        _json("verdicts"),
        _text("folder"),
        _truth("snapshot_kept"),
        _refers("audits", "site", "sites"),
        _key("audits", "id"),
    )
    op.create_index("ix_audits_site_started_at", "audits", ["site", "started_at"])
    op.create_table(
        "findings",
        _text("audit"),
        _text("rule"),
        _text("fingerprint"),
        _text("level"),
        _text("message"),
        _text("url"),
        _text("target"),
        _json("units"),
        _refers("findings", "audit", "audits"),
        _key("findings", "audit", "rule", "fingerprint"),
    )
    op.create_index("ix_findings_fingerprint", "findings", ["fingerprint"])
    _ledger()
    _persons_words()
    _mail_and_measurements()


def _ledger() -> None:
    op.create_table(
        "ledger",
        _whole("id"),
        _text("site"),
        _text("rule"),
        _text("fingerprint"),
        _text("title"),
        _text("message"),
        _text("url"),
        _text("target"),
        _text("level"),
        _text("state"),
        _text("unit"),
        _day("due", nullable=True),
        _day("extended_to", nullable=True),
        _text("note"),
        _moment("opened_at"),
        _text("first_audit"),
        _text("last_audit"),
        _whole("clean_looks"),
        _moment("closed_at", nullable=True),
        _whole("version"),
        _refers("ledger", "site", "sites"),
        _refers("ledger", "first_audit", "audits"),
        _refers("ledger", "last_audit", "audits"),
        sa.UniqueConstraint("site", "rule", "fingerprint", name="uq_ledger_site_rule_fingerprint"),
        _key("ledger", "id"),
    )
    op.create_table(
        "ledger_steps",
        _whole("id"),
        _whole("entry"),
        _moment("at"),
        _text("who"),
        _text("from_state"),
        _text("to_state"),
        _text("note"),
        _text("audit", nullable=True),
        _refers("ledger_steps", "entry", "ledger"),
        _refers("ledger_steps", "audit", "audits"),
        _key("ledger_steps", "id"),
    )
    op.create_index("ix_ledger_steps_entry", "ledger_steps", ["entry"])


def _persons_words() -> None:
    op.create_table(
        "waivers",
        _whole("id"),
        _text("site", nullable=True),
        _text("rule"),
        _text("target"),
        _text("reason"),
        _text("approver"),
        _day("since"),
        _day("expires", nullable=True),
        _moment("withdrawn_at", nullable=True),
        _refers("waivers", "site", "sites"),
        _key("waivers", "id"),
    )
    op.create_table(
        "attestations",
        _whole("id"),
        _text("site"),
        _text("clause"),
        _text("verdict"),
        _text("note"),
        _text("evidence"),
        _text("evidence_sha256"),
        _text("who"),
        _moment("at"),
        _day("expires", nullable=True),
        _moment("withdrawn_at", nullable=True),
        _refers("attestations", "site", "sites"),
        _key("attestations", "id"),
    )


def _mail_and_measurements() -> None:
    op.create_table(
        "outbox",
        _whole("id"),
        _text("message_id"),
        _text("recipient"),
        _text("site", nullable=True),
        _text("audit", nullable=True),
        _text("kind"),
        _text("subject"),
        _text("file"),
        _text("state"),
        _whole("tries"),
        _moment("next_try", nullable=True),
        _text("error"),
        _moment("queued_at"),
        _moment("sent_at", nullable=True),
        _refers("outbox", "site", "sites"),
        _refers("outbox", "audit", "audits"),
        sa.UniqueConstraint("message_id", "recipient", name="uq_outbox_message_id_recipient"),
        _key("outbox", "id"),
    )
    op.create_index("ix_outbox_state_next_try", "outbox", ["state", "next_try"])
    op.create_table(
        "probes",
        _whole("id"),
        _text("site"),
        _moment("at"),
        _text("kind"),
        _json("data"),
        _refers("probes", "site", "sites"),
        _key("probes", "id"),
    )
    op.create_index("ix_probes_site_kind_at", "probes", ["site", "kind", "at"])
    op.create_table(
        "alerts",
        _text("site"),
        _text("rule"),
        _text("fingerprint"),
        _whole("looks"),
        _moment("first_seen"),
        _moment("alerted_at", nullable=True),
        _refers("alerts", "site", "sites"),
        _key("alerts", "site", "rule", "fingerprint"),
    )
    op.create_table(
        "scan_locks",
        _text("site"),
        _text("holder"),
        _moment("since"),
        _moment("beat"),
        _refers("scan_locks", "site", "sites"),
        _key("scan_locks", "site"),
    )
