"""A portal of script-only columns on loopback: a library, a script and a JSON list for each."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SHELL = "<!doctype html><title>栏目</title><div id=app></div><script src=/lib.js></script><script src=/app.js></script>"
# As large as a common framework, and parsed by the browser as one.
LIBRARY = "".join(f"function f{n}(a, b) {{ return [a, b, {n}].join('-'); }}\n" for n in range(3000))
APP = """fetch('/api' + location.pathname).then(r => r.json()).then(list => { app.innerHTML = '<ul>' +
  list.map(r => `<li><a href="${r.u}">${r.t}</a><span>2026-05-15</span></li>`).join('') + '</ul>' })"""


class _Portal(BaseHTTPRequestHandler):
    columns = 0
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path
        kind, body = "text/html; charset=utf-8", SHELL
        if path == "/":
            links = "".join(f"<a href=/c{n}/>栏目{n}</a>" for n in range(self.columns))
            body = f"<title>某县人民政府</title><p>{'政务公开。' * 60}</p>{links}"
        elif path.endswith(".js"):
            kind, body = "text/javascript", LIBRARY if path == "/lib.js" else APP
        elif path.startswith("/api/"):
            rows = [{"u": f"/a{n}.html", "t": f"某县规划第{n}号"} for n in range(20)]
            kind, body = "application/json", json.dumps(rows)
        elif path.startswith("/a") or path == "/robots.txt":
            body = f"<title>文章</title><p>{'正文。' * 100}</p>"
        raw = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serve(columns: int) -> ThreadingHTTPServer:
    """Serve a portal with so many script-only columns."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Portal", (_Portal,), {"columns": columns}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
