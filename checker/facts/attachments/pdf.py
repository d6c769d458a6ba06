"""Read PDF files: text by page, tables by their ruling lines, pages that are only pictures.

PDFium does the parsing; it is not thread-safe, so one process reads one file at a time.
"""

from __future__ import annotations

import re

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from checker.facts.attachments.archive import Encrypted
from checker.facts.attachments.parts import Parts
from checker.facts.attachments.pdf_bombs import check_streams
from checker.facts.attachments.pdf_page import PageText, read_page_text
from checker.facts.radicals import fold_radicals

_FULL_LINE = 0.86
_NARROW = 30
_LATIN = 0x2000
_SENTENCE_END = re.compile(r"[。；：！？;:!?.]$")
_STARTS = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、.]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、])"
)
_GARBLED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff\ufffd\ufffe\uffff]")
_MANY_GARBLED = 0.3
_METADATA = {
    "Title": "标题",
    "Author": "作者",
    "Subject": "主题",
    "Keywords": "关键词",
    "Creator": "制作程序",
}


def read_pdf(body: bytes, parts: Parts) -> bool:
    """Read into `parts`; the answer says that the file is nothing but pictures."""
    check_streams(body, parts.limits)
    document = _open(body)
    try:
        for key, name in _METADATA.items():
            value = document.get_metadata_value(key)
            if value:
                parts.metadata[name] = value[:200]
        parts.pages = len(document)
        pictures = 0
        if len(document) > parts.limits.pages:
            parts.note(f"第{parts.limits.pages + 1}页起", f"共{len(document)}页，超过读取上限")
        for number in range(min(len(document), parts.limits.pages)):
            if parts.full:
                parts.note(f"第{number + 1}页起", "文字超过读取上限")
                break
            pictures += _page(document, number, parts)
    finally:
        document.close()
    return parts.empty and pictures > 0


def _open(body: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        if pdfium_c.FPDF_GetLastError() == pdfium_c.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise Encrypted from error
        raise


def _page(document: pdfium.PdfDocument, number: int, parts: Parts) -> bool:
    """Read one page; the answer says that it is a picture."""
    place = f"第{number + 1}页"
    try:
        page = document[number]
    except pdfium.PdfiumError:
        parts.note(place, "页面损坏，打不开")
        return False
    try:
        with_tables = number < parts.limits.table_pages
        text = read_page_text(page, parts.limits, with_tables=with_tables, name=place)
    finally:
        page.close()
    if number == parts.limits.table_pages:
        parts.note(f"{place}起", "表格超过读取上限，只读文字")
    if text.cut:
        parts.note(place, "页面内容超过读取上限，只读了前一部分")
    if text.few and text.pictured:
        parts.note(place, "是图片，没有文字层")
        return True
    if len(_GARBLED.findall(text.sample)) > len(text.sample) * _MANY_GARBLED:
        parts.note(place, "文字没有可用的编码表，读不出")
        return True
    _keep(place, text, parts)
    return False


def _keep(place: str, text: PageText, parts: Parts) -> None:
    for table in text.tables:
        parts.table(table)
    parts.text(place, fold_radicals("\n".join(paragraphs(text.lines))))


def paragraphs(lines: list[str]) -> list[str]:
    """Join the lines that a page broke because it was full."""
    full = max((_width(line) for line in lines), default=0) * _FULL_LINE
    joined: list[str] = []
    open_end = False
    for raw in lines:
        line = raw.strip()
        if not line:
            open_end = False
            continue
        if open_end and not _STARTS.match(line):
            joined[-1] += line
        else:
            joined.append(line)
        open_end = _width(line) >= max(full, _NARROW) and not _SENTENCE_END.search(line)
    return joined


def _width(line: str) -> int:
    """How wide a line looks: Chinese characters and signs are twice as wide."""
    return sum(2 if ord(character) > _LATIN else 1 for character in line)
