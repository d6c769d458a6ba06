"""The snapshot: what a crawl saw, on disk or in memory.  Pure; loads without Scrapy.

Everything after the crawl reads a portal through `Snapshot` only.  How its keys, normalised URLs, are
taken apart, what a page's source holds for scripts, and what is a bot wall is told here too, so that
crawler and checker read them alike.
"""

from crawler.reading.scope import ATTACHMENTS, extension
from crawler.reading.scripts import (
    UNRENDERED,
    SourceFacts,
    Turns,
    is_shell,
    links_in_source,
    read_source,
    scripts_of,
)
from crawler.reading.urls import host_of, literal_address, path_of
from crawler.reading.walls import wall_by_text
from crawler.snapshot.memory import MemorySnapshot
from crawler.snapshot.model import (
    NO_ROUTE,
    TOO_SLOW,
    CrawlInfo,
    Drawn,
    Fetch,
    Link,
    LinkKind,
    Outcome,
    Probe,
    RecordPlace,
    Rendering,
    Role,
    Snapshot,
    SnapshotError,
    Trap,
)
from crawler.snapshot.reader import DiskSnapshot

__all__ = [
    "ATTACHMENTS",
    "NO_ROUTE",
    "TOO_SLOW",
    "UNRENDERED",
    "CrawlInfo",
    "DiskSnapshot",
    "Drawn",
    "Fetch",
    "Link",
    "LinkKind",
    "MemorySnapshot",
    "Outcome",
    "Probe",
    "RecordPlace",
    "Rendering",
    "Role",
    "Snapshot",
    "SnapshotError",
    "SourceFacts",
    "Trap",
    "Turns",
    "extension",
    "host_of",
    "is_shell",
    "links_in_source",
    "literal_address",
    "path_of",
    "read_source",
    "scripts_of",
    "wall_by_text",
]
