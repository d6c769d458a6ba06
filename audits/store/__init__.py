"""The store of the desk: sites, audits, findings, ledger, waivers, attestations, outbox, probes, alerts, locks.

It keeps rows and answers for them; what they mean is decided by `audits.ledger`, `audits.scanning`,
`audits.mailing`.  It knows neither configuration nor clock nor network.

    with open_store(folder / "gongkai.sqlite") as store:        # made or upgraded where need be
        with store.begin() as connection:                       # one transaction: whole or not at all
            entry = ledger.get(connection, entry=7)
            ledger.update(connection, entry=replace(entry, state="confirmed"))
        with store.reading() as connection:                     # reads only, waits for no writer
            audit_runs.listed(connection, site="huantai")

open_store(storage: Storage, *, create=True, busy_seconds=60.0) -> Store      a file, or PostgreSQL; raises StoreError
Store.begin() · Store.reading() · Store.upgrade() -> bool · Store.revision() -> str · Store.place · Store.close()

Rows (`audits.store.rows`) are frozen; moments are aware and come back as UTC, days are `date`.  `id=0` is
not numbered yet.  Each function takes the connection first, all else by name:

sites         add(site: Site) -> Site · get(site: str) -> Site | None · listed() · update(site: Site)
              know(site: Site): add, or update where it is called otherwise now
audit_runs    add(audit: Audit) -> Audit · get(audit: str) · listed(site=None, complete=None), oldest first
              latest(site, complete=None) -> Audit | None
              update(audit: Audit): folder, snapshot_kept, snapshot_gone_at
findings      add(findings_of: Iterable[Finding]) · listed(audit=None, rule=None, fingerprint=None)
ledger        add(entry: LedgerEntry) -> LedgerEntry · get(entry: int)
              listed(site=None, state=None, unit=None, rule=None) · update(entry) -> LedgerEntry, version + 1
              add_step(step: LedgerStep) -> LedgerStep · steps(entry=None, site=None)
waivers       add(waiver: Waiver) -> Waiver · get(waiver: int) · listed(site=None, rule=None, withdrawn=None)
              withdraw(waiver: int, at)
attestations  add(attestation: Attestation) -> Attestation · get(attestation: int)
              listed(site=None, clause=None, withdrawn=None) · withdraw(attestation: int, at)
outbox        add(mail: Mail) -> Mail · add_once(mail) -> Mail | None (None: was there) · get(mail: int)
              of(message_id, recipient) · listed(state=None, site=None, kind=None)
              due(states, now) · update(mail, was: str): only if its state is still `was`
probes        add(series: Iterable[ProbeRow]) · listed(site, kind=None, since=None, until=None)
alerts        put(alert: Alert) · get(site, rule, fingerprint) · listed(site=None) · remove(...) -> bool
scan_locks    take(site, holder, at, dead_before) -> bool · beat(site, holder, at) -> bool
              release(site, holder) -> bool · get(site) · listed()
scan_turns    scans that fell due, each taken once by whoever is first, over all schedulers and restarts:
              take(turn: ScanTurn) -> bool (False: was taken before) · get(site, due_at) · latest(site)
              retake(turn, holder, at) -> ScanTurn, tries + 1: one that was not finished (StaleError: another was first)
              reopen(turn, holder, at, state) -> ScanTurn: a finished one afresh
              finish(turn: ScanTurn): with state, error, audit, finished_at (StaleError: no longer its holder's)
              listed(site=None, finished=None), oldest first · last_of_each(until=None) · standing(until)
scan_plans    put(plan: ScanPlan) · get(site) · listed()
address_leases
              locked(addresses, new, at): rows by address, which nobody else changes until the transaction ends
              put(leases): rows as they are from now on · forget(before) · listed()

ConflictError: it is there already, or what it refers to is not (the transaction goes on without it).
StaleError: somebody else has changed it meanwhile.  UnreachableError: ask again later.  All are StoreErrors;
messages are Chinese.
"""

from audits.store.errors import ConflictError, StaleError, StoreError, UnreachableError
from audits.store.store import Store, open_store

__all__ = ["ConflictError", "StaleError", "Store", "StoreError", "UnreachableError", "open_store"]
