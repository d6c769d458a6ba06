"""A loopback portal whose pages change between two crawls, and which is asked under conditions.

It says of a page what a static server says (ETag, Last-Modified), and lies where a test tells it to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

OLD = datetime(2021, 6, 1, tzinfo=UTC)
NEW = datetime(2021, 12, 1, tzinfo=UTC)
TEXT = "政务公开是法治政府建设的一项重要制度。" * 15


def html(*hrefs: str, title: str = "某县", more: str = "") -> str:
    links = "".join(f'<li><a href="{href}">链接{n}</a></li>' for n, href in enumerate(hrefs))
    return (
        f"<html><head><title>{title}</title></head><body>{more}<ul>{links}</ul>{TEXT}</body></html>"
    )


@dataclass(repr=False)
class Page:
    """What stands at one path.  `etag` None: the server names none."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    modified: datetime | None = OLD
    tagged: bool = True
    status: int = 200

    @property
    def etag(self) -> str | None:
        return f'"{sha256(self.body).hexdigest()[:16]}"' if self.tagged else None


@dataclass(repr=False)
class AgingPortal:
    """The portal; `asked` is one (path, conditional, status) per request, robots.txt left out."""

    pages: dict[str, Page] = field(default_factory=dict)
    young: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, bool, int]] = field(default_factory=list)
    always_304: bool = False
    confused: dict[str, str | None] = field(default_factory=dict)  # path: takes this ETag for good
    deaf: set[str] = field(default_factory=set)  # paths that say "not modified" of what changed

    def put(self, path: str, body: str | bytes, **facts: object) -> None:
        raw = body.encode() if isinstance(body, str) else body
        self.pages[path] = Page(raw, **facts)  # type: ignore[arg-type]  # a page's own fields

    def change(self, path: str, body: str | bytes) -> None:
        old = self.pages[path]
        raw = body.encode() if isinstance(body, str) else body
        self.pages[path] = Page(raw, old.kind, NEW if old.modified else None, old.tagged)

    def rejuvenate(self) -> None:
        """Let everything be as it was at first."""
        self.pages = dict(self.young)

    def __call__(self, request: Request) -> Response:
        response = self._answer(request)
        if request.path != "/robots.txt" and not request.path.startswith("/gongkai-"):
            conditional = bool({"If-None-Match", "If-Modified-Since"} & set(request.headers.keys()))
            self.asked.append((request.path, conditional, response.status_code))
        return response

    def _answer(self, request: Request) -> Response:
        page = self.pages.get(request.path)
        if page is None:
            return Response("nothing here", 404, content_type="text/html")
        headers = {"ETag": page.etag} if page.etag else {}
        if page.modified:
            headers["Last-Modified"] = format_datetime(page.modified, usegmt=True)
        if page.status == 200 and self._is_unmodified(request, page):
            return Response(status=304, headers={} if self._lies(request) else headers)
        return Response(page.body, page.status, headers, content_type=page.kind)

    def _lies(self, request: Request) -> bool:
        return self.always_304 or request.path in self.deaf

    def _is_unmodified(self, request: Request, page: Page) -> bool:
        tag = request.headers.get("If-None-Match")
        since = request.headers.get("If-Modified-Since")
        if self.always_304:
            return bool(tag or since)
        if tag and tag == self.confused.get(request.path):
            return True
        if request.path in self.deaf:
            return bool(tag or since) and tag != '"gongkai-check"'
        if tag is not None:
            return tag == page.etag
        return bool(since and page.modified and page.modified <= parsedate_to_datetime(since))

    def conditional(self) -> list[tuple[str, int]]:
        return [(path, status) for path, conditional, status in self.asked if conditional]

    def serve(self, server: HTTPServer) -> None:
        server.expect_request(re.compile(".*")).respond_with_handler(self)
