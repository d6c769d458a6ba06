"""What the demo server says to one request: plain data, made before the server runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

HTML = "text/html; charset=utf-8"


class Trick(StrEnum):
    """Behaviour that lies in time or in who is asking, and so cannot lie in the bytes."""

    SLOW = "slow"  # answers after a while
    ONCE_503 = "once_503"  # the first request of a run gets 503, every later one the page
    BROWSERS_ONLY = "browsers_only"  # 403 for any agent that is no known browser
    SILENT = "silent"  # accepts the request and never answers


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer; `modified` is when the content last changed.

    `key` is the name of the article that it is, where things are planted by that name.
    """

    body: bytes
    modified: datetime
    status: int = 200
    content_type: str = HTML
    location: str | None = None
    cookie: str | None = None
    trick: Trick | None = None
    key: str = ""
