"""A small rule and a small pack as an author would write them, for tests to spoil."""

from __future__ import annotations

import pytest

RULE = """\
id: gates-open
title: 大门开着
check: gate_is_open
params:
  names: [东门, 西门]
  max_clicks: 3
pass_when: 门开着
how_checked: 走过去看
fix: 把门打开
messages:
  pass: 共 {gates} 个门开着
  fail: 有门关着
  review: 看不清
timing: continuing
known_limits: 夜里看不清
basis:
  - {doc: 门禁规定, item: 第一条, confidence: A}
cases:
  - name: 开着
    expect: pass
    pages: {/: <p>开</p>}
  - name: 关着
    expect: fail
    pages: {/: <p>关</p>}
  - name: 起雾
    expect: review
    reason: unreachable
    fetched: {/: timeout}
  - name: 画在墙上的门
    expect: fail
    decoy: true
    pages: {/: <img src=door.png>}
"""

PACK = """\
id: town-2021
title: 某镇 2021 年工作要点
version: "1"
document:
  name: 2021年某镇政务公开工作要点
  number: 第 1 号
  issuer: 某镇人民政府
  issued: 2021-07-15
clauses:
  - id: town-2021/1a
    section: 一、（一）
    title: 大门常开
    responsible: [办公室]
    rules: [gates-open]
  - id: town-2021/1b
    section: 一、（二）
    title: 态度和气
    question: 工作人员态度是否和气？
"""


@pytest.fixture
def rule_text():
    return RULE


@pytest.fixture
def pack_text():
    return PACK
