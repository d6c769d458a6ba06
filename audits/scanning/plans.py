"""What is to be scanned, and where everything is.  Plain data: the configuration stands in `audits.desk`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from audits.archive.holdings import Holdings
from audits.config import Choices
from audits.desk.setup import ArchiveSetup
from audits.mailing.addressees import Addressees, Attaching
from audits.store.places import AUDITS
from audits.store.postgres_address import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlan:
    """One site: its id at the desk, how it is crawled and judged (`choices`), who gets mail about it.

    `turn` is the planned scan that this one fulfils: when it fell due, and who has claimed it.
    """

    site: str
    name: str
    home: str
    choices: Choices = field(default_factory=Choices)
    addressees: Addressees = field(default_factory=Addressees)
    turn: tuple[datetime, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """The data directory, the store, and what a scan may use.

    `attaching` None: there is no mail, and nothing is put into the outbox.
    """

    data: Path
    storage: Storage
    attaching: Attaching | None = None
    sites_at_once: int = 250
    processes: int = 1
    advice_in_ledger: bool = False
    archive: ArchiveSetup | None = None

    @property
    def holdings(self) -> Holdings:
        """The data directory, with the archive behind it."""
        return Holdings(self.data, self.archive)

    def folder(self, site: str) -> Path:
        """Where the audits of a site are."""
        return self.data / AUDITS / site

    def relative(self, path: Path) -> str:
        """A path as the store keeps it."""
        return path.relative_to(self.data).as_posix()
