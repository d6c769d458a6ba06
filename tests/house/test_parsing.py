"""No page is handed to a parser as it came: a megabyte of nested elements would take it for minutes."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What stands in a variable that was untangled before, or is a piece of bounded length.
KNOWN = {
    "crawler/reading/links.py": 1,  # the same
    "crawler/reading/scripted.py": 1,  # the same
    "crawler/reading/shapes/jpaas.py": 2,  # one tag; the end of the page
    "crawler/reading/shapes/pager.py": 1,  # the pager's own fragment
    "reports/archived_page.py": 1,  # its caller untangles: reports know no pages
}


def bare_parsers(path: Path) -> int:
    """How often a parser is built on something else than `untangled(…)`."""
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "LexborHTMLParser"
    ]
    return sum("untangled(" not in ast.unparse(call.args[0]) for call in calls)


@pytest.mark.parametrize("package", ["crawler", "checker", "reports", "audits"])
def test_every_page_is_untangled_before_it_is_parsed(package: str) -> None:
    found = {
        path.relative_to(ROOT).as_posix(): number
        for path in sorted((ROOT / package).rglob("*.py"))
        if (number := bare_parsers(path))
    }
    assert found == {name: number for name, number in KNOWN.items() if name.startswith(package)}
