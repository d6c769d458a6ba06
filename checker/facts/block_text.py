"""The text of a page as a reader sees it: inline tags join, blocks begin a new line.

Digits that a page splits over inline tags come out as one number, and two cells or paragraphs never
run into each other.  The tree belongs to the caller alone, as it is changed by this.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from checker.facts.parsing import parsed

_BLOCKS = (
    "address,article,aside,blockquote,body,br,caption,center,dd,details,div,dl,dt,fieldset,"
    "figcaption,figure,footer,form,h1,h2,h3,h4,h5,h6,header,hr,legend,li,main,nav,ol,option,p,pre,"
    "section,select,summary,table,td,th,tr,ul"
)
_UNSEEN = ["script", "style", "noscript", "template", "title", "iframe", "object"]
# Characters that show nothing and stand in the middle of numbers and words.
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def block_tree(html: str) -> LexborHTMLParser:
    """Parse a page so that the text of its nodes has a line break wherever a block begins or ends."""
    tree = parsed(html)
    tree.strip_tags(_UNSEEN, recursive=True)
    if tree.body is not None:
        for node in tree.body.css(_BLOCKS):
            node.insert_before("\n")
            node.insert_after("\n")
    return tree


def lines(text: str) -> tuple[str, ...]:
    """The lines that hold anything, with blanks folded and invisible characters gone."""
    cleaned = text.translate(INVISIBLE)
    return tuple(line for raw in cleaned.splitlines() if (line := " ".join(raw.split())))
