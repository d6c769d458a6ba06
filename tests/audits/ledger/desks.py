"""A desk with a store that some scans have gone into."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from audits.ledger.after_scan import Scanned
from audits.ledger.writing import Applied, apply_scan
from audits.store import audit_runs, open_store, sites
from audits.store import ledger as rows
from audits.store.rows import Audit, LedgerEntry, LedgerStep, Site
from checker.results import AuditResult
from tests.postgres.switch import line, place
from tests.reports.audits_in_time import HOME

SITE = "qinglu"
CONFIG = f"""
sites:
  - id: {SITE}
    name: 青麓县人民政府
    url: {HOME}
    units:
      县政府办公室: {{contacts: [bgs@qinglu.example]}}
      县大数据发展中心: {{contacts: [sj@qinglu.example]}}
"""


class Office:
    """The folder of a desk, its configuration and its data."""

    def __init__(self, folder: Path, config: str = CONFIG) -> None:
        self.folder = folder
        self.config = folder / "gongkai.yaml"
        self.data = folder / "gongkai-data"
        self.config.write_text(line(self.data) + config, encoding="utf-8")
        self.data.mkdir(exist_ok=True)
        self.store = place(self.data)
        self.audits: list[AuditResult] = []
        with closing(open_store(self.store)) as store, store.begin() as connection:
            at = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
            sites.add(connection, site=Site(id=SITE, name="青麓县人民政府", home=HOME, added_at=at))

    def scan(self, result: AuditResult) -> Applied:
        """What the scan of a site leaves: audit.json, a row, the ledger brought up to date."""
        folder = f"audits/{SITE}/{result.run.id}"
        (self.data / folder).mkdir(parents=True)
        (self.data / folder / "audit.json").write_text(result.to_json(), encoding="utf-8")
        finished = datetime.fromisoformat(result.run.finished_at)
        run = Audit(
            id=result.run.id,
            site=SITE,
            as_of=date.fromisoformat(result.as_of),
            started_at=datetime.fromisoformat(result.run.started_at),
            finished_at=finished,
            complete=True,
            exit_code=1,
            tool_version="1",
            packs=("base",),
            verdicts={},
            folder=folder,
        )
        with closing(open_store(self.store)) as store, store.begin() as connection:
            audit_runs.add(connection, audit=run)
            scanned = Scanned(SITE, result, tuple(self.audits))
            done = apply_scan(connection, scanned, finished)
        self.audits.append(result)
        return done

    def entries(self) -> dict[int, LedgerEntry]:
        with closing(open_store(self.store)) as store, store.reading() as connection:
            return {one.id: one for one in rows.listed(connection)}

    def steps(self, entry: int) -> tuple[LedgerStep, ...]:
        with closing(open_store(self.store)) as store, store.reading() as connection:
            return rows.steps(connection, entry=entry)
