import io
import json

import openpyxl
import pytest

from audits.cli import run
from audits.coverage_files import FORMATS, html_page, workbook
from rules.coverage import coverage
from rules.loader import load_library, parse_pack

EVIL = """
id: tx-2026
title: 桃县<script>
version: "1"
document: {name: 桃县要点, issuer: 桃县人民政府}
clauses:
  - {id: tx-2026/1, section: 一, title: "=cmd|' /C calc'!A0", question: "<b>问</b>"}
"""


def test_texts_of_a_pack_stay_texts():
    found = coverage(load_library(), [parse_pack(EVIL, "tx-2026.yaml")])
    page = html_page(found).decode()
    assert "<script>" not in page
    assert "&lt;b&gt;问" in page
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(found))).active
    assert sheet["D2"].value == "'=cmd|' /C calc'!A0"
    assert sheet["D2"].data_type == "s"


@pytest.mark.parametrize("ending", FORMATS)
def test_the_command_writes_each_format(tmp_path, ending, capsys):
    path = tmp_path / "new" / f"c.{ending}"
    assert run(["rules", "coverage", "huantai-2021", "--out", str(path)]) == 0
    assert str(path) in capsys.readouterr().out
    body = path.read_bytes()
    if ending == "json":
        (told,) = json.loads(body)
        assert (told["clauses"], told["bound"]) == (166, 166)
    elif ending == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(body)).active.max_row == 167
    else:
        assert body.decode().count("huantai-2021/") == 166


def test_an_unknown_format_is_refused(tmp_path, capsys):
    assert run(["rules", "coverage", "--out", str(tmp_path / "c.pdf")]) == 2
    assert ".xlsx" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
