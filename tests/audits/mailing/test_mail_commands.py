"""`gongkai mail` as a clerk uses it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from audits.cli import run
from audits.clock import now
from audits.desk.reading import opened
from audits.mailing.drafts import Draft
from audits.mailing.outbox import About, filed, queue
from audits.mailing.states import QUEUED
from audits.store import open_store, outbox, sites
from audits.store.rows import Site
from tests.postgres.switch import line

CONFIG = """
mail: {host: 127.0.0.1, port: 9, security: none, from: zwgk@x.gov.cn}
sites:
- {id: a, name: a县, url: 'http://www.a.test/'}
"""


def test_what_waits_for_its_next_try_is_not_told_as_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    config = tmp_path / "gongkai.yaml"
    config.write_text(line(tmp_path / "gongkai-data") + CONFIG, encoding="utf-8")
    desk, moment = opened(config), now()
    with open_store(desk.storage) as store:
        letters = filed(desk.data, [Draft("report", "主题", b"Subject: x\n\nx", ("x@a.gov.cn",))])
        with store.begin() as connection:
            sites.add(connection, site=Site(id="a", name="a", home="http://a/", added_at=moment))
            (mail,) = queue(connection, letters, About("a", attempt="1"), moment)
            later = replace(mail, tries=3, next_try=moment + timedelta(minutes=30))
            outbox.update(connection, mail=later, was=QUEUED)
    capsys.readouterr()
    assert run(["mail", "send"]) == 0
    told = capsys.readouterr().out
    assert "还有 1 封等着重试" in told
    assert "gongkai mail retry" in told
