"""Print what is measured, and examples of what goes wrong: `python -m tests.gold.show [STYLE] [FACT]`."""

from __future__ import annotations

import sys

from tests.gold.corpora import generated, real
from tests.gold.readings import read
from tests.gold.scores import MOST_EXAMPLES


def main(style: str = "", fact: str = "") -> None:
    """Print a line for each corpus and fact, with examples where a fact is named."""
    for corpus in (*generated(), *real()):
        if style not in {"", "all", corpus.name}:
            continue
        for name, score in read(corpus).items():
            if fact in {"", name}:
                figures = f"{score.precision:.3f} {score.recall:.3f}"
                sys.stdout.write(f"{corpus.name} {name} {figures} +{score.wrong} -{score.missed}\n")
                shown = score.examples[:MOST_EXAMPLES] if fact else []
                sys.stdout.writelines(f"    {example}\n" for example in shown)


if __name__ == "__main__":
    main(*sys.argv[1:])
