from __future__ import annotations

from tests.house.branches import told


def _file(branches: int, taken: int) -> dict[str, dict[str, int]]:
    counts = {"num_branches": branches, "covered_branches": taken}
    return {"summary": counts | {"missing_branches": branches - taken}}


def test_each_package_has_to_have_enough_by_itself() -> None:
    files = {"rules/a.py": _file(100, 94), "checker/b.py": _file(900, 900)}
    files |= {"crawler/c/d.py": _file(10, 10), "crawler/e.py": _file(0, 0)}
    lines, enough = told(files)
    assert not enough
    assert lines[1:] == [
        "rules           100      94   94.00%",
        "checker         900     900  100.00%",
        "crawler          10      10  100.00%",
        "   6 untaken in rules/a.py",
    ]
    assert told(files | {"rules/a.py": _file(100, 95)})[1]
    assert not told({})[1]
