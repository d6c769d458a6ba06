"""Real saved pages, served on loopback under their real host names and audited.

The pages are not part of the project; these tests are skipped where they are missing.  What is
served is one page, or a handful, of a whole portal: so the right answer about columns and reports
is “not seen”, and a target that the mirror does not hold is the only thing that may be called dead.
"""

from __future__ import annotations

import json
import re
import socket
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from audits.cli import run

PAGES = Path(__file__).parents[3] / "shared" / "realdata" / "gov-pages"
pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="the saved real pages are not here")


def audit(
    server: HTTPServer,
    out: Path,
    host: str,
    pages: Mapping[str, Path],
    start: str = "/",
    render: str = "auto",
) -> dict[str, Any]:
    """Serve files by path under one host name, http only, and audit from `start`."""

    def answer(request: Request) -> Response:
        file = pages.get(request.path)
        if file is None or request.host.partition(":")[0] != host:
            return Response("not found", status=404, content_type="text/plain")
        return Response(file.read_bytes(), content_type="text/html")

    server.expect_request(re.compile(".*")).respond_with_handler(answer)
    # Everything else leads to a closed port here: no test may ask a real server.
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"127.0.0.1:{closed.getsockname()[1]}"
    ways = [f"{host}:80:127.0.0.1:{server.port}", f"*:80:{nowhere}", f"*:443:{nowhere}"]
    way = [part for rule in ways for part in ("--connect-to", rule)]
    flags = ["--out", str(out), "--delay", "0", "--timeout", "60", "--as-of", "2026-09-30"]
    flags += ["--render", render]
    run(["audit", f"http://{host}{start}", *way, *flags])
    result: dict[str, Any] = json.loads((out / "audit.json").read_text(encoding="utf-8"))
    return result


def verdicts(result: dict[str, Any]) -> dict[str, str]:
    return {rule["id"]: rule["verdict"] for rule in result["rules"]}


def observed(result: dict[str, Any]) -> Counter[str]:
    return Counter(
        f["observed"] for r in result["rules"] if r["id"] == "links" for f in r["findings"]
    )


def test_one_list_page_of_a_trs_portal(httpserver: HTTPServer, tmp_path: Path) -> None:
    pages = {"/zwgk/gzjz/": PAGES / "pingtan-list-trs.html"}
    result = audit(httpserver, tmp_path, "www.pingtan.gov.cn", pages, "/zwgk/gzjz/")
    assert result["site"]["name"] == "平潭综合实验区党工委管委会"
    found = verdicts(result)
    # Its navigation names a plans column, which this mirror does not hold: not seen, not absent.
    assert found["plans-column"] == "review"
    assert found["annual-report-published"] == "review"
    # Its outside links cannot be reached from here, which is no fault of theirs; its own https
    # pages cannot be reached either, and that a portal has to answer for.
    for rule in result["rules"]:
        for finding in rule["findings"]:
            assert finding["observed"] in {"404", "refused"}
            assert "pingtan.gov.cn" in finding["target"]


def test_a_jpage_list_whose_rows_only_a_script_shows(
    httpserver: HTTPServer, tmp_path: Path
) -> None:
    path = "/col/col103585/index.html"
    pages = {path: PAGES / "jpage-datastore-kjt-shandong.html"}
    result = audit(httpserver, tmp_path, "kjt.shandong.gov.cn", pages, path)
    # Both rows stand in CDATA; they were seen and asked for, which is what the mirror answers to.
    assert result["coverage"]["links_known"] == 2
    assert observed(result) == {"404": 2}
    assert verdicts(result)["plans-column"] == "review"
    assert verdicts(result)["annual-report-published"] == "review"


def test_a_gbk_site_whose_menu_is_made_by_scripts(httpserver: HTTPServer, tmp_path: Path) -> None:
    folder = PAGES / "zcom-gb2312"
    pages = {f"/{file.relative_to(folder).as_posix()}": file for file in folder.rglob("*.html")}
    result = audit(httpserver, tmp_path, "www.zcom.gov.cn", pages | {"/": folder / "index.html"})
    assert result["site"]["name"] == "浙江省商务厅"
    # Not one link leads anywhere without a script: then none was found alive either.
    assert [rule for rule, verdict in verdicts(result).items() if verdict == "fail"] == []
    # Only what speaks of the pages that were seen, and of no others, can pass.
    assert [rule for rule, verdict in verdicts(result).items() if verdict == "pass"] == [
        "personal-data"
    ]
    reasons = {rule["id"]: rule["reason"] for rule in result["rules"]}
    assert reasons["plans-column"] == "script_only"


def saved() -> list[Path]:
    return sorted((PAGES / "saved").glob("*.html"))


@pytest.mark.parametrize("page", saved(), ids=lambda page: page.stem)
def test_a_single_saved_page_never_proves_that_something_is_absent(
    httpserver: HTTPServer, tmp_path: Path, page: Path
) -> None:
    result = audit(httpserver, tmp_path, "www.saved-page.gov.cn", {"/": page}, render="never")
    found = verdicts(result)
    assert found["plans-column"] == "review"
    assert found["annual-report-published"] == "review"
    assert not [rule["id"] for rule in result["rules"] if rule["reason"] == "check_error"]
