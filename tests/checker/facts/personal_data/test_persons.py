"""What reads as a person's name, and where one begins and ends."""

from __future__ import annotations

import pytest

from checker.facts.personal_data.persons import is_name, name_after, name_before


@pytest.mark.parametrize("text", ["张三", "张 三", "张三丰", "欧阳锋", "欧阳小锋", "买买提·吐尔逊"])
def test_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "张",
        "张*",
        "全县",
        "单位",
        "高度",
        "张医生",
        "李书记",
        "王主任",
        "江南公司",
        "安乐镇",
        "张三丰收了",
    ],
)
def test_no_names(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("张三", "张三"),
        ("，张三", "张三"),
        ("申请人张三", "张三"),
        ("母亲张三丰", "张三丰"),
        ("1欧阳小锋", "欧阳小锋"),
        ("刊登张三", ""),
        ("张三，", ""),
        ("", ""),
    ],
)
def test_a_name_begins_behind_a_sign_or_what_a_person_is_called(before: str, name: str) -> None:
    span = name_before(before, len(before))
    assert (before[slice(*span)] if span else "") == name


@pytest.mark.parametrize(
    ("after", "name"),
    [
        ("张三，男", "张三"),
        ("张三丰 男", "张三丰"),
        ("欧阳小锋", "欧阳小锋"),
        ("张三丰收获", ""),
        ("，张三", ""),
    ],
)
def test_a_name_ends_where_something_else_begins(after: str, name: str) -> None:
    span = name_after(after, 0)
    assert (after[slice(*span)] if span else "") == name
