"""The help page of every command is Chinese: what click adds by itself too."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from audits.cli import gongkai


def _pages(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _pages(below, click.Context(below, parent=context, info_name=name))


PAGES = dict(_pages(gongkai, click.Context(gongkai, info_name="gongkai")))


@pytest.mark.parametrize("path", PAGES)
def test_nothing_english_of_click_is_left(path: str) -> None:
    for word in ("[default", "[required", "<=x", "Usage:", "Options:", "Show this message"):
        assert word not in PAGES[path]


def test_ranges_are_told_in_words() -> None:
    assert "（1 至 1000）" in "".join(PAGES["gongkai worker"].split("\n"))
