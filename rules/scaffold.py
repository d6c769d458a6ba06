"""A new rule from one that works: the same check, with every text marked as still to be written.

A scaffold lints and its cases hold, so that a clerk changes one thing at a time and sees what breaks.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from rules.loader import Library, parse_rule
from rules.rule_model import Rule

_ID = re.compile(r"^id:.*$", re.MULTILINE)
_TITLE = re.compile(r"^title: *(.*)$", re.MULTILINE)
_HEAD = (
    "# 照着已有的规则“{title}”（{like}）起草。逐行改成自己的要求：标题、名称、提示语、依据、案例都要改。\n"
    "# 改完运行：gongkai rules lint --rules 目录；gongkai rules test {id} --rules 目录\n"
)


def model_for(library: Library, check: str) -> Rule | None:
    """The shortest rule of the library with that check: the easiest to read; None where there is none."""
    fitting = [rule for rule in library.rules.values() if rule.check == check]
    return min(fitting, key=lambda rule: (len(rule.source.text), rule.id), default=None)


def scaffold(rule_id: str, like: Rule) -> str:
    """The text of a new rule file.  Raises RuleErrors where `rule_id` is no id."""
    text = _ID.sub(lambda _: f"id: {rule_id}", like.source.text, count=1)
    text = _TITLE.sub(lambda match: f"title: （请改写）{match.group(1)}", text, count=1)
    whole = _HEAD.format(title=like.title, like=like.id, id=rule_id) + text
    parse_rule(whole, str(PurePosixPath(f"{rule_id}.yaml")))
    return whole
