"""Shows the results of an audit: one module per output, all read `checker.results` alone.

Nothing here judges, fetches or looks at the clock: the same results give the same bytes.  `writing` is
the door in.
"""
