"""Judge what came with a 200: a soft 404, a parked domain, a wrong or empty file, a bot wall."""

from __future__ import annotations

from checker.facts.dates import Rank
from checker.facts.error_pages import ErrorPages
from checker.facts.file_kinds import NAMES, mismatch
from checker.facts.link_verdicts import Alive, Broken, Undecided
from checker.facts.page import ATTACHMENT_ENDINGS, PageFacts
from checker.facts.site import SiteFacts
from checker.facts.soft_errors import error_phrase, parked_marks
from checker.facts.urls import ending_of, host_of
from checker.results import Reason
from crawler.snapshot import Fetch, Role


def body_state(site: SiteFacts, target: str, last: Fetch) -> Alive | Broken | Undecided:
    """Judge the answer `last` (outcome OK) of the link target `target`."""
    page = site.page(last.url)
    if page is not None and page.wall:
        return Undecided(Reason.BLOCKED, f"返回的是防护页面（{page.wall}）")
    if last.size == 0:
        return Broken("empty", "返回 200 但内容为 0 字节", last.url)
    ending = ending_of(target)
    if ending in ATTACHMENT_ENDINGS:
        body = site.snapshot.body(last.url)
        really = mismatch(ending, body) if body else None
        if really:
            return _not_the_file(page, ending, really, last)
    return _page_state(site, page, last) if page is not None else Alive()


def _not_the_file(page: PageFacts | None, ending: str, really: str, last: Fetch) -> Broken:
    says = f"扩展名为 .{ending}，实际返回的是{NAMES.get(really, really)}"
    if page is not None and page.title:
        says += f"（标题“{page.title[:40]}”）"
    return Broken("wrong_type", says, last.url)


def _page_state(site: SiteFacts, page: PageFacts, last: Fetch) -> Alive | Broken | Undecided:
    published = page.article or any(date.rank is Rank.BODY for date in page.dates)
    phrase = None if published else error_phrase(page.title, page.headings, page.text)
    if phrase:
        return Broken("soft_404", f"返回 200，但页面只说“{phrase[:40]}”", last.url)
    if site.once(ErrorPages).shows(page):
        return Broken("soft_404", "返回 200，但与该网站对不存在网址的应答相同", last.url)
    host = host_of(last.url)
    if last.role is Role.EXTERNAL and not _official(host):
        marks = parked_marks(page.title, page.visible)
        if marks:
            return Broken("parked", f"域名疑似被停放或抢注：{'、'.join(marks[:3])[:60]}", last.url)
    return Alive()


def _official(host: str) -> bool:
    return host == "gov.cn" or host.endswith((".gov.cn", ".政务", ".xn--zfr164b"))
