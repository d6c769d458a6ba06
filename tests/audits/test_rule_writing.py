"""`gongkai rules new`, `new-pack` and `diff`, as a clerk runs them."""

import json

import pytest

from audits.cli import run
from rules.loader import parse_pack, parse_rule

TEXT = """2026年某县政务公开工作要点
一、加强公开
（一）规划公开。设立规划信息专栏，归集公开历史规划。每月召开一次学习会。（责任单位：县发改局）
"""


def test_new_writes_a_rule_that_reads(tmp_path, capsys):
    assert (
        run(["rules", "new", "my-column", "--check", "column_exists", "--dir", str(tmp_path)]) == 0
    )
    rule = parse_rule((tmp_path / "my-column.yaml").read_text("utf-8"), "my-column.yaml")
    assert rule.check == "column_exists"
    assert (
        run(["rules", "new", "my-column", "--check", "column_exists", "--dir", str(tmp_path)]) == 2
    )
    assert "已存在" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["my-column", "--check", "colum_exists"], "column_exists"),
        (["我的规则", "--check", "column_exists"], "连字符"),
        (["my-column", "--like", "plans-colum"], "plans-column"),
        (["plans-column", "--check", "column_exists"], "换一个编号"),
    ],
)
def test_new_says_what_is_wrong(tmp_path, capsys, arguments, told):
    assert run(["rules", "new", *arguments, "--dir", str(tmp_path)]) == 2
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_new_without_a_check_lists_them(capsys):
    assert run(["rules", "new", "my-column"]) == 2
    assert "column_exists" in capsys.readouterr().out


def test_new_pack_drafts_clauses(tmp_path, capsys):
    document, out = tmp_path / "要点.txt", tmp_path / "moxian-2026.yaml"
    document.write_text(TEXT, encoding="gb18030")
    command = [
        "rules",
        "new-pack",
        str(document),
        "--id",
        "moxian-2026",
        "--title",
        "2026年某县要点",
    ]
    assert run([*command, "--out", str(out)]) == 0
    pack = parse_pack(out.read_text("utf-8"), "moxian-2026.yaml")
    assert [clause.responsible for clause in pack.clauses] == [["县发改局"]] * len(pack.clauses)
    assert any(clause.rules for clause in pack.clauses)
    assert run([*command, "--out", str(out)]) == 2
    assert "已存在" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "body"),
    [
        pytest.param("a.txt", b"", id="空文件"),
        pytest.param("a.pdf", b"%PDF-1.4 broken", id="坏的 PDF"),
        pytest.param("a.txt", "随笔一篇。".encode(), id="没有要求"),
    ],
)
def test_new_pack_refuses_what_holds_no_demands(tmp_path, capsys, name, body):
    (tmp_path / name).write_bytes(body)
    out = tmp_path / "m.yaml"
    command = ["rules", "new-pack", str(tmp_path / name), "--id", "m-2026", "--title", "要点"]
    assert run([*command, "--out", str(out)]) == 2
    assert capsys.readouterr().err.strip()
    assert not out.exists()


def test_diff_tells_what_changes(tmp_path, capsys, httpserver):
    folder = tmp_path / "a"
    home = "<title>桃县人民政府</title><a href='/gh/'>规划计划</a>"
    httpserver.expect_request("/").respond_with_data(home, content_type="text/html")
    port = httpserver.port
    mapped = [f"--connect-to=*:{asked}:127.0.0.1:{port}" for asked in (80, 443)]
    flags = ["--no-progress", "--delay=0", "--render=never", *mapped, f"--out={folder}"]
    assert run(["audit", "http://www.tx.gov.cn/", *flags]) in {0, 1, 3}
    assert run(["rules", "diff", str(folder)]) == 0
    told = json.loads((folder / "audit.json").read_text("utf-8"))
    told["rules"][0]["verdict"] = "not_applicable"
    (folder / "audit.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    capsys.readouterr()
    assert run(["rules", "diff", str(folder)]) == 1
    assert told["rules"][0]["id"] in capsys.readouterr().out


@pytest.mark.parametrize("command", ["new", "new-pack", "diff"])
def test_the_help_of_each_command_is_chinese(command, capsys):
    assert run(["rules", command, "--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("用法: ")
    assert "Show this message" not in told
    assert "[required]" not in told


def test_a_choice_that_does_not_exist_is_told_in_chinese(capsys):
    assert run(["rules", "schema", "foo"]) == 2
    told = capsys.readouterr().err
    assert "可写：rule、pack" in told
    assert "is not one of" not in told
