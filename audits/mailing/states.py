"""The states of a message in the outbox, and how each is told."""

from __future__ import annotations

from collections.abc import Mapping

QUEUED = "queued"
SENDING = "sending"  # claimed: what becomes of it is not stored yet
SENT = "sent"
REFUSED = "refused"  # for good, by the recipient's or our own server
FAILED = "failed"  # given up after many tries

TOLD: Mapping[str, str] = {
    QUEUED: "待发送",
    SENDING: "发送中",
    SENT: "已发送",
    REFUSED: "被拒收",
    FAILED: "已放弃",
}
