"""Scans of configured sites: crawl side by side, judge, keep, tell; and what the kept audits say.

    ended = scan(plans, workplace, clock)               # `scan`: one `SiteEnded` a site
    exit_code(ended)                                     # `summary`: 3 over 1 over 0; `table` for people

A site is scanned by one scan at a time (`site_locks`).  Its run grows in `audits/<site>/.running` and is
renamed to `audits/<site>/<run id>` when it is whole; then one transaction stores its rows, what it does to
the ledger, its mail and its alerts (`finishing`, in a process of its own).  What a killed scan left is found
by the next one: a crawl is gone on with, a whole run is stored (`leftovers`).
"""
