"""Hatches for the bars of a chart: states are told apart without colour, and in print."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from lxml import etree

# By the class of a state: the strokes on a tile of six by six.  What fails is plain, and so the darkest.
HATCHES: Final = {
    "review": "M-1 1 L1 -1 M0 6 L6 0 M5 7 L7 5",
    "advice": "M1 1 h1.5 M4 4 h1.5",
    "pending": "M0 3 H6",
    "pass": "M3 0 V6",
    "not-applicable": "M-1 5 L1 7 M0 0 L6 6 M5 -1 L7 1",
}


def hatches(root: Any, name: str, kinds: Collection[str]) -> None:
    """Put the hatches of these states into an SVG; their ids begin with `name`."""
    wanted = [kind for kind in HATCHES if kind in kinds]
    if not wanted:
        return
    defs = etree.SubElement(root, "defs")
    for kind in wanted:
        tile = {"width": "6", "height": "6", "patternUnits": "userSpaceOnUse"}
        pattern = etree.SubElement(defs, "pattern", {"id": f"{name}-{kind}", **tile})
        stroke = {"class": "chart-stroke", "stroke": "#fff", "stroke-opacity": "0.45"}
        etree.SubElement(pattern, "path", {"d": HATCHES[kind], "fill": "none", **stroke})
