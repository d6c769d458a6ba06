"""Ranking many sites."""
