"""Every command that a document prints is one of the program, and the pages work as they are printed.

`make test` reads every command as the program would, and runs of the guide that clerks follow what asks no portal;
`make soak` runs all pages, whole.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from audits.chinese_click import explain
from audits.cli import gongkai
from audits.demo.server import DemoPortal
from tests.audits.mailing.mail_server import MailServer
from tests.house.printed import ALL, ROOT, SHELL, Block, blocks
from tests.house.stand import Stand, asks_portal, servers

# Blocks whose commands need what a test has not.  A number that grows wants a reason.
NOT_RUN = {
    "README.md": 4,
    "docs/deployment.md": 1,
    "docs/faults.md": 1,
    "docs/fuzzing.md": 1,
    "docs/install.md": 7,
    "docs/rendering.md": 1,
    "docs/store.md": 1,
}
# What is run by `make test` too.
FIRST = ("docs/writing-a-rule.md",)
_OPERATORS = {"|", ">", ">>", "&&", "||", ";", "&"}


def commands() -> Iterator[tuple[Block, str]]:
    for found in ALL.values():
        for block in found:
            for command in block.commands:
                yield block, command


def calls(command: str) -> list[list[str]]:
    """The calls of our program in a command line."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|>&;")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    found: list[list[str]] = [[]]
    for word in lexer:
        if word in _OPERATORS:
            found.append([])
        else:
            found[-1].append(word)
    return [one[1:] for one in found if one[:1] == ["gongkai"]]


def trouble(words: list[str]) -> str:
    """What the program says of how it is called; "" where it understands."""
    group: click.Command = gongkai
    name = "gongkai"
    while isinstance(group, click.Group) and words and words[0] in group.commands:
        name, group, words = f"{name} {words[0]}", group.commands[words[0]], words[1:]
    if words in (["--help"], ["--version"]):
        return ""
    if isinstance(group, click.Group):
        return f"{name}: 没有命令 {words[:1]}"
    try:
        group.make_context(name, list(words)).close()
    except click.UsageError as error:
        return explain(error)
    return ""


@pytest.mark.parametrize("page", [path.relative_to(ROOT).as_posix() for path in ALL])
def test_the_program_understands_each_command(page: str) -> None:
    wrong = [
        f"{block.page}:{block.line}: {command}: {why}"
        for block, command in commands()
        if block.page == page
        for call in calls(command)
        if (why := trouble(call))
    ]
    assert not wrong


def test_commands_stand_in_fences_that_say_so() -> None:
    unmarked = [
        f"{block.page}:{block.line}"
        for found in ALL.values()
        for block in found
        if block.language not in SHELL
        and any(line.startswith(("gongkai ", "$ gongkai")) for line in block.text.splitlines())
    ]
    assert not unmarked


def test_what_is_not_run_is_counted_and_has_a_reason() -> None:
    marked = [block for found in ALL.values() for block in found if block.not_run]
    assert dict(Counter(block.page for block in marked)) == NOT_RUN
    assert all(len(block.not_run.split()) > 2 for block in marked)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[DemoPortal, MailServer]]:
    with servers() as both:
        yield both


def followed(page: str, stand: Stand, *, offline: bool = False) -> int:
    """Follow a page to the letter; return how many commands were run.

    `offline` leaves out what asks the portal.
    """
    number = 0
    for block in blocks(ROOT / page):
        for name in block.given:
            stand.given(name)
        if block.saved_as:
            stand.save(block.saved_as, block.text)
        if block.not_run:
            continue
        for command in block.commands:
            if offline and asks_portal(command):
                continue
            ran = stand.run(command)
            assert ran.well, f"{page}:{block.line}: {ran.command}\n{ran.code}\n{ran.err}{ran.out}"
            number += 1
    return number


WITH_COMMANDS = sorted({block.page for block, _ in commands() if not block.not_run})


def test_pages_that_are_run_first_have_commands() -> None:
    assert set(FIRST) <= set(WITH_COMMANDS)


@pytest.mark.parametrize("page", FIRST)
def test_a_page_that_newcomers_meet_works_as_it_is_printed(
    page: str, tmp_path: Path, served: tuple[DemoPortal, MailServer]
) -> None:
    assert followed(page, Stand(tmp_path, *served), offline=True)


@pytest.mark.soak
@pytest.mark.parametrize("page", WITH_COMMANDS)
def test_a_page_works_as_it_is_printed(
    page: str, tmp_path: Path, served: tuple[DemoPortal, MailServer]
) -> None:
    assert followed(page, Stand(tmp_path, *served))
