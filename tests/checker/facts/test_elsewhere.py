from __future__ import annotations

from typing import Any

import pytest

from checker.facts.elsewhere import linked_elsewhere

NAMES = ["债券信息公开平台"]


@pytest.mark.parametrize(
    ("link", "there"),
    [
        ("<a href=http://www.celma.org.cn/>中国地方政府债券信息公开平台</a>", True),
        ("<a href=/zq/>债券信息公开平台</a>", False),  # a column of this site: it was read
        ("<a href=http://www.celma.org.cn/>财政部</a>", False),
        ("<p>债券信息公开平台</p>", False),
    ],
)
def test_a_platform_counts_where_another_site_is_linked_by_its_name(
    portal: Any, link: str, there: object
) -> None:
    site = portal({"/": link, "/zq/": "<title>债券</title>"})
    doubt = linked_elsewhere(site, NAMES)
    assert (doubt is not None) is there
    assert linked_elsewhere(site, []) is None
