"""Keeping and fetching an audit, as single objects and as one: `python -m benchmarks.archive.bench SNAPSHOT`.

SNAPSHOT is a snapshot folder (`python -m benchmarks.county`).  Beside it stand results as a large audit has
them: audit.json, a report and 300 evidence pages.  Into a folder, and into a bucket of a SeaweedFS server on
loopback.  The best of three of each.
"""

from __future__ import annotations

import argparse
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from audits.archive.archive import Archive
from audits.archive.opening import open_archive
from audits.desk.secrets import SecretPlace
from audits.desk.setup import ArchiveSetup
from tests.objects.weed import KEY, SECRET, Weed, client

_ROUNDS = 3
_EVIDENCE = 300


def _best(act: Callable[[int], object]) -> float:
    taken = []
    for number in range(_ROUNDS):
        begun = time.perf_counter()
        act(number)
        taken.append(time.perf_counter() - begun)
    return min(taken)


def _results(folder: Path) -> Path:
    (folder / "evidence").mkdir(parents=True)
    (folder / "audit.json").write_bytes(b"{}\n" * 600_000)
    (folder / "report.html").write_bytes(b"<p>0123456789</p>\n" * 120_000)
    for number in range(_EVIDENCE):
        (folder / f"evidence/{number:032x}.html").write_bytes(b"<p>0123456789</p>\n" * 1_200)
    return folder


def _packed(folder: Path, file: Path) -> Path:
    with tarfile.open(file, "w") as tar:
        tar.add(folder, arcname=".")
    return file


def _measured(where: str, archive: Archive, snapshot: Path, results: Path, out: Path) -> None:
    for name, folder in (("snapshot", snapshot), ("results", results)):
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6

        def keep(number: int, folder: Path = folder, name: str = name) -> None:
            archive.keep(folder, f"{name}/{number}")

        def fetch(number: int, name: str = name) -> None:
            archive.fetch(f"{name}/0", out / f"{where}-{name}-{number}")

        def keep_one(number: int, folder: Path = folder, name: str = name) -> None:
            archive.keep_file(_packed(folder, out / f"{name}.tar"), f"{name}-tar/{number}")

        def again(_: int, folder: Path = folder, name: str = name) -> None:
            archive.keep(folder, f"{name}/0")

        print(
            f"{where} {name} {size:.1f} MB: keep {_best(keep):.2f} s, as one tar"
            f" {_best(keep_one):.2f} s, keep again {_best(again):.2f} s, fetch {_best(fetch):.2f} s"
        )

    def small(number: int) -> None:
        archive.fetch("results/0", out / f"{where}-small-{number}", only=["audit.json"])

    def tarred(number: int) -> None:
        archive.fetch_file("results-tar/0", out / f"{where}-tar-{number}")

    print(f"{where} audit.json alone {_best(small):.2f} s, out of one tar {_best(tarred):.2f} s")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("snapshot", type=Path)
    snapshot = parser.parse_args().snapshot
    with tempfile.TemporaryDirectory() as made:
        out = Path(made)
        results = _results(out / "results")
        (out / "folder").mkdir()
        folder = open_archive(ArchiveSetup(folder=out / "folder"), {})
        _measured("folder", folder, snapshot, results, out)
        weed = Weed(out / "weed")
        weed.start()
        try:
            client(weed.endpoint).call_s3("create_bucket", Bucket="bench")
            setup = ArchiveSetup(
                bucket="bench",
                endpoint_url=weed.endpoint,
                key=SecretPlace(env="KEY"),
                secret=SecretPlace(env="SECRET"),
            )
            bucket = open_archive(setup, {"KEY": KEY, "SECRET": SECRET})
            _measured("bucket", bucket, snapshot, results, out)
        finally:
            weed.kill()


if __name__ == "__main__":
    main()
