from rules.problems import Problem, RuleErrors, closest, shown


def test_a_problem_reads_as_place_what_and_remedy():
    assert str(Problem("a.yaml", 3, "缺少“id”", "补上 id")) == "a.yaml:3: 缺少“id”；补上 id"


def test_a_problem_of_the_whole_file_has_no_line():
    assert str(Problem("a.yaml", 0, "读不到文件", "检查权限")) == "a.yaml: 读不到文件；检查权限"


def test_errors_are_sorted_by_file_and_line_and_each_stands_once():
    late, early = Problem("b.yaml", 1, "x", "y"), Problem("a.yaml", 10, "x", "y")
    first = Problem("a.yaml", 2, "x", "y")
    errors = RuleErrors([late, early, first, late])
    assert errors.problems == (first, early, late)
    assert str(errors).splitlines() == [str(first), str(early), str(late)]


def test_the_closest_name_comes_first_and_ties_are_by_name():
    assert closest("plans-colum", ["links", "ipv6", "plans-column"])[0] == "plans-column"
    assert closest("zz", ["b", "a"]) == ["a", "b"]


def test_long_and_broken_values_are_shown_on_one_short_line():
    assert shown("一\n二  三") == "一 二 三"
    assert len(shown("很长" * 100)) == 60
