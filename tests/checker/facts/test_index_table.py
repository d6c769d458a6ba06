"""The table of facts over a document, however a template writes it."""

from __future__ import annotations

import pytest

from checker.facts.index_table import read_index_table
from checker.facts.markup import read_markup

TABLE = {
    "索引号": "001-05-2024-0017",
    "发文机关": "甲县人民政府办公室",
    "成文日期": "2024-03-01",
    "文号": "甲政办发〔2024〕5号",
    "主题分类": "交通",
}
GAPPED = {"索引号": "索 引 号", "文号": "文 &nbsp; 号"}


def pairs(form: str, between: str = "") -> str:
    return between.join(form.format(GAPPED.get(name, name), said) for name, said in TABLE.items())


WRITTEN = {
    "a row each": f"<table>{pairs('<tr><th>{}：</th><td>{}</td></tr>')}</table>",
    "two in a row": f"<table><tr>{pairs('<td>{}</td><td>{}</td>', '</tr><tr>')}</tr></table>",
    "labels over values": "<table><tr>"
    + "".join(f"<td>{name}</td>" for name in TABLE)
    + "</tr><tr>"
    + "".join(f"<td>{said}</td>" for said in TABLE.values())
    + "</tr></table>",
    "boxes": f"<div class=xxgk>{pairs('<div><b>{}</b><span>{}</span></div>')}</div>",
    "terms": f"<dl>{pairs('<dt>{}</dt><dd>{}</dd>')}</dl>",
    "lines": f"<div>{pairs('<p>{}：{}</p>')}</div>",
    "brackets": f"<div>{pairs('<p>【{}】{}</p>')}</div>",
    "runs of one line": f"<div>{pairs('<b>{}</b><span>{}</span>')}</div>",
    "one line": f"<p>{pairs('{}：{}', ' ')}</p>",
}


@pytest.mark.parametrize("html", WRITTEN.values(), ids=WRITTEN.keys())
def test_every_field_has_its_value(html: str) -> None:
    found = read_index_table(read_markup(f"<h1>修路的通告</h1>{html}<p>各乡镇：现通告如下。</p>"))
    assert {field.label: field.value for field in found.fields} == TABLE


def test_a_field_left_empty_takes_nothing_from_the_next() -> None:
    html = WRITTEN["a row each"].replace(TABLE["成文日期"], "")
    found = read_index_table(read_markup(html))
    assert {field.label: field.value for field in found.fields} == TABLE | {"成文日期": ""}


def test_a_label_with_nothing_behind_it_has_no_value() -> None:
    html = WRITTEN["a row each"].replace(f"<td>{TABLE['主题分类']}</td>", "")
    found = read_index_table(read_markup(html))
    assert {field.label: field.value for field in found.fields} == TABLE | {"主题分类": ""}


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>索引号</td><td>文号</td><td>成文日期</td></tr></table>",  # the head of a list
        "<p>文号：甲政办发〔2024〕5号</p>",
        "<p>本文所称主题分类，是指标题中的词。</p>",
    ],
)
def test_what_is_no_such_table(html: str) -> None:
    assert read_index_table(read_markup(html)).fields == ()
