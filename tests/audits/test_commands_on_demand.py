from __future__ import annotations

import subprocess
import sys

import click
import pytest

from audits.commands_on_demand import CommandsOnDemand

LOADED = "import sys; print(*sys.modules)"


def loaded(*modules: str) -> set[str]:
    """What a process has loaded that imports so much."""
    code = f"import {', '.join(modules)}\n{LOADED}"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(told.stdout.split())


def test_a_command_is_loaded_when_it_is_asked_for():
    assert "audits.commands.check" not in loaded("audits.cli")
    commands = CommandsOnDemand("audits.commands", ("crawl", "check"))
    assert list(commands) == ["crawl", "check"]
    assert len(commands) == 2
    assert commands["check"].name == "check"
    assert commands.get("other") is None


def test_commands_can_be_added_and_taken_away():
    commands = CommandsOnDemand("audits.commands", ("crawl",))
    commands["mine"] = click.Command("mine")
    del commands["crawl"]
    assert list(commands) == ["mine"]
    with pytest.raises(KeyError):
        commands["crawl"]


def test_who_crawls_loads_nothing_that_judges_or_reports():
    found = loaded("audits.cli", "audits.commands.crawl")
    assert "crawler.run" in found
    judging = {"checker.engine", "checker.facts", "checker.catalogue", "rules.loader"}
    assert not found & (judging | {"reports.html", "jinja2", "openpyxl", "audits.demo"})
