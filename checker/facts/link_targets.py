"""Every link target of the site's pages, once, with the pages on which it stands.

One pass over all pages.  What became of a target is a question for `link_state`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from checker.facts.site import SiteFacts
from checker.facts.urls import host_of
from crawler.snapshot import LinkKind, Role, is_attachment

MAX_PLACES = 20
_MAX_TEXTS = 8


class TargetKind(StrEnum):
    """Where a target lies; the words that a rule's scope uses."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    ATTACHMENTS = "attachments"


@dataclass(slots=True)
class Target:
    """A link target: on how many pages it stands, the first of them, and under which texts.

    `hidden`: nowhere is it shown without more ado.
    """

    url: str
    kind: TargetKind
    pages: list[str] = field(default_factory=list)
    count: int = 0
    texts: list[str] = field(default_factory=list)
    hidden: bool = True


def link_targets(site: SiteFacts) -> dict[str, Target]:
    """Return all targets that stand on pages held, in the order in which they are met."""
    found: dict[str, Target] = {}
    for page in site.held:
        on_page: set[str] = set()
        for link in site.snapshot.links(page.url):
            if link.kind is LinkKind.MORE:  # nobody sees it, so it is no link that can be dead
                continue
            target = found.get(link.target)
            if target is None:
                target = found[link.target] = Target(link.target, kind_of(site, link.target))
            target.hidden = target.hidden and link.kind is LinkKind.HIDDEN
            if link.text and len(target.texts) < _MAX_TEXTS and link.text not in target.texts:
                target.texts.append(link.text)
            if link.target not in on_page:
                on_page.add(link.target)
                target.count += 1
                if len(target.pages) < MAX_PLACES:
                    target.pages.append(page.url)
    return found


def kind_of(site: SiteFacts, url: str) -> TargetKind:
    """Say whether a target is a page of the site, a file of the site, or elsewhere."""
    fetch = site.snapshot.fetch(url)
    role = fetch.role if fetch else None
    if role is Role.EXTERNAL:
        return TargetKind.EXTERNAL
    own = (
        role is not None
        or host_of(url) in site.hosts
        or not url.startswith(("http://", "https://"))
    )
    if not own:
        return TargetKind.EXTERNAL
    file = role is Role.ATTACHMENT or is_attachment(url)
    return TargetKind.ATTACHMENTS if file else TargetKind.INTERNAL
