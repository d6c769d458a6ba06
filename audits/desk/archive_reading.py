"""The `archive:` of gongkai.yaml and its options: what they mean together."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from audits.desk.file_model import ArchiveOptionsFile, DeskFile
from audits.desk.secrets import SecretPlace
from audits.desk.setup import ArchiveSetup
from rules.problems import Problem

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"[^/\x00-\x1f\x7f\\]+(?:/[^/\x00-\x1f\x7f\\]+)*")
_MOST_PREFIX = 200
_S3, _FILE = "s3://", "file://"
_EXAMPLE = "写 s3://存储桶/前缀，或文件夹的路径"


def archive_problems(file: DeskFile, folder: Path, data: Path) -> Iterator[Problem]:
    """What does not fit together."""
    says, written, options = file.source.problem, file.archive, file.archive_options
    if written is None:
        if options is not None:
            yield says(("archive_options",), "有 archive_options，没有 archive", "补上 archive:")
        return
    if written.startswith(_S3):
        bucket, prefix = _bucket(written)
        if not _BUCKET.fullmatch(bucket) or not _plain(prefix):
            yield says(("archive",), "archive 不是存储桶的写法", "如 s3://gongkai/政务公开")
        yield from _options(file, options or ArchiveOptionsFile())
    elif "://" in written and not written.startswith(_FILE):
        kind = written.partition("://")[0][:20]
        yield says(("archive",), f"archive 不能用 {kind}://", _EXAMPLE)
    elif (place := _folder(written, folder)) is None:
        yield says(("archive",), "archive 不是文件夹的写法", "如 file:///mnt/存档")
    else:
        if options is not None:
            remedy = "删去 archive_options"
            yield says(("archive_options",), "archive 是文件夹，用不着 archive_options", remedy)
        if os.path.realpath(place) == os.path.realpath(data):
            yield says(("archive",), "archive 和 data 不能是同一个文件夹", "换一个文件夹")


def archive_setup(file: DeskFile, folder: Path) -> ArchiveSetup | None:
    """Where the archive is; paths are taken from the folder of the configuration."""
    written = file.archive
    if written is None:
        return None
    if not written.startswith(_S3):
        return ArchiveSetup(folder=_folder(written, folder))
    bucket, prefix = _bucket(written)
    options = file.archive_options or ArchiveOptionsFile()
    if options.secret_file:
        path = folder / Path(options.secret_file).expanduser()
        secret = SecretPlace(file=path, file_key="secret_file")
    else:
        secret = SecretPlace(env=options.secret_env, file_key="secret_file")
    return ArchiveSetup(
        bucket=bucket,
        prefix=prefix,
        endpoint_url=options.endpoint_url,
        region=options.region,
        addressing=options.addressing,
        key=SecretPlace(env=options.key_env, file_key=""),
        secret=secret,
    )


def _options(file: DeskFile, options: ArchiveOptionsFile) -> Iterator[Problem]:
    says, where = file.source.problem, ("archive_options",)
    where = where if file.archive_options is not None else ("archive",)
    if options.key_env is None:
        yield says(where, "没有说访问密钥在哪里", "在 archive_options 里写 key_env: 环境变量名")
    if options.secret_env and options.secret_file:
        yield says(where, "secret_env 和 secret_file 只能写一个", "删去其中一个")
    if not options.secret_env and not options.secret_file:
        remedy = "在 archive_options 里写 secret_env: 或 secret_file:"
        yield says(where, "没有说访问密钥的密文在哪里", remedy)
    if options.endpoint_url is not None and not _endpoint(options.endpoint_url):
        remedy = "如 https://s3.x.gov.cn:9000（不带用户名、密码和路径）"
        yield says(where, "endpoint_url 不是服务器的网址", remedy)


def _endpoint(text: str) -> bool:
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    plain = "@" not in parts.netloc and parts.path in ("", "/") and not parts.query + parts.fragment
    return parts.scheme in ("http", "https") and named and plain


def _bucket(written: str) -> tuple[str, str]:
    bucket, _, prefix = written.removeprefix(_S3).partition("/")
    return bucket, prefix.strip("/")


def _plain(prefix: str) -> bool:
    parts = prefix.split("/")
    fits = bool(_PREFIX.fullmatch(prefix)) and len(prefix.encode()) <= _MOST_PREFIX
    return not prefix or (fits and not {".", ".."} & set(parts))


def _folder(written: str, folder: Path) -> Path | None:
    if written.startswith(_FILE):
        parts = urlsplit(written)
        path = unquote(parts.path)
        plain = parts.netloc in ("", "localhost") and not parts.query + parts.fragment
        return Path(path) if plain and path.startswith("/") and "\0" not in path else None
    return folder / Path(written).expanduser() if "\0" not in written else None
