"""How the scan of each site ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from audits.scanning.order import Stored
from audits.scanning.plans import SitePlan


class End(StrEnum):
    """What became of the scan of a site."""

    DONE = "完成"
    FAILED = "没有完成"
    BUSY = "正由别人检查"
    INTERRUPTED = "被中断"
    LOST = "已由别人接手"
    AWAY = "连不上数据库"  # only where somebody waits for it: what was done is on the disk


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteEnded:
    """One site: its audit where there is one, or why there is none (Chinese); `notes` need be told too."""

    plan: SitePlan
    end: End
    stored: Stored | None = None
    why: str = ""
    notes: tuple[str, ...] = ()

    def noted(self, *notes: str) -> SiteEnded:
        """The same with more to be told."""
        return replace(self, notes=(*self.notes, *notes))
