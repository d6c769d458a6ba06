"""Documents and program agree: links lead somewhere, commands, flags and targets are as described."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import click
import pytest

from audits.cli import gongkai

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    if "generated" not in path.parts
)
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Flags of other programs that the README shows.
FOREIGN = {"--pip-args", "--constraints"}


def commands(group, path="gongkai"):
    """Every command of the program, with the words that call it."""
    found = {path: group}
    if isinstance(group, click.Group):
        for name, command in group.commands.items():
            found |= commands(command, f"{path} {name}")
    return found


COMMANDS = commands(gongkai)
FLAGS = {
    flag
    for command in COMMANDS.values()
    for option in command.params
    if isinstance(option, click.Option)
    for flag in [*option.opts, *option.secondary_opts]
    if flag.startswith("--")
}
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_make_targets_of_a_document_exist(document):
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert not [link for link in links if not (document.parent / link).exists()]
    assert set(re.findall(r"`make ([a-z]+)|^make ([a-z]+)", text, re.MULTILINE)) <= {
        pair for target in TARGETS for pair in [(target, ""), ("", target)]
    }


def test_the_readme_shows_flags_that_exist():
    shown = set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]+", README))
    assert shown - FOREIGN - {"--help"} <= FLAGS


@pytest.mark.parametrize("name", ["audit", "crawl", "check", "report", "watch"])
def test_the_readme_tells_every_flag(name):
    options = [o for o in COMMANDS[f"gongkai {name}"].params if isinstance(o, click.Option)]
    untold = [flag for option in options for flag in option.opts if f"`{flag}" not in README]
    assert not untold


def test_the_readme_shows_every_verb():
    assert not [verb for verb in gongkai.commands if f"gongkai {verb}" not in README]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_calls_commands_that_exist(document):
    calls = re.findall(
        r"(?:^|`)gongkai ([a-z]+)(?: ([a-z]+))?", document.read_text("utf-8"), re.MULTILINE
    )
    for verb, noun in calls:
        assert verb in gongkai.commands
        if isinstance(gongkai.commands[verb], click.Group):
            assert noun in gongkai.commands[verb].commands


def test_decisions_are_numbered_without_gaps():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for number, page in enumerate(pages, 1):
        text = page.read_text(encoding="utf-8")
        headings = re.findall(r"^#+ .*$", text, re.MULTILINE)
        assert headings[0].startswith(f"# {number}. ")
        assert headings[1:] == ["## Context", "## Decision", "## Consequences"]


def test_make_alone_lists_every_target():
    command = ["make", "--no-print-directory"]  # `make test` runs this below another make
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in shown.splitlines()} == TARGETS
