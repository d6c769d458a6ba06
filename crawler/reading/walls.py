"""Recognise bot walls: answers made for robots, which say nothing about the page behind them.

We note them and stop; getting round them is not our business.  Known by status: 瑞数 (412), 加速乐
(521), and plain 403 and 405, since a portal that refuses a robot may well serve the public.  Known by
their page, whatever the status: the scripts of those products, and the few sentences with which
firewalls refuse.

A page speaks *about* 验证码 or 防火墙 far more often than it is one: only pages almost without text
count, and of these none whose title is a document's.
"""

from __future__ import annotations

import re

REFUSED = "防火墙拦截页"
_BY_STATUS = {403: "403", 405: "405", 412: "412", 418: "418", 521: "521"}
_CLOUDFLARE = "Cloudflare 安全检查"
# A challenge is a page with almost no visible text; an article may quote any of these marks.
NEAR_EMPTY = 200
_WINDOW = 200_000
_MARKS = (
    (
        "瑞数动态防护",
        re.compile(
            r"<meta\b(?=[^<>]*?\bid\s*=)[^<>]{0,300}?\bcontent\s*=\s*[\"'](?!data:)[^\"'\s<\u4e00-\u9fff]{800,}[\"']"
            r"|<script\b[^<>]{0,300}?\br\s*=\s*[\"']?m[\"'\s>]|\$_ts\b",
            re.IGNORECASE,
        ),
    ),
    ("加速乐防护", re.compile(r"__jsl_clearance|__jsluid", re.IGNORECASE)),
    (
        "网站卫士 WZWS 防护",
        re.compile(r"WZWS[-_](?:CONFIRM|RAY|CID)|/?WZWSRE[LR]|wzwschallenge", re.IGNORECASE),
    ),
    ("阿里云防护", re.compile(r"acw_sc__v[23]|aliyun_waf|_waf_bd8ce2ce37", re.IGNORECASE)),
    (
        _CLOUDFLARE,
        # Its other script, …/jsd/…, stands on ordinary pages too.
        re.compile(
            r"cf[-_]chl|challenge-platform(?![^\"'\s]{0,40}/jsd)|cf-browser-verification",
            re.IGNORECASE,
        ),
    ),
)
_TITLE = re.compile(r"<title\b[^<>]{0,100}>([^<]{0,200})", re.IGNORECASE)
# The whole title of a challenge; a longer one is about something.
_CHALLENGE_TITLE = re.compile(
    r"(?:(?:百度|腾讯|阿里云|云盾)?(?:安全|访问|人机|滑动|滑块)验证|浏览器安全?(?:验证|检查|检测)|网站防火墙|(?:访问|请求)被?(?:拦截|阻断)"
    r"|Access Verification|Just a moment(?:\.{3}|…)?|Attention Required!.{0,20})",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"(?:访问|请求|操作|提交|\bIP|IP地址)(?:的?行为|的?内容)?(?:已经?)?被.{0,24}?(?:拦截|阻断|阻止|拒绝|屏蔽)"
    r"|(?:您|你)的?(?:访问|请求|IP|网络)[^。！!？?]{0,24}?(?:疑似|不合法参数|过于频繁|存在异常|(?:安全)?(?:威胁|攻击|风险))"
    r"|请(?:您)?(?:先)?(?:完成|进行|通过)(?:(?:下列|以下|下方|如下)的?)?(?:安全|滑块|滑动|人机|访问|行为|拖动)?验证(?!码)"
    r"|(?:正在|当前).{0,6}?(?:检查|检测)(?:您的?)?浏览器"
    r"|request\s+(?:has\s+been\s+|was\s+)?(?:blocked|rejected)|requested\s+url\s+was\s+rejected"
    r"|access\s+(?:has\s+been\s+)?denied|checking\s+your\s+browser",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"关于|公告|公示|通知|通报|通告|声明|采购|招标|中标|办法|规定|意见|条例|批复|解读|怎么|如何|常见问题|项目"
)
_LEAD = 60


def wall_by_status(status: int, headers: dict[str, str]) -> str | None:
    """Return the mark of a wall that status and headers show, None where they show none."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return _CLOUDFLARE
    return None


def wall_by_text(html: str, visible: str) -> str | None:
    """Return which wall's page this is, None where it is none.

    `visible` is the visible text of the body, white space folded, or its beginning.
    """
    if len(visible) >= NEAR_EMPTY:
        return None
    head = html[:_WINDOW]
    for name, mark in _MARKS:
        if mark.search(head):
            return name
    found = _TITLE.search(head)
    title = " ".join(found[1].split()) if found else ""
    if _CHALLENGE_TITLE.fullmatch(title):
        return REFUSED
    if _DOCUMENT.search(title or visible[:_LEAD]):
        return None
    return REFUSED if _REFUSAL.search(f"{title}。{visible}") else None
