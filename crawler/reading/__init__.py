"""Reading answers: bytes to text, text to links, hrefs to URLs.  Pure functions; no network, no disk."""
