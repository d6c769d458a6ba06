"""What a page's main part carries besides text: pictures, moving pictures, files."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.facts.markup import read_markup
from checker.facts.outline import Element
from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts

_PLAYERS = frozenset({"video", "embed"})
_PLAYER = re.compile(r"player|video")
_VIDEO_FILE = re.compile(r"\.(?:mp4|m3u8|flv|webm|mov)\b", re.IGNORECASE)
# Icons of files and decorations are no pictures to look at.
_ICON = re.compile(r"icon|/ico[_/]|logo|share|print|fileTypeImages|blank\.|spacer", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Media:
    """Which kinds stand on the page."""

    image: bool
    video: bool
    attachment: bool


def media_of(site: SiteFacts, page: PageFacts) -> Media:
    """Look at the main part of a page that is held."""
    return site.remember(("media", page.url), lambda: _look(site, page))


def _look(site: SiteFacts, page: PageFacts) -> Media:
    html = site.snapshot.text(page.url)
    markup = read_markup(html)
    main = [one for one in markup.outline.elements if not markup.template.has(one)]
    shown = any(
        one.tag == "img" and one.get("src") and not _ICON.search(one.get("src")) for one in main
    )
    named = _VIDEO_FILE.search(html) is not None and any(
        value and _VIDEO_FILE.search(value) for one in main for value in one.attributes.values()
    )
    film = named or any(map(_plays, main))
    return Media(image=shown, video=film, attachment=bool(page.attachments))


def _plays(element: Element) -> bool:
    if element.tag == "iframe":
        return bool(_PLAYER.search(element.get("src")))
    return element.tag in _PLAYERS or (element.tag == "object" and "data" in element.attributes)
