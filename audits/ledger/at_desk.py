"""What the commands of the ledger begin with: the configuration, the store, the person, the entry meant."""

from __future__ import annotations

import contextlib
import getpass
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from audits.archive.errors import DamagedError, MissingError
from audits.archive.holdings import holdings_of
from audits.desk.place import config_place
from audits.desk.reading import opened
from audits.desk.setup import ConfiguredSite, Desk
from audits.refused import RefusedError
from audits.store import Store, audit_runs, ledger, open_store, sites
from audits.store.rows import LedgerEntry, Site
from checker.results import AuditResult
from checker.results_file import ResultsError

WHO = "GONGKAI_WHO"
_SHORTEST = 4  # of a fingerprint's beginning
_NO_NUMBER = (
    8  # digits: fewer are a number, and one that is misspelt must not hit upon another entry
)


@dataclass(frozen=True, slots=True)
class AtDesk:
    """The desk with its store open."""

    desk: Desk
    store: Store

    def today(self, now: datetime) -> date:
        """The day at the desk."""
        return now.astimezone(self.desk.time_zone).date()

    def site(self, site: str) -> ConfiguredSite:
        """A configured site.  Raises RefusedError."""
        found = self.desk.site(site)
        if found is None:
            known = "、".join(one.id for one in self.desk.sites) or "（还没有）"
            raise RefusedError(f"没有网站“{site[:60]}”。已有的网站：{known}。")
        return found

    def units(self, site: str | None = None) -> tuple[str, ...]:
        """The units that are configured, of one site or of all."""
        mine = [one for one in self.desk.sites if site in (None, one.id)]
        return tuple(dict.fromkeys(unit.name for one in mine for unit in one.units))

    def name(self, site: str) -> str:
        """What a site is called; its id where it is configured no more."""
        found = self.desk.site(site)
        return found.name if found else site


@contextlib.contextmanager
def at_desk(config: Path | None) -> Iterator[AtDesk]:
    """Read the configuration and open the store.  Raises RefusedError, RuleErrors, StoreError."""
    desk = opened(config_place(config, os.environ, Path.cwd()))
    with contextlib.closing(open_store(desk.storage)) as store:
        yield AtDesk(desk, store)


def person(named: str | None) -> str:
    """Who acts: the name given, else $GONGKAI_WHO, else the user of this machine.  Raises RefusedError."""
    try:
        who = (named or os.environ.get(WHO) or getpass.getuser()).strip()
    except (KeyError, OSError):  # a user without a name
        who = ""
    if not who:
        raise RefusedError(f"请写明经办人（--who，或环境变量 {WHO}）。")
    return who


def entry_meant(connection: Connection, text: str, site: str | None = None) -> LedgerEntry:
    """The entry of a number, or of a fingerprint's beginning.  Raises RefusedError."""
    wanted = text.strip()
    if wanted.isdecimal() and len(wanted) < len(str(2**63)):
        found = ledger.get(connection, entry=int(wanted))
        if found is not None:
            return found
    if len(wanted) >= (_NO_NUMBER if wanted.isdecimal() else _SHORTEST):
        matching = [
            one
            for one in ledger.listed(connection, site=site)
            if one.fingerprint.startswith(wanted) or one.fingerprint == f"{one.rule}:{wanted}"
        ]
        if len(matching) == 1:
            return matching[0]
        if matching:
            numbers = "、".join(str(one.id) for one in matching[:20])
            raise RefusedError(
                f"“{wanted[:80]}”对得上 {len(matching)} 条：台账第 {numbers} 条。请用编号。"
            )
    raise RefusedError(
        f"台账里没有“{wanted[:80]}”。请用编号，或问题标识的前几位（至少 {_SHORTEST} 个字符）；"
        "编号见 gongkai ledger list。"
    )


def entries_meant(
    connection: Connection, texts: Sequence[str], site: str | None = None
) -> tuple[LedgerEntry, ...]:
    """Several, each once."""
    found = [entry_meant(connection, text, site) for text in texts]
    return tuple({entry.id: entry for entry in found}.values())


def known_site(connection: Connection, site: ConfiguredSite, now: datetime) -> None:
    """Put a configured site into the store, where no scan has done so yet."""
    row = Site(id=site.id, name=site.name, home=site.home, added_at=now)
    sites.know(connection, site=row)


def results_of(at: AtDesk, audit: str) -> AuditResult | None:
    """The results of an audit; None where its folder is gone.  Not for a transaction: the archive may be asked."""
    with at.store.reading() as connection:
        run = audit_runs.get(connection, audit=audit)
    if run is None:
        return None
    try:
        return AuditResult.read(holdings_of(at.desk).results(run.folder))
    except (ResultsError, MissingError, DamagedError):
        return None


def latest_results(at: AtDesk, site: str) -> AuditResult | None:
    """The results of the last audit of a site, if there are any."""
    with at.store.reading() as connection:
        run = audit_runs.latest(connection, site=site)
    return results_of(at, run.id) if run else None
