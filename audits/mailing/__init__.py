"""Mail of the desk: letters into the outbox, and the outbox to the mail server.

A letter is a file in the data directory, written and flushed before the row of the outbox that names it;
the row is stored in the transaction of the audit that it is about.  A message is sent to one recipient at a
time.  Its Message-ID follows from site, audit, kind and recipient, so that a message which is sent again
can be told: that happens only where the program or the connection ended after the text was sent and before
the server's answer was stored.

    drafts = report_drafts(result, asked, addressees, attaching)        # `drafts`: which letters there are
    queue(connection, filed(data, drafts), About(site, audit), at)      # `outbox`
    deliver(store, data, postbox, clock)                                # `delivery`: send what is due
"""
