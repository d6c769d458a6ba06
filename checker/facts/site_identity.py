"""A site's identification as a whole: marks that a frame brings, and whether its codes agree.

The code stands in the footer, in the SiteIDCode tag and in the 找错 badge; a template that was copied
from another site carries that site's.  Which is right is not for here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from checker.facts.identity import Brought, Identity
from checker.facts.places import Certainty, Fact
from checker.facts.site import SiteFacts
from crawler.snapshot import LinkKind

_MOST_FRAMES = 8


@dataclass(frozen=True, slots=True)
class SiteIdentity:
    """A page's marks, those of its frames included; `codes` are the identification codes found."""

    marks: Identity
    codes: tuple[Fact, ...]

    @property
    def agree(self) -> bool | None:
        """All codes are the same; None where fewer than two were found."""
        values = {code.value.lower() for code in self.codes}
        return None if len(self.codes) < 2 else len(values) == 1  # noqa: PLR2004  # two to compare


def site_identity(site: SiteFacts, url: str) -> SiteIdentity | None:
    """Return the marks of a page and its frames, None where the page is not held."""
    page = site.page(url)
    if page is None:
        return None
    marks = page.identity
    frames = [link.target for link in site.snapshot.links(url) if link.kind is LinkKind.FRAME]
    for target in dict.fromkeys(frames[:_MOST_FRAMES]):
        last = site.resolve(target).last
        framed = site.page(last.url) if last is not None else None
        if framed is not None and framed.url != url:
            marks = _with_frame(marks, framed.identity, framed.url)
    return SiteIdentity(marks, codes_of(marks))


def codes_of(marks: Identity) -> tuple[Fact, ...]:
    """Return the identification codes that a page shows: footer, tag, 找错 badge."""
    found = (marks.site_id_code, marks.meta_code, marks.jiucuo_code)
    return tuple(code for code in found if code is not None)


def _with_frame(marks: Identity, framed: Identity, url: str) -> Identity:
    """Fill in what only a frame shows; the site's name is not a frame's to tell."""
    changes: dict[str, object] = {}
    for field in fields(Identity):
        own, theirs = getattr(marks, field.name), getattr(framed, field.name)
        if field.name == "site_name" or theirs is None:
            continue
        if own is None and isinstance(theirs, Fact):
            where = f"框架 {url} {theirs.where}"
            changes[field.name] = replace(theirs, where=where, certainty=Certainty.LIKELY)
        elif isinstance(own, Brought) and own is Brought.NOTHING:
            changes[field.name] = theirs
    return replace(marks, **changes)  # type: ignore[arg-type]  # each field with its own type
