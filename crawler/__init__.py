"""Fetches a portal politely and leaves a snapshot.  Knows neither rules nor verdicts."""
