"""A county's portal served on loopback under its own name, and audited as a user audits it."""

from __future__ import annotations

import json
import logging
import re
import socket
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from audits.cli import run
from tests.audits.counties.assembly import assemble
from tests.audits.counties.manners import MANNERS
from tests.audits.counties.plantings import Plan
from tests.audits.counties.portal import Portal, publish
from tests.crawler.name_server import NameServer

# A line for every request says nothing that the audit does not say.
logging.getLogger("werkzeug").setLevel(logging.ERROR)
_OUTSIDE = "<html><head><title>外部网站</title></head><body><p>这里是另外一个单位的网站。</p></body></html>"


def audit(plan: Plan, out: Path) -> dict[str, Any]:
    """Serve the county's portal, audit it with its pack, and return audit.json."""
    portal = publish(assemble(plan), MANNERS[plan.style])
    with ExitStack() as stack:
        server = stack.enter_context(HTTPServer())
        names = NameServer()
        stack.callback(names.close)
        for name in (plan.host, plan.host.partition(".")[2]):
            names.tell(name, "127.0.0.1")
        server.expect_request(re.compile(".*")).respond_with_handler(_handler(portal))
        closed = stack.enter_context(socket.socket())
        closed.bind(("127.0.0.1", 0))
        ways = [f"*:80:127.0.0.1:{server.port}", f"*:443:127.0.0.1:{closed.getsockname()[1]}"]
        way = [part for rule in ways for part in ("--connect-to", rule)]
        flags = ["--dns", f"{names.address.host}:{names.address.port}", *way, "--out", str(out)]
        flags += ["--delay", "0", "--concurrency", "8", "--render", "never", "--no-progress"]
        flags += ["--pack", plan.pack, "--as-of", plan.as_of.isoformat(), "--format", "html,json"]
        run(["audit", f"http://{plan.host}/", *flags])
    read: dict[str, Any] = json.loads((out / "audit.json").read_text(encoding="utf-8"))
    return read


def _handler(portal: Portal) -> Any:
    def answer(request: Request) -> Response:
        if request.host.partition(":")[0] != portal.county.host:
            return Response(_OUTSIDE, content_type="text/html; charset=utf-8")
        query = request.query_string.decode()
        said = portal.pages.get(request.path + (f"?{query}" if query else ""))
        if request.path == "/search.html" and request.args and "/search.html" in portal.pages:
            said = portal.searched(next(iter(request.args.values())))
        if said is None:
            return Response("<h1>404</h1>", status=404, content_type="text/html")
        return Response(said.body, status=said.status, content_type=said.kind)

    return answer
