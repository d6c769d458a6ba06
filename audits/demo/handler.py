"""Turns one HTTP request into the site's answer: hosts, methods, headers and tricks.

It keeps what one run of the server must remember: who has been served, and which page has already
failed once.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from http import HTTPStatus
from urllib.parse import unquote

from aiohttp import hdrs, web

from audits.demo import outside
from audits.demo.answer import Answer, Trick
from audits.demo.site import DemoSite

HOST = re.compile(r"([a-z0-9.-]{1,253})(?::[0-9]{1,5})?")
BROWSER = re.compile(r"\b(?:Chrome|Firefox|Safari)/[0-9]")


@dataclass(slots=True)
class Served:
    """One request; times are the server's monotonic clock, `end` is None while it lasts."""

    host: str
    path: str
    method: str
    start: float
    end: float | None = None
    status: int | None = None


class Handler:
    """Answers requests for one demo site."""

    def __init__(self, site: DemoSite, slow_seconds: float) -> None:
        self.served: list[Served] = []
        self._site = site
        self._slow_seconds = slow_seconds
        self._failed_once: set[tuple[str, str]] = set()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        named = request.headers.getall(hdrs.HOST, [])
        found = HOST.fullmatch(named[0].lower()) if len(named) == 1 else None
        if found is None:
            return _refuse(HTTPStatus.BAD_REQUEST)
        host = found[1]
        path = unquote(request.rel_url.raw_path)
        seen = Served(host, request.rel_url.raw_path_qs, request.method, _now())
        self.served.append(seen)
        try:
            response = await self._answer(request, host, path)
            seen.status = response.status
            return response
        finally:
            seen.end = _now()

    async def _answer(self, request: web.BaseRequest, host: str, path: str) -> web.StreamResponse:
        if request.method not in {hdrs.METH_GET, hdrs.METH_HEAD}:
            return _refuse(HTTPStatus.METHOD_NOT_ALLOWED)
        answer = self._site.answer(
            host, path, unquote(request.rel_url.raw_query_string), over_ipv6=_over_ipv6(request)
        )
        if answer is None:
            return _refuse(HTTPStatus.MISDIRECTED_REQUEST)
        if answer.trick is Trick.SLOW:
            await asyncio.sleep(self._slow_seconds)
        elif answer.trick is Trick.SILENT:
            await asyncio.Event().wait()
        elif answer.trick is Trick.ONCE_503 and (host, path) not in self._failed_once:
            self._failed_once.add((host, path))
            return _refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        elif answer.trick is Trick.BROWSERS_ONLY and not BROWSER.search(
            request.headers.get(hdrs.USER_AGENT, "")
        ):
            answer = outside.refusal(self._site.moment)
        return _response(request, answer)


def _now() -> float:
    return asyncio.get_running_loop().time()


def _over_ipv6(request: web.BaseRequest) -> bool:
    address = request.transport.get_extra_info("sockname") if request.transport else None
    return address is not None and ":" in address[0]


def _refuse(status: HTTPStatus) -> web.Response:
    return web.Response(status=status, text=f"{status.value} {status.phrase}\n")


def _response(request: web.BaseRequest, answer: Answer) -> web.Response:
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
    headers = {
        hdrs.CONTENT_TYPE: answer.content_type,
        hdrs.LAST_MODIFIED: format_datetime(answer.modified.astimezone(UTC), usegmt=True),
        hdrs.ETAG: tag,
        hdrs.SERVER: "gongkai-demo",
    }
    if answer.location is not None:
        headers[hdrs.LOCATION] = answer.location
    if answer.cookie is not None:
        headers[hdrs.SET_COOKIE] = answer.cookie
    if answer.status == HTTPStatus.OK and request.headers.get(hdrs.IF_NONE_MATCH) == tag:
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    return web.Response(body=answer.body, status=answer.status, headers=headers)
