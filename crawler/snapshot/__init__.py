"""The snapshot: what a crawl saw, on disk or in memory.  Pure; loads without Scrapy.

Everything after the crawl reads a portal through `Snapshot` only.
"""

from crawler.snapshot.memory import MemorySnapshot
from crawler.snapshot.model import (
    NO_ROUTE,
    TOO_SLOW,
    CrawlInfo,
    Fetch,
    Link,
    LinkKind,
    Outcome,
    Probe,
    RecordPlace,
    Role,
    Snapshot,
    SnapshotError,
)
from crawler.snapshot.reader import DiskSnapshot

__all__ = [
    "NO_ROUTE",
    "TOO_SLOW",
    "CrawlInfo",
    "DiskSnapshot",
    "Fetch",
    "Link",
    "LinkKind",
    "MemorySnapshot",
    "Outcome",
    "Probe",
    "RecordPlace",
    "Role",
    "Snapshot",
    "SnapshotError",
]
