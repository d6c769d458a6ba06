"""Objects of a bucket, in S3 or what is compatible with it.  One PUT an object; large ones in parts.

What is sent is signed with its hash, so that the server compares it, over plain HTTP too.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import mimetypes
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from audits.archive.errors import ArchiveError
from audits.archive.s3_errors import explained
from audits.archive.shelf import Seen
from audits.desk.secrets import Secret

_PART = 16 << 20
_PARTS_AT_ONCE = 4
_MOST_AT_ONCE = 1000  # of keys in one request to delete
_CONNECT_SECONDS, _READ_SECONDS, _ATTEMPTS = 10, 30, 3


@dataclass(frozen=True, slots=True)
class Bucket:
    """Which bucket, below which prefix ("" or without a slash at its ends), of which server."""

    name: str
    prefix: str = ""
    endpoint_url: str | None = None
    region: str | None = None
    addressing: str | None = None

    @property
    def place(self) -> str:
        """As a person writes it."""
        return f"s3://{self.name}/{self.prefix}".rstrip("/")


class S3Shelf:
    """A bucket that is there."""

    def __init__(self, bucket: Bucket, key: Secret, secret: Secret) -> None:
        """Prepare; nothing is asked yet.  Raises ArchiveError where the extra is not installed."""
        self._bucket = bucket
        self._system = _system(bucket, key, secret)

    @property
    def place(self) -> str:
        """The address of the bucket."""
        return self._bucket.place

    def put(self, file: Path, key: str) -> None:
        """Send a file."""
        with self._told(key):
            if file.stat().st_size <= 2 * _PART:
                self._sent(file.read_bytes(), key)
                return
            path = f"{self._bucket.name}/{self._key(key)}"
            self._system.put_file(
                str(file), path, chunksize=_PART, max_concurrency=_PARTS_AT_ONCE, **_type(key)
            )

    def write(self, content: bytes, key: str) -> None:
        """Send bytes."""
        with self._told(key):
            self._sent(content, key)

    def read(self, key: str, most: int) -> bytes:
        """Read an object's beginning."""
        path = f"{self._bucket.name}/{self._key(key)}"
        with self._told(key):
            size = self._asked("head_object", Key=self._key(key))["ContentLength"]
            # Not every server takes a range that reaches beyond the end, and none an empty one.
            part = (0, most) if size > most else (None, None)
            return bytes(self._system.cat_file(path, *part))

    def get(self, key: str, file: Path) -> None:
        """Fetch an object into a file."""
        with self._told(key):
            path = f"{self._bucket.name}/{self._key(key)}"
            self._system.get_file(path, str(file), chunksize=_PART, max_concurrency=_PARTS_AT_ONCE)

    def listed(self, prefix: str) -> Iterator[Seen]:
        """List objects, a page at a time."""
        below = self._key(f"{prefix}/" if prefix else "")
        more: dict[str, str] = {}
        while True:
            with self._told(prefix):
                page = self._asked("list_objects_v2", Prefix=below, **more)
            for one in page.get("Contents", ()):
                key = one["Key"].removeprefix(self._key(""))
                yield Seen(key, int(one["Size"]), one["LastModified"])
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def remove(self, keys: Sequence[str]) -> None:
        """Remove objects one by one in requests of many."""
        for start in range(0, len(keys), _MOST_AT_ONCE):
            some = keys[start : start + _MOST_AT_ONCE]
            with self._told(some[0]):
                told = [{"Key": self._key(key)} for key in some]
                done = self._asked("delete_objects", Delete={"Objects": told, "Quiet": True})
            if wrong := done.get("Errors"):
                code = str(wrong[0].get("Code", ""))[:60]
                raise ArchiveError(
                    f"存档 {self.place} 里的 {some[0]} 等没有删除：服务器回答 {code}。"
                )

    def abandon(self, before: datetime) -> int:
        """Give up uploads in parts that were begun before a moment and not ended."""
        with self._told(""):
            page = self._asked("list_multipart_uploads", Prefix=self._key(""))
            old = [one for one in page.get("Uploads", ()) if one["Initiated"] < before]
            for one in old:
                self._asked("abort_multipart_upload", Key=one["Key"], UploadId=one["UploadId"])
        return len(old)

    def close(self) -> None:
        """Leave the connections to the next shelf of this server."""

    def _key(self, key: str) -> str:
        return f"{self._bucket.prefix}/{key}" if self._bucket.prefix else key

    def _asked(self, method: str, **words: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._system.call_s3(method, Bucket=self._bucket.name, **words)
        return answer

    def _sent(self, content: bytes, key: str) -> None:
        digest = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
        self._asked("put_object", Key=self._key(key), Body=content, ContentMD5=digest, **_type(key))

    @contextlib.contextmanager
    def _told(self, key: str) -> Iterator[None]:
        try:
            yield
        except ArchiveError:
            raise
        except Exception as error:  # what botocore, aiohttp and the system raise has no common base
            raise explained(error, self.place, key) from error


# A client costs a third of a second and some megabytes; who opens an archive again in a process gets the same.
_CLIENTS: dict[tuple[object, ...], Any] = {}
_MAKING = threading.Lock()


def _system(bucket: Bucket, key: Secret, secret: Secret) -> Any:
    same = (
        os.getpid(),
        replace(bucket, name="", prefix=""),
        hashlib.sha256(f"{key.revealed()}\0{secret.revealed()}".encode()).digest(),
    )
    with _MAKING:
        if same not in _CLIENTS:
            _CLIENTS[same] = _made(bucket, key, secret)
        return _CLIENTS[same]


def _made(bucket: Bucket, key: Secret, secret: Secret) -> Any:
    try:
        from s3fs import S3FileSystem  # noqa: PLC0415 - an extra, and half a second to load
    except ImportError as error:
        raise ArchiveError(
            "把存档放在 S3 存储里需要另装：pip install 'gongkai[cluster]'。"
        ) from error
    options: dict[str, Any] = {"payload_signing_enabled": True}
    if bucket.addressing:
        options["addressing_style"] = bucket.addressing
    system = S3FileSystem(
        key=key.revealed(),
        secret=secret.revealed(),
        endpoint_url=bucket.endpoint_url,
        client_kwargs={"region_name": bucket.region or "us-east-1"},
        config_kwargs={
            "connect_timeout": _CONNECT_SECONDS,
            "read_timeout": _READ_SECONDS,
            "retries": {"total_max_attempts": _ATTEMPTS, "mode": "standard"},
            "s3": options,
            # Not every server knows the newer checksums; signatures hold the content already.
            "request_checksum_calculation": "when_required",
            "response_checksum_validation": "when_required",
        },
        use_listings_cache=False,
        skip_instance_cache=True,
    )
    system.retries = 2  # on top of botocore's own
    return system


def _type(key: str) -> dict[str, str]:
    kind, _ = mimetypes.guess_type(key)
    return {"ContentType": kind} if kind else {}
