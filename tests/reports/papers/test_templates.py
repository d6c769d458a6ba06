"""Templates: what the built-in ones hold, a clerk's round trip, and what is said of a broken one."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from reports.comparison import compare
from reports.formats import Asked
from reports.language import language
from reports.papers import facts, template_file
from reports.papers.accountable import by_unit, matters
from reports.papers.placeholders import CIRCULAR, NOTICE, Kind, Rows, listed
from reports.papers.stamp import stamp
from reports.papers.template import PaperTemplate
from reports.papers.templates import PAPERS, built_in
from reports.papers.trouble import TemplateError
from reports.papers.writing import circular, notices
from tests.reports.papers.reading import text_of
from tests.reports.papers.test_papers import like_the_snapshot
from tests.reports.sample import DATA, OFFICE, county_portal

ZH = language("zh")
BUILT_IN = built_in(ZH)
FILE = "检查通报.docx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in BUILT_IN.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def edited(path: Path, old: str, new: str) -> None:
    """Change a sentence as Word does: the text of one run."""
    document = Document(path)
    runs = [run for p in document.paragraphs for run in p.runs if old in run.text]
    assert runs
    for run in runs:
        run.text = run.text.replace(old, new)
    document.save(path)


def filled(*paragraphs: str, cells: tuple[str, ...] = ()) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if cells:
        table = document.add_table(0, 1)
        for text in cells:
            table.add_row().cells[0].text = text
    into = BytesIO()
    document.save(into)
    return into.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(TemplateError) as caught:
        PaperTemplate(content, CIRCULAR, FILE, ZH)
    return str(caught.value)


def repacked(content: bytes, change: dict[str, bytes]) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(into, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change.pop(name, None) or old.read(name))
        for name, body in change.items():
            new.writestr(name, body)
    return into.getvalue()


def with_body(markup: str) -> bytes:
    """A template whose body holds this markup."""
    base = filled("甲")
    with zipfile.ZipFile(BytesIO(base)) as archive:
        body = archive.read("word/document.xml").decode()
    return repacked(
        base, {"word/document.xml": body.replace("<w:p>", f"<w:p>{markup}", 1).encode()}
    )


def test_the_built_in_templates_read_as_their_snapshot():
    like_the_snapshot("templates.txt", "\n".join(text_of(each) for each in BUILT_IN.values()))


@pytest.mark.parametrize("name", ["zh", "en"])
def test_the_built_in_templates_pass_their_own_check(name):
    t = language(name)
    for paper in PAPERS:
        PaperTemplate(built_in(t)[paper.file], paper.names, paper.file, t)


def test_a_sentence_that_a_clerk_changes_stands_in_the_paper(folder):
    edited(folder / FILE, "各有关单位：", "各镇人民政府、县政府各部门：")
    edited(folder / "整改通知书.docx", "现通知如下。", "现将问题转你单位。")
    asked = Asked(ZH, templates=folder)
    assert "各镇人民政府、县政府各部门：" in text_of(circular(county_portal(), asked))
    for content in notices(county_portal(), asked).values():
        assert "现将问题转你单位。" in text_of(content)


def test_a_folder_with_one_template_leaves_the_other_as_built_in(folder):
    (folder / "整改通知书.docx").unlink()
    asked = Asked(ZH, templates=folder)
    assert notices(county_portal(), asked) == notices(county_portal(), Asked(ZH))


def test_a_folder_without_templates_is_refused(tmp_path):
    with pytest.raises(TemplateError, match=r"里面没有模板（检查通报.docx、整改通知书.docx）"):
        circular(county_portal(), Asked(ZH, templates=tmp_path))
    with pytest.raises(TemplateError, match=r"没有这个文件夹"):
        circular(county_portal(), Asked(ZH, templates=tmp_path / "x"))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_placeholder_can_be_used_and_has_a_value(paper):
    """Each value in a paragraph of its own, each list in a loop, three deep."""
    lines: list[str] = []
    spread(paper.names, "", lines)
    assert len(lines) > len(listed(paper.names))
    text = text_of(fill(PaperTemplate(filled(*lines), paper.names, paper.file, ZH), paper.names))
    assert "青麓县人民政府门户网站" in text
    assert "http://old.qinglu.example/index.asp" in text


def test_the_values_are_those_of_the_list_of_placeholders():
    for names in (CIRCULAR, NOTICE):
        held(values(names), names)


def held(row, names) -> None:
    assert set(row) == set(names)
    for name, kind in names.items():
        entries = row[name] if isinstance(kind, Rows) else []
        for entry in entries:
            held(entry, kind.entry)


def values(names):
    result, asked = county_portal(), Asked(ZH, earlier=(county_portal(),))
    if names is NOTICE:
        return facts.notice(result, OFFICE, by_unit(matters(result))[OFFICE], asked)
    before = county_portal().model_copy(update={"as_of": "2021-11-30"})
    return facts.circular(result, matters(result), asked, comparison=compare(result, [before]))


def fill(template: PaperTemplate, names=CIRCULAR) -> bytes:
    return template.fill(values(names), stamp(county_portal(), "甲", ""))


def spread(names, above: str, lines: list[str]) -> None:
    for name, kind in names.items():
        if isinstance(kind, Rows):
            entry = f"项{len(lines)}"
            lines.append(f"{{%p for {entry} in {above}{name} %}}")
            spread(kind.entry, f"{entry}.", lines)
            lines.append("{%p endfor %}")
        else:
            lines.append(f"{{{{{'r' if kind is Kind.LINK else ''} {above}{name} }}}}")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["好", "{{ 网站名 }}"], ["正文第 2 段“{{ 网站名 }}”", "没有“网站名”", "“网站名称”"]),
        (["{{ 网站名称"], ["第 1 段", "“{{”没有配成一对"]),
        (["甲{", "{ 网站名称 }}"], ["第 1 段", "单个的花括号"]),
        (["｛｛网站名称｝｝"], ["第 1 段", "全角"]),
        (["前文 {%p if 环比 %}", "{%p endif %}"], ["第 1 段", "单独占一段"]),
        (["{% if 环比 %}甲", "乙{% endif %}"], ["第 1 段", "不在同一段"]),
        (["{%p for 类 in 问题分类 %}", "甲"], ["控制标记写错了", "成对"]),
        (["{{ 问题分类 }}"], ["“问题分类”是清单"]),
        (["{%p for 字 in 网站名称 %}", "{%p endfor %}"], ["不是清单"]),
        (["{{ 处.网址链接 }}"], ["这里没有“处”"]),
        (["{{r 网站名称 }}"], ["写法不对", "{{ 网站名称 }}"]),
        (["{{ 网站名称.upper() }}"], ["不允许的写法"]),
        (["{{ 网站名称.__class__.__mro__ }}"], ["不允许的写法"]),
        (["{{ 网站名称 | upper }}"], ["不允许的写法"]),
        (["{{ '甲' * 999999999 }}"], ["不允许的写法"]),
        (["{% include '/etc/passwd' %}"], ["不允许的控制标记"]),
        (["{% set 甲 = 1 %}"], ["不允许的控制标记"]),
        (["{%p for 甲 in range(99999999) %}", "{%p endfor %}"], ["不允许的写法"]),
        (
            [
                "{%p for 甲 in 问题分类 %}",
                "{%p for 乙 in 问题分类 %}",
                "{%p endfor %}",
                "{%p endfor %}",
            ],
            ["第 2 段", "循环里又循环另一个清单"],
        ),
        (["{{ " + "(" * 500 + " }}"], ["太长"]),
    ],
    ids=lambda value: value[0][:24] if isinstance(value[0], str) else None,
)
def test_a_broken_template_is_refused_with_place_and_remedy(lines, told):
    message = refused(filled(*lines))
    assert message.startswith(f"模板 {FILE}")
    assert message.endswith("。")
    for words in told:
        assert words in message


def test_a_loop_over_rows_of_a_table_repeats_the_row():
    rows = ("{%tr for 名 in 责任单位名单 %}", "{{ 名.单位 }}", "{%tr endfor %}")
    text = text_of(fill(PaperTemplate(filled(cells=rows), CIRCULAR, FILE, ZH)))
    assert text == f"[]\n| {OFFICE} |\n| {DATA} |\n"


@pytest.mark.parametrize(
    "markup",
    [
        '<w:r><w:rPr><w:color w:val="{{ 网站名称.__class__ }}"/></w:rPr></w:r>',
        '<w:r><w:rPr><w:color w:val="' + "{{" * 100_000 + '"/></w:rPr></w:r>',
        "<w:r><w:delText>{{ 网站名称 }}</w:delText></w:r>",
        "<w:r><w:delText>{</w:delText></w:r>" * 10_000,
        "<!-- {% include 'x' %} -->",
        "{{ 网站名称 }}",
        '<x:r xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><x:t>{{ 甲 }}</x:t></x:r>',
    ],
    ids=lambda markup: markup[:40],
)
def test_marks_that_hide_in_the_markup_are_not_run(markup):
    assert "文字以外的地方" in refused(with_body(markup))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "不是完整的 Word 文件"),
        (b"PK\x03\x04 nothing", "不是完整的 Word 文件"),
        (BUILT_IN[FILE][:-300], "不是完整的 Word 文件"),
        (repacked(BUILT_IN[FILE], {"word/vbaProject.bin": b"x"}), "宏"),
        (repacked(BUILT_IN[FILE], {"word/embeddings/a.bin": b"x"}), "嵌入的对象"),
        (repacked(BUILT_IN[FILE], {"word/styles.xml": b"<a"}), "内容已损坏"),
        (
            repacked(
                BUILT_IN[FILE], {"word/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}
            ),
            "外部内容",
        ),
        (repacked(BUILT_IN[FILE], {"word/big.bin": bytes(21 * 1024 * 1024)}), "解压后超过 20 MB"),
        (b"x" * (template_file.MAX_FILE + 1), "文件超过 5 MB"),
        (
            repacked(
                BUILT_IN[FILE],
                {
                    "word/_rels/footer1.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                    b'<Relationship Id="a" Type="x/attachedTemplate" TargetMode="External" Target="http://a.example/t.dotm"/></Relationships>'
                },
            ),
            "引用了文件以外的内容（http://a.example/t.dotm）",
        ),
        (with_body('<w:fldSimple w:instr=" INCLUDETEXT /etc/passwd "/>'), "带有域“INCLUDETEXT”"),
        (
            with_body(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r>'
                '<w:r><w:instrText>AUTO c:\\\\cmd</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
            ),
            "带有域“DDEAUTO”",
        ),
    ],
    ids=[
        *("empty", "no zip", "cut off", "macros", "embedded", "broken part", "entities", "bomb"),
        *("too big", "attached template", "field", "field over runs"),
    ],
)
def test_a_file_that_is_no_harmless_word_file_is_refused(content, told):
    assert told in refused(content)


def test_a_folder_in_place_of_the_file_is_refused(tmp_path):
    (tmp_path / FILE).mkdir()
    with pytest.raises(TemplateError, match=r"不是普通文件"):
        circular(county_portal(), Asked(ZH, templates=tmp_path))


def test_a_template_whose_text_grows_without_end_is_refused():
    long = "a" * 1_800_000
    content = filled(
        *("{%p for 类 in 问题分类 %}", "{%p for 问题 in 类.问题 %}", "{%p for 处 in 问题.清单 %}"),
        long,
        *["{%p endfor %}"] * 3,
    )
    with pytest.raises(TemplateError, match=r"超过 8 MB"):
        fill(PaperTemplate(content, CIRCULAR, FILE, ZH))
