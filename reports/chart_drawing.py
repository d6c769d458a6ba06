"""Charts from pygal made fit for a report: an SVG of plain shapes that its page's own style sheet colours.

pygal works out scales and shapes.  What else it writes (a script, a style sheet, the day, tooltips) is
left behind: only shapes, texts and their places are taken over, so that a page that allows neither
scripts nor inline styles shows all of it, and equal numbers give equal bytes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby
from typing import Any

import pygal
from lxml import etree
from markupsafe import Markup
from pygal.style import Style

from reports.chart_hatches import HATCHES, hatches
from reports.visible import visible

# pygal leaves a hook for its map plugins behind, at which Python warns whenever a module is missing.
sys.meta_path[:] = [hook for hook in sys.meta_path if not isinstance(hook, pygal.PluginImportFixer)]

WIDTH = 560
FONT = 13
_G, _PATH, _TEXT, _RECT, _CIRCLE = (
    f"{{http://www.w3.org/2000/svg}}{tag}" for tag in ("g", "path", "text", "rect", "circle")
)
_NUMBER = re.compile(r"-?\d+\.\d+")
_PLACES = ("x", "y", "width", "height", "d", "transform", "cx", "cy", "r")
_ROW = 26
_AXIS = 34
_COLUMN = 220
_WIDE = re.compile(r"[\u2e80-\ufffd]")


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers that belong together: their CSS class, name, and one value for each place (None: nothing there)."""

    kind: str
    name: str
    values: tuple[float | None, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture is, for those who do not see it: `id` must be its own on the page."""

    id: str
    title: str
    description: str


def rows(words: Words, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    """Stacked horizontal bars, one for each label, the first on top."""
    placed = Placed(tuple(reversed(labels)), tuple(map(_backwards, series)))  # pygal begins below
    chart = pygal.HorizontalStackedBar(**_options(_ROW * len(labels) + _AXIS, labels))
    return _stacked(chart, words, placed)


def columns(words: Words, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    """Stacked vertical bars, one for each label, from left to right."""
    chart = pygal.StackedBar(**_options(_COLUMN, ()))
    return _stacked(chart, words, Placed(tuple(labels), tuple(series)))


def lines(words: Words, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    """Lines of percentages; a value that is missing breaks its line."""
    pieces = tuple(piece for one in series for piece in _pieces(one))
    chart = pygal.Line(range=(0, 100), dots_size=4, **_options(_COLUMN, ("100%",), right=44))
    chart.y_labels = [{"value": n, "label": f"{n}%"} for n in range(0, 101, 20)]
    return _fit(chart, words, Placed(tuple(labels), pieces))


@dataclass(frozen=True, slots=True)
class Placed:
    """What a chart shows, in the order in which pygal writes it."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]

    def told(self, series: Series, number: int) -> str:
        """One value in words."""
        value = series.values[number]
        shown = "" if value is None else f"{value:,}"
        return visible(f"{self.labels[number]}: {series.name} {shown}{series.unit}")


def _backwards(series: Series) -> Series:
    return replace(series, values=tuple(reversed(series.values)))


def _stacked(chart: Any, words: Words, placed: Placed) -> Markup:
    totals = [sum(one.values[n] or 0 for one in placed.series) for n in range(len(placed.labels))]
    chart.y_labels = _scale(max(totals, default=0))
    return _fit(chart, words, placed)


def _options(height: int, labels: Sequence[str], right: int = 14) -> dict[str, Any]:
    longest = max(labels, key=_length, default="")
    # pygal takes every sign for a narrow one.
    more = max(0, _length(longest) - len(visible(longest)) * 0.6) * FONT
    return {
        "js": [],
        "css": [],
        "style": Style(label_font_size=FONT, major_label_font_size=FONT),
        "width": WIDTH,
        "height": height,
        "margin": 6,
        "margin_left": int(more) + 6,
        "margin_right": right,
        "spacing": 6,
        "show_legend": False,
        "disable_xml_declaration": True,
        "truncate_label": -1,
    }


def _length(text: str) -> float:
    """How wide a text is, in ems."""
    wide = len(_WIDE.findall(visible(text)))
    return wide + (len(visible(text)) - wide) * 0.6


def _scale(most: float) -> list[int]:
    """Some five round numbers from 0 up to `most` or a little beyond."""
    step = next(
        digit * 10**power
        for power in count()
        for digit in (1, 2, 5)
        if digit * 10**power * 5 >= most
    )
    return list(range(0, max(int(most), 1) + step, step))


def _pieces(series: Series) -> Iterator[Series]:
    """A line in pieces, each without a gap: pygal would draw across."""
    for there, group in groupby(range(len(series.values)), lambda n: series.values[n] is not None):
        kept = set(group)
        if there:
            values = tuple(v if n in kept else None for n, v in enumerate(series.values))
            yield replace(series, values=values)


def _fit(chart: Any, words: Words, placed: Placed) -> Markup:
    chart.x_labels = [visible(label) for label in placed.labels]
    for one in placed.series:
        chart.add("", list(one.values))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    drawn = etree.fromstring(chart.render(), parser)
    named = {"role": "img", "aria-labelledby": f"{words.id}-title {words.id}-desc"}
    box = drawn.get("viewBox") or ""
    root = etree.Element("svg", {"class": "chart", "viewBox": box, **named})
    for tag, text in (("title", words.title), ("desc", words.description)):
        etree.SubElement(root, tag, id=f"{words.id}-{tag}").text = visible(text)
    hatches(root, words.id, {one.kind for one in placed.series})
    for plot in drawn.iterfind(f".//{_G}[@class='plot']"):
        into = _group(plot, root)
        for axis in plot.iterfind(_G):
            if (axis.get("class") or "").startswith("axis "):
                _axis(axis, into)
        for group, one in zip(_series(plot), placed.series, strict=True):
            _shapes(group, into, _Pen(words.id, placed, one))
    for overlay in drawn.iterfind(f".//{_G}[@class='plot overlay']"):
        into = _group(overlay, root)
        for group, one in zip(_series(overlay), placed.series, strict=True):
            _dots(group, into, _Pen(words.id, placed, one))
    # Only elements made here, with texts that lxml has escaped.
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704 -- see above


@dataclass(frozen=True, slots=True)
class _Pen:
    """What is needed to draw the shapes of one series."""

    id: str
    placed: Placed
    series: Series


def _group(plot: Any, into: Any) -> Any:
    return etree.SubElement(into, "g", transform=_round(plot.get("transform") or ""))


def _series(plot: Any) -> list[Any]:
    return [one for one in plot if (one.get("class") or "").startswith("series ")]


def _axis(axis: Any, into: Any) -> None:
    upright = axis.get("class").startswith("axis y")
    for guide in axis.iter(_PATH):
        first = "axis" in guide.get("class").split()
        line = _copy(guide, into, "chart-axis" if first else "chart-guide")
        line.set("stroke", "currentColor")
    for text in axis.iter(_TEXT):
        label = _copy(text, into, "chart-label")
        label.set("text-anchor", "end" if upright else "middle")
        label.set("font-size", str(FONT))
        label.set("fill", "currentColor")
        label.text = text.text


def _shapes(group: Any, into: Any, pen: _Pen) -> None:
    ours = etree.SubElement(into, "g", {"class": f"chart-series {pen.series.kind}"})
    for path in group.iterfind(_PATH):
        line = _copy(path, ours, "chart-line")
        line.set("fill", "none")
        line.set("stroke", "currentColor")
    for number, bar in enumerate(group.iter(_RECT)):
        if not pen.series.values[number]:
            continue
        etree.SubElement(_copy(bar, ours, "chart-bar"), "title").text = pen.placed.told(
            pen.series, number
        )
        if pen.series.kind in HATCHES:
            _copy(bar, ours, "chart-hatch").set("fill", f"url(#{pen.id}-{pen.series.kind})")
        _count(bar, ours, f"{pen.series.values[number]:,}")


def _count(bar: Any, into: Any, number: str) -> None:
    """The number within its bar, where it has room."""
    x, y, width, height = (float(bar.get(key)) for key in ("x", "y", "width", "height"))
    if width < len(number) * FONT * 0.62 + 4 or height < FONT:
        return
    place = {"x": f"{x + width / 2:.1f}", "y": f"{y + height / 2 + FONT * 0.36:.1f}"}
    style = {"class": "chart-count", "text-anchor": "middle", "font-size": str(FONT)}
    etree.SubElement(into, "text", {**place, **style}).text = number


def _dots(group: Any, into: Any, pen: _Pen) -> None:
    dots = list(group.iter(_CIRCLE))
    if not dots:
        return
    ours = etree.SubElement(into, "g", {"class": f"chart-series {pen.series.kind}"})
    there = [number for number, value in enumerate(pen.series.values) if value is not None]
    for dot, number in zip(dots, there, strict=True):
        shape = _copy(dot, ours, "chart-dot")
        shape.set("fill", "currentColor")
        etree.SubElement(shape, "title").text = pen.placed.told(pen.series, number)


def _copy(element: Any, into: Any, kind: str) -> Any:
    tag = etree.QName(element).localname
    ours = etree.SubElement(into, tag, {"class": kind})
    for place in _PLACES:
        if element.get(place) is not None:
            ours.set(place, _round(element.get(place)))
    return ours


def _round(text: str) -> str:
    return _NUMBER.sub(lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), text)
