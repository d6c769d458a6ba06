"""Which Referer a browser would send: servers that guard files against hot-linking answer 404 without one."""

from __future__ import annotations


def referer(found_on: str, target: str) -> str | None:
    """Return the header's value for a link from one page of a site to another of its URLs.

    As browsers do by default: the page within one origin, the origin alone across origins, nothing
    from https to http.
    """
    origin = _origin(found_on)
    if origin == _origin(target):
        return found_on
    if origin.startswith("https:") and not target.startswith("https:"):
        return None
    return f"{origin}/"


def _origin(url: str) -> str:
    return url[: url.find("/", 8)]
