"""What a link is."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

MAX_TEXT = 200


class LinkKind(StrEnum):
    """What kind of element a link stood in."""

    ANCHOR = "anchor"  # a, area
    FRAME = "frame"  # frame, iframe
    REFRESH = "refresh"  # meta refresh, or a script that only sets location
    DATA = "data"  # from a data block that a script renders (e.g. jpage <datastore>)
    HIDDEN = "hidden"  # an anchor in a box that is not shown, or not yet
    MORE = "more"  # nobody sees it: a script would ask for it to show more of a list


class Link(NamedTuple):
    """One link of a page, in document order.

    `target` is absolute, normalised and without fragment; a target that is not http(s) keeps its
    text (`file:///C:/a.doc`).  `text` is the visible text, white space folded (for an image link its
    alt or title).  A tuple, since a crawl makes and compares millions of them.
    """

    target: str
    text: str = ""
    kind: LinkKind = LinkKind.ANCHOR


def fold(text: str) -> str:
    """Fold white space and cut a text to MAX_TEXT characters."""
    return " ".join(text.split())[:MAX_TEXT].rstrip()  # where the cut leaves a blank
