"""Write a drafted pack as YAML for a clerk to finish: everything proposed is marked as such."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rules.drafting.outline import Draft
from rules.drafting.proposals import Proposer

_TITLE = 40
_PLAIN_BREAKERS = set(":#{}[],&*?|>%@`\"'!-")


def pack_text(pack_id: str, title: str, drafts: Sequence[Draft], proposer: Proposer) -> str:
    """The text of a pack file that lints, with a question for each clause that no rule is likely for."""
    year = next((part for part in pack_id.split("-") if len(part) == 4 and part.isdigit()), None)  # noqa: PLR2004 - a year
    lines = [
        "# 由文件草拟，请逐条核对：标题改成自己的话；规则是按用字推荐的，不对的换掉或改成问题。",
        f"id: {pack_id}",
        f"title: {_text(title)}",
        'version: "0.1"',
        *([f"year: {year}"] if year else []),
        "document:",
        f"  name: {_text(title)}",
        "  issuer: 请填写发文机关",
        "clauses:",
    ]
    for draft in drafts:
        found = proposer.propose(f"{draft.heading} {draft.sentence}")
        lines += [
            f"  - id: {pack_id}/{draft.id}",
            f"    section: {_text(draft.section)}",
            f"    title: {_text(_short(draft.sentence))}",
            f"    responsible: [{', '.join(map(_text, draft.units))}]",
        ]
        if found:
            others = "、".join(one.rule for one in found[1:])
            more = f"；也像 {others}" if others else ""
            lines.append(
                f"    rules: [{found[0].rule}]  # 推荐（相近度 {found[0].score:.2f}{more}）"
            )
        else:
            lines.append(f"    question: {_text(f'请核实是否做到：{_short(draft.sentence)}')}")
        lines.append(f"    note: {_text(f'原句：{draft.sentence}')}")
    return "\n".join(lines) + "\n"


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= _TITLE else f"{sentence[: _TITLE - 1]}…"


def _text(value: str) -> str:
    """A scalar that YAML reads back as it stands."""
    odd = not value or value != value.strip() or any(char in _PLAIN_BREAKERS for char in value)
    return json.dumps(value, ensure_ascii=False) if odd or value[0].isdigit() else value
