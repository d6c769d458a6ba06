"""What is stored comes back as it was, in its order; what contradicts is refused, and nothing else with it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from audits.store import (
    ConflictError,
    StaleError,
    alerts,
    attestations,
    audit_runs,
    findings,
    ledger,
    outbox,
    probes,
    scan_locks,
    scan_turns,
    sites,
    waivers,
)
from audits.store.rows import Alert, Attestation, LedgerStep, ProbeRow, ScanTurn, Waiver
from tests.audits.store.engines import NOON, a_finding, a_mail, a_site, an_audit, an_entry

HOUR = timedelta(hours=1)
BEIJING = timezone(timedelta(hours=8))


def test_sites(store):
    with store.begin() as c:
        sites.add(c, site=a_site(id="a", name="甲"))
        sites.update(c, site=a_site(name="改名", home="http://y.test/"))
        with pytest.raises(StaleError, match="没有网站 z"):
            sites.update(c, site=a_site(id="z"))
    with store.reading() as c:
        assert [site.id for site in sites.listed(c)] == ["a", "x"]
        assert sites.get(c, site="x") == a_site(name="改名", home="http://y.test/")
        assert sites.get(c, site="z") is None


def test_what_is_there_already_is_refused_and_the_rest_of_the_transaction_stays(store):
    with store.begin() as c:
        sites.add(c, site=a_site(id="before"))
        with pytest.raises(ConflictError, match="已经有"):
            sites.add(c, site=a_site(name="又一个"))
        sites.add(c, site=a_site(id="zafter"))
    with store.reading() as c:
        assert [site.id for site in sites.listed(c)] == ["before", "x", "zafter"]
        assert sites.get(c, site="x") == a_site()


def test_a_transaction_that_raises_leaves_nothing(store):
    with suppress(ZeroDivisionError), store.begin() as c:
        sites.add(c, site=a_site(id="gone"))
        assert sites.get(c, site="gone")
        raise ZeroDivisionError
    with store.reading() as c:
        assert sites.get(c, site="gone") is None


def test_moments_are_aware_and_come_back_as_the_same_moment(store):
    beijing = datetime(2026, 3, 1, 7, 30, 0, 123456, tzinfo=BEIJING)
    with store.begin() as c:
        sites.add(c, site=a_site(id="b", added_at=beijing))
        with pytest.raises(Exception, match="without time zone"):
            sites.add(c, site=a_site(id="n", added_at=datetime(2026, 3, 1)))  # noqa: DTZ001 - that is the point
    with store.reading() as c:
        back = sites.get(c, site="b").added_at
    assert back == beijing
    assert back.utcoffset() == timedelta()


def test_text_that_databases_refuse_is_stored_harmlessly(store):
    with store.begin() as c:
        sites.add(c, site=a_site(id="odd", name="a\0b\ud800c'; DROP TABLE sites --"))
        probes.add(c, series=[ProbeRow(site="x", at=NOON, kind="k", data={"t": "\udfff"})])
    with store.reading() as c:
        assert sites.get(c, site="odd").name == "a\ufffdb\ufffdc'; DROP TABLE sites --"
        assert probes.listed(c, site="x")[0].data == {"t": "\ufffd"}


def test_audits(store):
    with store.begin() as c:
        audit_runs.add(c, audit=an_audit(3, complete=False))
        audit_runs.add(c, audit=an_audit(2))
        audit_runs.update(c, audit=an_audit(2, snapshot_kept=False, folder="elsewhere"))
        with pytest.raises(ConflictError):
            audit_runs.add(c, audit=an_audit(4, site="nobody"))
        with pytest.raises(StaleError):
            audit_runs.update(c, audit=an_audit(9))
    with store.reading() as c:
        assert [each.id for each in audit_runs.listed(c, site="x")] == ["run-1", "run-2", "run-3"]
        assert audit_runs.get(c, audit="run-1") == an_audit()
        assert audit_runs.get(c, audit="run-2").snapshot_kept is False
        assert audit_runs.latest(c, site="x").id == "run-3"
        assert audit_runs.latest(c, site="x", complete=True).id == "run-2"
        assert audit_runs.latest(c, site="nobody") is None


def test_findings(store):
    with store.begin() as c:
        audit_runs.add(c, audit=an_audit(2))
        findings.add(c, findings_of=[a_finding("f2"), a_finding("f1")])
        findings.add(c, findings_of=[a_finding("f2", audit="run-2")])
        findings.add(c, findings_of=[])
        with pytest.raises(ConflictError):
            findings.add(c, findings_of=[a_finding("f3"), a_finding("f1")])
    with store.reading() as c:
        assert findings.listed(c, audit="run-1") == (a_finding("f1"), a_finding("f2"))


def test_an_entry_of_the_ledger_and_its_steps(store):
    with store.begin() as c:
        entry = ledger.add(c, entry=an_entry(due=date(2026, 3, 16)))
        assert entry.id > 0
        with pytest.raises(ConflictError):
            ledger.add(c, entry=an_entry())
        other = ledger.add(c, entry=an_entry("f2", unit="县教体局"))
        step = LedgerStep(
            entry=entry.id, at=NOON, who="张三", from_state="found", to_state="confirmed"
        )
        noted = ledger.add_step(c, step=step)
        later = ledger.update(c, entry=replace(entry, state="confirmed", note="属实"))
    assert later.version == 2
    with store.reading() as c:
        assert ledger.get(c, entry=entry.id) == later
        assert ledger.listed(c, state="confirmed") == (later,)
        assert ledger.listed(c, state="found") == ledger.listed(c, unit="县教体局") == (other,)
        assert ledger.listed(c, site="x") == (later, other)
        assert ledger.steps(c, entry=entry.id) == ledger.steps(c) == (noted,)


def test_who_changes_what_another_has_changed_is_told_and_changes_nothing(store):
    with store.begin() as c:
        read = ledger.add(c, entry=an_entry())
        ledger.update(c, entry=replace(read, note="甲写的"))
    with store.begin() as c, pytest.raises(StaleError, match="已被别人改过"):
        ledger.update(c, entry=replace(read, note="乙写的"))
    with store.reading() as c:
        assert ledger.get(c, entry=read.id).note == "甲写的"


def test_waivers(store):
    usual = {"rule": "links", "reason": "改版中", "approver": "李四", "since": date(2026, 3, 1)}
    with store.begin() as c:
        here = waivers.add(c, waiver=Waiver(site="x", **usual))
        everywhere = waivers.add(c, waiver=Waiver(site=None, **usual))
        waivers.withdraw(c, waiver=here.id, at=NOON)
        with pytest.raises(StaleError):
            waivers.withdraw(c, waiver=here.id, at=NOON)
    with store.reading() as c:
        withdrawn = replace(here, withdrawn_at=NOON)
        assert waivers.listed(c, site="x") == (withdrawn, everywhere)
        assert waivers.listed(c, site="x", withdrawn=True) == (withdrawn,)
        assert (
            waivers.listed(c, site="other") == waivers.listed(c, withdrawn=False) == (everywhere,)
        )
        assert waivers.get(c, waiver=everywhere.id) == everywhere


def test_attestations(store):
    answer = Attestation(site="x", clause="h-1", verdict="pass", who="张三", at=NOON)
    with store.begin() as c:
        first = attestations.add(c, attestation=answer)
        second = attestations.add(c, attestation=replace(answer, verdict="fail", at=NOON + HOUR))
        attestations.withdraw(c, attestation=first.id, at=NOON)
        with pytest.raises(StaleError):
            attestations.withdraw(c, attestation=first.id, at=NOON)
    with store.reading() as c:
        assert attestations.listed(c, site="x", clause="h-1", withdrawn=False) == (second,)
        assert attestations.get(c, attestation=first.id).withdrawn_at == NOON


def test_a_message_goes_into_the_outbox_once_for_each_recipient(store):
    with store.begin() as c:
        mail = outbox.add_once(c, mail=a_mail(site="x", audit="run-1"))
        assert outbox.add_once(c, mail=a_mail(subject="又一次")) is None
        assert outbox.add_once(c, mail=a_mail("b@x.test")) is not None
        with pytest.raises(ConflictError):
            outbox.add_once(c, mail=a_mail("c@x.test", site="nobody"))
    with store.reading() as c:
        assert outbox.of(c, message_id="<1@x.test>", recipient="a@x.test") == mail
        assert outbox.get(c, mail=mail.id) == mail
        assert [each.recipient for each in outbox.listed(c)] == ["a@x.test", "b@x.test"]


def test_of_two_who_take_a_message_one_gets_it(store):
    with store.begin() as c:
        mail = outbox.add(c, mail=a_mail())
        outbox.update(c, mail=replace(mail, state="sending", tries=1), was="queued")
    with store.begin() as c, pytest.raises(StaleError, match="另一个进程"):
        outbox.update(c, mail=replace(mail, state="sending", tries=1), was="queued")
    with store.reading() as c:
        assert outbox.get(c, mail=mail.id).tries == 1


def test_mail_that_is_due(store):
    with store.begin() as c:
        now = outbox.add(c, mail=a_mail("now@x.test"))
        then = outbox.add(c, mail=a_mail("then@x.test", next_try=NOON + HOUR, state="failed"))
        outbox.add(c, mail=a_mail("sent@x.test", state="sent"))
    with store.reading() as c:
        wanted = ("queued", "failed")
        assert outbox.due(c, states=wanted, now=NOON) == (now,)
        beijing = (NOON + HOUR).astimezone(BEIJING)
        assert outbox.due(c, states=wanted, now=beijing) == (now, then)


def test_series_of_measurements(store):
    series = [
        ProbeRow(site="x", at=NOON + n * HOUR, kind="tried", data={"n": n}) for n in (2, 0, 1)
    ]
    with store.begin() as c:
        probes.add(c, series=series)
        with pytest.raises(ConflictError):
            probes.add(c, series=[ProbeRow(site="nobody", at=NOON, kind="tried")])
    with store.reading() as c:
        listed = probes.listed(c, site="x", kind="tried", since=NOON, until=NOON + 2 * HOUR)
        assert [row.data["n"] for row in listed] == [0, 1]
        assert probes.listed(c, site="x", kind="other") == ()


def test_alerts(store):
    alert = Alert(site="x", rule="r", fingerprint="f", looks=1, first_seen=NOON)
    key = {"site": "x", "rule": "r", "fingerprint": "f"}
    with store.begin() as c:
        alerts.put(c, alert=alert)
        alerts.put(c, alert=replace(alert, looks=2, alerted_at=NOON))
        with pytest.raises(ConflictError):
            alerts.put(c, alert=replace(alert, site="nobody"))
        assert alerts.listed(c, site="x") == (replace(alert, looks=2, alerted_at=NOON),)
        assert alerts.remove(c, **key)
        assert not alerts.remove(c, **key)
        assert alerts.get(c, **key) is None


def test_one_scan_at_a_time(store):
    with store.begin() as c:
        take = {"site": "x", "dead_before": NOON - HOUR}
        assert scan_locks.take(c, holder="a", at=NOON, **take)
        assert not scan_locks.take(c, holder="b", at=NOON, **take)
        assert scan_locks.beat(c, site="x", holder="a", at=NOON + HOUR)
        assert not scan_locks.beat(c, site="x", holder="b", at=NOON + HOUR)
        assert not scan_locks.release(c, site="x", holder="b")
        assert scan_locks.get(c, site="x").beat == NOON + HOUR
        later = NOON + 3 * HOUR
        assert scan_locks.take(c, site="x", holder="b", at=later, dead_before=later - HOUR)
        assert not scan_locks.release(c, site="x", holder="a")
        assert [lock.holder for lock in scan_locks.listed(c)] == ["b"]
        assert scan_locks.release(c, site="x", holder="b")
        with pytest.raises(ConflictError):
            scan_locks.take(c, holder="a", at=NOON, site="nobody", dead_before=NOON)


def test_a_scan_that_fell_due_is_taken_once(store):
    turn = ScanTurn(site="x", due_at=NOON, holder="a", taken_at=NOON)
    with store.begin() as c:
        assert scan_turns.take(c, turn=turn)
        assert not scan_turns.take(c, turn=replace(turn, holder="b"))
        with pytest.raises(ConflictError):
            scan_turns.take(c, turn=replace(turn, site="nobody"))
        assert scan_turns.get(c, site="x", due_at=NOON.astimezone(BEIJING)) == turn
    with store.begin() as c:
        mine = scan_turns.retake(c, turn=turn, holder="b", at=NOON + HOUR)
        assert (mine.holder, mine.tries) == ("b", 2)
        for late in (turn, replace(turn, holder="b")):
            with pytest.raises(StaleError, match="另一个进程"):
                scan_turns.retake(c, turn=late, holder="c", at=NOON + HOUR)
        done = replace(mine, state="done", audit="run-1", finished_at=NOON + 2 * HOUR)
        scan_turns.finish(c, turn=done)
        with pytest.raises(StaleError):
            scan_turns.finish(c, turn=done)
        with pytest.raises(StaleError):
            scan_turns.retake(c, turn=done, holder="c", at=NOON + 3 * HOUR)
        late = replace(turn, due_at=NOON + 24 * HOUR)
        assert scan_turns.take(c, turn=late)
    with store.reading() as c:
        assert scan_turns.listed(c, site="x") == (done, late)
        assert scan_turns.listed(c, finished=False) == (late,)
        assert scan_turns.latest(c, site="x") == late
