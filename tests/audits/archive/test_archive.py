"""Entries are kept whole or not at all, in a folder as in a bucket, and fetched as they were kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from audits.archive.archive import Archive
from audits.archive.errors import ArchiveError, DamagedError, MissingError
from audits.archive.manifest import Manifest
from audits.archive.names import MANIFEST
from audits.archive.sweeping import leftovers, sweep
from tests.audits.archive.conftest import FILES, content

NAME = "audits/huantai/20260401T020000"
SNAPSHOT = {name: body for name, body in FILES.items() if name.startswith("snapshot/")}


def keys(archive: Archive) -> list[str]:
    return [seen.key for seen in archive.shelf.listed("")]


def there(archive: Archive, name: str = NAME) -> Manifest:
    found = archive.manifest(name)
    assert found is not None
    return found


def test_what_is_kept_is_fetched(archive: Archive, run: Path, tmp_path: Path) -> None:
    assert not archive.known(NAME)
    archive.keep(run, NAME)
    assert archive.known(NAME)
    archive.fetch(NAME, tmp_path / "a/b")
    assert content(tmp_path / "a/b") == FILES
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]
    manifest = there(archive)
    assert sorted(keys(archive)) == sorted(
        [f"{NAME}/{MANIFEST}", *(f"{NAME}/{manifest.upload}/{path}" for path in FILES)]
    )


def test_some_files_come_alone_and_beside_what_is_there(
    archive: Archive, run: Path, tmp_path: Path
) -> None:
    archive.keep(run, NAME, without=["snapshot"])
    to = tmp_path / "to"
    archive.fetch(NAME, to, only=["audit.json"])
    assert content(to) == {"audit.json": FILES["audit.json"]}
    (to / "audit.json").write_bytes(b"cut o")
    (to / "own.txt").write_bytes(b"mine")
    archive.fetch(NAME, to, only=["docx/检查通报 (1).docx", "audit.json"])
    assert content(to)["audit.json"] == FILES["audit.json"]
    archive.fetch(NAME, to)
    assert content(to) == {"own.txt": b"mine"} | {
        name: body for name, body in FILES.items() if name not in SNAPSHOT
    }
    with pytest.raises(ArchiveError, match=r"没有 snapshot/index\.sqlite 这个文件"):
        archive.fetch(NAME, to, only=["snapshot/index.sqlite"])


def test_a_single_file_is_an_entry_too(archive: Archive, tmp_path: Path) -> None:
    letter = tmp_path / "0a1b.eml"
    letter.write_bytes(b"Subject: x\r\n\r\n")
    archive.keep_file(letter, "mail/0a1b.eml")
    archive.fetch_file("mail/0a1b.eml", tmp_path / "elsewhere/other.eml")
    assert content(tmp_path / "elsewhere") == {"other.eml": letter.read_bytes()}


def test_keeping_the_same_again_sends_nothing_and_mends_what_is_lost(
    archive: Archive, run: Path, tmp_path: Path
) -> None:
    archive.keep(run, NAME)
    before = keys(archive)
    archive.keep(run, NAME)
    assert keys(archive) == before
    archive.shelf.remove([f"{NAME}/{there(archive).upload}/audit.json"])
    archive.keep(run, NAME)
    archive.fetch(NAME, tmp_path / "to")
    assert content(tmp_path / "to") == FILES


def test_what_is_removed_is_gone_for_all(archive: Archive, run: Path, tmp_path: Path) -> None:
    archive.keep(run, NAME)
    archive.keep(run / "docx", "audits/huantai/20260501T020000")
    assert archive.listed("audits") == (NAME, "audits/huantai/20260501T020000")
    assert archive.listed("audits/huan") == archive.listed("nothing") == ()
    archive.remove(NAME)
    archive.remove(NAME)
    assert archive.listed() == ("audits/huantai/20260501T020000",)
    assert not [key for key in keys(archive) if key.startswith(NAME)]
    with pytest.raises(MissingError, match=f"没有 {NAME}"):
        archive.fetch(NAME, tmp_path / "to")
    assert not (tmp_path / "to").exists()


def test_a_bit_that_flips_is_told_with_its_object_and_costs_that_object_only(
    archive: Archive, run: Path, tmp_path: Path
) -> None:
    archive.keep(run, NAME)
    key = f"{NAME}/{there(archive).upload}/snapshot/pages.warc.gz"
    body = bytearray(FILES["snapshot/pages.warc.gz"])
    body[777] ^= 4
    archive.shelf.write(bytes(body), key)
    (tmp_path / "to").mkdir()
    with pytest.raises(DamagedError, match=r"snapshot/pages\.warc\.gz 已损坏"):
        archive.fetch(NAME, tmp_path / "to")
    assert content(tmp_path / "to") == {}
    archive.fetch(NAME, tmp_path / "to", only=["audit.json", "snapshot/index.sqlite"])
    assert content(tmp_path / "to")["audit.json"] == FILES["audit.json"]


def test_an_object_that_is_lost_is_named(archive: Archive, run: Path, tmp_path: Path) -> None:
    archive.keep(run, NAME)
    archive.shelf.remove([f"{NAME}/{there(archive).upload}/report.html"])
    with pytest.raises(MissingError, match=r"report\.html"):
        archive.fetch(NAME, tmp_path / "to")
    assert not (tmp_path / "to").exists()
    archive.fetch(NAME, tmp_path / "to", only=["audit.json"])


@pytest.mark.parametrize("body", ["", "{", '{"format":"gongkai-archive/2"}', "ÿþ"], ids=repr)
def test_a_manifest_that_cannot_be_read_is_told_and_written_anew(
    archive: Archive, run: Path, tmp_path: Path, body: str
) -> None:
    archive.shelf.write(body.encode("latin-1"), f"{NAME}/{MANIFEST}")
    with pytest.raises(DamagedError, match=f"清单 {NAME}/{MANIFEST} 读不懂"):
        archive.fetch(NAME, tmp_path / "to")
    archive.keep(run, NAME)
    archive.fetch(NAME, tmp_path / "to")
    assert content(tmp_path / "to") == FILES


def test_who_reads_while_another_keeps_anew_gets_the_one_or_the_other(
    archive: Archive, run: Path, tmp_path: Path
) -> None:
    archive.keep(run, NAME)
    first = there(archive)
    (run / "audit.json").write_bytes(b"second")
    archive.keep(run, NAME)
    archive.shelf.remove([f"{NAME}/{first.upload}/{path}" for path in first.files])

    class Late(Archive):
        """Has read the manifest before the other wrote his."""

        read = 0

        def manifest(self, name: str) -> Manifest | None:
            self.read += 1
            return first if self.read == 1 else super().manifest(name)

    late = Late(archive.shelf)
    late.fetch(NAME, tmp_path / "to")
    assert content(tmp_path / "to") == FILES | {"audit.json": b"second"}


def test_two_that_keep_one_name_at_once_do_not_mix(archive: Archive, tmp_path: Path) -> None:
    bodies = [{f"{number}.txt": bytes([who]) * 500 for number in range(8)} for who in range(3)]
    start = Barrier(len(bodies))

    def keep(who: int) -> None:
        folder = tmp_path / str(who)
        folder.mkdir()
        for name, body in bodies[who].items():
            (folder / name).write_bytes(body)
        start.wait()
        archive.keep(folder, NAME)

    keepers = [Thread(target=keep, args=(who,)) for who in range(len(bodies))]
    for each in keepers:
        each.start()
    for each in keepers:
        each.join()
    archive.fetch(NAME, tmp_path / "to")
    assert content(tmp_path / "to") in bodies
    assert sweep(archive, datetime.now(UTC), old=timedelta(days=-1)) == 16
    archive.fetch(NAME, tmp_path / "again")
    assert content(tmp_path / "again") == content(tmp_path / "to")


def test_what_was_cut_off_is_invisible_and_swept_when_it_is_old(
    archive: Archive, run: Path, tmp_path: Path
) -> None:
    cut = f"{NAME}/files-0123456789abcdef/audit.json"
    archive.shelf.write(b"half", cut)
    assert not archive.known(NAME)
    assert archive.listed() == ()
    assert sweep(archive, datetime.now(UTC)) == 0  # somebody may be at it
    archive.keep(run, NAME)
    soon = datetime.now(UTC) + timedelta(minutes=5)
    assert [seen.key for seen in leftovers(archive, soon, "audits/huantai")] == [cut]
    assert sweep(archive, soon, old=timedelta(0)) == 1
    archive.fetch(NAME, tmp_path / "to")
    assert content(tmp_path / "to") == FILES


ASTRAY = (
    *("", ".", "..", "/etc", "a/../b", "a//b", "a/", "./a", "a\\b", "a\0b", "a\nb", "\ud800"),
    *("a/manifest.json", "files-0123456789abcdef/a", ".writing/x", "x" * 300, "x/" * 400 + "x"),
)


def test_names_that_lead_astray_are_refused(archive: Archive, run: Path) -> None:
    for name in ASTRAY:
        with pytest.raises(ArchiveError, match="不能用作存档里的名字"):
            archive.keep(run, name)
        with pytest.raises(ArchiveError, match="不能用作存档里的名字"):
            archive.fetch(name, run / "to")
        with pytest.raises(ArchiveError, match="不能用作存档里的名字"):
            archive.remove(name)
        with pytest.raises(ArchiveError, match="不能用作存档里的名字"):
            archive.known(name)
    assert keys(archive) == []


def test_a_manifest_that_leads_astray_is_not_followed(
    archive: Archive, run: Path, tmp_path: Path
) -> None:
    archive.keep(run, NAME)
    manifest = there(archive).to_json().replace(b'"audit.json"', b'"../../../outside.json"')
    archive.shelf.write(manifest, f"{NAME}/{MANIFEST}")
    with pytest.raises(DamagedError):
        archive.fetch(NAME, tmp_path / "deep/to")
    assert not list(tmp_path.rglob("outside.json"))


def test_links_are_not_kept(archive: Archive, run: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"do not tell")
    (run / "link").symlink_to(secret)
    (run / "folder").symlink_to(tmp_path)
    archive.keep(run, NAME)
    assert sorted(there(archive).files) == sorted(FILES)


def test_what_is_not_there_is_not_kept(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="不存在"):
        archive.keep(tmp_path / "nothing", NAME)
    assert keys(archive) == []
