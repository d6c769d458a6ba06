"""What a page says of its site: name, identification code, registrations, badges, who runs it.

A mark that only a script would bring is kept apart as less sure; one that an external script or a
frame brings cannot be seen on the page at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice

from checker.facts.identity_marks import (
    CODE,
    CONTACT,
    COPYRIGHT,
    HOST_UNIT,
    ICP,
    JIUCUO_CODE,
    POLICE,
    RUN_BY,
    find_mark,
    shown_by_scripts,
)
from checker.facts.markup import Markup
from checker.facts.outline import Element
from checker.facts.places import Certainty, Fact

_PARTS = re.compile(r"\s*[-_|—–]+\s*|\s{2,}")
_SITE = re.compile(r"(?:网站?|政府|门户|局|厅|委员会|委|办公室|管委会|信息网|总局|部|在线)$")
_JIUCUO = re.compile(r"jiucuo\.js|[\"'=\s]_jiucuo_|id\s*=\s*[\"']?_span_jiucuo|jiucuo\.html")
_LONGEST_NAME = 40
_LEAST_NAME = 4


class Brought(StrEnum):
    """What brings a badge to the page: it stands in the source, or a script would draw it."""

    PAGE = "page"
    SCRIPT = "script"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Identity:
    """The marks of a page; None where it shows none.

    `site_id_code` is the code as shown to readers; what the SiteIDCode tag and the 找错 badge say
    stands in `meta_code` and `jiucuo_code`.
    """

    site_name: Fact | None = None
    site_id_code: Fact | None = None
    meta_code: Fact | None = None
    jiucuo_code: Fact | None = None
    icp: Fact | None = None
    police: Fact | None = None
    host_unit: Fact | None = None
    run_by: Fact | None = None
    contact: Fact | None = None
    conac: Brought = Brought.NOTHING
    jiucuo: Brought = Brought.NOTHING
    sitemap: bool = False


def read_identity(markup: Markup) -> Identity:
    """Read the marks of a page."""
    scripted = shown_by_scripts(markup.scripts)
    metas = markup.head.metas
    code = metas.get("siteidcode")
    lowered = markup.html.lower()
    may = "sitecode" in lowered or "site_code" in lowered
    badge = find_mark(JIUCUO_CODE, markup.html) if may else None
    return Identity(
        site_name=_site_name(markup),
        site_id_code=_mark(markup, CODE, scripted),
        meta_code=Fact(code, "meta[name=SiteIDCode]", code) if code else None,
        jiucuo_code=Fact(badge.value, "找错", badge.excerpt, Certainty.LIKELY) if badge else None,
        icp=_mark(markup, ICP, scripted),
        police=_mark(markup, POLICE, scripted),
        host_unit=_mark(markup, HOST_UNIT, ""),
        run_by=_mark(markup, RUN_BY, ""),
        contact=_mark(markup, CONTACT, ""),
        conac=_conac(markup),
        jiucuo=_jiucuo(markup),
        sitemap=any(
            markup.outline.text_of(anchor) in {"网站地图", "站点地图"}
            for anchor in markup.outline.anchors
        ),
    )


def _mark(markup: Markup, pattern: re.Pattern[str], scripted: str) -> Fact | None:
    outline = markup.outline
    mark = find_mark(pattern, outline.text)
    if mark is not None:
        element = outline.at(mark.start)
        where = outline.path(element) if element is not None else ""
        return Fact(mark.value, where, mark.excerpt)
    mark = find_mark(pattern, scripted) if scripted else None
    return Fact(mark.value, "脚本", mark.excerpt, Certainty.DOUBTFUL) if mark else None


def _site_name(markup: Markup) -> Fact | None:
    stated = markup.head.metas.get("sitename")
    if stated:
        return Fact(stated, "meta[name=SiteName]", stated)
    for image in _logos(markup):
        named = " ".join((image.get("alt") or image.get("title")).split())
        if _LEAST_NAME <= len(named) <= _LONGEST_NAME and _SITE.search(named):
            return Fact(named, markup.outline.path(image), named, Certainty.LIKELY)
    parts = [part for part in _PARTS.split(markup.head.title) if part]
    for part in reversed(parts):
        if _LEAST_NAME <= len(part) <= _LONGEST_NAME and _SITE.search(part):
            return Fact(part, "页面标题", markup.head.title, Certainty.LIKELY)
    right = find_mark(COPYRIGHT, markup.outline.text)
    return Fact(right.value, "版权所有", right.excerpt, Certainty.DOUBTFUL) if right else None


def _logos(markup: Markup) -> list[Element]:
    """Return the pictures that stand for the site: in a logo box, or in a link to the home page."""
    outline = markup.outline
    found = []
    for image in outline.images:
        if not (image.get("alt") or image.get("title")):
            continue
        around = list(islice(chain((image,), outline.above(image)), 4))
        if any(
            "logo" in f"{one.get('class')} {one.get('id')} {one.get('src')}".lower()
            for one in around
        ):
            found.append(image)
    return found


def _conac(markup: Markup) -> Brought:
    source = markup.html
    if "bszs.conac.cn" in source and _shown(markup, "bszs.conac.cn"):
        return Brought.PAGE
    if _pictured(markup, ("党政机关", "conac", "事业单位标识")):
        return Brought.PAGE
    scripted = "conac" in source or "_ideConac" in source
    return Brought.SCRIPT if scripted else Brought.NOTHING


def _jiucuo(markup: Markup) -> Brought:
    named = "jiucuo" in markup.html
    if (named and _shown(markup, "jiucuo")) or _pictured(markup, ("找错", "jiucuo")):
        return Brought.PAGE
    return Brought.SCRIPT if named and _JIUCUO.search(markup.html) else Brought.NOTHING


def _shown(markup: Markup, part: str) -> bool:
    return any(
        part in anchor.get("href") or part in anchor.get("onclick")
        for anchor in markup.outline.anchors
    )


def _pictured(markup: Markup, words: tuple[str, ...]) -> bool:
    return any(
        word in f"{image.get('alt')} {image.get('title')} {image.get('src')}"
        for image in markup.outline.images
        for word in words
    )
