"""Benchmarks: what crawling, reading, judging, reporting and waiting cost; each module says its command."""
