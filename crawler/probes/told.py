"""Texts from strangers, made safe to keep: valid Unicode, one line, cut."""

from __future__ import annotations

MOST = 2_000


def told(text: str, most: int = MOST) -> str:
    """Return the text as it can be written down anywhere; header bytes that are no UTF-8 become `?`."""
    whole = text[: most * 2].encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in whole).split())[:most]
