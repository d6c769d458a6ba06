"""Where the commands of documents are run: a fresh folder, a shell, and the demo portal in place of a county's.

The addresses that documents print are exchanged for those of the demo.  `gongkai` is the program as it
is installed, but for what a reader's machine would not need: where the portal is to be found, no pause
between requests, few pages.  What would go on for ever or for days does its work once.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from audits.demo import hosts
from audits.demo.server import DemoPortal
from audits.demo.site import DemoSite
from tests.audits.mailing.mail_server import MailServer
from tests.house.printed import ROOT

DAY = date(2026, 6, 30)
PAGES = 30
_PATIENCE = 900
_EXCHANGED = {
    "https://www.my-unit.gov.cn/": f"http://{hosts.CITY}/",
    "www.x.gov.cn/zwgk/": f"{hosts.WWW}/zwdt/",
    "www.x.gov.cn": hosts.WWW,
    "www.a.gov.cn": hosts.WWW,
    "www.b.gov.cn": hosts.RSJ,
}
# Verbs whose exit code speaks of the portal: 1 findings, 3 not all of it was seen.
_OF_THE_PORTAL = {"audit", "check", "crawl", "scan", "recheck", "rank", "watch"}
_START = "import sys; from audits.cli import main; main()"
_PROGRAM = """#!/bin/sh
case "$1" in
  audit|crawl) verb=$1; shift; set -- "$verb" "$@" {reach} {small} ;;
  watch) case " $* " in *" --show "*) ;; *) shift; set -- watch "$@" --once {reach} ;; esac ;;
  serve) shift; set -- serve --show "$@" ;;
esac
{python} "$@"; code=$?
if [ "$1" = init ] && [ $code = 0 ]; then {python_alone} {at_the_desk} "$PWD"; fi
exit $code
"""
_AT_THE_DESK = """
import sys
from pathlib import Path
path = Path(sys.argv[1], "gongkai.yaml")
text = path.read_text(encoding="utf-8")
assert text.count("\\ndefaults:\\n") == 1
path.write_text(text.replace("\\ndefaults:\\n", "\\ndefaults:\\n" + {defaults!r}) + {mail!r}, encoding="utf-8")
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that was run."""

    command: str
    code: int
    out: str
    err: str

    @property
    def well(self) -> bool:
        """It did what a reader expects of it."""
        good = {0, 1, 3} if asks_portal(self.command) else {0}
        return self.code in good and "Traceback" not in self.err


def asks_portal(command: str) -> bool:
    """Say whether a command looks at a portal, or judges what was seen of one."""
    words = shlex.split(command, comments=True)
    return words[:1] == ["gongkai"] and words[1] in _OF_THE_PORTAL


class Stand:
    """A fresh folder with a shell and a portal."""

    def __init__(self, folder: Path, portal: DemoPortal, post: MailServer) -> None:
        self.folder = folder / "desk"
        self.folder.mkdir()
        programs = folder / "bin"
        programs.mkdir()
        reach = [word for way in portal.connect_to for word in ("--connect-to", way)]
        reach += ["--dns", portal.dns]
        small = ["--delay", "0", "--concurrency", "8", "--timeout", "60", "--max-pages", str(PAGES)]
        small += ["--max-external", "10", "--render", "never", "--no-progress"]
        mend = programs / "at_the_desk.py"
        mend.write_text(
            _AT_THE_DESK.format(defaults=_defaults(portal), mail=_mail(post)), encoding="utf-8"
        )
        program = programs / "gongkai"
        program.write_text(
            _PROGRAM.format(
                reach=shlex.join(reach),
                small=shlex.join(small),
                python=shlex.join([sys.executable, "-c", _START]),
                python_alone=shlex.quote(sys.executable),
                at_the_desk=shlex.quote(str(mend)),
            ),
            encoding="utf-8",
        )
        program.chmod(0o755)
        outside = {k: v for k, v in os.environ.items() if not k.startswith("GONGKAI_")}
        self._environment = {
            **outside,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "GONGKAI_WHO": "张三",
        }

    def run(self, command: str) -> Ran:
        """Run a command as a reader pastes it."""
        shell = shutil.which("sh")
        assert shell is not None
        command = exchanged(command)
        done = subprocess.run(
            [shell, "-c", command],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return Ran(command, done.returncode, done.stdout, done.stderr)

    def save(self, name: str, text: str) -> None:
        """Save a file as a reader is told to."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(exchanged(text), encoding="utf-8")

    def given(self, name: str) -> None:
        """Have what a reader has by then."""
        GIVEN[name](self)


def exchanged(text: str) -> str:
    """The text with the demo's addresses in place of those that documents print."""
    for printed, demo in _EXCHANGED.items():
        text = text.replace(printed, demo)
    return text


@contextmanager
def servers() -> Iterator[tuple[DemoPortal, MailServer]]:
    """The portal and a mail server."""
    post = MailServer(security="none")
    try:
        with DemoPortal(DemoSite(DAY), slow_seconds=0.1) as portal:
            yield portal, post
    finally:
        post.close()


def _defaults(portal: DemoPortal) -> str:
    ways = "".join(f"    - '{way}'\n" for way in portal.connect_to)
    return (
        f"  connect_to:\n{ways}  dns: {portal.dns}\n  delay: 0\n  concurrency: 8\n  timeout: 60\n"
        "  render: never\n"
    )


def _mail(post: MailServer) -> str:
    return (
        f"\nmail:\n  host: 127.0.0.1\n  port: {post.port}\n  security: none\n"
        "  from: 县政务公开办 <zwgk@x.gov.cn>\n"
    )


def _a_scanned_site(stand: Stand) -> None:
    rows = "编号,名称,网址,自动检查\\nmoxian,某县人民政府,http://www.x.gov.cn/,每月1日 02:00\\n"
    for command in (
        "gongkai init",
        f"printf '{rows}' > 网站.csv",
        "gongkai sites import 网站.csv --yes",
        "gongkai scan --all --no-progress",
    ):
        ran = stand.run(command)
        assert ran.well, ran


def _copied(source: str, target: str) -> Callable[[Stand], None]:
    def copy(stand: Stand) -> None:
        shutil.copytree(stand.folder / exchanged(source), stand.folder / target)

    return copy


def _answers(stand: Stand) -> None:
    stand.save(
        "答复.json",
        '{"format": "gongkai-answers/1", "audit": {"digest": "%s", "site": "某县", "home": '
        '"http://www.x.gov.cn/", "as_of": "2026-06-30"}, "saved_at": "2026-06-30T08:30:00.000Z", '
        '"by": {"name": "张三", "date": "2026-06-30"}, "answers": []}' % ("0" * 64),
    )


def _audited(out: str) -> Callable[[Stand], None]:
    def audit(stand: Stand) -> None:
        ran = stand.run(f"gongkai audit http://www.x.gov.cn/ --out {out}")
        assert ran.well, ran

    return audit


def _page(stand: Stand) -> None:
    stand.save("page.html", "<title>某县人民政府</title><h1>公开</h1><p>2026-06-30</p>")


def _sites(stand: Stand) -> None:
    stand.save("counties.txt", "http://www.a.gov.cn/\n")


GIVEN: Mapping[str, Callable[[Stand], None]] = {
    "a scanned site": _a_scanned_site,
    "an audit of last month": _copied("x-2026", "上月"),
    "answers": _answers,
    "a saved page": _page,
    "results": _audited("结果"),
    "x-2026": _audited("x-2026"),
    "a work plan": lambda stand: stand.save("要点.txt", "一、组织\n（一）设立通知公告栏目。\n"),
    "a list of sites": _sites,
    "a paper": lambda stand: stand.save("纪要.pdf", "%PDF-1.4"),
}
