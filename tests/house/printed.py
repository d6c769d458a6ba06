"""What documents print in fences: commands to be run, files to be saved, and what is said above a fence.

Above a fence may stand, as an HTML comment that no reader sees:

    <!-- saved as PATH -->      the block is a file; a reader saves it there
    <!-- given: NAME, NAME -->  what a reader has by then (tests/house/stand.py makes it)
    <!-- not run: REASON -->    the commands need what a test has not: another machine, a system, days
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    if "generated" not in path.parts
)
SHELL = {"sh", "console"}
_TOLD = re.compile(r"<!--\s*(not run|given|saved as):?\s+(.*?)\s*-->", re.DOTALL)
_PROMPT = "$ "


@dataclass(frozen=True, slots=True)
class Block:
    """A fence of a document, with what stands above it."""

    page: str
    line: int
    language: str
    text: str
    not_run: str = ""
    saved_as: str = ""
    given: tuple[str, ...] = ()

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands, without comments and what is shown of their output."""
        if self.language not in SHELL:
            return ()
        lines = self.text.replace("\\\n", " ").splitlines()
        if self.language == "console":
            lines = [line.removeprefix(_PROMPT) for line in lines if line.startswith(_PROMPT)]
        return tuple(line for line in lines if line.strip() and not line.startswith("#"))


def blocks(path: Path) -> list[Block]:
    """Every fence of a document in order."""
    tokens = MarkdownIt().parse(path.read_text(encoding="utf-8"))
    found = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type != "fence" or token.map is None:
            continue
        said = before.content if before is not None and before.type == "html_block" else ""
        told = dict(_TOLD.findall(said))
        found.append(
            Block(
                page=path.relative_to(ROOT).as_posix(),
                line=token.map[0] + 1,
                language=token.info.partition(" ")[0],
                text=token.content,
                not_run=told.get("not run", ""),
                saved_as=told.get("saved as", ""),
                given=tuple(re.split(r",\s*", told["given"])) if "given" in told else (),
            )
        )
    return found


ALL = {path: blocks(path) for path in DOCUMENTS}
