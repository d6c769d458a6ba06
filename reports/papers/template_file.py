"""Reads a template file that may come from anybody: bounded, a Word file, and nothing in it that acts.

Refused: what unpacks to too much, macros, embedded objects, contents fetched from elsewhere, fields that
read files or start programs.  What the placeholders say is the business of `template_check`.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from lxml import etree

from reports.papers.trouble import TemplateError
from reports.troubles import trouble

MAX_FILE: Final = 5 * 1024 * 1024
MAX_UNPACKED: Final = 20 * 1024 * 1024
MAX_XML: Final = 2 * 1024 * 1024
_MAX_PARTS: Final = 500
_MAIN: Final = "word/document.xml"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN_TYPE: Final = "wordprocessingml.document.main+xml"
_ACTING: Final = re.compile(
    r"vbaProject|vbaData|/activeX/|/embeddings/|/afchunk|/ctrlProps/", re.IGNORECASE
)
_FETCHED: Final = re.compile(r"<w:altChunk|<w:subDoc|<w:control |<o:OLEObject|<!DOCTYPE|<!ENTITY")
_FIELDS: Final = frozenset(
    "PAGE NUMPAGES SECTION SECTIONPAGES DATE TIME TOC SEQ REF PAGEREF STYLEREF".split()  # noqa: SIM905 -- ten names read better in a row
)
# What zipfile raises for a container that is cut off, packed oddly, encrypted or made up.
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError),
    *(EOFError, NotImplementedError, RuntimeError, ValueError),
)
_RESAVE = "请在 Word 中打开它，另存为“Word 文档（*.docx）”后再试"


def read_template(path: Path) -> bytes:
    """The bytes of a template file, checked.  Raises TemplateError."""
    try:
        if not path.is_file():
            raise TemplateError(path.name, "", "不是普通文件", "请换成 .docx 文件")
        with path.open("rb") as file:
            content = file.read(MAX_FILE + 1)
    except OSError as error:
        raise TemplateError(
            path.name, "", f"读不了（{trouble(error)}）", "请检查文件是否存在、可读"
        ) from error
    check_container(content, path.name)
    return content


def check_container(content: bytes, name: str) -> None:
    """Look through the container and the parts of a Word file.  Raises TemplateError."""
    if len(content) > MAX_FILE:
        raise TemplateError(
            name, "", f"文件超过 {MAX_FILE // 1024 // 1024} MB", "请去掉其中的大图片"
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _bounded(archive, name)
            for part in archive.namelist():
                if part.endswith((".xml", ".rels")):
                    _harmless(archive.read(part), part, name)
    except _BROKEN as error:
        raise TemplateError(name, "", "不是完整的 Word 文件（.docx）", _RESAVE) from error


def _bounded(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TemplateError(
            name,
            "",
            f"解压后超过 {MAX_UNPACKED // 1024 // 1024} MB 或 {_MAX_PARTS} 个部件",
            "请去掉其中的图片和附件",
        )
    if _MAIN not in names or len(set(names)) != len(names):
        raise TemplateError(name, "", "不是 Word 文件（.docx）", _RESAVE)
    acting = next((part for part in names if _ACTING.search(f"/{part}")), None)
    if acting is not None:
        raise TemplateError(name, f"部件 {acting[:80]}", "带有宏或嵌入的对象", _RESAVE)


def _harmless(xml: bytes, part: str, name: str) -> None:
    place = f"部件 {part[:80]}"
    if len(xml) > MAX_XML:
        raise TemplateError(
            name, place, f"超过 {MAX_XML // 1024 // 1024} MB", "请精简模板的文字和样式"
        )
    try:
        root = etree.fromstring(xml, _parser())
        text = etree.tostring(root.getroottree(), encoding="unicode")
    except etree.XMLSyntaxError as error:
        raise TemplateError(name, place, "内容已损坏", _RESAVE) from error
    if _FETCHED.search(text):
        raise TemplateError(name, place, "带有嵌入的对象或外部内容", _RESAVE)
    if part.endswith(".rels"):
        _own_contents(root, place, name)
    if part == "[Content_Types].xml" and _MAIN_TYPE not in text:
        raise TemplateError(name, "", "不是 Word 文档（可能是 .docm 或 .dotx）", _RESAVE)
    for field in _fields(root):
        if field not in _FIELDS:
            raise TemplateError(
                name,
                place,
                f"带有域“{field[:40]}”",
                f"请删去这个域；可用的域：{'、'.join(sorted(_FIELDS))}",
            )


def _own_contents(root: etree._Element, place: str, name: str) -> None:
    for relation in root.iter("{*}Relationship"):
        if relation.get("TargetMode", "").lower() != "external":
            continue
        target = relation.get("Target", "")
        link = relation.get("Type", "").endswith("/hyperlink")
        if not link or not target.lower().startswith(("http://", "https://")):
            raise TemplateError(
                name,
                place,
                f"引用了文件以外的内容（{target[:80]}）",
                "请删去链接的图片、附加的模板等",
            )


def _fields(root: etree._Element) -> Iterator[str]:
    """The first word of every field; a field's instruction may be spread over runs, and hold fields."""
    for simple in root.iter(f"{_W}fldSimple"):
        yield _first_word(simple.get(f"{_W}instr", ""))
    opened: list[list[str]] = []
    for element in root.iter(f"{_W}fldChar", f"{_W}instrText"):
        kind = element.get(f"{_W}fldCharType")
        if element.tag == f"{_W}instrText":
            opened = opened or [[]]
            opened[-1].append(element.text or "")
        elif kind == "begin":
            opened.append([])
        elif kind == "end" and opened:
            yield _first_word("".join(opened.pop()))
    for left in opened:
        yield _first_word("".join(left))


def _first_word(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
