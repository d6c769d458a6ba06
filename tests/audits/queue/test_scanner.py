"""A worker runs for months: what gongkai.yaml says of mail and ledger meanwhile holds for its next scan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from audits.desk.reading import read
from audits.queue.scanner import CrawlingScanner
from audits.store import open_store
from tests.postgres.switch import place

MAIL = "mail: {host: smtp.a.gov.cn, from: zw@a.gov.cn}\nledger: {advice: true}\n"


def test_mail_that_is_set_up_later_is_sent_by_the_next_scan(tmp_path: Path) -> None:
    file = tmp_path / "gongkai.yaml"
    desk = read("sites: []\n", file)
    with open_store(place(tmp_path)) as store:
        scanner = CrawlingScanner(lambda: desk, store, 3)
        before = scanner.workplace()
        desk = read(f"data: elsewhere\n{MAIL}", file)
        after = scanner.workplace()
    assert before.attaching is None
    assert after.attaching is not None
    assert after == replace(before, attaching=after.attaching, advice_in_ledger=True)
