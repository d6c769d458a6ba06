"""The inspector's desk as it is set up: gongkai.yaml, lists of sites, secrets, schedules, what is due.

It reads and checks; it scans nothing, mails nothing and asks no clock.

    desk = opened(place)                   # `reading`: a Desk (`setup`), or RuleErrors with every problem
    parse("每月1日 02:00").next(now, zone)  # `schedule_words`, `when`
    due(desk, store, now)                  # `due`: sites whose scan is due, and the periods to claim
"""
