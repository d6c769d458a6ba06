"""A link that ends on a front page: promised by its text, another site's door, or lost content."""

from __future__ import annotations

import re

from checker.facts.link_verdicts import Broken, Undecided
from checker.facts.names import normal
from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts
from checker.facts.urls import host_of, is_home
from checker.results import Reason
from crawler.snapshot import Fetch, Outcome

_LEAST_NAME = 3
_LONGEST_NAME = 20
# Texts that promise a front page: 首页, 返回首页, 县政府网首页, 某某门户网站.
_FRONT_PAGE = re.compile(r"(?:首页|主页|官网|官方网站|门户网站|门户|政府网站?|home(?:page)?)$")
# Another dress of the whole site; a server that sends this visitor to the ordinary one may be right.
_VERSION = re.compile(
    r"手机|移动|触屏|wap|电脑版|桌面|pc版|english|英文|繁[体體]|简体|無障[碍礙]|无障碍|长者|老年|适老|关怀"
)
_LOGIN = re.compile(r"登录|登陆|统一身份认证|单点登录|\blog\s?in\b|\bsign\s?in\b", re.IGNORECASE)


def sent_home(
    site: SiteFacts, target: str, last: Fetch, texts: tuple[str, ...]
) -> Broken | Undecided | None:
    """Judge the redirected link `target` by the page `last` where it ended; None: nothing to say.

    Only the front page of the link's own host, or of the portal, stands for content that is gone;
    the door of another site is where 网上办事 may well lead.
    """
    if is_home(target) or not is_home(last.url) or last.outcome is not Outcome.OK:
        return None
    page = site.page(last.url)
    if page is not None and page.wall:
        return Undecided(Reason.BLOCKED, f"返回的是防护页面（{page.wall}）")
    if page is not None and _LOGIN.search(page.title):
        return Undecided(Reason.LOGIN, f"转到登录页 {last.url}")
    homes = {_bare(target), _bare(site.snapshot.info.home)}
    names = tuple(text for text in map(normal, texts) if text)
    if _bare(last.url) not in homes or any(_promises_home(site, page, name) for name in names):
        return None
    says = f"链接被转到首页 {last.url}"
    if not names:
        return Undecided(Reason.TOO_FEW, f"{says}，链接没有文字，不知道该到哪里")
    if any(len(name) <= _LONGEST_NAME and _VERSION.search(name) for name in names):
        return Undecided(Reason.TOO_FEW, f"{says}，也许只对普通电脑浏览器如此")
    return Broken("redirect_home", f"深层{says}", last.url)


def _promises_home(site: SiteFacts, page: PageFacts | None, name: str) -> bool:
    if len(name) <= _LONGEST_NAME and _FRONT_PAGE.search(name):
        return True
    titles = (page.title if page else "", *site.own_names)
    return len(name) >= _LEAST_NAME and any(name in normal(title) for title in titles)


def _bare(url: str) -> str:
    return host_of(url).removeprefix("www.")
