"""Run every fact over a site, and see which modules of the package that enters.

`python -m tests.gold.every_fact` prints the modules of `checker.facts` that made-up portals enter, for the
test that none is left out.  A process of its own, so that nothing is remembered from earlier readings.
"""

from __future__ import annotations

import json
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib import import_module
from types import FrameType

import checker.facts
from checker.engine import judge
from checker.facts.annual_report import claims, report_on_page, sums_of
from checker.facts.attachments import read_attachment
from checker.facts.attachments.reading import read_here
from checker.facts.column_tree import ColumnTree
from checker.facts.columns import columns_named
from checker.facts.data_rows import data_entries
from checker.facts.file_kinds import kind_of
from checker.facts.home_answers import HomeAnswers
from checker.facts.letters import read_letter
from checker.facts.likely_rows import likely_rows
from checker.facts.media import media_of
from checker.facts.menus import menu_of
from checker.facts.mixed_content import mixed_content
from checker.facts.numbered_lines import numbered_points
from checker.facts.pairs.catalogue import read_catalogue
from checker.facts.pairs.excuses import excuse_for
from checker.facts.pairs.forms import forms_of
from checker.facts.pairs.publications import publication
from checker.facts.pairs.related_links import related_links
from checker.facts.pairs.site_feedback import site_feedback
from checker.facts.pairs.site_interpretations import forms, site_interpretations
from checker.facts.periods import spans
from checker.facts.personal_data import scan_page
from checker.facts.site_identity import site_identity
from checker.facts.tables import read_tables
from checker.facts.under import lies_under
from checker.facts.wording.site_wording import site_wording
from checker.results import Reason, Run
from crawler.reading.charset import decode
from crawler.snapshot import Probe, host_of
from rules.loader import load_library
from rules.patterns import Pattern
from tests.gold.corpus import site_of

RUN = Run(id="r", started_at="", finished_at="", tool_version="0", seconds=0)
AS_OF = date(2024, 11, 21)
_MANY_ALIKE = re.compile(r"/(?:news|bureau|notices|budget)/\d{6}/")
NAMES = ["政策文件", "通知公告", "意见征集", "政务公开"]


def read_everything(bodies: Mapping[str, bytes], home: str) -> None:
    """Read all there is to read of these pages; raises what a reading raises."""
    site = site_of(bodies, home)
    for url, body in bodies.items():
        html = decode(body).text
        read_tables(html)
        scan_page(html)
        report = report_on_page(html)
        if report is not None:
            sums_of(report)
            claims(report)
        read_letter(html)
        forms_of(html, html[:80])
        related_links(html, lambda href: href)
        menu_of(html, url)
        spans(html[:200])
        read_catalogue(site, url)
        publication(site, url)
        site_identity(site, url)
        data_entries(html, "application/json", url, lambda href: href)
        mixed_content(html + "<img src=http://a.cn/b.png>", f"https://a.cn/{len(html)}")
        read_here(body)
        kind_of(body)
        page = site.page(url)
        if page is not None:
            media_of(site, page)
            numbered_points(page.text.splitlines())
            likely_rows(site, [page], lambda title: "年" in title, AS_OF.year - 1)
            excuse_for(site, url, [Pattern("说明|延期")])
    read_attachment(b"a,b\n1,2\n", "t.csv")
    HomeAnswers.of(Probe("http", host_of(home), datetime(2024, 11, 21, tzinfo=UTC), {}))
    for column in columns_named(site, NAMES):
        lies_under(site, column, NAMES)
    list(site.once(ColumnTree).all())
    site.once(site_feedback)
    for found in site.once(site_interpretations).explanations:
        forms(site, found)
    site.once(site_wording)


def check_errors(bodies: Mapping[str, bytes], home: str) -> list[str]:
    """Judge the pages by all packs, which asks for every fact there is; return what raised."""
    library = load_library()
    packs = list(library.packs.values())
    result = judge(site_of(bodies, home).snapshot, library, packs, as_of=AS_OF, run=RUN)
    return [f"{r.id}: {r.error}" for r in result.rules if r.reason is Reason.CHECK_ERROR]


def modules() -> dict[str, str]:
    """Return the modules of the package by the files they stand in."""
    found = {}
    for info in pkgutil.walk_packages(checker.facts.__path__, "checker.facts."):
        module = import_module(info.name)
        found[str(module.__file__)] = info.name
    return found


@contextmanager
def entered(known: Mapping[str, str]) -> Iterator[set[str]]:
    """Note which of these modules a function is called of."""
    seen: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            file = frame.f_code.co_filename
            if file in known:
                seen.add(known[file])

    before: Callable[..., object] | None = sys.getprofile()
    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(before)


def main() -> None:
    """Print the modules that a made-up portal enters, and what raised."""
    from tests.gold.portal import build  # noqa: PLC0415  # nothing may be read before it is watched
    from tests.gold.styles import STYLES  # noqa: PLC0415

    known = modules()
    portal = build(STYLES[2], 2)
    # One article of news is like the other.
    pages = {url: body for url, body in portal.pages.items() if not _MANY_ALIKE.search(url)}
    with entered(known) as seen:
        read_everything(pages, portal.truth.home)
        errors = check_errors(pages, portal.truth.home)
    sys.stdout.write(json.dumps({"entered": sorted(seen), "errors": errors}))


if __name__ == "__main__":
    main()
