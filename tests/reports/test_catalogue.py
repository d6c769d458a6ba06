"""The catalogue holds every sentence of the reports once, with the same slots."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from reports import catalogue
from reports.catalogue import REPORTS, check, main, update
from reports.sentences import in_python
from reports.translations import entries

MODULE = 'def view(t):\n    return t("甲 {n} 个", n=1), t("乙")\n'
FITS = """
msgid "甲 {n} 个"
msgid_plural "甲 {n} 个"
msgstr[0] "one A"
msgstr[1] "{n} As"

msgid "乙"
msgstr "B"
"""


def reports(folder: Path, module: str = MODULE, **files: str) -> Path:
    (folder / "locale" / "en").mkdir(parents=True)
    (folder / "view.py").write_text(module, encoding="utf-8")
    for name, text in files.items():
        (folder / "locale" / "en" / f"{name}.po").write_text(text, encoding="utf-8")
    return folder


def test_everything_that_reports_say_is_translated() -> None:
    assert check(REPORTS) == [], "run: python -m reports.catalogue check"


def test_no_chinese_stands_in_the_code_beside_the_catalogue() -> None:
    """Left out are what only who writes reports reads: errors, names of files and of placeholders."""
    beside = []
    for path in sorted(REPORTS.rglob("*.py")):
        name = path.relative_to(REPORTS).as_posix()
        if name in {"formats.py", "troubles.py"} or name.startswith("papers/"):
            continue
        source = path.read_text(encoding="utf-8")
        held = {use.sentence for use in in_python(source, name)}
        beside += [
            f"{name}:{node.lineno}: {node.value}"
            for node in ast.walk(_without_errors(ast.parse(source)))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.search("[\u4e00-\u9fff]", node.value)
            and node.value not in held | _FONTS
        ]
    assert beside == []


def test_no_chinese_stands_in_templates_beside_the_catalogue() -> None:
    folder = REPORTS / "templates"
    beside = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".js", ".css"}:
            text = path.read_text(encoding="utf-8")
        elif path.suffix in {".html", ".txt"}:
            tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
            text = "".join(node.data for node in tree.find_all(nodes.TemplateData))
        else:
            continue
        if found := re.search("[\u4e00-\u9fff].{0,40}", text):
            beside.append(f"{path.relative_to(folder)}: {found[0]}")
    assert beside == []


_FONTS = {"宋体"}


def _without_errors(tree: ast.Module) -> ast.Module:
    """The code without its docstrings and without what it raises."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            node.exc = None
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            del body[0]
    return tree


def test_a_catalogue_that_fits_has_nothing_to_tell(tmp_path: Path) -> None:
    assert check(reports(tmp_path, page=FITS, other=FITS)) == []


@pytest.mark.parametrize(
    ("files", "module", "told"),
    [
        ({"page": FITS.replace('"B"', '""')}, MODULE, "page.po: not translated yet: 乙"),
        (
            {"page": FITS.replace('msgid "乙"', '#, fuzzy\nmsgid "乙"')},
            MODULE,
            "page.po: not translated yet: 乙",
        ),
        (
            {"page": FITS.replace("{n} As", "{m} As")},
            MODULE,
            "page.po: the translation has other slots",
        ),
        (
            {"page": FITS.replace("one A", "{m} A")},
            MODULE,
            "page.po: the translation has other slots",
        ),
        (
            {"page": FITS.replace("{n} As", "{n As")},
            MODULE,
            "page.po: the translation has other slots",
        ),
        (
            {"page": FITS, "two": FITS.replace('"B"', '"Bee"')},
            MODULE,
            "two.po: page.po has other words for it: 乙",
        ),
        ({"page": FITS}, "t('乙')", "page.po: obsolete: 甲 {n} 个"),
        ({"page": FITS}, f"{MODULE}\nt('丙')", "view.py:4: not in the catalogue: 丙"),
        ({"page": FITS}, f"{MODULE}\nt('甲 {{n}} 个', m=1)", "view.py:4: filled are the slots m"),
        ({}, "t('{}', n=1)", "view.py:1: slots must be named"),
        ({}, "t('{n.x}', n=1)", "view.py:1: slots must be named"),
        ({}, "t('{')", "view.py:1: slots must be named"),
        ({}, "t(f'{n}')", "view.py:1: a sentence must be one constant"),
    ],
    ids=lambda value: value if isinstance(value, str) and ".po" in value else None,
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, files: dict[str, str], module: str, told: str
) -> None:
    said = check(reports(tmp_path, module, **files))
    assert [line for line in said if line.startswith(told)], said


def test_updating_adds_what_is_missing_and_drops_what_nobody_says(tmp_path: Path) -> None:
    folder = reports(tmp_path, 't("甲 {n} 个", n=1)\nt("新的")\n', page=FITS)
    said = update(folder, "sheets")
    assert said == ["page.po: dropped: 乙", "sheets.po: to be translated: 新的"]
    page = (folder / "locale/en/page.po").read_text(encoding="utf-8")
    assert list(entries(page)) == [("甲 {n} 个", ("one A", "{n} As"))]
    sheets = (folder / "locale/en/sheets.po").read_text(encoding="utf-8")
    assert list(entries(sheets)) == [("新的", None)]
    assert check(folder) == ["sheets.po: not translated yet: 新的"]
    assert update(folder, "sheets") == []


def test_what_is_written_is_the_same_each_time_and_knows_no_clock(tmp_path: Path) -> None:
    written = []
    for name in ("a", "b"):
        folder = reports(tmp_path / name, page=FITS)
        update(folder, "page")
        catalogue.update(reports(tmp_path / f"{name}2"), "page")
        written.append((tmp_path / f"{name}2/locale/en/page.po").read_bytes())
    assert written[0] == written[1]
    assert b"Date" not in written[0]


@pytest.mark.parametrize("words", [[], ["update"], ["update", "../x"], ["what"]])
def test_a_wrong_command_is_told_what_there_is(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert "update OUTPUT" in capsys.readouterr().out


def test_the_command_tells_by_its_code_whether_all_is_well(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out == ""
