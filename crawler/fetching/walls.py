"""Recognise bot walls: answers made for robots, which say nothing about the page behind them.

We note them and stop; getting round them is not our business.  Marks: 瑞数 (412, also 202 and 200),
加速乐 (521), 网站卫士 WZWS, Aliyun, Cloudflare; plain 403 and 405 are walls too, since a portal that
refuses a robot may well serve the public.
"""

from __future__ import annotations

import re

_ALWAYS = {403: "403", 405: "405", 412: "412", 418: "418", 521: "521"}
# A challenge is a page with almost no visible text; an article may quote any of these marks.
_CHALLENGE_TEXT = 200
_WINDOW = 60_000
_MARKS = (
    (
        "瑞数",
        re.compile(
            r"<meta\b[^<>]*\bcontent=[\"'][^\"'\s<]{1000,}[\"'][^<>]*\br=[\"']m[\"']|\$_ts\s*=|<script\b[^<>]*\br=[\"']m[\"']"
        ),
    ),
    ("网站卫士", re.compile(r"WZWS[-_](?:CONFIRM|RAY)|/WZWSRE[LR]", re.IGNORECASE)),
    ("加速乐", re.compile(r"__jsl_clearance")),
    ("Cloudflare", re.compile(r"cf[-_]chl|challenge-platform|cf-browser-verification")),
    ("阿里云", re.compile(r"acw_sc__v[23]|aliyun_waf|_waf_bd8ce2ce37")),
    ("验证码", re.compile(r"(?:请完成|进行)(?:安全|滑块|人机)验证|访问验证|Access Verification")),
)


def wall_by_status(status: int, headers: dict[str, str]) -> str | None:
    """Return the mark of a wall that status and headers show, None where they show none."""
    if status in _ALWAYS:
        return _ALWAYS[status]
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return "Cloudflare"
    return None


def wall_by_text(html: str, text_size: int) -> str | None:
    """Return the mark of a challenge page; `text_size` is the number of visible characters."""
    if text_size > _CHALLENGE_TEXT:
        return None
    head = html[:_WINDOW]
    for name, mark in _MARKS:
        if mark.search(head):
            return name
    return None
