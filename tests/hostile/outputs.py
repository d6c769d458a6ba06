"""Whether what an audit wrote is inert: it holds texts of strangers, and does nothing that they say."""

from __future__ import annotations

import csv
import email
import email.policy
import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html
from openpyxl import load_workbook

from reports.cells import like_a_formula

_WEB = ("http://", "https://")
_HEADERS = {
    "Subject",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "From",
    "To",
} | {
    *("Date", "Message-ID", "Content-Language", "Auto-Submitted", "X-Unsent"),
}


def assert_json(content: bytes) -> None:
    text = content.decode("utf-8")
    json.loads(text, parse_constant=lambda name: 1 / 0 if name else None)
    text.encode("utf-8")


def assert_xml(content: bytes) -> None:
    etree.fromstring(content, etree.XMLParser(resolve_entities=False))


def assert_csv(content: bytes) -> None:
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True), strict=True))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if like_a_formula(cell) and cell[:1] != "'"]


def assert_xlsx(content: bytes) -> None:
    for sheet in load_workbook(BytesIO(content)):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            assert not isinstance(cell.value, str) or bool(cell.quotePrefix) == like_a_formula(
                cell.value
            )
    _assert_parts(content)


def assert_docx(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        body = parts.read("word/document.xml").decode()
    assert "<script" not in body
    assert not re.search(r"(instrText|fldSimple)[^>]*>[^<]*(DDE|INCLUDE|HYPERLINK)", body)
    assert "\u202e" not in body
    _assert_parts(content)


def _assert_parts(content: bytes) -> None:
    """All parts are well-formed, none leads elsewhere than to the web."""
    with zipfile.ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            assert ".." not in name
            if not name.endswith((".xml", ".rels")):
                continue
            tree = etree.fromstring(parts.read(name))
            outer = [one.get("Target") for one in tree if one.get("TargetMode") == "External"]
            assert all(target.startswith(_WEB) for target in outer)


def assert_markdown(content: bytes) -> None:
    text = content.decode("utf-8")
    assert not re.search(r"(?<!\\)<(script|img)", text)
    assert not re.search(r"\]\((?!https?:|#)", text)


def assert_page(content: bytes) -> None:
    """No markup of a stranger's became an element; a browser looks at the rest."""
    tree = lxml_html.fromstring(content)
    assert not tree.xpath(
        "//img[@onerror] | //*[@onload or @onclick or @onerror] | //iframe | //base"
    )
    for href in tree.xpath("//a/@href"):
        assert href.startswith((*_WEB, "#", "evidence/")), href
    assert all("alert(" not in text for text in tree.xpath("//script/text()"))


def assert_mail(content: bytes) -> None:
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert set(mail.keys()) <= _HEADERS, set(mail.keys())
    assert not mail.defects
    body = mail.get_body(("html",))
    assert body is not None
    tree = lxml_html.fromstring(body.get_content())
    assert not tree.xpath("//script | //img | //iframe | //*[@onerror]")
    for part in mail.iter_attachments():
        assert re.fullmatch(r"[\w.-]+", part.get_filename() or "")


INERT = {
    "audit.json": assert_json,
    "junit.xml": assert_xml,
    "ledger.csv": assert_csv,
    "ledger.xlsx": assert_xlsx,
    "检查通报.docx": assert_docx,
    "summary.md": assert_markdown,
    "report.html": assert_page,
    "report.eml": assert_mail,
}


def assert_inert(out: Path) -> None:
    """Look at all files of an audit."""
    for name, check in INERT.items():
        check((out / name).read_bytes())
    for notice in (out / "整改通知书").glob("*.docx"):
        assert_docx(notice.read_bytes())
    for page in (out / "evidence").glob("*.html"):
        assert "<script" not in page.read_text(encoding="utf-8")
    assert all(re.fullmatch(r"[\w.\-（）、]+", path.name) for path in out.rglob("*"))
