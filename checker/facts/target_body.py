"""Judge what came with a 200: a soft 404, a parked domain, a wrong or empty file, a bot wall."""

from __future__ import annotations

from checker.facts.error_pages import ErrorPages, is_home_again, published
from checker.facts.file_kinds import NAMES, is_unsure, mismatch
from checker.facts.link_verdicts import Alive, Broken, Undecided
from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts
from checker.facts.soft_errors import error_phrase, parked_marks
from checker.facts.urls import host_of, is_home
from checker.results import Reason
from crawler.snapshot import ATTACHMENTS, Fetch, Role, extension

_NO_CONTENT = frozenset({204, 205})


def body_state(site: SiteFacts, target: str, last: Fetch) -> Alive | Broken | Undecided:
    """Judge the answer `last` (outcome OK) of the link target `target`."""
    page = site.page(last.url)
    if page is not None and page.wall:
        return Undecided(Reason.BLOCKED, f"返回的是防护页面（{page.wall}）")
    if last.status in _NO_CONTENT:
        return Undecided(Reason.UNREACHABLE, f"返回 {last.status}，按约定没有内容")
    if last.size == 0:
        return Broken("empty", "返回 200 但内容为 0 字节", last.url)
    ending = extension(target)
    if ending in ATTACHMENTS:
        body = site.snapshot.body(last.url)
        really = mismatch(ending, body) if body else None
        if really:
            if really == "html" and is_unsure(ending, body) and not _says_missing(page):
                return Undecided(Reason.TOO_FEW, f"扩展名为 .{ending}，返回的是网页，也许能打开")
            return _not_the_file(page, ending, really, last)
    return _page_state(site, page, last) if page is not None else Alive()


def _like_home(last: Fetch) -> Alive | Undecided:
    if is_home(last.url.partition("?")[0]):
        return Alive()
    return Undecided(Reason.TOO_FEW, "显示的是首页，而该网站对不存在的网址也显示首页")


def _not_the_file(page: PageFacts | None, ending: str, really: str, last: Fetch) -> Broken:
    says = f"扩展名为 .{ending}，实际返回的是{NAMES.get(really, really)}"
    if page is not None and page.title:
        says += f"（标题“{page.title[:40]}”）"
    return Broken("wrong_type", says, last.url)


def _page_state(site: SiteFacts, page: PageFacts, last: Fetch) -> Alive | Broken | Undecided:
    phrase = _says_missing(page)
    if phrase:
        return Broken("soft_404", f"返回 200，但页面只说“{phrase[:40]}”", last.url)
    if site.once(ErrorPages).shows(page):
        if is_home_again(site, page):
            return _like_home(last)
        return Broken("soft_404", "返回 200，但与该网站对不存在网址的应答相同", last.url)
    host = host_of(last.url)
    if last.role is Role.EXTERNAL and not _official(host):
        marks = parked_marks(page.title, page.visible)
        if marks:
            return Broken("parked", f"域名疑似被停放或抢注：{'、'.join(marks[:3])[:60]}", last.url)
    return Alive()


def _says_missing(page: PageFacts | None) -> str | None:
    if page is None or published(page):
        return None
    return error_phrase(page.title, page.headings, page.text)


def _official(host: str) -> bool:
    return host == "gov.cn" or host.endswith((".gov.cn", ".政务", ".xn--zfr164b"))
