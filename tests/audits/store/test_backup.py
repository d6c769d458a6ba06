"""A backup made while others write comes back the same; a harmed, strange or hostile one leaves nothing behind."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from audits.store import StoreError, audit_runs, findings, ledger, open_store, outbox, sites
from audits.store.backup import back_up
from audits.store.manifest import NAME, Depth
from audits.store.restoring import restore
from audits.store.sqlite import sound
from tests.audits.store.children import APART, write_matters
from tests.audits.store.engines import a_finding, a_mail, a_site, an_audit, an_entry

THEN = datetime(2026, 4, 1, tzinfo=UTC)
LATER = datetime(2026, 5, 1, tzinfo=UTC)
FILES = {
    "audits/x/run-1/audit.json": b"{}",
    "audits/x/run-1/report.html": "网页".encode(),
    "audits/x/run-1/snapshot/index": b"index",
    "audits/x/run-1/snapshot/bodies.warc.gz": b"warc" * 100_000,
    "mail/1.eml": b"Subject: x",
    "attachments/证明.pdf": b"%PDF",
}
NOT_OURS = {"audits/x/unfinished/audit.json": b"half", "other/file": b"x"}


@pytest.fixture
def data(tmp_path):
    data = tmp_path / "gongkai-data"
    for name, content in (FILES | NOT_OURS).items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)
    (data / "mail" / "link").symlink_to("/etc/passwd")
    with open_store(data / "gongkai.sqlite") as store, store.begin() as c:
        sites.add(c, site=a_site())
        audit_runs.add(c, audit=an_audit())
        findings.add(c, findings_of=[a_finding()])
        ledger.add(c, entry=an_entry("first"))
        outbox.add(c, mail=a_mail(site="x", audit="run-1"))
    return data


def backed_up(data, **given):
    out = data.parent / f"{given.get('depth', 'usual')}.tar"
    with open_store(data / "gongkai.sqlite") as store:
        back_up(store, out, data=data, made_at=THEN, tool_version="0.1", **given)
    return out


def held(path):
    with open_store(path / "gongkai.sqlite", create=False) as store, store.reading() as c:
        return (
            sites.listed(c),
            audit_runs.listed(c),
            findings.listed(c),
            ledger.listed(c),
            outbox.listed(c),
        )


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("gongkai.sqlite")
    }


def test_all_that_was_there_comes_back(data, tmp_path):
    config = tmp_path / "gongkai.yaml"
    config.write_text("data: gongkai-data\n", encoding="utf-8")
    out = backed_up(data, depth=Depth.ALL, config=[config])
    back = tmp_path / "back"
    back.mkdir()  # an empty folder will do
    restored = restore(out, back, at=LATER)
    assert held(back) == held(data)
    assert files(back) == FILES | {"config/gongkai.yaml": config.read_bytes()}
    assert (restored.unsent, restored.without_snapshot) == (1, 0)
    assert restored.manifest.made_at == THEN
    for private in (out, back / "gongkai.sqlite", back / "mail/1.eml"):
        assert private.stat().st_mode & 0o777 == 0o600


def test_without_snapshots_the_audits_say_so(data, tmp_path):
    out = backed_up(data)
    restored = restore(out, tmp_path / "back", at=LATER)
    assert files(tmp_path / "back") == {
        name: content for name, content in FILES.items() if "/snapshot/" not in name
    }
    assert restored.without_snapshot == 1
    (audit,) = held(tmp_path / "back")[1]
    assert audit == replace(an_audit(), snapshot_kept=False, snapshot_gone_at=LATER)


def test_audits_can_be_left_out_and_lost_folders_are_told(data, tmp_path):
    restore(backed_up(data, depth=Depth.NONE), tmp_path / "back", at=LATER)
    assert set(files(tmp_path / "back")) == {"mail/1.eml", "attachments/证明.pdf"}
    (data / "audits" / "x" / "run-1").rename(data / "lost")
    with open_store(data / "gongkai.sqlite") as store:
        out = tmp_path / "lost.tar"
        done = back_up(store, out, data=data, made_at=THEN, tool_version="0.1")
    assert done.missing == ("audits/x/run-1",)
    assert done.size == out.stat().st_size


def test_a_backup_made_while_another_writes_is_of_one_moment(data, tmp_path):
    told, theirs = APART.Pipe(duplex=False)
    child = APART.Process(target=write_matters, args=(theirs, data / "gongkai.sqlite", 0))
    child.start()
    for number in range(3):
        told.recv()
        depth = list(Depth)[number]
        back = tmp_path / f"back-{number}"
        restore(backed_up(data, depth=depth), back, at=LATER)
        assert sound(back / "gongkai.sqlite")
        with open_store(back / "gongkai.sqlite") as store, store.reading() as c:
            written = [entry for entry in ledger.listed(c) if entry.fingerprint != "first"]
            assert len(ledger.steps(c)) == 3 * len(written) > 0
    child.kill()
    child.join()


def test_nothing_is_overwritten(data):
    out = backed_up(data)
    with pytest.raises(StoreError, match="已经存在"):
        backed_up(data)
    before = files(data)
    with pytest.raises(StoreError, match="已经有内容"):
        restore(out, data, at=LATER)
    assert files(data) == before


def test_a_backup_that_cannot_be_written_leaves_nothing(data, tmp_path):
    secret = tmp_path / "missing.yaml"
    with pytest.raises(StoreError, match="没有写成.*不存在"):
        backed_up(data, config=[secret])
    assert [path.name for path in tmp_path.iterdir()] == ["gongkai-data"]


def test_a_row_that_leads_out_of_the_data_directory_is_not_followed(data):
    with open_store(data / "gongkai.sqlite") as store, store.begin() as c:
        audit_runs.add(c, audit=an_audit(2, folder="../.."))
    with pytest.raises(StoreError, match="不在数据目录"):
        backed_up(data)


@pytest.mark.parametrize("keep", [0, 511, 1024, 40_000, 0.5, -10_240, -1500])
def test_a_backup_that_was_cut_off_is_refused(data, tmp_path, keep):
    out = backed_up(data, depth=Depth.ALL)
    whole = out.read_bytes()
    out.write_bytes(whole[: keep if isinstance(keep, int) else int(len(whole) * keep)])
    if keep in {-10_240, -1500}:  # only the empty end of the tar file is missing
        whole = whole.rstrip(b"\0")
        out.write_bytes(whole[:keep])
    refused(out, tmp_path, "不是完整的备份")


def refused(out, tmp_path, why):
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(StoreError, match=why) as caught:
        restore(out, tmp_path / "back", at=LATER)
    assert str(out) in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "wanted", [b"Subject: x", b"SQLite format 3", b"\xe7\xbd\x91"], ids=["mail", "store", "report"]
)
def test_a_backup_of_which_one_bit_changed_is_refused(data, tmp_path, wanted):
    out = backed_up(data)
    content = bytearray(out.read_bytes())
    content[content.index(wanted)] ^= 1
    out.write_bytes(content)
    refused(out, tmp_path, "与它的清单不符")


def test_a_missing_file_and_one_that_was_slipped_in_are_noticed(data, tmp_path):
    out = backed_up(data)
    rewritten(out, lambda members: [one for one in members if one[0].name != "mail/1.eml"])
    refused(out, tmp_path, "mail/1.eml")
    other = tmp_path / "other.tar"
    with tarfile.open(other, "w") as tar:
        tar.addfile(*member(NAME, json.dumps({"format": "gongkai-backup/1"}).encode()))
    refused(other, tmp_path, "读不懂")


def rewritten(out, change):
    with closing(tarfile.open(out)) as tar:
        members = [(one, tar.extractfile(one).read()) for one in tar]
    with tarfile.open(out, "w", format=tarfile.PAX_FORMAT) as tar:
        for one, content in change(members):
            tar.addfile(one, io.BytesIO(content))


def member(name, content=b"x", **given):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    for key, value in given.items():
        setattr(info, key, value)
    return info, io.BytesIO(content)


def a_manifest(store):
    kept = {"size": len(store), "sha256": hashlib.sha256(store).hexdigest()}
    manifest = {
        "made_at": THEN.isoformat(),
        "tool_version": "9",
        "revision": "0001",
        "audits": "none",
        "files": {"gongkai.sqlite": kept},
    }
    return json.dumps(manifest).encode()


HOSTILE = [
    *({"name": name} for name in ("/etc/x", "../x", "audits/../../x", "mail/./x", "mail//x", "x")),
    *({"name": name} for name in ("mail\\..\\x", "mail/a\nb/../c", ".", "gongkai.sqlite-wal")),
    {"name": "mail/l", "type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
    {"name": "mail/l", "type": tarfile.LNKTYPE, "linkname": "gongkai.sqlite"},
    {"name": "mail/d", "type": tarfile.CHRTYPE},
    {"name": "mail/f", "type": tarfile.FIFOTYPE},
    {"name": "mail", "type": tarfile.DIRTYPE},
    {"name": "mail/s", "pax_headers": {"GNU.sparse.map": "0,1", "GNU.sparse.size": "9" * 15}},
]


@pytest.mark.parametrize("odd", HOSTILE, ids=repr)
def test_what_no_backup_of_ours_holds_is_refused(data, tmp_path, odd):
    out = backed_up(data)
    rewritten(out, lambda members: members[:1])
    with tarfile.open(out, "a", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(*member(**odd))
    refused(out, tmp_path, "不该有的内容")


def test_the_same_name_twice_is_refused(data, tmp_path):
    out = backed_up(data)
    rewritten(out, lambda members: [members[0], *members])
    refused(out, tmp_path, "不该有的内容")


@pytest.mark.parametrize(
    "size",
    [b"77777777777", b"\x80" + b"\0" * 6 + b"\x7f\0\0\0\0", b"\xff" * 12],
    ids=["octal", "binary", "negative"],
)
@pytest.mark.parametrize("kind", ["XHDTYPE", "GNUTYPE_LONGNAME", "REGTYPE"])
def test_sizes_that_are_lies_do_no_harm(tmp_path, kind, size):
    head = bytearray(tarfile.TarInfo("mail/x").tobuf(tarfile.USTAR_FORMAT))
    head[124:136] = size.ljust(12, b"\0")
    head[156:157] = getattr(tarfile, kind)
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    out = tmp_path / "lie.tar"
    out.write_bytes(bytes(head) + b"\0" * 10_240)
    refused(out, tmp_path, "header|不该有|end of data")


def test_a_packed_tar_is_no_backup(tmp_path):
    out = tmp_path / "bomb.tar"
    with tarfile.open(out, "w:gz") as tar:
        tar.addfile(*member("gongkai.sqlite", b"\0" * 10_000_000))
    refused(out, tmp_path, "不是完整的备份")


def test_what_is_private_stays_so_wherever_it_is_restored(data, tmp_path):
    """The folder of reports is called audits, and so may be a folder above."""
    to = tmp_path / "audits" / "back"
    restore(backed_up(data), to, at=LATER)
    private = [path for path in to.iterdir() if path.is_file()]
    private += [*(to / "mail").iterdir(), *(to / "attachments").iterdir()]
    assert {path.name for path in private} >= {"gongkai.sqlite", "1.eml", "证明.pdf"}
    assert [path for path in private if path.stat().st_mode & 0o077] == []


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE audits SET as_of = 'soon'",
        "UPDATE audits SET verdicts = '{'",
        "UPDATE audits SET packs = '5'",
        "UPDATE outbox SET queued_at = 'x'",
    ],
)
def test_a_store_with_rows_that_cannot_be_read_is_not_put_in_place(data, tmp_path, harm):
    with closing(sqlite3.connect(data / "gongkai.sqlite")) as held_by_us, held_by_us:
        held_by_us.execute(harm)
    with open_store(data / "gongkai.sqlite") as store:
        store.copy_to(tmp_path / "copy")
    out = tmp_path / "harmed.tar"
    content = (tmp_path / "copy").read_bytes()
    with tarfile.open(out, "w") as tar:
        tar.addfile(*member("gongkai.sqlite", content))
        tar.addfile(*member(NAME, a_manifest(content)))
    refused(out, tmp_path, "读不懂的内容")


def no_text_in_its_schema(path):
    """A store in which SQLite stumbles over a byte that is no text, and quotes it."""
    with open_store(path):
        pass
    harmed = path.read_bytes().replace(b"CREATE TABLE sites", b"CREATE TABL\xff sites")
    assert harmed != path.read_bytes()
    return harmed


@pytest.mark.parametrize("made", [lambda _: b"no database", no_text_in_its_schema])
def test_a_store_that_is_none_is_not_put_in_place(tmp_path, made):
    out = tmp_path / "x.tar"
    content = made(tmp_path / "one.sqlite")
    with tarfile.open(out, "w") as tar:
        tar.addfile(*member("gongkai.sqlite", content))
        tar.addfile(*member(NAME, a_manifest(content)))
    refused(out, tmp_path, "已损坏")
