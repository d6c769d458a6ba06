"""Every fact reads anything without an error, and so does every check that asks for it.

The public collections of broken HTML and the saved real pages are not part of the project; those tests are
skipped where they are missing.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gold.every_fact import check_errors, modules, read_everything

DATA = Path(__file__).parents[3] / "shared" / "realdata"
HOME = "http://www.tx.gov.cn/"
PIECES = st.sampled_from(
    [
        "<table>", "<tr>", "<td rowspan=9>", "</td>", "<a href=", "<a href='/x'>", "</a>", "<img src=x width=900>",
        "<p>", "</p>", "<script>", "<!--", "来信时间", "2024-01-05", "答复时间：", "问：", "答：", "《", "》", "关于征求",
        "意见的公告", "公开事项", "相关文件：", "中华人民共各国", "\x00", "\ufffd", "&#0;", "〔2024〕3号", "<title>",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40))
def test_pages_made_of_pieces_are_read(pieces):
    read_everything({HOME: "".join(pieces).encode()}, HOME)


@given(st.binary(max_size=400))
def test_any_bytes_are_read(body):
    read_everything({HOME: body}, HOME)


@pytest.mark.parametrize("folder", ["generic-html", "gov-pages", "annual-reports"])
def test_collections_of_pages_are_read(folder):
    files = [path for path in sorted((DATA / folder).rglob("*")) if path.is_file()]
    if not files:
        pytest.skip("the collections are not here")
    bodies = {f"{HOME}{number}.html": path.read_bytes() for number, path in enumerate(files)}
    bodies |= {HOME: "".join(f"<a href=/{n}.html>第{n}页</a>" for n in range(len(files))).encode()}
    read_everything(bodies, HOME)
    assert check_errors(bodies, HOME) == []


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.soak)])
def test_broken_html_of_the_parser_tests_is_read(every):
    files = sorted((DATA / "generic-html" / "html5lib-treeconstruction").glob("*.dat"))
    if not files:
        pytest.skip("the parser tests are not here")
    cases = [
        case.partition(b"\n#errors")[0]
        for path in files
        for case in path.read_bytes().split(b"#data\n")[1:]
    ]
    assert len(cases) > 1000
    bodies = {HOME: b"<a href=/1>x</a>"}
    bodies |= {f"{HOME}{number}": case for number, case in enumerate(cases[::every])}
    read_everything(bodies, HOME)
    assert check_errors(bodies, HOME) == []


# What no page enters, and where it is tested instead.
ELSEWHERE = {
    "cores": "checker/facts/test_ahead.py",
    "attachments": "checker/facts/attachments/test_hostile.py",
    "tables.sheet": "checker/facts/attachments/test_formats.py",
    "sent_home": "checker/facts/test_link_state.py",
    "reading_apart": "checker/facts/test_ahead.py",
}


def test_no_fact_is_left_out_of_these_readings():
    told = subprocess.run(
        [sys.executable, "-m", "tests.gold.every_fact"],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
        text=True,
    ).stdout
    read = json.loads(told)
    assert read["errors"] == []
    left_out = [
        name
        for file, name in modules().items()
        if name not in read["entered"]
        and has_functions(Path(file))
        and not any(part in f"{name}." for part in (f".{one}." for one in ELSEWHERE))
    ]
    assert left_out == [], "ask for them in tests/gold/every_fact.py"
    for place in ELSEWHERE.values():
        assert (Path(__file__).parents[1] / place).is_file()


def has_functions(file):
    found = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    names = [one.name for one in found if isinstance(one, ast.FunctionDef)]
    return any(not name.startswith("__") for name in names)
