"""What a page's main part carries besides text: pictures, moving pictures, files."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.facts.markup import read_markup
from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts

_VIDEO = "video,embed,object[data],iframe[src*='player'],iframe[src*='video']"
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
    main = read_markup(html).main
    pictures = main.css("img[src]") if main is not None else []
    shown = any(not _ICON.search(node.attributes.get("src") or "") for node in pictures)
    film = main is not None and main.css_first(_VIDEO) is not None
    named = main is not None and bool(_VIDEO_FILE.search(main.html or ""))
    return Media(image=shown, video=film or named, attachment=bool(page.attachments))
