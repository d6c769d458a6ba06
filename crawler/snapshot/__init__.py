"""The snapshot: what a crawl saw, on disk or in memory.  Pure; loads without Scrapy.

Everything after the crawl reads a portal through `Snapshot` only.  How its keys, normalised URLs, are
made and taken apart, how rows are read out of the data of a list, what a page's source holds for
scripts, and what is a bot wall is told here too, so that crawler and checker read them alike.
"""

from crawler.reading.scope import ATTACHMENTS, extension, is_attachment
from crawler.reading.scripts import (
    UNRENDERED,
    SourceFacts,
    Turns,
    is_shell,
    links_in_source,
    read_source,
    scripts_of,
)
from crawler.reading.shapes.door import read_data
from crawler.reading.shapes.jpage import records
from crawler.reading.tangles import untangled
from crawler.reading.urls import absolute, host_of, literal_address, path_of
from crawler.reading.walls import wall_by_text
from crawler.snapshot.extent import Extent, extent
from crawler.snapshot.memory import MemorySnapshot
from crawler.snapshot.model import (
    NO_ROUTE,
    OUR_MACHINE,
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
    Sameness,
    Snapshot,
    SnapshotError,
    Spared,
    Trap,
    Unchanged,
)
from crawler.snapshot.reader import DiskSnapshot

__all__ = [
    "ATTACHMENTS",
    "NO_ROUTE",
    "OUR_MACHINE",
    "TOO_SLOW",
    "UNRENDERED",
    "CrawlInfo",
    "DiskSnapshot",
    "Drawn",
    "Extent",
    "Fetch",
    "Link",
    "LinkKind",
    "MemorySnapshot",
    "Outcome",
    "Probe",
    "RecordPlace",
    "Rendering",
    "Role",
    "Sameness",
    "Snapshot",
    "SnapshotError",
    "SourceFacts",
    "Spared",
    "Trap",
    "Turns",
    "Unchanged",
    "absolute",
    "extension",
    "extent",
    "host_of",
    "is_attachment",
    "is_shell",
    "links_in_source",
    "literal_address",
    "path_of",
    "read_data",
    "read_source",
    "records",
    "scripts_of",
    "untangled",
    "wall_by_text",
]
