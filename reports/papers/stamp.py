"""What a file says of itself: title, maker and times, taken from the audit so that no clock shows in it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from checker.results import AuditResult
from reports.moments import instant
from reports.visible import one_line

_MAX_TITLE: Final = 150
_ZIP_BEGINS: Final = datetime(1980, 1, 1, tzinfo=UTC)
_ZIP_ENDS: Final = datetime(2107, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The properties of one file."""

    title: str
    maker: str
    when: datetime

    def put_on(self, properties: Any) -> None:
        """Set the core properties of a Word file; whose template it was is nobody's business."""
        properties.title = self.title
        properties.author = properties.last_modified_by = self.maker
        properties.created = properties.modified = self.when.replace(tzinfo=None)
        properties.revision = 1
        properties.comments = properties.keywords = properties.subject = properties.category = ""

    def repacked(self, content: bytes) -> bytes:
        """The same container with the same time on every part."""
        into = BytesIO()
        when = min(max(self.when, _ZIP_BEGINS), _ZIP_ENDS).timetuple()[:6]
        with (
            zipfile.ZipFile(BytesIO(content)) as old,
            zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                part = zipfile.ZipInfo(name, when)
                part.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(part, old.read(name))
        return into.getvalue()


def stamp(result: AuditResult, title: str, maker: str) -> Stamp:
    """The stamp of a paper on an audit."""
    return Stamp(one_line(title, _MAX_TITLE), one_line(maker, _MAX_TITLE), _when(result))


def _when(result: AuditResult) -> datetime:
    """When the audit was done; where that cannot be read, the day that it asked about."""
    return instant(result.run.finished_at) or instant(result.as_of) or _ZIP_BEGINS
