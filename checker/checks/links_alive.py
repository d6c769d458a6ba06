"""Every link target that stands on a page seen, and that was asked for, answers as it promised.

Passes: none of the targets checked is broken, said with how many pages and targets that was.
Fails: more than `max_dead` targets are broken; each is one finding, however many pages carry it.
Is never pending.  Review: nothing is broken, but some targets are behind a wall or a login, failed
only once, or are not shown at first, less than half could be checked, or no link was seen at all.
Known limits: only links of fetched pages; a page that answers with something else than promised is
noticed only by marks of error pages and parked names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from checker.facts.link_state import Alive, Broken, LinkStates, Undecided
from checker.facts.link_targets import Target, TargetKind, link_targets
from checker.facts.site import SiteFacts
from checker.judgement import Judgement, Question, evidence, fingerprint, place_of, short
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Evidence, Finding, Reason, Verdict

SLOTS = frozenset({"dead", "targets", "checked", "unchecked", "blocked", "pages_seen"})
_MOST_EVIDENCE = 20
_NONE_FOUND = "核查过的链接里没有发现错链、断链"
_WORST_FIRST = (Reason.BLOCKED, Reason.LOGIN, Reason.UNREACHABLE, Reason.TOO_FEW)
_SUGGESTIONS = {
    "dns": "核对域名；网站已停用的，删除链接或改为新网址",
    "refused": "核对网址；服务已停用的，删除链接或改为新网址",
    "timeout": "人工打开确认；长期打不开的，删除链接或改为新网址",
    "tls": "请对方更换有效的 HTTPS 证书，或改用能打开的网址",
    "soft_404": "原内容已不在，改为新网址或删除链接；并请让不存在的页面返回 404 状态",
    "redirect_home": "原内容已不在，改为内容页的新网址或删除链接",
    "parked": "域名可能已被他人使用，请立即删除该链接并排查全站",
    "internal_address": "改为公网可以访问的网址，或上传文件后重新链接",
    "wrong_type": "重新上传附件，并核对链接地址",
    "empty": "重新上传文件或补充内容",
}
_GONE = "内容已搬家的改为新网址，已撤下的删除链接"
_SERVER = "请网站运维单位排查服务器错误；页面已停用的删除链接"
_SERVER_ERROR = "5"


class Params(BaseParams):
    """Which targets count, and how many broken ones are borne."""

    scope: Annotated[list[TargetKind], Stricter.UNION] = Field(
        default=[TargetKind.INTERNAL, TargetKind.EXTERNAL, TargetKind.ATTACHMENTS], min_length=1
    )
    max_dead: Annotated[int, Stricter.LOWER] = Field(default=0, ge=0)


@dataclass(slots=True)
class _Count:
    """The targets by what became of them."""

    targets: int = 0
    alive: int = 0
    unchecked: int = 0
    broken: list[tuple[Target, Broken]] = field(default_factory=list)
    undecided: list[tuple[Target, Undecided]] = field(default_factory=list)

    @property
    def checked(self) -> int:
        return self.alive + len(self.broken) + len(self.undecided)


def links_alive(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge all link targets of the site's pages."""
    count = _count(params, site)
    slots = {
        "dead": str(len(count.broken)),
        "targets": str(count.targets),
        "checked": str(count.checked),
        "unchecked": str(count.unchecked),
        "blocked": str(len(count.undecided)),
        "pages_seen": str(len(site.held)),
    }
    seen = _evidence(site, count)
    if not site.held:
        return Judgement(Verdict.REVIEW, slots, Reason.TOO_FEW, "没有抓到网页，链接没有核查", seen)
    if not count.targets:
        why = "已见的页面上没有可核查的链接（链接可能由脚本生成）"
        return Judgement(Verdict.REVIEW, slots, Reason.TOO_FEW, why, seen)
    if len(count.broken) > params.max_dead:
        findings = tuple(_finding(site, asked, target, state) for target, state in count.broken)
        why = f"{len(findings)} 个目标打不开或不对"
        return Judgement(Verdict.FAIL, slots, None, why, seen, findings)
    if count.undecided:
        present = {state.reason for _, state in count.undecided}
        reason = next(reason for reason in _WORST_FIRST if reason in present)
        why = f"{_NONE_FOUND}，但有 {len(count.undecided)} 个链接看不清：{count.undecided[0][1].detail}"
        return Judgement(Verdict.REVIEW, slots, reason, why, seen)
    if count.unchecked > count.checked:
        why = f"{_NONE_FOUND}，但 {count.targets} 个链接目标里只核查了 {count.checked} 个"
        return Judgement(Verdict.REVIEW, slots, Reason.BUDGET, why, seen)
    return Judgement(Verdict.PASS, slots, None, "", seen)


def _count(params: Params, site: SiteFacts) -> _Count:
    states, count = site.once(LinkStates), _Count()
    for target in site.once(link_targets).values():
        if target.kind not in params.scope:
            continue
        count.targets += 1
        match states.of(target.url, tuple(target.texts)):
            case Alive():
                count.alive += 1
            case Broken() as state if target.hidden:
                says = f"{state.detail}；链接所在的区域默认不显示"
                count.undecided.append((target, Undecided(Reason.TOO_FEW, says)))
            case Broken() as state:
                count.broken.append((target, state))
            case Undecided() as state:
                count.undecided.append((target, state))
            case _:
                count.unchecked += 1
    return count


def _finding(site: SiteFacts, asked: Question, target: Target, state: Broken) -> Finding:
    text = target.texts[0] if target.texts else ""
    named = f"“{short(text, 40)}”" if text else ""
    return Finding(
        fingerprint=fingerprint(asked.rule, target.url),
        message=f"链接{named}{state.detail}",
        url=target.pages[0],
        target=target.url,
        found_on=target.pages,
        found_on_count=target.count,
        observed=state.observed,
        expected="200" if state.observed.isdigit() else "可正常打开",
        excerpt=short(text),
        suggestion=_suggestion(state.observed),
        **place_of(site.snapshot.fetch(state.place)),
    )


def _suggestion(observed: str) -> str:
    if observed.isdigit():
        return _SERVER if observed.startswith(_SERVER_ERROR) else _GONE
    return _SUGGESTIONS[observed]


def _evidence(site: SiteFacts, count: _Count) -> tuple[Evidence, ...]:
    seen = []
    for target, state in count.undecided[:_MOST_EVIDENCE]:
        places = f"{target.count} 个页面有此链接，如 {target.pages[0]}"
        fetch = site.snapshot.fetch(target.url)
        text = target.texts[0] if target.texts else ""
        seen.append(evidence(target.url, f"未能判断：{state.detail}（{places}）", fetch, text))
    return tuple(seen)
