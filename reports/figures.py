"""A chart with what belongs to it: its caption, its key, and the same numbers as a folded table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree
from markupsafe import Markup

from reports.chart_hatches import HATCHES
from reports.language import Language
from reports.visible import visible


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a key: a class that gives colour, hatch or dashes, and its name."""

    kind: str
    name: str
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, its key and its numbers; the first column of `body` names the row.

    `id` is the picture's own: its hatches are shown in the key too.
    """

    id: str
    title: str
    picture: Markup
    keys: Sequence[Key]
    head: Sequence[str]
    body: Sequence[Sequence[str]]
    note: str = ""


def figure(one: Figure, t: Language) -> Markup:
    """The markup of a figure.  Every text is made visible and escaped here."""
    return Markup(
        '<figure class="chart-figure">\n<figcaption>{title}</figcaption>\n'
        '<div class="chart-scroll" tabindex="0" role="group" aria-label="{title}">{picture}</div>\n'
        '<ul class="chart-keys">{keys}</ul>\n{note}'
        "<details><summary>{show}</summary>"
        '<div class="scroll" tabindex="0" role="group" aria-label="{show}">'
        '<table class="chart-numbers"><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>'
        "</div></details>\n</figure>\n"
    ).format(
        title=visible(one.title),
        picture=one.picture,
        keys=Markup().join(_key(one.id, key) for key in one.keys),
        note=Markup('<p class="chart-note">{}</p>\n').format(one.note) if one.note else "",
        show=t("图中的数字"),
        head=_cells(one.head, Markup('<th scope="col">{}</th>')),
        body=Markup("\n").join(map(_row, one.body)),
    )


def _key(chart: str, key: Key) -> Markup:
    """A swatch as it looks in the chart; the name stands beside it."""
    box = etree.Element(
        "svg",
        {
            "class": "chart-key",
            "viewBox": "0 0 26 14",
            "width": "26",
            "height": "14",
            "aria-hidden": "true",
        },
    )
    group = etree.SubElement(box, "g", {"class": f"chart-series {key.kind}"})
    if key.kind.startswith("line-"):
        line = {"class": "chart-line", "d": "M1 7 H25", "fill": "none", "stroke": "currentColor"}
        etree.SubElement(group, "path", line)
    else:
        place = {"x": "0", "y": "0", "width": "26", "height": "14"}
        etree.SubElement(group, "rect", {"class": "chart-bar", **place})
        if key.kind in HATCHES:
            hatch = {"class": "chart-hatch", "fill": f"url(#{chart}-{key.kind})", **place}
            etree.SubElement(group, "rect", hatch)
    picture = Markup(etree.tostring(box, encoding="unicode"))  # noqa: S704 -- made here, and escaped by lxml
    return Markup("<li>{}<span>{}</span></li>").format(
        picture, visible(f"{key.symbol} {key.name}".strip())
    )


def _row(cells: Sequence[str]) -> Markup:
    first = _cells(cells[:1], Markup('<th scope="row">{}</th>'))
    return Markup("<tr>{}{}</tr>").format(first, _cells(cells[1:], Markup("<td>{}</td>")))


def _cells(texts: Iterable[str], form: Markup) -> Markup:
    return Markup().join(form.format(visible(text)) for text in texts)
