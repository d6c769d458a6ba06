"""The coverage statement: what was seen of the portal, with denominators, and what was not.

It counts; whether enough was seen for a verdict is each check's own question.
"""

from __future__ import annotations

from collections import Counter

from checker.extent import hosts
from checker.facts.link_state import unchecked_because
from checker.facts.link_targets import link_targets
from checker.facts.our_network import network_was_lost
from checker.facts.site import SiteFacts
from checker.judgement import CHINA
from checker.results import Coverage, Reason
from checker.spared import as_results, doubts
from checker.urls_seen import urls_seen
from crawler.snapshot import Fetch, Outcome, Role, extent

_FINISHES = {
    "budget": "抓取因页数、深度或附件、站外链接的上限提前结束",
    "interrupted": "抓取被中断，只包含中断前的内容",
    "unreachable": "这次从本机没能打开网站首页",
    "robots": "网站的 robots.txt 不允许抓取，没有抓取",
    None: "抓取没有正常结束，只包含结束前的内容",
}
_ENCODINGS = {
    "declared_but_wrong": "有 {count} 个网页声明的文字编码与内容不符（如 {url}），已按内容实际的编码读取；"
    "用浏览器打开可能是乱码",
    "lossy": "有 {count} 个网页的文字不合任何编码（如 {url}），个别文字可能读错",
}
_WALLED = frozenset({Outcome.BLOCKED, Outcome.RATE_LIMITED})
_MOST = 0.5
_MOST_HOSTS = 3
_SAYS_NOTHING = frozenset({Outcome.OK, Outcome.REDIRECT})


def coverage(site: SiteFacts) -> Coverage:
    """Count pages, links and attachments, seen and not seen."""
    info = site.snapshot.info
    fetches = list(site.snapshot.fetches())
    known = [f for f in fetches if f.outcome is not Outcome.REDIRECT and not f.onward]
    pages = [f for f in known if f.role is Role.PAGE]
    # The data of a list that a script would show is read, but is no page of its own.
    pages = [f for f in pages if f.is_html or f.outcome is not Outcome.OK or not _listed(site, f)]
    held = [f for f in pages if f.is_html]
    missed = Counter(_why(f) for f in pages if not f.is_html)
    files = [f for f in known if f.role is Role.ATTACHMENT]
    targets = site.once(link_targets)
    unchecked: Counter[str] = Counter()
    for target in targets.values():
        why = unchecked_because(site, target.url)
        if why:
            unchecked[why] += 1
    # Where the home page showed nothing, nothing was judged: no clean audit.
    whole = (
        info.finish == "finished" and site.home.reason is None and not site.once(network_was_lost)
    )
    return Coverage(
        pages_known=len(pages),
        pages_fetched=len(held),
        not_fetched=dict(sorted(missed.items())),
        links_known=len(targets),
        links_checked=len(targets) - sum(unchecked.values()),
        links_unchecked=dict(sorted(unchecked.items())),
        attachments_known=len(files),
        attachments_opened=sum(f.outcome is Outcome.OK for f in files),
        complete=whole and not missed[Outcome.BUDGET] + missed[Outcome.NOT_REACHED],
        crawl_finish=info.finish,
        crawled_at=info.started_at.astimezone(CHINA).isoformat(timespec="seconds"),
        notes=_notes(site, pages, missed),
        spared=as_results(info.spared),
        urls=urls_seen(site.snapshot, fetches),
        **hosts(extent(info, fetches)),
    )


def _listed(site: SiteFacts, fetch: Fetch) -> bool:
    return bool(site.snapshot.links(fetch.url))


def _why(fetch: Fetch) -> str:
    return "not_html" if fetch.outcome is Outcome.OK else str(fetch.outcome)


def _notes(site: SiteFacts, pages: list[Fetch], missed: Counter[str]) -> list[str]:
    notes = []
    finish = site.snapshot.info.finish
    home = site.home
    # Where robots.txt keeps us out the site may be reached very well; the home page's own words tell.
    forbidden = home.fetch is not None and home.fetch.outcome is Outcome.ROBOTS
    if finish != "finished" and not forbidden:
        notes.append(_FINISHES.get(finish, f"抓取结束方式：{finish}"))
    if home.reason is not None:
        notes.append(home.detail)
        if home.reason is Reason.BLOCKED:
            notes.append("需要读取网页的规则都判为待人工核查，不代表网站有问题")
    walled = sum(missed[outcome] for outcome in _WALLED)
    if walled and walled >= len(pages) * _MOST:
        notes.append(f"全站多数页面被安全防护拦截（{walled}/{len(pages)}），访问受限，未能检查")
    elif walled:
        notes.append(f"有 {walled} 个页面被安全防护拦截，没有看到")
    if missed[Outcome.BUDGET] or missed[Outcome.NOT_REACHED]:
        count = missed[Outcome.BUDGET] + missed[Outcome.NOT_REACHED]
        notes.append(f"有 {count} 个已知页面没有抓取（超出上限或没有轮到）")
    notes += _network(site)
    notes += _drawn(site, pages)
    notes += _dishonest(site)
    notes += doubts(site.snapshot.info.spared)
    notes += _misread(pages)
    if missed[Outcome.ROBOTS] and not forbidden:
        notes.append(f"有 {missed[Outcome.ROBOTS]} 个页面因 robots.txt 没有抓取")
    return notes


def _network(site: SiteFacts) -> list[str]:
    """Say whether somebody vouches for our own network."""
    if site.once(network_was_lost):
        return ["爬取结束时对照网址都打不开，扫描机可能断了网：打不开的网页和链接都没有判为问题"]
    if site.snapshot.info.settings.get("canary") == []:
        return ["没有设对照网址（--canary），没有另外核实扫描机的网络"]
    return []


def _misread(pages: list[Fetch]) -> list[str]:
    """Say where a page's declared encoding is wrong, and where its text may have been read wrongly."""
    notes = []
    for reason, says in _ENCODINGS.items():
        found = [page.url for page in pages if page.is_html and page.encoding_reason == reason]
        if found:
            notes.append(says.format(count=len(found), url=found[0]))
    return notes


def _drawn(site: SiteFacts, pages: list[Fetch]) -> list[str]:
    """Tell of the pages that only a script shows: how many a browser drew, and how many not."""
    notes = []
    tried = [fetch.rendering for fetch in pages if fetch.rendering]
    seen = [rendering for rendering in tried if rendering.drawn.seen]
    if seen:
        notes.append(
            f"有 {len(seen)} 个页面的内容由脚本生成，按浏览器（{seen[0].browser}）渲染后的内容检查"
        )
    if len(tried) > len(seen):
        notes.append(f"有 {len(tried) - len(seen)} 个页面的内容由脚本生成，浏览器没能正常显示")
    undrawn = site.snapshot.info.undrawn
    if undrawn:
        notes.append(f"有 {undrawn[0]} 个页面的内容由脚本生成，没有渲染：{undrawn[1]}")
    return notes


def _dishonest(site: SiteFacts) -> list[str]:
    """Name the site's hosts whose answers do not tell whether a page exists."""
    silent = [host for host in sorted(site.hosts) if _never_says_missing(site, host)]
    if not silent:
        return []
    named = "、".join(silent[:_MOST_HOSTS]) + (" 等" if len(silent) > _MOST_HOSTS else "")
    says = "对不存在的网址不返回 404（返回 200 或转到别的页面），站内失效链接可能没有全部查出"
    return [f"{named} {says}"]


def _never_says_missing(site: SiteFacts, host: str) -> bool:
    tries = [one for probe in site.honest_404(host) for one in probe.get("tries") or ()]
    seen = [one.get("outcome") for one in tries if isinstance(one, dict)]
    return bool(seen) and all(outcome in _SAYS_NOTHING for outcome in seen)
