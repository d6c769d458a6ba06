"""`archive:` in gongkai.yaml, and what `gongkai config check` says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from audits.cli import run
from audits.desk.reading import read
from rules.problems import RuleErrors
from tests.objects.weed import KEY, SECRET, client

PLACE = Path("/desk/gongkai.yaml")
S3 = """\
archive: s3://gongkai/a/b
archive_options:
  endpoint_url: http://127.0.0.1:1
  key_env: S3_KEY
"""


@pytest.mark.parametrize(
    ("written", "folder"),
    [
        ("存档", "/desk/存档"),
        ("/mnt/nfs/x", "/mnt/nfs/x"),
        ("file:///mnt/%E5%AD%98%E6%A1%A3", "/mnt/存档"),
    ],
)
def test_a_folder(written: str, folder: str) -> None:
    archive = read(f"archive: {written}\n", PLACE).archive
    assert archive is not None
    assert archive.folder == Path(folder)


def test_a_bucket() -> None:
    desk = read(S3 + "  secret_file: s3.secret\n  addressing: virtual\n", PLACE)
    archive = desk.archive
    assert archive is not None
    assert (archive.bucket, archive.prefix, archive.addressing) == ("gongkai", "a/b", "virtual")
    assert str(archive.key) == "环境变量 S3_KEY"
    assert str(archive.secret) == "文件 /desk/s3.secret"
    assert read("", PLACE).archive is None


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("archive: ftp://x/y", 1, "不能用 ftp://"),
        ("archive: s3://Gross/x", 1, "不是存储桶的写法"),
        ("archive: s3://gongkai/a/../b\narchive_options: {key_env: A, secret_env: B}", 1, "写法"),
        ("archive: file://other/x", 1, "不是文件夹的写法"),
        ("archive: s3://gongkai", 1, "没有说访问密钥在哪里"),
        (S3, 2, "没有说访问密钥的密文在哪里"),
        (S3 + "  secret_env: A\n  secret_file: b\n", 2, "只能写一个"),
        (S3 + "  secret_env: geheim\n", 5, "要写环境变量的名字"),
        (S3.replace("127", "u:geheim@127") + "  secret_env: A\n", 2, "不是服务器的网址"),
        ("archive_options: {key_env: A}", 1, "没有 archive"),
        ("archive: x\narchive_options: {key_env: A}", 2, "用不着 archive_options"),
        ("archive: gongkai-data", 1, "不能是同一个文件夹"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(text: str, line: int, told: str) -> None:
    with pytest.raises(RuleErrors) as raised:
        read(text + "\n", PLACE)
    said = "\n".join(map(str, raised.value.problems))
    assert told in said
    assert f"{PLACE}:{line}" in said
    assert "geheim" not in said


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_CONFIG", raising=False)
    monkeypatch.setenv("S3_KEY", KEY)
    monkeypatch.setenv("S3_SECRET", SECRET)
    return tmp_path


def test_the_check_tries_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "gongkai.yaml").write_text("archive: 存档\n")
    assert run(["config", "check"]) == 2
    assert "存档 不存在" in capsys.readouterr().err
    (folder / "存档").mkdir()
    assert run(["config", "check"]) == 0
    assert "试写、读回、删除都正常" in capsys.readouterr().out
    assert not [path for path in (folder / "存档").rglob("*") if path.is_file()]


def test_the_check_tries_a_bucket(
    folder: Path, server: str, bucket: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = S3.replace("s3://gongkai/a/b", f"s3://{bucket}/check") + "  secret_env: S3_SECRET\n"
    (folder / "gongkai.yaml").write_text(text.replace("http://127.0.0.1:1", server))
    assert run(["config", "check"]) == 0
    said = capsys.readouterr()
    assert f"存档：s3://{bucket}/check（{server}）" in said.out
    assert SECRET not in said.out + said.err
    assert client(server).glob(f"{bucket}/check/config-check/*") == []
    (folder / "gongkai.yaml").write_text(text)
    assert run(["config", "check"]) == 2
    assert "连不上服务器" in capsys.readouterr().err
