"""Text from outside made fit for Markdown: it is read as it stands and does nothing.

GitHub-flavoured Markdown is the measure, but other trackers and chats link, mention and embed by rules
of their own.  So nothing relies on a backslash alone where a reader would act on the bare letters: an
address becomes code, an @ that would call somebody gets its full-width form, < and & become entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reports.language import Language
from reports.visible import Address, one_line

# What opens an address in one dialect or another: a scheme, www., or anything that looks like a host.
_ADDRESS = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://[^\s`<>，。；、）】》“”]+"
    r"|[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.[A-Za-z]{2,}(?:[/?#:][^\s`<>，。；、）】》“”]*)?"
    r"|\w*[^\x00-\x7f](?:\.\w+)*\.[A-Za-z]{2,}"
)
_ESCAPED = {ord(char): f"\\{char}" for char in "\\`*_[]~$!"} | {
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("&"): "&amp;",
    ord("|"): "&#124;",
    ord("@"): "＠",  # noqa: RUF001 -- @somebody, @all
    ord("#"): "＃",  # noqa: RUF001 -- a heading, #12
}
# What would begin a list or a rule where it stands first in a line.
_LEADING = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=])")
_UNSAFE_IN_LINK = re.compile(r"[<>|\\`\"^{}\s]")


def inert(text: str, limit: int, t: Language) -> str:
    """A text in one line, cut at `limit`, that is no markup, no link and calls nobody."""
    line = one_line(text, limit, t)
    pieces = []
    end = 0
    for found in _ADDRESS.finditer(line):
        pieces += [line[end : found.start()].translate(_ESCAPED), code(found[0])]
        end = found.end()
    pieces.append(line[end:].translate(_ESCAPED))
    return _LEADING.sub(r"\1\\\2\3", "".join(pieces)) or "—"


def code(text: str) -> str:
    """An address or a code as it stands: not linked, nothing in it read.  It must be in one line."""
    return f"`{text.replace('`', '%60').replace('|', '%7C')}`"


def link(address: Address, limit: int, t: Language) -> str:
    """A page that may be followed; anything else, and what was cut, is only named."""
    if address.href is None or len(address.href) > len(address.text):
        return inert(address.text, limit, t)
    return f"<{_UNSAFE_IN_LINK.sub(_encoded, address.href)}>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """A GitHub-flavoured table; the columns `numbers` are set to the right.  Cells are ready text."""
    rule = ["---:" if column in numbers else "---" for column in range(len(head))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
