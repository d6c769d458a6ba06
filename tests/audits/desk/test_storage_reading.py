"""`storage:` of gongkai.yaml: what is refused, without repeating a password, and what is understood."""

from __future__ import annotations

import pickle

import pytest

from audits.desk.reading import opened
from audits.desk.secrets import SecretError
from audits.desk.understood import hints, told
from audits.store.postgres_address import PostgresAddress
from rules.problems import RuleErrors
from tests.audits.store.engines import NOON


def desk(folder, text):
    (folder / "gongkai.yaml").write_text(text, "utf-8")
    return opened(folder / "gongkai.yaml")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("storage: mysql://u:geheim@db/x", "不是可用的数据库地址"),
        ("storage: postgresql://u:geheim@db", "没有写数据库的名字"),
        ("storage: postgresql://u:ge/heim@db/x", "端口不是数字"),
        ("storage: postgresql://u:ge heim@db/x", "里有空格"),
        ("storage: postgresql://[u:geheim@db/x", "读不懂"),
        ("storage: a.sqlite\nstorage_password_env: X", "有 storage_password_env"),
        ("storage_password_file: geheim.txt", "有 storage_password_file"),
        ("storage: postgresql://u:geheim@db/x\nstorage_password_env: X", "密码写了两处"),
        ("storage: postgresql://db/x?password=geheim\nstorage_password_env: X", "密码写了两处"),
        (
            "storage: postgresql://db/x\nstorage_password_env: X\nstorage_password_file: y",
            "只能写一个",
        ),
        ("storage: postgresql://db/x\nstorage_password_env: geheim", "环境变量的名字"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line_and_without_a_password(tmp_path, text, why):
    with pytest.raises(RuleErrors) as caught:
        desk(tmp_path, text)
    shown = "\n".join(map(str, caught.value.problems))
    assert why in shown
    assert "gongkai.yaml:" in shown
    assert "geheim@" not in shown
    assert "heim@" not in shown


def test_the_password_comes_from_where_the_file_says(tmp_path, monkeypatch):
    text = "storage: postgresql://u@db/x\nstorage_password_file: kennwort"
    kept = tmp_path / "kennwort"
    kept.write_text("geheim\n")
    kept.chmod(0o600)
    found = desk(tmp_path, text)
    assert isinstance(found.storage, PostgresAddress)
    assert pickle.loads(pickle.dumps(found.storage)).password() == "geheim"  # noqa: S301 - our own
    assert "geheim" not in repr(found)
    monkeypatch.setenv("GEHEIM", "anders")
    found = desk(tmp_path, "storage: postgresql://u@db/x\nstorage_password_env: GEHEIM")
    assert found.storage.password() == "anders"
    monkeypatch.delenv("GEHEIM")
    with pytest.raises(SecretError, match="GEHEIM"):
        found.storage.password()


def test_it_is_told_without_the_password_and_with_a_warning(tmp_path):
    found = desk(tmp_path, "storage: postgresql://u:geheim@db/x")
    shown = "\n".join([*told(found, NOON), *hints(found, NOON)])
    assert "数据库：postgresql://u@db/x" in shown
    assert "storage 的地址里有密码" in shown
    assert "geheim" not in shown
