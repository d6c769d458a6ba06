"""Nothing that a terminal obeys comes out of the command line, whoever wrote it."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits import cli
from audits.output import harmless, say, tell

TITLE = "县\x1b]0;owned\x07\x1b[2J政府\x9b31m\u202e网\u2066站\r\x7f"


def test_what_a_page_calls_itself_moves_no_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    say(TITLE)
    tell(TITLE)
    for shown in capsys.readouterr():
        assert shown.endswith("\n")
        assert shown[:-1].isprintable()
        assert "\\u001b]0;owned" in shown


def test_an_error_message_with_a_name_from_outside_is_as_harmless(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cli.run(["check", "没有\x1b[31m这个"])
    assert "\x1b" not in capsys.readouterr().err


@given(st.text())
def test_json_says_what_it_said(text: str) -> None:
    written = json.dumps({"title": text}, ensure_ascii=False, indent=2)
    assert json.loads(harmless(written)) == {"title": text}


@given(st.text())
def test_only_line_ends_and_tabs_are_left_of_what_controls(text: str) -> None:
    left = {sign for sign in harmless(text) if unicodedata.category(sign) == "Cc"}
    assert left <= {"\n", "\t", "\r"}


def test_line_ends_of_tables_stay() -> None:
    assert harmless("甲,乙\r\n丙\t丁\n") == "甲,乙\r\n丙\t丁\n"
