"""Looks at a finding that did not see it: how many are needed, and what one of them does.

What hangs on the network may be away for an hour only, on either side: it wants two clean looks, at most
one of them a look at this one thing (`gongkai recheck`), before it counts as mended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audits.ledger.states import State
from audits.ledger.steps import By, Moved, forced, noted
from audits.store.rows import LedgerEntry, LedgerStep
from reports.wording import observed

SYSTEM = "系统"
# A step that begins so is a look at one thing.
AT_ONCE = "即时复查"
CLOSED_BY_ITSELF = "复查未再发现，自动销号"
_LOOKS_OF_LINKS = 2
_CLEAN = "次复查没有发现"
_NETWORK_CHECKS = frozenset(
    {
        *("links_alive", "service_online", "site_available", "answers_in_time"),
        *("https_redirects", "ipv6_ready", "mobile_ipv6_ready", "dns_secured", "tls_trustworthy"),
    }
)


def network_code(code: str) -> str | None:
    """The outcome of a request (`404`, `dns` …) where this is what was observed; None for anything else."""
    return observed(code).code


def looks_needed(check: str, code: str) -> int:
    """How many clean looks close a finding."""
    by_network = check in _NETWORK_CHECKS or network_code(code) is not None
    return _LOOKS_OF_LINKS if by_network else 1


def clean_look(entry: LedgerEntry, needed: int, by: By) -> Moved:
    """One look that did not see it: noted, or the last that was needed, which closes the entry."""
    looks = entry.clean_looks + 1
    if looks < needed:
        note = _with(by, f"第 {looks} {_CLEAN}；与网络有关的问题，{needed} 次没有发现才销号")
        return noted(entry, replace(by, note=note), clean_looks=looks)
    moved = Moved(entry)
    if State(entry.state) is not State.RECHECKED:
        note = _with(by, "复查没有再发现")
        moved = forced(entry, State.RECHECKED, replace(by, note=note), clean_looks=looks)
    closing = replace(by, note=CLOSED_BY_ITSELF)
    return moved.then(forced(moved.entry, State.CLOSED, closing, clean_looks=looks))


def looked_at_once(entry: LedgerEntry, steps: Sequence[LedgerStep]) -> bool:
    """One of the clean looks that count now was already a look at this one thing.

    `steps` are those of the entry, in their order.
    """
    clean = [step.note for step in steps if _CLEAN in step.note]
    return any(note.startswith(AT_ONCE) for note in clean[len(clean) - entry.clean_looks :])


def _with(by: By, told: str) -> str:
    return f"{by.note}：{told}" if by.note else told
