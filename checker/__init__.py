"""Judges a snapshot by rules: facts, checks, the engine and its results.  Runs offline."""
