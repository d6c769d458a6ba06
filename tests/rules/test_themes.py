"""Every folder of the library has a title, and a rule finds its own."""

from importlib.resources import files

import pytest

from rules.loader import load_library, parse_rule
from rules.themes import theme, titles


def test_every_folder_of_the_library_has_a_title_of_its_own_and_no_title_lacks_its_folder():
    library = files("rules").joinpath("library")
    folders = {entry.name for entry in library.iterdir() if entry.is_dir()}
    assert set(titles()) == folders
    assert len(set(titles().values())) == len(folders)


def test_bundled_rules_have_the_titles_of_their_folders():
    library = load_library()
    assert theme(library.rule("links")) == "网站建设与运行"
    assert theme(library.rule("plans-column")) == "规划计划"
    assert all(theme(rule) for rule in library.rules.values())


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/srv/county/library/水利/water.yaml", "水利"),
        ("/srv/county/library/plans/plans-column.yaml", "规划计划"),
        ("/srv/county/library/plans-column.yaml", ""),
        ("plans-column.yaml", ""),
        ("/srv/other/plans/plans-column.yaml", ""),
    ],
)
def test_the_folder_below_library_is_what_counts(path, title):
    bundled = load_library().rule("plans-column")
    rule = parse_rule(bundled.source.text, f"{path.rpartition('/')[0]}/plans-column.yaml")
    assert theme(rule) == title
