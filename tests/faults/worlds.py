"""What the verbs find: small desks with servers of their own, made once and copied for each try."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from audits.archive.holdings import Holdings
from audits.desk.setup import ArchiveSetup
from audits.mailing.drafts import Draft
from audits.mailing.outbox import About, filed, queue
from audits.store import audit_runs, ledger, open_store, outbox, sites
from crawler.snapshot import SnapshotError
from tests.audits.mailing.mail_server import PASSWORD, USER, MailServer
from tests.audits.scanning.desks import small_portal
from tests.audits.store.engines import NOON, a_site, an_audit, an_entry
from tests.audits.store.test_upgrading import made_by_0001
from tests.audits.test_evidence import finding
from tests.checker.facts.disk import HOME, written
from tests.crawler.loopback import Loopback
from tests.crawler.name_server import NameServer
from tests.crawler.test_resume import facts
from tests.faults.verbs import Items, Verb, files_of, of_audit, of_store, of_tar
from tests.reports.sample import county_portal, links_rule, rules

HOST = "www.a.gov.cn"
DATA, STORE = "gongkai-data", "gongkai-data/gongkai.sqlite"
PAGE = f"{HOME}a.html"
OUT = "out"


def report() -> Verb:
    """All reports of one audit."""

    def made(world: Path) -> None:
        (world / "audit.json").write_text(county_portal().to_json(), encoding="utf-8")

    formats = "html,json,md,xlsx,junit,csv,docx"
    words = ("report", "audit.json", "--format", formats, "--out", OUT)
    return Verb("report", made, words, lambda world: files_of(world / OUT))


def check() -> Verb:
    """Judging a snapshot."""

    def made(world: Path) -> None:
        pages = {
            PAGE: "<title>甲</title><p>见<a href=dead.html>年度报告</a></p>",
            HOME: f"<title>首页</title><a href={PAGE}>甲</a>",
        }
        written(world / "snapshot", pages, {f"{HOME}a.pdf": b"%PDF"}).close()

    words = ("check", "snapshot", "--out", OUT, "--jobs", "1", "--format", "html,csv")
    return Verb("check", made, words, lambda world: of_audit(world / OUT) + _names(world / OUT))


def _names(folder: Path) -> Items:
    found = (path.name for path in folder.glob("[!.]*"))
    return Items(name for name in found if name != "earlier")  # put aside by the next command


def new_store() -> Verb:
    """The first use of a desk."""

    def made(world: Path) -> None:
        (world / "gongkai.yaml").write_text("data: gongkai-data\n", encoding="utf-8")

    return Verb("store, new", made, ("mail", "list"), lambda world: of_store(world / STORE))


def upgrade() -> Verb:
    """A store of an earlier release."""

    def made(world: Path) -> None:
        (world / "gongkai.yaml").write_text("data: gongkai-data\n", encoding="utf-8")
        made_by_0001(world / STORE)

    def items(world: Path) -> Items:
        kept = Items(path.name for path in (world / DATA).glob("*.before-*"))
        return of_store(world / STORE) + kept

    return Verb("store, upgrade", made, ("mail", "list"), items)


def ledger_step() -> Verb:
    """A step with many matters, all or none."""

    def made(world: Path) -> None:
        (world / "gongkai.yaml").write_text("data: gongkai-data\n", encoding="utf-8")
        with open_store(world / STORE) as store, store.begin() as c:
            sites.add(c, site=a_site())
            audit_runs.add(c, audit=an_audit())
            for number in range(20):
                ledger.add(c, entry=an_entry(f"f{number}"))

    def again(world: Path) -> tuple[str, ...] | None:
        with open_store(world / STORE) as store, store.reading() as c:
            return () if ledger.listed(c, state="found") else None

    numbers = tuple(str(number) for number in range(1, 21))
    words = ("ledger", "confirm", *numbers, "--who", "张三")
    return Verb("store, write", made, words, lambda world: of_store(world / STORE), again)


def _kept(world: Path, *, archived: bool = False) -> None:
    """A desk of three audits with snapshots, of which two have had their time; one matter was first found by one."""
    more = "archive: archive\n" if archived else ""
    (world / "gongkai.yaml").write_text("keep: {snapshots: 最近1次}\n" + more, encoding="utf-8")
    made = world / "made"
    pages = {PAGE: "<title>甲</title><p>见<a href=dead.html>年度报告</a></p>", HOME: "首页"}
    written(made / "snapshot", pages).close()
    result = county_portal().model_copy(
        update={"rules": [links_rule([finding(1, PAGE)]), rules()[1]]}
    )
    (made / "audit.json").write_text(result.to_json(), encoding="utf-8")
    data = world / DATA
    with open_store(world / STORE) as store:
        with store.begin() as c:
            sites.add(c, site=a_site())
            for number in (1, 2, 3):
                shutil.copytree(made, data / f"audits/x/run-{number}")
                (data / f"audits/x/run-{number}/begun.json").write_text("{}")
                audit_runs.add(c, audit=an_audit(number))
            ledger.add(c, entry=an_entry(f"{1:032x}", first_audit="run-1", last_audit="run-3"))
        _old_letter(store, data)
    shutil.rmtree(made)
    if archived:
        (world / "archive").mkdir()
        holdings = Holdings(data, ArchiveSetup(folder=world / "archive"))
        for number in (1, 2, 3):
            holdings.keep_run(f"audits/x/run-{number}")


def _old_letter(store, data: Path) -> None:
    (letter,) = filed(data, [Draft("report", "主题", b"\r\n", ("x@a.gov.cn",))])
    with store.begin() as c:
        (mail,) = queue(c, [letter], About("x", attempt="1"), NOON)
        sent = replace(mail, state="sent", sent_at=NOON - timedelta(days=4000))
        outbox.update(c, mail=sent, was="queued")
    os.utime(data / letter.file, (1, 1))


def prune(*, archived: bool = False) -> Verb:
    """Snapshots and letters whose time is up."""

    def items(world: Path) -> Items:
        found = files_of(world / DATA, without=r"\.sqlite|gongkai\.sqlite-") + of_store(
            world / STORE
        )
        if archived:
            archive = Holdings(world / DATA, ArchiveSetup(folder=world / "archive")).archive()
            assert archive is not None
            for name in archive.listed(""):
                manifest = archive.manifest(name)
                found.update(
                    f"archive {name} {path}" for path in (manifest.files if manifest else ())
                )
        return found

    name = "prune, archive" if archived else "prune"
    return Verb(name, lambda world: _kept(world, archived=archived), ("prune",), items)


def backup() -> Verb:
    """A backup with all that there is."""
    words = ("backup", "--out", "b.tar", "--audits", "all")

    def again(world: Path) -> tuple[str, ...] | None:
        return ("backup", "--out", "next.tar") if (world / "b.tar").exists() else ()

    return Verb("backup", _kept, words, lambda world: of_tar(world / "b.tar"), again)


def restore() -> Verb:
    """A backup brought back."""

    def made(world: Path) -> None:
        from audits.commands.backup import Depth, back_up  # noqa: PLC0415 - as the verb does

        made = world / "made"
        made.mkdir()
        _kept(made)
        with open_store(made / STORE) as store:
            back_up(
                store,
                world / "b.tar",
                data=made / DATA,
                made_at=NOON,
                tool_version="0",
                depth=Depth.ALL,
            )
        shutil.rmtree(made)

    def items(world: Path) -> Items:
        return files_of(world / "back", without=r"\.sqlite") + of_store(
            world / "back/gongkai.sqlite"
        )

    def again(world: Path) -> tuple[str, ...] | None:
        return None if (world / "back").exists() else ()

    return Verb("restore", made, ("restore", "b.tar", "--to", "back"), items, again)


@dataclass
class Servers:
    """A portal, a name server and a mail server of a desk."""

    at_the_end: ExitStack
    folder: Path
    portal: Loopback = field(init=False)
    names: NameServer = field(init=False)
    mail: MailServer = field(init=False)

    def __post_init__(self) -> None:
        """Start them."""
        self.portal, self.names, self.mail = Loopback(), NameServer(), MailServer()
        for each in (self.mail, self.names, self.portal):
            self.at_the_end.callback(each.close)
        small_portal(self.portal, HOST)
        self.environment = {
            "SSL_CERT_FILE": str(self.mail.authority(self.folder / "authority.pem")),
            "GONGKAI_TEST_PASSWORD": PASSWORD,
        }

    def config(self, *more: str) -> str:
        """gongkai.yaml with one site."""
        return (
            f"""
mail: {{host: 127.0.0.1, port: {self.mail.port}, security: starttls, user: {USER},
       password_env: GONGKAI_TEST_PASSWORD, from: {USER}, attach: [csv]}}
limits: {{jobs: 1}}
sites:
  - id: a
    name: 某县
    url: http://{HOST}/
    connect_to: ['*:80:127.0.0.1:{self.portal.port}']
    dns: {self.names.address}
    delay: 0
    render: never
    security: false
    timeout: 600
    format: [json]
    recipients: [x@a.gov.cn]
"""
            + "\n".join(more)
            + "\n"
        )

    def got(self) -> Items:
        """The letters that came in, by Message-ID and recipient."""
        return Items(f"{one.message['Message-ID']} {one.recipient}" for one in self.mail.taken)

    def resent(self, _: Path) -> int:
        """How often one came again."""
        got = self.got()
        return got.total() - len(got)


def send(servers: Servers) -> Verb:
    """Letters that wait."""

    def made(world: Path) -> None:
        (world / "gongkai.yaml").write_text(servers.config(), encoding="utf-8")
        now = datetime.fromisoformat("2026-03-01T02:00:00+08:00")
        with open_store(world / STORE) as store, store.begin() as c:
            sites.add(c, site=a_site(id="a", added_at=now))
            to = ("x@a.gov.cn", "y@a.gov.cn", "z@a.gov.cn")
            letters = filed(
                world / DATA, [Draft("report", "主题", b"Subject: s\r\n\r\ntext\r\n", to)]
            )
            queue(c, letters, About("a", attempt="1"), now)

    def items(world: Path) -> Items:
        return of_store(world / STORE) + Items(set(servers.got()))

    words = ("mail", "send")
    environment = servers.environment
    return Verb("mail", made, words, items, environment=environment, resent=servers.resent)


def crawl(servers: Servers) -> Verb:
    """A crawl, and going on with it."""

    def made(world: Path) -> None:
        del world

    words = ("crawl", f"http://{HOST}/", "--out", "s", "--delay", "0", "--render", "never")
    words += ("--connect-to", f"*:80:127.0.0.1:{servers.portal.port}", "--no-security")
    words += ("--dns", str(servers.names.address))

    def again(world: Path) -> tuple[str, ...] | None:
        return (*words, "--resume") if (world / "s" / "index.sqlite").exists() else ()

    def items(world: Path) -> Items:
        try:
            found = facts(world / "s")
        except (AssertionError, SnapshotError):
            return Items(["not finished"])
        return Items(f"{url} {told!r}" for url, told in found.items() if "gongkai-" not in url)

    return Verb("crawl", made, words, items, again)


def scan(servers: Servers, *, archived: bool = False) -> Verb:
    """A whole scan: crawl, judge, store, ledger, letters; with an archive, the upload of all that."""

    def made(world: Path) -> None:
        more = ["archive: archive"] if archived else []
        (world / "gongkai.yaml").write_text(servers.config(*more), encoding="utf-8")
        (world / "archive").mkdir(exist_ok=archived) if archived else None

    def items(world: Path) -> Items:
        found = _scanned(world, servers.got())
        if archived:
            holdings = Holdings(world / DATA, ArchiveSetup(folder=world / "archive"))
            found.update(_unarchived(world, holdings))
        return found

    name = "scan, archive" if archived else "scan"
    environment = servers.environment
    return Verb(name, made, ("scan", "a"), items, environment=environment, resent=servers.resent)


def _scanned(world: Path, got: Items) -> Items:
    """The last audit, the ledger, and whatever is wrong with runs and letters; a second scan is no second matter."""
    with open_store(world / STORE, create=False) as store, store.reading() as c:
        audits, mails = audit_runs.listed(c), outbox.listed(c)
        entries = ledger.listed(c)
    items = Items(f"entry {one.rule} {one.fingerprint} {one.state}" for one in entries)
    for audit in audits[-1:]:
        items += of_audit(world / DATA / audit.folder)
    rows = {f"{one.message_id} {one.recipient}" for one in mails if one.kind == "report"}
    every = {f"{one.message_id} {one.recipient}": one.state for one in mails}
    items["letter that was not sent"] += sum(
        state != "sent" or key not in got for key, state in every.items()
    )
    items["letter that the outbox does not know"] += len(got.keys() - every.keys())
    items["audit without its letter"] += abs(len(audits) - len(rows))
    whole = {path.parent.name for path in (world / DATA).glob("audits/a/[!.]*/audit.json")}
    items["run that is not stored"] += len(whole - {audit.id for audit in audits})
    items["audit without its files"] += len({audit.id for audit in audits} - whole)
    return +items


def _unarchived(world: Path, holdings: Holdings) -> Items:
    archive = holdings.archive()
    assert archive is not None
    with open_store(world / STORE, create=False) as store, store.reading() as c:
        audits, mails = audit_runs.listed(c), outbox.listed(c)
    wrong: Items = Items()
    for name in [one.folder for one in audits] + [one.file for one in mails]:
        wrong["not in the archive"] += not archive.known(name)
    return +wrong
