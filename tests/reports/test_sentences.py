"""Every call that puts a sentence before a reader is found, wherever it stands."""

from collections.abc import Iterable

from reports.sentences import Use, in_python, in_template


def found(uses: Iterable[Use]) -> set[tuple[str, frozenset[str] | None]]:
    return {(use.sentence, use.slots) for use in uses}


def test_python() -> None:
    source = """
NAME = marked("常量")
def view(t: Language, self) -> str:
    return t(
        "一句{a}"
        "两行{b}", a=1, b=t.listed([f(t("里面的"))])
    ) + self.t("属性") + self._t("私有") + t.sentence("没填{n}", n=3) + t(NAME) + other("别的") + t()
"""
    assert found(in_python(source, "x.py")) == {
        ("一句{a}两行{b}", frozenset({"a", "b"})),
        ("常量", None),
        ("属性", frozenset()),
        ("私有", frozenset()),
        ("没填{n}", None),
        ("里面的", frozenset()),
    }


def test_template() -> None:
    source = """{% macro m(x) %}{{ t("甲{n}", n=x | count) }}{% endmacro %}
<p title="{{ t('乙') }}">{{ rich("丙{n}", n=strong(t("丁"))) }}{{ t(state.label) }}{{ t.sentence("庚{n}") }}
{% for name in (t("戊"), marked("己")) %}{% endfor %}"""
    assert found(in_template(source, "x.html")) == {
        ("丁", frozenset()),
        ("丙{n}", frozenset({"n"})),
        ("乙", frozenset()),
        ("戊", frozenset()),
        ("甲{n}", frozenset({"n"})),
        ("己", None),
        ("庚{n}", None),
    }


def test_a_sentence_that_is_put_together_is_told_with_its_place() -> None:
    (use,) = in_python('\nt(f"已读 {n} 个")', "x.py")
    assert (use.place, bool(use.trouble)) == ("x.py:2", True)
    for source in ('t("甲" + b)', 't("甲%s" % b)', 't("甲" if b else "乙")'):
        assert [use.trouble for use in in_python(source, "x.py")] != [""]
    assert all(
        use.trouble
        for use in in_template(
            '{{ t("甲" ~ b) }}{{ t("甲" | upper) }}{{ rich("甲" if b else "乙") }}', "x"
        )
    )


def test_the_place_is_file_and_line() -> None:
    assert list(in_template('\n{{ t("甲") }}', "a/b.html")) == [
        Use("甲", "a/b.html:2", frozenset())
    ]
