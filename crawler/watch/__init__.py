"""Availability over time: when to try a home page, how, and the journal that keeps every try."""
