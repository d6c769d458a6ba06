"""`gongkai watch`: who watches what in which folder (`set_up`), and what a person sees of it (`board`).

The watching itself is `crawler.watch`.
"""
