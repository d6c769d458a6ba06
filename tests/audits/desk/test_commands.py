"""`gongkai init` and `gongkai config check`, as a clerk calls them."""

from __future__ import annotations

import os

import pytest

from audits.cli import run

SITES = """\
sites:
  - id: a
    name: 甲县
    url: http://www.a.gov.cn/
    packs: [huantai-2021]
    schedule: 每月1日 02:00
    recipients: [a@a.gov.cn]
  - {id: b, name: 乙县, url: http://www.b.gov.cn/}
mail:
  host: smtp.a.gov.cn
  from: a@a.gov.cn
  user: a
  password_env: GONGKAI_MAIL_PASSWORD
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_CONFIG", raising=False)
    monkeypatch.setenv("GONGKAI_MAIL_PASSWORD", "hunter2-geheim")
    return tmp_path


def written(folder, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gongkai.yaml").write_text(text, encoding="utf-8")


def test_a_new_file_can_be_checked_at_once_and_is_not_overwritten(folder, capsys):
    assert run(["init"]) == 0
    assert run(["config", "check"]) == 0
    assert "还没有网站" in capsys.readouterr().out
    written(folder, SITES)
    assert run(["init"]) == 2
    assert "没有动它" in capsys.readouterr().err
    assert (folder / "gongkai.yaml").read_text(encoding="utf-8") == SITES
    assert run(["init", "--dir", "别处/检查"]) == 0
    assert run(["config", "check", "--config", "别处/检查"]) == 0


def test_the_check_says_what_was_understood_and_never_the_password(folder, capsys):
    written(folder, SITES)
    assert run(["config", "check"]) == 0
    said = capsys.readouterr()
    rows = {line.split()[0]: line.split() for line in said.out.splitlines() if line}
    assert rows["a"][1:5] == ["甲县", "base、huantai-2021", "每月1日", "02:00"]
    assert rows["a"][5].endswith("-01")
    assert rows["a"][7] == "02:00"
    assert rows["b"][3:5] == ["手动", "－"]
    assert "smtp.a.gov.cn:587（STARTTLS）" in said.out
    assert "GONGKAI_MAIL_PASSWORD（已找到）" in said.out
    assert "没有整份报告的收件人：b" in said.out
    assert "hunter2" not in said.out + said.err
    assert not (folder / "gongkai-data").exists()


def test_all_that_would_stop_a_scan_comes_at_once(folder, capsys, monkeypatch):
    monkeypatch.delenv("GONGKAI_MAIL_PASSWORD")
    text = SITES.replace("huantai-2021", "huantai-2012").replace("www.b.gov.cn", "127.0.0.1:8080")
    text = text.replace("{id: b,", "{id: b, connect_to: nonsense,")
    text += "data: gongkai.yaml/data\n"
    text = text.replace("mail:", "  - {id: c, name: 丙县, url: http://10.0.0.1/}\nmail:")
    written(folder, text)
    assert run(["config", "check"]) == 2
    said = capsys.readouterr()
    lines = [line for line in said.err.splitlines() if line]
    assert any(
        "gongkai.yaml:5:" in line and "huantai-2012" in line and "huantai-2021" in line
        for line in lines
    )
    assert any("gongkai.yaml:8:" in line and "nonsense" in line for line in lines)
    assert any("gongkai.yaml:9:" in line and "内网" in line for line in lines)
    assert any("GONGKAI_MAIL_PASSWORD 没有设置" in line for line in lines)
    assert any("不是文件夹" in line for line in lines)
    assert said.out == ""


def test_the_configuration_is_found_by_flag_variable_or_folder(folder, capsys, monkeypatch):
    assert run(["config", "check"]) == 2
    assert "gongkai init" in capsys.readouterr().err
    written(folder / "here", "data: here\n")
    monkeypatch.setenv("GONGKAI_CONFIG", str(folder / "here"))
    assert run(["config", "check"]) == 0
    monkeypatch.setenv("GONGKAI_CONFIG", str(folder / "gone.yaml"))
    assert run(["config", "check"]) == 2
    assert "GONGKAI_CONFIG" in capsys.readouterr().err
    assert run(["config", "check", "--config", str(folder / "here" / "gongkai.yaml")]) == 0
    monkeypatch.delenv("GONGKAI_CONFIG")
    monkeypatch.chdir(folder / "here")
    assert run(["config", "check"]) == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_that_cannot_be_written_is_told(folder, capsys):
    written(folder, "data: locked/data\n")
    (folder / "locked").mkdir(mode=0o500)
    assert run(["config", "check"]) == 2
    assert "不能写入" in capsys.readouterr().err
