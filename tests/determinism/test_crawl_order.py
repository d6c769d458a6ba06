"""The same portal, crawled with other timings and more or fewer requests at once, is judged the same."""

from __future__ import annotations

import json
import random
import re
import socket
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from audits.cli import run
from tests.crawler.name_server import NameServer
from tests.gold.portal import build
from tests.gold.styles import STYLES

# When it was fetched, and where that stands in the archive, is another each time.
_OF_THIS_CRAWL = ("run", "fetched_at", "crawled_at", "warc", "seconds", "finished_at", "started_at")
_SLOWEST = 0.03


@pytest.mark.soak
@pytest.mark.parametrize("style", [2, 5])
def test_the_order_of_answers_changes_nothing(style: int, tmp_path: Path) -> None:
    made = build(STYLES[style], 2)
    told = [
        _judged(made.truth.home, made.pages, tmp_path / f"{number}", number, at_once)
        for number, at_once in ((0, 1), (1, 8), (2, 16))
    ]
    for other in told[1:]:
        assert _different(told[0], other) == []


def _judged(
    home: str, pages: Mapping[str, bytes], out: Path, seed: int, at_once: int
) -> dict[str, Any]:
    """Audit the portal as it stands on loopback; each answer takes as long as the dice say."""
    dice, waiting = random.Random(seed), threading.Event()  # noqa: S311 - no secret
    host = urlsplit(home).netloc

    def answer(request: Request) -> Response:
        waiting.wait(dice.random() * _SLOWEST)
        query = request.query_string.decode()
        body = pages.get(f"http://{request.host}{request.path}" + (f"?{query}" if query else ""))
        if body is None:
            return Response("<h1>404</h1>", status=404, content_type="text/html")
        return Response(body, content_type="text/html" if b"<html" in body[:2000] else "text/plain")

    names = NameServer()
    names.tell(host, "127.0.0.1")
    with HTTPServer(threaded=True) as server, socket.socket() as closed:
        server.expect_request(re.compile(".*")).respond_with_handler(answer)
        closed.bind(("127.0.0.1", 0))
        ways = (f"*:80:127.0.0.1:{server.port}", f"*:443:127.0.0.1:{closed.getsockname()[1]}")
        flags = [part for way in ways for part in ("--connect-to", way)]
        flags += ["--dns", f"{names.address.host}:{names.address.port}", "--out", str(out)]
        flags += ["--delay", "0", "--concurrency", str(at_once), "--render", "never"]
        flags += ["--no-progress", "--pack", "base", "--pack", "huantai-2021"]
        run(["audit", home, *flags, "--as-of", "2024-11-21", "--format", "json"])
    names.close()
    read: dict[str, Any] = json.loads((out / "audit.json").read_text("utf-8"))
    assert read["coverage"]["pages_fetched"] > 100
    return read


def _different(one: Any, other: Any, place: str = "") -> list[str]:
    """Where two audits say different things, and what."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted((one.keys() | other.keys()) - set(_OF_THIS_CRAWL))
        return [
            line
            for key in keys
            for line in _different(one.get(key), other.get(key), f"{place}/{key}")
        ]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            line
            for number, pair in enumerate(zip(one, other, strict=True))
            for line in _different(*pair, f"{place}/{number}")
        ]
    return [] if one == other else [f"{place}: {str(one)[:200]} | {str(other)[:200]}"]
