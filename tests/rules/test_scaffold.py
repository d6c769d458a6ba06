import pytest

from checker.cases import run_case
from checker.catalogue import checks
from rules.loader import load_library, parse_rule
from rules.problems import RuleErrors
from rules.scaffold import model_for, scaffold


@pytest.mark.parametrize("check", checks())
def test_every_check_has_a_rule_to_learn_from(check):
    library = load_library()
    like = model_for(library, check)
    assert like is not None
    text = scaffold("my-rule", like)
    rule = parse_rule(text, "my-rule.yaml")
    assert (rule.id, rule.title) == ("my-rule", f"（请改写）{like.title}")
    assert all(run_case(rule, case).ok for case in rule.cases)


@pytest.mark.parametrize("name", ["我的 规则", r"rule\1", r"\g<0>"])
def test_an_id_that_is_none_is_refused(name):
    like = load_library().rule("plans-column")
    with pytest.raises(RuleErrors, match="连字符"):
        scaffold(name, like)
