"""`gongkai serve`: waits for planned scans, and starts each as a process of its own.

What is due is decided in `audits.desk.due`; scanning is the business of `gongkai scan --due`.  Nothing here
fetches, judges or mails.
"""
