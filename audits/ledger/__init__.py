"""The rectification ledger (整改台账): states and steps, what a scan does to them, waivers, attestations, XLSX.

What decides here is pure (`states`, `steps`, `due`, `after_scan`, `waived`, `attested`, `merging`); rows
go in and out through `audits.store`.  Nothing here scans, mails or reads the clock.
"""
