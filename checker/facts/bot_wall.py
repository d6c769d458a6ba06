"""Recognise the page of a bot wall that answered instead of the site, whatever its status.

Such an answer says nothing about the page behind it: never dead, never empty.
"""

from __future__ import annotations

import re

_LONG_META = re.compile(
    r"<meta\b[^>]{0,300}\bcontent\s*=\s*[\"'][^\"'\s\u4e00-\u9fff]{800,}[\"']", re.IGNORECASE
)
_R_SCRIPT = re.compile(r"<script\b[^>]{0,300}\br\s*=\s*['\"]m['\"]", re.IGNORECASE)
_MARKS = (
    ("瑞数动态防护", re.compile(r"\$_ts\b")),
    ("WZWS 防护", re.compile(r"WZWS|wzwschallenge|wzws_cid", re.IGNORECASE)),
    ("加速乐防护", re.compile(r"__jsl_clearance|jsluid", re.IGNORECASE)),
    ("阿里云防护", re.compile(r"acw_sc__v2|aliyun_waf|_waf_bd8ce2ce37", re.IGNORECASE)),
    (
        "浏览器安全检查",
        re.compile(r"cf-chl-|challenge-platform|checking your browser", re.IGNORECASE),
    ),
)
_BLOCK_TEXT = re.compile(
    r"(?:访问|请求)(?:已)?被(?:拦截|阻断|拒绝)|网站防火墙|您的(?:请求|访问)(?:行为)?(?:可能|疑似)|安全验证|"
    r"request\s+(?:has\s+been\s+)?blocked|access\s+denied|请完成(?:下列|安全)?验证",
    re.IGNORECASE,
)
_NEAR_EMPTY = 200
_WINDOW = 200_000


def wall_mark(html: str, visible: str) -> str | None:
    """Return which wall answered, in words, or None.

    The marks of a wall also stay in a page whose real content came through: only an almost empty
    page counts.
    """
    if len(visible) >= _NEAR_EMPTY:
        return None
    head = html[:_WINDOW]
    if _R_SCRIPT.search(head) or _LONG_META.search(head):
        return "瑞数动态防护"
    for name, mark in _MARKS:
        if mark.search(head):
            return name
    return "防火墙拦截页" if _BLOCK_TEXT.search(visible) else None
