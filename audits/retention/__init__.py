"""Snapshots whose time is up are thrown away, and nothing that an open matter of the ledger stands on.

`pruning` does it, `evidence_pages` keeps what is needed of one that goes, `told` says what came of it;
`after_scan` is all three by the desk's rule.  Which ones go is `audits.store.keeping`'s business.
"""
