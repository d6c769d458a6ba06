"""Crawling many sites at once: whether each is kept at its rate, and what that takes."""
