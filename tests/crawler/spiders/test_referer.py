from __future__ import annotations

import pytest

from crawler.spiders.referer import referer


@pytest.mark.parametrize(
    ("found_on", "target", "shown"),
    [
        ("http://x.cn/a?b=1", "http://x.cn/c", "http://x.cn/a?b=1"),
        ("http://x.cn/a", "http://x.cn:8080/c", "http://x.cn/"),
        ("http://x.cn/a", "https://x.cn/c", "http://x.cn/"),
        ("https://x.cn/a", "https://y.x.cn/c", "https://x.cn/"),
        ("https://x.cn/a", "http://x.cn/c", None),
    ],
)
def test_what_browsers_send(found_on, target, shown):
    assert referer(found_on, target) == shown
