"""The queue of many machines: Procrastinate's jobs beside the store, on PostgreSQL only.

    book = Book(store)                          # `book`: jobs, workers and turns in the store's transactions
    prepare(store)                              # `schema`: the tables of the queue, made or upgraded
    look(desk, book, clock, locks)              # `looking`: what is due is claimed and queued, once
    revive(book, clock, dead_after)             # `reviving`: jobs of the dead get another attempt, or are parked
    await work(...)                             # `worker`: one process of `gongkai worker`
    standing(desk, book, clock, dead_after)     # `standing`: what `gongkai queue status` tells

One attempt at a planned scan is one job and one claim (`job-…`).  The claim decides who may store the audit
(`audits.scanning.turns`); what the queue believes of its workers decides only who tries next.
Nothing here is loaded unless a verb of the queue runs: it needs the extra `gongkai[cluster]`.
"""
