"""The inspector's desk for three months: scan, mail, ledger to Excel and back, mended, closed, back again.

On the demo portal, with a mail server that wants TLS and a login, and a clock of its own.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from openpyxl import load_workbook

from audits.cli import run
from audits.demo import DemoPortal, DemoSite, hosts, planted
from audits.demo.answer import Answer
from audits.desk.reading import opened
from audits.desk.setup import Desk
from audits.ledger.listing import Wanted, selected
from audits.ledger.merging import IMPORTED, merged
from audits.ledger.sheet_columns import DUE, NOTE, STATE, UNIT, SheetRow
from audits.ledger.sheet_reading import read
from audits.ledger.sheet_writing import made
from audits.ledger.states import State
from audits.ledger.steps import By
from audits.ledger.writing import write
from audits.mailing.delivery import deliver
from audits.mailing.smtp import Postbox
from audits.scanning.ended import End, SiteEnded
from audits.scanning.history import history
from audits.scanning.scan import scan
from audits.scanning.set_up import plans_of, postbox_of, workplace_of
from audits.store import ledger, open_store, outbox
from audits.store.rows import LedgerEntry
from reports.comparison import Change
from tests.audits.mailing.mail_server import PASSWORD, USER, MailServer
from tests.audits.scanning.desks import at
from tests.postgres.switch import line, place

OFFICE, BUREAU = "县政府办公室", "县大数据发展中心"
PACK = f"""
id: qinglan-2026
title: 青岚县2026年政务公开工作要点
version: "2026.1"
year: 2026
document: {{name: 青岚县2026年政务公开工作要点, number: 青政办〔2026〕1号, issuer: 青岚县人民政府办公室, issued: 2026-01-05}}
clauses:
  - {{id: qinglan-2026/1, section: 一, title: 规划信息公开, responsible: [{OFFICE}], theme: plans-column, timing: continuing, rules: [plans-column]}}
  - {{id: qinglan-2026/2, section: 二, title: 链接可用, responsible: [{BUREAU}], theme: links, timing: continuing, rules: [links]}}
"""
MONTHS = ("2026-03-02T02:00:00", "2026-04-01T02:00:00", "2026-05-06T02:00:00")


@dataclass
class Months:
    """The desk, the portal as it is in a month, and the mail server."""

    folder: Path
    server: MailServer = field(default_factory=MailServer)

    def __post_init__(self) -> None:
        rules = self.folder / "rules"
        (rules / "packs").mkdir(parents=True)
        (rules / "packs" / "qinglan-2026.yaml").write_text(PACK, encoding="utf-8")
        secret = self.folder / "mail.password"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o600)

    @property
    def store(self) -> str | Path:
        return place(self.folder / "gongkai-data")

    def desk(self, portal: DemoPortal) -> Desk:
        connect = "".join(f"\n      - '{way}'" for way in portal.connect_to)
        config = self.folder / "gongkai.yaml"
        config.write_text(
            f"""{line(self.folder / "gongkai-data")}
mail:
  host: 127.0.0.1
  port: {self.server.port}
  security: starttls
  user: {USER}
  password_file: mail.password
  from: 县政务公开办 <{USER}>
sites:
  - id: qinglan
    name: 青岚县人民政府
    url: {portal.home}
    packs: [qinglan-2026]
    no_base: true
    rules: [rules]
    dns: {portal.dns}
    connect_to:{connect}
    delay: 0
    concurrency: 8
    render: never
    security: false
    format: [json]
    recipients: [zwgk@qinglan.example, gone@qinglan.example]
    units:
      {OFFICE}: {{contacts: [bgs@qinglan.example]}}
      {BUREAU}: {{contacts: [sj@qinglan.example]}}
""",
            encoding="utf-8",
        )
        return opened(config)

    def month(self, number: int, *, plans: str, mended: str | None) -> SiteEnded:
        """Scan in a month, with the portal in a state, and send the mail."""
        clock = at(MONTHS[number])
        site = DemoSite(clock().date(), plans=plans)  # type: ignore[arg-type]
        if mended:
            parts = urlsplit(mended)
            page = Answer("<title>已恢复</title><p>内容已恢复。</p>".encode(), site.moment)
            site.answers[parts.hostname or ""][unquote(parts.path)] = page
        with DemoPortal(site, slow_seconds=0.2) as portal:
            desk = self.desk(portal)
            (ended,) = scan(plans_of(desk.sites), workplace_of(desk), clock)
        with open_store(desk.storage) as store:
            deliver(store, desk.data, self.postbox(desk), clock)
        return ended

    def postbox(self, desk: Desk) -> Postbox:
        given = postbox_of(desk, {})
        return self.server.postbox(
            user=given.user, password=given.password, sender=given.sender, security=given.security
        )

    def entries(self) -> list[LedgerEntry]:
        with open_store(self.store) as store, store.reading() as connection:
            return list(ledger.listed(connection))

    def entry(self, rule: str, target: str = "") -> LedgerEntry:
        (found,) = [one for one in self.entries() if (one.rule, one.target) == (rule, target)]
        return found


@pytest.fixture
def months(tmp_path: Path) -> Iterator[Months]:
    with ExitStack() as at_the_end:
        made_ = Months(tmp_path)
        at_the_end.callback(made_.server.close)
        yield made_


def dead_link() -> str:
    """A link of the portal that answers 404, on the portal itself."""
    return next(
        one.target
        for one in planted(DemoSite(date(2026, 3, 2))).broken
        if one.observed == "404" and urlsplit(one.target).hostname == hosts.WWW
    )


def subject(mails: list[EmailMessage]) -> str:
    return str(mails[-1]["Subject"])


def attached(mail: EmailMessage) -> list[str]:
    return [part.get_filename() or "" for part in mail.iter_attachments()]


def edit(file: Path, entry: LedgerEntry, **cells: object) -> None:
    """What an inspector does in Excel: find the row, type into cells, save."""
    book = load_workbook(file)
    sheet = book.active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    head = next(row for row in rows if any(cell.value == STATE for cell in row))
    columns = {str(cell.value): cell.column - 1 for cell in head if cell.value}
    (row,) = [row for row in rows if row[columns["编号"]].value == entry.id]
    for heading, value in cells.items():
        row[columns[heading]].value = value  # type: ignore[assignment]
    book.save(file)


def to_excel_and_back(months: Months, file: Path, plans: LedgerEntry, link: LedgerEntry) -> None:
    """Export, edit, import, as `gongkai ledger export` and `import` do."""
    moment = datetime.fromisoformat("2026-03-05T09:00:00+08:00")
    with open_store(months.store) as store:
        with store.reading() as connection:
            found = selected(connection, Wanted("qinglan"), moment.date())
        sheet = [SheetRow(one, "青岚县人民政府", "", moment.date()) for one in found]
        file.write_bytes(made(sheet, (OFFICE, BUREAU), moment))
        due = date(2026, 3, 20)
        edit(file, plans, **{STATE: "下发", UNIT: OFFICE, DUE: due, NOTE: "请设置专栏"})
        edit(file, link, **{STATE: "核实"})
        with store.begin() as connection:
            entries = {one.id: one for one in ledger.listed(connection)}
            done = merged(read(file), entries, By("张三", moment, IMPORTED))
            assert (done.conflicts, done.refused) == ((), ())
            assert {one.entry.id for one in done.moved} == {plans.id, link.id}
            write(connection, done.moved)


def test_three_months_at_the_desk(months: Months, capsys: pytest.CaptureFixture[str]) -> None:
    dead = dead_link()
    months.server.refuse = {"gone@qinglan.example"}
    plans = march(months, dead)
    april(months, dead)
    may(months, dead, plans)
    ids = [taken.message["Message-ID"] for taken in months.server.taken]
    assert len(set(ids)) == len(ids) == 9
    told_on_the_command_line(months, capsys)


def told_on_the_command_line(months: Months, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        assert run([*words, "--config", str(months.folder)]) == code
        return "".join(capsys.readouterr())

    table = told("history", "qinglan").splitlines()
    assert [line[:10] for line in table[1:]] == ["2026-03-02", "2026-04-01", "2026-05-06"]
    rows = json.loads(told("history", "qinglan", "--format", "json"))
    assert [row["changes"] and row["changes"]["reappeared"] for row in rows] == [None, 0, 1]
    lines = list(csv.DictReader(told("history", "qinglan", "--format", "csv").splitlines()))
    assert [line["已解决"] for line in lines][:2] == ["–", "2"]
    days = ("2026-04-01", "2026-03-02", "--site", "qinglan")
    words = told("diff", *days)
    assert "已解决 2 个：以前查到；这次看过同一处，已经没有了。" in words
    same = json.loads(told("diff", rows[0]["audit"], rows[1]["audit"], "--format", "json"))
    assert same == json.loads(told("diff", *days, "--format", "json"))
    assert same["counts"]["fixed"] == 2
    assert {one["change"] for one in same["findings"]} == {"fixed", "persisting"}
    folder = months.folder / "gongkai-data" / rows[2]["folder"]
    assert "再次" not in told("diff", rows[0]["audit"], str(folder))
    assert "没有编号或日期为 2020-01-01 的检查" in told("diff", *("2020-01-01",) * 2, code=2)
    assert "还没有检查过网站 b" in told("history", "b", code=2)
    mails = told("mail", "list")
    assert mails.count("被拒收") == 3
    assert "另有已发送的 9 封" in mails


def march(months: Months, dead: str) -> LedgerEntry:
    """Found, told, assigned."""
    first, server = months.month(0, plans="missing", mended=None), months.server
    assert first.end is End.DONE, first.why
    assert first.stored is not None
    assert first.stored.audit.exit_code == 1
    assert {one.state for one in months.entries()} == {State.FOUND}
    plans, link = months.entry("plans-column"), months.entry("links", dead)
    assert (plans.unit, link.unit) == (OFFICE, BUREAU)
    whole, office, bureau = (server.to(f"{name}@qinglan.example") for name in ("zwgk", "bgs", "sj"))
    assert [len(whole), len(office), len(bureau)] == [1, 1, 1]
    assert "2026年3月2日：不合格 2 项" in subject(whole)
    assert "较上次" not in subject(whole)
    assert attached(whole[0]) == ["report.html", "ledger.xlsx"]
    assert f"（{OFFICE}承担的部分）" in subject(office)
    assert "不合格 1 项" in subject(office)
    part = office[0].get_body(("plain",))
    assert part is not None
    assert "规划" in part.get_content()
    assert dead not in part.get_content()
    assert states(months) == ["sent", "refused", "sent", "sent"]
    to_excel_and_back(months, months.folder / "台账.xlsx", plans, link)
    assert months.entry("plans-column").state == State.ASSIGNED
    assert months.entry("plans-column").due == date(2026, 3, 20)
    assert months.entry("links", dead).state == State.CONFIRMED
    return plans


def april(months: Months, dead: str) -> None:
    """Both mended.  The column is closed at once, a link wants two looks."""
    second = months.month(1, plans="present", mended=dead)
    assert second.stored is not None
    assert second.stored.ledger == (0, 0, 1)
    assert months.entry("plans-column").state == State.CLOSED
    link = months.entry("links", dead)
    assert (link.state, link.clean_looks) == (State.CONFIRMED, 1)
    whole = months.server.to("zwgk@qinglan.example")
    assert "不合格 1 项" in subject(whole)
    assert "已解决 2" in subject(whole)


def may(months: Months, dead: str, plans: LedgerEntry) -> None:
    """The link is clean for the second time and closed; the column is gone again."""
    third = months.month(2, plans="missing", mended=dead)
    assert third.stored is not None
    assert third.stored.ledger == (0, 1, 1)
    assert months.entry("links", dead).state == State.CLOSED
    again = months.entry("plans-column")
    assert (again.state, again.id, again.closed_at) == (State.FOUND, plans.id, None)
    office = months.server.to("bgs@qinglan.example")
    assert [len(months.server.to("zwgk@qinglan.example")), len(office)] == [3, 3]
    assert "再次出现 1" in subject(office)
    with open_store(months.store) as store:
        with store.reading() as connection:
            steps = [step.to_state for step in ledger.steps(connection, entry=plans.id)]
        past = history(store, workplace_of(opened(months.folder / "gongkai.yaml")), "qinglan")
    # Found, assigned by a person (over confirmed), closed by a scan (over rechecked), found again.
    assert steps[0] == steps[-1] == State.FOUND
    moved = [state for state in steps if state in (State.ASSIGNED, State.CLOSED)]
    assert moved == [State.ASSIGNED, State.CLOSED]
    assert past[0].changes is None
    assert past[1].changes is not None
    assert past[2].changes is not None
    assert past[1].changes[Change.FIXED] == 2
    assert past[2].changes[Change.REAPPEARED] == 1
    assert all(one.mail == {"sent": 3, "refused": 1} for one in past)


def states(months: Months) -> list[str]:
    with open_store(months.store) as store, store.reading() as connection:
        return [mail.state for mail in outbox.listed(connection)]
