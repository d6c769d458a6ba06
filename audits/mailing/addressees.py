"""Who gets mail about a site, and what is attached to it.  Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.mail_limits import ATTACHED, MOST_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressees:
    """Who gets mail about a site: all of it, or a unit's part (addresses by the unit's name)."""

    recipients: tuple[str, ...] = ()
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attaching:
    """Which reports are attached, and how large they may be together."""

    formats: tuple[str, ...] = ATTACHED
    most_bytes: int = MOST_BYTES
