"""One parse of a page, and what every reading of it needs: its head, scripts, text, dates, template.

The readings themselves (entries, article, identity …) stand in modules of their own.  Uses lexbor
only; never raises on any text.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.facts.breadcrumb import Trail, read_trail
from checker.facts.head import Head, read_head
from checker.facts.outline import Element, Outline, read_outline
from checker.facts.parsing import parsed
from checker.facts.stamps import Stamp, find_stamps, narrow
from checker.facts.template import Template, find_template
from crawler.snapshot import (
    SourceFacts,
    is_shell,
    links_in_source,
    read_source,
    scripts_of,
    untangled,
)


@dataclass(slots=True)
class Markup:
    """A parsed page.

    `plain` is its text in one width, character for character, and `lines` are where its lines begin
    and end.  `scripts` are the texts of its scripts, joined; `shell`: its elements are drawn by a script.
    `live` counts links that lead somewhere; `dead` are the texts of those that only a script opens.
    """

    html: str
    head: Head
    scripts: str
    source: SourceFacts
    shell: bool
    live: int
    dead: tuple[str, ...]
    outline: Outline
    plain: str
    stamps: list[Stamp]
    lines: list[tuple[int, int]]
    template: Template
    trail: Trail

    def template_has(self, element: Element) -> bool:
        """The element is none of the main part: it stands in the template, or in the trail."""
        return self.template.has(element) or self.trail.has(element)


def read_markup(html: str) -> Markup:
    """Parse a page once."""
    html = untangled(html)
    tree = parsed(html)
    head, (scripts, files) = read_head(tree), scripts_of(tree)
    source, shell = read_source(tree, scripts, files), is_shell(tree)
    live, dead = links_in_source(tree.body) if tree.body is not None else (0, ())
    outline = read_outline(tree, html)
    plain = narrow(outline.text)
    stamps = find_stamps(plain, outline.joint)
    template = find_template(outline, [stamp.start for stamp in stamps])
    trail = read_trail(outline)
    return Markup(
        *(
            html,
            head,
            scripts,
            source,
            shell,
            live,
            dead,
            outline,
            plain,
            stamps,
            _lines(plain),
            template,
            trail,
        )
    )


def _lines(text: str) -> list[tuple[int, int]]:
    """Return where the lines of a text begin and end; there is always one."""
    found, start = [], 0
    while True:
        end = text.find("\n", start)
        if end < 0:
            found.append((start, len(text)))
            return found
        found.append((start, end))
        start = end + 1
