"""Whether a column lies below another one, as a page's trail, the other's links or its address tell.

Says what it saw; that nothing was seen proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.facts.columns import Column, columns_named
from checker.facts.names import named
from checker.facts.site import SiteFacts
from checker.facts.urls import folder_of, is_directory, is_home


def lies_under(site: SiteFacts, column: Column, names: Sequence[str]) -> bool:
    """Tell whether the column is seen to lie below one of these names."""
    page = site.glance(column.last.url) if column.last else None
    if page is not None and any(named(step, names) for step in page.breadcrumb[:-1]):
        return True
    reached = {column.url, *((column.last.url,) if column.last else ())}
    for above in columns_named(site, names):
        where = above.last.url if above.last else above.url
        if any(link.target in reached for link in site.snapshot.links(where)):
            return True
        folder = folder_of(where) if is_directory(where) and not is_home(where) else None
        if folder and any(folder_of(url).startswith(folder) for url in reached - {where}):
            return True
    return False
