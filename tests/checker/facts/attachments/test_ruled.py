"""Tables by their ruling lines: merged cells, open sides, and lines that make no table."""

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts.attachments.ruled import Glyph, Rule, ruled_tables, text_of
from tests.checker.facts.attachments.made import grid


def flat(at, start=0, end=200):
    return Rule(True, at, start, end)


def upright(at, start=0, end=60):
    return Rule(False, at, start, end)


def word(text, left, bottom):
    return [
        Glyph(c, left + n * 5, bottom, left + n * 5 + 5, bottom + 8) for n, c in enumerate(text)
    ]


def tables(rules, *words):
    found, outside = ruled_tables(rules, [glyph for one in words for glyph in one])
    return [grid(table) for table in found], outside


FRAME = [flat(y) for y in (0, 20, 40, 60)] + [upright(x) for x in (0, 100, 200)]


def test_what_no_line_divides_is_one_cell():
    rules = [flat(y) for y in (0, 20, 40, 60)] + [upright(0), upright(200), upright(100, 0, 40)]
    found, outside = tables(
        rules, word("Title", 10, 45), word("a", 10, 25), word("b", 110, 25), word("out", 10, 90)
    )
    assert found == [[["Title", "Title"], ["a", "b"], ["", ""]]]
    assert outside == ["out"]


def test_places_that_make_no_rectangle_stay_apart():
    rules = [
        *(flat(0), flat(60), upright(0), upright(200)),
        *(flat(20, 100, 200), upright(100, 0, 20), flat(40, 0, 100), upright(150, 20, 60)),
        *(flat(20, 0, 1), flat(40, 199, 200)),
    ]
    found, _ = tables(rules, word("a", 10, 5), word("b", 10, 45), word("c", 160, 5))
    assert found == [[["b", "", ""], ["", "", ""], ["a", "c", "c"]]]


def test_a_table_that_runs_over_the_page_has_open_sides():
    open_above_and_below = [flat(20), flat(40), *(upright(x) for x in (0, 100, 200))]
    found, _ = tables(open_above_and_below, word("top", 10, 45), word("low", 110, 5))
    assert found == [[["top", ""], ["", ""], ["", "low"]]]


def test_lines_that_make_no_table():
    for rules in (
        [],
        FRAME[:4],  # nothing stands on them
        FRAME[4:],
        [flat(0), flat(60), upright(0), upright(200)],  # a frame around a text
        [flat(n * 5, 0, 10) for n in range(500)] + [upright(0, 0, 2500), upright(10, 0, 2500)],
    ):
        found, outside = tables(rules, word("text", 10, 25))
        assert found == []
        assert outside == ["text"]
    assert tables(FRAME)[0] == [], "nor does a grid without a word"


def test_lines_drawn_twice_or_in_pieces_are_one():
    pieces = [
        flat(y + d, x, x + 52) for y in (0, 20, 40) for x in (0, 50, 100, 150) for d in (0, 1)
    ]
    rules = pieces + [upright(x + d, 0, 40) for x in (0, 100, 200) for d in (0, 2)]
    assert tables(rules, word("a", 10, 5), word("b", 110, 25))[0] == [[["", "b"], ["a", ""]]]


def test_text_by_its_places():
    line = [
        *word("left", 0, 50),
        *word("right", 60, 50),
        *word("\r\n", 90, 50),
        *word("low", 0, 20),
    ]
    assert text_of(line).splitlines() == ["left right", "low"]
    spaced = [*word("a ", 0, 50), *word("b", 60, 50)]
    assert text_of(spaced) == "a b"


LINES = st.builds(
    Rule, st.booleans(), *[st.integers(0, 20).map(lambda n: n * 7.0) for _ in range(3)]
).map(lambda rule: Rule(rule.flat, rule.at, min(rule.start, rule.end), max(rule.start, rule.end)))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(LINES, max_size=25),
    st.lists(st.tuples(st.integers(0, 140), st.integers(0, 140)), max_size=8, unique=True),
)
def test_whatever_the_lines_every_character_is_kept_once(lines, places):
    glyphs = [Glyph(chr(97 + n), x, y, x + 1, y + 1) for n, (x, y) in enumerate(places)]
    found, outside = ruled_tables(lines, glyphs)
    kept = "".join(outside) + "".join(cell.text for table in found for cell in table.cells())
    assert sorted("".join(kept.split())) == sorted(glyph.text for glyph in glyphs)
    for table in found:
        assert len({len(row) for row in table.rows}) == 1
