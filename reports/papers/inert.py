"""Puts values into a template's XML so that they stay text, whatever they hold.

No markup, no Jinja, no line breaks that docxtpl would turn into paragraphs; links lead to http(s) alone.
"""

from __future__ import annotations

from typing import Final, Protocol

from markupsafe import Markup, escape

from reports.language import Language
from reports.visible import Address, visible

_BLUE: Final = "0563C1"


class Linking(Protocol):
    """A document that can be given links."""

    def build_url_id(self, url: str) -> str:
        """The id of the link to an address."""


def inert(text: str, t: Language) -> Markup:
    """The text as XML: hidden characters spelt out, braces as references (docxtpl rewrites `{_{`)."""
    one_line = " ".join(visible(text, t).split())
    return Markup(str(escape(one_line)).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 -- escaped on this line


class Writer:
    """Writes values into `document`; jinja2 calls it for every value that it puts out."""

    def __init__(self, t: Language) -> None:
        """Numbers are written as in the language `t`."""
        self._t = t
        self.document: Linking | None = None

    def __call__(self, value: object) -> Markup:
        """A value as XML; the check of the template lets only these kinds through."""
        if isinstance(value, Address):
            return self._run(value)
        return inert(self._t.number(value) if isinstance(value, int) else str(value), self._t)

    def _run(self, address: Address) -> Markup:
        text = inert(address.text, self._t)
        if address.href is None or self.document is None:
            return Markup('<w:r><w:t xml:space="preserve">{}</w:t></w:r>').format(text)
        relation = self.document.build_url_id(address.href)
        return Markup(
            '<w:hyperlink r:id="{}" w:history="1"><w:r><w:rPr><w:color w:val="{}"/><w:u w:val="single"/></w:rPr>'
            '<w:t xml:space="preserve">{}</w:t></w:r></w:hyperlink>'
        ).format(relation, _BLUE, text)
