"""Secrets are found, wrapped, and never shown."""

from __future__ import annotations

import logging
import os
import pickle

import pytest

from audits.desk.reading import read
from audits.desk.secrets import Secret, SecretError, SecretPlace
from audits.desk.understood import refuse
from rules.problems import RuleErrors

WORD = "hunter2-密码"


def test_a_secret_does_not_show_itself(capsys, caplog):
    secret = Secret(WORD)
    print(secret, [secret], f"{secret!r:>20} {secret}", "%s %r" % (secret, secret))  # noqa: T201, UP031
    logging.getLogger("x").warning("%s %r", secret, {"a": secret})
    shown = capsys.readouterr().out + caplog.text + repr(SecretPlace(env="X"))
    assert "hunter2" not in shown
    assert not hasattr(secret, "__dict__")
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert secret.revealed() == WORD


def test_from_the_environment():
    assert SecretPlace(env="X").secret({"X": WORD}).revealed() == WORD
    for empty in ({}, {"X": ""}):
        with pytest.raises(SecretError, match="环境变量 X 没有设置"):
            SecretPlace(env="X").secret(empty)


def test_the_file_that_is_offered_instead_is_named_by_its_own_key(tmp_path):
    told = "storage: postgresql://a@127.0.0.1/b\nstorage_password_env: NOWHERE_SET\nsites: []\n"
    with pytest.raises(SecretError, match="改用 storage_password_file。"):
        read(told, tmp_path / "gongkai.yaml").storage.password()
    with pytest.raises(SecretError, match="设置它。$"):
        SecretPlace(env="X", file_key="").secret({})


def test_a_missing_password_of_the_store_is_told_before_anything_is_done(tmp_path):
    told = "storage: postgresql://a@127.0.0.1/b\nstorage_password_env: NOWHERE_SET\nsites: []\n"
    desk = read(told, tmp_path / "gongkai.yaml")
    with pytest.raises(RuleErrors, match="NOWHERE_SET 没有设置"):
        refuse(desk, {})
    refuse(desk, {"NOWHERE_SET": WORD})


def test_from_a_file_that_only_its_owner_reads(tmp_path):
    file = tmp_path / "mail password"
    file.write_text(f"{WORD}\n", encoding="utf-8")
    file.chmod(0o600)
    assert SecretPlace(file=file).secret({}).revealed() == WORD
    for mode in (0o640, 0o604, 0o660):
        file.chmod(mode)
        with pytest.raises(SecretError) as caught:
            SecretPlace(file=file).secret({})
        assert f"chmod 600 '{file}'" in str(caught.value)
        assert f"{mode:04o}" in str(caught.value)
        assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"a\nb\n", b"\xff\xfe", b"x" * 5000, b"a\0b"],
    ids=["empty", "blank", "two", "utf16", "long", "nul"],
)
def test_a_file_that_holds_no_password(tmp_path, content):
    file = tmp_path / "p"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(SecretError):
        SecretPlace(file=file).secret({})


def test_a_file_that_is_none(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o600)  # nobody writes into it: whoever waits for that waits for ever
    with pytest.raises(SecretError, match="读不到密码文件"):
        SecretPlace(file=tmp_path / "none").secret({})
    with pytest.raises(SecretError, match="不是普通文件"):
        SecretPlace(file=pipe).secret({})
