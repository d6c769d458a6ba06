"""The papers on the command line: templates out, edited, in again; what is broken is told before anything is done."""

from pathlib import Path

import pytest
from docx import Document

from audits.cli import run
from tests.reports.papers.reading import text_of
from tests.reports.sample import county_portal


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    path = tmp_path / "audit.json"
    path.write_text(county_portal().to_json(), encoding="utf-8")
    return path


def edit(path: Path, old: str, new: str) -> None:
    document = Document(path)
    for paragraph in document.paragraphs:
        for each in paragraph.runs:
            each.text = each.text.replace(old, new)
    document.save(path)


def report(audit: Path, out: Path, *flags: str) -> int:
    return run(["report", str(audit), "--out", str(out), "--format", "docx,notices", *flags])


def test_templates_go_out_are_edited_checked_and_used(audit, tmp_path, capsys):
    folder = tmp_path / "模板"
    assert run(["templates", str(folder)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["整改通知书.docx", "检查通报.docx"]
    edit(folder / "检查通报.docx", "各有关单位：", "各镇人民政府：")
    assert run(["templates", str(folder), "--check"]) == 0
    assert "可以使用" in capsys.readouterr().out
    out = tmp_path / "out"
    assert report(audit, out, "--template", str(folder)) == 0
    assert "各镇人民政府：" in text_of((out / "检查通报.docx").read_bytes())
    assert len(list((out / "整改通知书").iterdir())) == 2


def test_templates_that_are_there_are_not_overwritten(tmp_path, capsys):
    assert run(["templates", str(tmp_path)]) == 0
    edit(tmp_path / "检查通报.docx", "各有关单位：", "各镇人民政府：")
    assert run(["templates", str(tmp_path)]) == 2
    assert "没有覆盖" in capsys.readouterr().err
    assert "各镇人民政府：" in text_of((tmp_path / "检查通报.docx").read_bytes())


def test_a_broken_template_is_told_and_nothing_is_written(audit, tmp_path, capsys):
    folder, out = tmp_path / "模板", tmp_path / "out"
    assert run(["templates", str(folder)]) == 0
    edit(folder / "整改通知书.docx", "单位 }}", "单位名 }}")
    assert report(audit, out, "--template", str(folder)) == 2
    said = capsys.readouterr().err
    assert "模板 整改通知书.docx 正文第 3 段“{{ 单位名 }}：”：没有“单位名”这个占位符。" in said
    assert not out.exists()
    assert run(["templates", str(folder), "--check"]) == 2


def test_a_broken_template_is_told_before_a_crawl(tmp_path, capsys):
    out, folder = str(tmp_path / "out"), str(tmp_path)
    command = [
        "audit",
        "http://127.0.0.1:9/",
        "--out",
        out,
        "--format",
        "docx",
        "--template",
        folder,
    ]
    assert run([*command, "--connect-to", "127.0.0.1:9:127.0.0.1:9"]) == 2
    assert "里面没有模板" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_office_and_the_deadline_come_from_flags_or_the_config_file(audit, tmp_path):
    config = tmp_path / "gongkai.yaml"
    config.write_text(
        "issuer: 青麓县人民政府办公室\ndocument-number: 青政办通〔2022〕3号\n", "utf-8"
    )
    flags = ["--config", str(config), "--issued-on", "2022-01-05", "--due-workdays", "10"]
    assert report(audit, tmp_path / "out", *flags) == 0
    text = text_of((tmp_path / "out" / "检查通报.docx").read_bytes())
    assert "青政办通〔2022〕3号" in text
    assert "\n青麓县人民政府办公室\n2022年1月5日\n" in text
    assert "于2022年1月19日前完成" in text


def test_notices_of_an_earlier_run_are_pointed_out(audit, tmp_path, capsys):
    old = tmp_path / "out" / "整改通知书" / "某单位.docx"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    assert report(audit, tmp_path / "out") == 0
    said = capsys.readouterr().out
    assert "还有 1 个不是本次写的文件（如 某单位.docx），请核对后删除" in said
    assert old.read_bytes() == b"old"


def test_the_circular_ranks_the_site_among_others_of_the_round(audit, tmp_path):
    for name, host in (("甲县政府", "a"), ("乙县政府", "b")):
        result = county_portal()
        whole = result.coverage.model_copy(update={"complete": True})
        site = result.site.model_copy(update={"name": name, "home": f"http://www.{host}.example/"})
        folder = tmp_path / "一季度" / host
        folder.mkdir(parents=True)
        one = result.model_copy(update={"site": site, "coverage": whole})
        (folder / "audit.json").write_text(one.to_json(), encoding="utf-8")
    own = tmp_path / "一季度" / "a"
    assert report(own, tmp_path / "out", "--among", str(tmp_path / "一季度")) == 0
    text = text_of((tmp_path / "out" / "检查通报.docx").read_bytes())
    assert "检查了 2 个网站，其中 2 个" in text
    assert "| 1 | 甲县政府 |" in text
    assert "| 1 | 乙县政府 |" in text
    assert "不作排名" in text_of(circular_of(audit, tmp_path / "alone"))


def circular_of(audit: Path, out: Path) -> bytes:
    assert report(audit, out) == 0
    return (out / "检查通报.docx").read_bytes()
