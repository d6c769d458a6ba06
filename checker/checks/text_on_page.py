"""The pages that a demand is about say what they must say, and nothing that they must not.

Passes: the share of documents that hold one word of every group in `all_of` (or all of them together,
with `together`), the medium asked for, and no word of `none_of`, is at least `min_share`.  Fails: it
is less, although every document was read; or there is none and `if_none` says fail.  Pending: none
until `by`.  Review: documents were not read (files, pictures, scripts, walls) and would decide; there
are fewer than `min_population`; none was found and it cannot be said that there is none; or the site
links to one of `elsewhere`.
Not applicable: none, where `if_none` says so.  Known limits: looks for words, not for meaning; text
in pictures is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator

from checker.document_params import DocumentParams, IfNone
from checker.facts.documents_seen import DocumentsSeen, Opened, open_documents
from checker.facts.elsewhere import linked_elsewhere
from checker.facts.media import Media, media_of
from checker.facts.names import normal
from checker.facts.page import PageFacts
from checker.facts.pairs.closing_dates import closing_date
from checker.facts.site import SiteFacts
from checker.judgement import NONE, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Stricter
from checker.results import Evidence, Finding, Reason, Verdict
from checker.yearly_day import every_year

SLOTS = frozenset(
    {"count", "good", "share", "min_share", "missing", "wanted", "example", "unread", "pages_seen"}
)
_SHOWN = 8
_MOST_FINDINGS = 100
_UNTIL = "截止日期"  # said in words, or as days (3月1日—3月31日)


class Medium(StrEnum):
    """What else a page must carry."""

    IMAGE = "image"
    VIDEO = "video"
    ATTACHMENT = "attachment"
    NON_TEXT = "non_text"  # an image, a video, or a file


_MEDIA = {
    Medium.IMAGE: "图片",
    Medium.VIDEO: "视频",
    Medium.ATTACHMENT: "附件",
    Medium.NON_TEXT: "图片、视频或附件",
}


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Params(DocumentParams):
    """Which documents, and what each must hold.

    A group is written `背景|依据`: one of these words is enough; so is one of the `media`.  The word
    `截止日期` also stands for a period in days.  Where the
    site links to one of `elsewhere`, a platform of another site, what is missing here may stand there.
    Until `by` (month-day of the year asked) there need not be any.
    """

    all_of: Annotated[list[str], Stricter.UNION] = Field(default=[])
    none_of: Annotated[list[str], Stricter.UNION] = Field(default=[])
    media: Annotated[list[Medium], BeforeValidator(_as_list)] = Field(default=[])
    elsewhere: Annotated[list[str], Stricter.UNION] = Field(default=[])
    together: bool = False
    min_share: Annotated[float, Stricter.HIGHER] = Field(default=1.0, gt=0, le=1)
    min_population: int = Field(default=1, ge=1)
    if_none: IfNone = IfNone.REVIEW
    by: Annotated[str | None, Stricter.LOWER] = Field(default=None, pattern=r"^\d{2}-\d{2}$")

    @field_validator("by")
    @classmethod
    def _day(cls, by: str | None) -> str | None:
        return every_year(by) if by else by

    @field_validator("all_of", "none_of")
    @classmethod
    def _groups(cls, groups: list[str]) -> list[str]:
        if any(not normal(word) for group in groups for word in group.split("|")):
            raise ValueError("词组里有空的词，写成 背景|依据 这样")
        return groups


@dataclass(frozen=True, slots=True)
class _Read:
    """A document that was read, what it lacks (the first of each group of words), and what it must not say."""

    opened: Opened
    lacks: tuple[str, ...]
    holds: tuple[str, ...] = ()

    @property
    def bad(self) -> bool:
        return bool(self.lacks or self.holds)

    @property
    def told(self) -> str:
        return _told(self.lacks, self.holds) or "要素齐全"


def text_on_page(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether the documents say what they must."""
    seen = open_documents(site, params.chosen, asked.as_of)
    seen.opened = [one for one in seen.opened if not asked.too_early(one.item.day)]
    if not seen.opened:
        return _none(params, site, asked, seen)
    unread = [one for one in seen.opened if one.page is None or one.unread]
    read = [
        _Read(one, _lacks(params, site, one.page), _holds(params, one.page))
        for one in seen.opened
        if one.page is not None and not one.unread
    ]
    if params.together and read:
        lacking = frozenset.intersection(*(frozenset(one.lacks) for one in read))
        first = read[0]
        holds = tuple(dict.fromkeys(word for one in read for word in one.holds))
        read = [_Read(first.opened, tuple(x for x in first.lacks if x in lacking), holds)]
    good = sum(not one.bad for one in read)
    total = len(read) + (0 if params.together else len(unread))
    slots = _slots(params, site, read, good, len(unread))
    shown = tuple(_evidence(site, one) for one in read[:_SHOWN])
    if not read and unread and unread[0].unread:
        why = f"有 {len(unread)} 份没有读到正文（{unread[0].unread.detail}）"
        return Judgement(Verdict.REVIEW, slots, unread[0].unread.reason, why, shown)
    if total < params.min_population:
        why = f"只有 {total} 份，少于 {params.min_population} 份，不作判定"
        return Judgement(Verdict.REVIEW, slots, Reason.TOO_FEW, why, shown)
    if good >= params.min_share * total:
        return Judgement(Verdict.PASS, slots, evidence=shown)
    doubt = unread[0].unread if unread else None
    if params.together and doubt is None:
        doubt = seen.doubt
    undecided = params.together or good + len(unread) >= params.min_share * total
    if doubt and undecided:
        why = f"有 {len(unread)} 份没有读到正文（{doubt.detail}）" if unread else doubt.detail
        return Judgement(Verdict.REVIEW, slots, doubt.reason, why, shown)
    bad = [one for one in read if one.bad]
    other = linked_elsewhere(site, params.elsewhere)
    if other:
        told = f"{_all_told(bad)}；{other.detail}"
        return Judgement(Verdict.REVIEW, slots, other.reason, told, shown)
    why = f"{total} 份中有 {len(bad)} 份{_all_told(bad)}"
    findings = tuple(_finding(site, asked, one) for one in bad[:_MOST_FINDINGS])
    return Judgement(Verdict.FAIL, slots, None, why, shown, findings)


def _none(params: Params, site: SiteFacts, asked: Question, seen: DocumentsSeen) -> Judgement:
    slots = _slots(params, site, [], 0, 0)
    if params.by and asked.as_of.isoformat()[5:] <= params.by:
        due = f"{asked.as_of.year}-{params.by}"
        return Judgement(Verdict.PENDING, slots, None, f"期限 {due} 未到，还没有看到要看的文件")
    doubt = seen.doubt or linked_elsewhere(site, params.elsewhere)
    if doubt:
        why = f"没有找到要看的文件；{doubt.detail}"
        return Judgement(Verdict.REVIEW, slots, doubt.reason, why)
    if params.if_none is IfNone.NOT_APPLICABLE:
        return Judgement(Verdict.NOT_APPLICABLE, slots, None, "没有这类文件")
    if params.if_none is IfNone.REVIEW:
        return Judgement(Verdict.REVIEW, slots, Reason.TOO_FEW, "没有找到要看的文件")
    finding = Finding(
        fingerprint=fingerprint(asked.rule, "none"),
        message="没有找到要看的文件",
        url=site.snapshot.info.home,
        observed=NONE,
        expected="、".join(params.all_of) or "至少一份",
        **place_of(site.home.fetch),
    )
    return Judgement(Verdict.FAIL, slots, None, "没有找到要看的文件", (), (finding,))


def _lacks(params: Params, site: SiteFacts, page: PageFacts) -> tuple[str, ...]:
    text = _said(page)
    found = [
        f"“{group.partition('|')[0]}”"
        for group in params.all_of
        if not any(_says(word, text, page) for word in group.split("|"))
    ]
    if params.media and not _carries(params.media, media_of(site, page)):
        found.append("、".join(_MEDIA[one] for one in params.media))
    return tuple(found)


def _holds(params: Params, page: PageFacts) -> tuple[str, ...]:
    text = _said(page)
    words = [word for group in params.none_of for word in group.split("|")]
    return tuple(f"“{word}”" for word in words if normal(word) in text)


def _said(page: PageFacts) -> str:
    text = normal(page.title + page.text + "".join(page.metas.values()))
    return text + normal("".join(link.text for link in page.attachments))


def _told(lacks: Sequence[str], holds: Sequence[str]) -> str:
    parts = [f"缺少{'、'.join(lacks)}"] if lacks else []
    return "，".join([*parts, *([f"出现了{'、'.join(holds)}"] if holds else [])])


def _all_told(read: Sequence[_Read]) -> str:
    """Say what some of them lack, and what some of them must not say."""
    lacks = dict.fromkeys(lack for one in read for lack in one.lacks)
    holds = dict.fromkeys(word for one in read for word in one.holds)
    return _told(list(lacks)[:_SHOWN], list(holds)[:_SHOWN])


def _says(word: str, text: str, page: PageFacts) -> bool:
    """The page holds the word, or a day until which it asks where the word stands for one."""
    return normal(word) in text or (word == _UNTIL and closing_date(page.text, None) is not None)


def _carries(wanted: list[Medium], media: Media) -> bool:
    has = {
        Medium.IMAGE: media.image,
        Medium.VIDEO: media.video,
        Medium.ATTACHMENT: media.attachment,
        Medium.NON_TEXT: media.image or media.video or media.attachment,
    }
    return any(has[one] for one in wanted)


def _slots(
    params: Params, site: SiteFacts, read: list[_Read], good: int, unread: int
) -> dict[str, str]:
    missing = dict.fromkeys(word for one in read for word in (*one.lacks, *one.holds))
    total = len(read) + unread
    return {
        "count": str(total),
        "good": str(good),
        "share": f"{good / total:.0%}" if total else "—",
        "min_share": f"{params.min_share:.0%}",
        "missing": "、".join(list(missing)[:_SHOWN]) or "无",
        "wanted": "、".join(
            [
                *(group.replace("|", "/") for group in params.all_of),
                *(["/".join(_MEDIA[one] for one in params.media)] if params.media else []),
            ]
        )
        or "—",
        "example": read[0].opened.item.title if read else NONE,
        "unread": str(unread),
        "pages_seen": str(len(site.held)),
    }


def _evidence(site: SiteFacts, one: _Read) -> Evidence:
    item = one.opened.item
    return evidence(item.url, f"《{item.title}》{one.told}", site.resolve(item.url).last)


def _finding(site: SiteFacts, asked: Question, one: _Read) -> Finding:
    item = one.opened.item
    return Finding(
        fingerprint=fingerprint(asked.rule, item.url),
        message=f"《{item.title}》{one.told}",
        url=item.url,
        target=None,  # the list that led there is in order: it is no place of the fault
        observed=one.told,
        expected="要素齐全",
        **place_of(site.resolve(item.url).last),
    )
