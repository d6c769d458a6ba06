"""Whether enough of the site was seen to say that something is absent from it.

A handful of pages, or a home page most of whose links led nowhere for us, shows how we looked at
the site, not what stands on it.
"""

from __future__ import annotations

from checker.facts.site import SiteFacts
from crawler.snapshot import LinkKind, Role

# A county portal's home page leads to dozens of pages; where some did not open and fewer than this
# did, we were given a page or two of it.
MIN_HELD = 3


def too_narrow(site: SiteFacts) -> str | None:
    """Return why (Chinese) the pages seen are too few to prove an absence; None where they are not."""
    home = site.home.fetch
    if home is None:
        return "首页没有看到"
    targets = {
        link.target
        for link in site.snapshot.links(home.url)
        if link.kind not in {LinkKind.REFRESH, LinkKind.MORE} and link.target != home.url
    }
    known = [fetch for url in sorted(targets) if (fetch := site.snapshot.fetch(url)) is not None]
    inside = [fetch for fetch in known if fetch.role is Role.PAGE]
    held = 0
    for fetch in inside:
        last = site.resolve(fetch.url).last
        held += last is not None and last.url != home.url and site.glance(last.url) is not None
    if not inside:
        return "首页没有本站网页的链接，不能断定没有"
    if held < len(inside) and (held < MIN_HELD or held * 2 < len(inside)):
        return f"首页链接的 {len(inside)} 个本站网页只看到 {held} 个，不能断定没有"
    return None
