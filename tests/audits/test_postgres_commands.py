"""The commands with a store on PostgreSQL, as a person types them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from audits import exit_codes
from audits.cli import run as run_gongkai
from audits.store import open_store, sites
from tests.audits.store.engines import a_site

PASSWORD = "geheim-Passwort"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def command(*words):
        code = run_gongkai(list(words))
        said = capsys.readouterr()
        assert PASSWORD not in said.out + said.err
        assert "Traceback" not in said.err
        return code, said.out + said.err

    return command


def test_config_check_says_what_it_found_and_why_it_found_nothing(run, tmp_path, postgres_database):
    config = tmp_path / "gongkai.yaml"
    config.write_text(f"storage: {postgres_database}\n")
    code, told = run("config", "check")
    assert code == exit_codes.CLEAN
    assert "还是空的" in told
    with open_store(postgres_database) as store, store.begin() as c:
        sites.add(c, site=a_site())
    assert "有 1 个网站、0 次检查" in run("config", "check")[1]
    config.write_text(f"storage: postgresql://u:{PASSWORD}@127.0.0.1:1/x\n")
    code, told = run("config", "check")
    assert code == exit_codes.USAGE
    assert "连不上" in told


def test_an_office_moves_by_backup_and_restore(run, tmp_path, postgres_database):
    (tmp_path / "gongkai.yaml").write_text("data: d\n")
    with open_store(tmp_path / "d" / "gongkai.sqlite") as store, store.begin() as c:
        sites.add(c, site=a_site())
    assert run("backup", "--out", "b.tar")[0] == exit_codes.CLEAN
    code, told = run("restore", "b.tar", "--to", "neu", "--storage", postgres_database)
    assert code == exit_codes.CLEAN, told
    assert f"storage: {postgres_database}" in told
    (tmp_path / "gongkai.yaml").write_text(f"data: neu\nstorage: {postgres_database}\n")
    assert "有 1 个网站" in run("config", "check")[1]
    assert "没有可以删除的快照" in run("prune")[1]
    code, told = run("restore", "b.tar", "--to", "drei", "--storage", postgres_database)
    assert code == exit_codes.USAGE
    assert "不是空的" in told
    code, told = run("restore", "b.tar", "--to", "drei", "--storage", f"mysql://u:{PASSWORD}@h/x")
    assert code == exit_codes.USAGE
    assert "不是 postgresql:// 地址" in told
    assert run("backup", "--out", "c.tar")[0] == exit_codes.CLEAN
    assert run("restore", "c.tar", "--to", "wieder")[0] == exit_codes.CLEAN
    with open_store(tmp_path / "wieder" / "gongkai.sqlite") as store, store.reading() as c:
        assert sites.listed(c) == (a_site(),)


def test_without_the_driver_it_says_what_to_install(tmp_path):
    (tmp_path / "gongkai.yaml").write_text("storage: postgresql://u@h/x\n")
    hidden = "import sys; sys.modules['psycopg'] = None; from audits.cli import main; sys.exit(main(['config', 'check']))"
    done = subprocess.run(
        [sys.executable, "-c", hidden], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == exit_codes.USAGE, done.stderr
    assert "pip install 'gongkai[cluster]'" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
