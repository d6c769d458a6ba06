"""Tell what a file is from its bytes; the name is asked only where the bytes say nothing."""

from __future__ import annotations

import re

import olefile

from checker.facts.attachments.archive import Archive
from checker.facts.attachments.limits import Limits
from checker.facts.attachments.model import Kind

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"{\\rtf", Kind.RTF),
    (b"Rar!\x1a\x07", Kind.RAR),
    (b"7z\xbc\xaf\x27\x1c", Kind.SEVEN_ZIP),
    (b"\x1f\x8b", Kind.GZIP),
    (b"\x89PNG\r\n", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
)
_WEBP = re.compile(rb"RIFF.{4}WEBP", re.DOTALL)
_BMP = re.compile(rb"BM.{4}\x00\x00\x00\x00.{4}[\x0c\x28\x6c\x7c]\x00\x00\x00", re.DOTALL)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|meta|title|table|div|style)\b", re.IGNORECASE
)
_MHTML = re.compile(rb"(?:^|\n)Content-Type:\s*multipart/related", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b", re.IGNORECASE)
_WORD_XML = re.compile(rb"<(?:\w+:)?wordDocument\b|<pkg:package\b")
_EXCEL_XML = re.compile(rb"<(?:\w+:)?Workbook\b")
_HEAD = 4096
_PDF_WINDOW = 1024
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b\x1a")


def kind_of(body: bytes, limits: Limits) -> Kind:
    """Name the kind of a file; never raises."""
    if not body.strip(b"\x00\t\n\r "):
        return Kind.EMPTY
    start = body[:_HEAD]
    if start.startswith(_OLE):
        return _ole_kind(body)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(body, limits)
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    if _WEBP.match(start) or _BMP.match(start):
        return Kind.IMAGE
    return _text_kind(body, start)


def _text_kind(body: bytes, start: bytes) -> Kind:
    bare = start.lstrip(b"\xef\xbb\xbf\x00 \t\r\n")
    if _XML.match(bare):
        if _WORD_XML.search(start):
            return Kind.WORD_XML
        if _EXCEL_XML.search(start):
            return Kind.EXCEL_XML
    html = _HTML.match(_without_comments(bare))
    if b"%PDF-" in start[:_PDF_WINDOW] and not html:
        return Kind.PDF
    if html:
        return Kind.HTML
    if _MHTML.search(start):
        return Kind.MHTML
    return Kind.TXT if _is_text(body) else Kind.UNKNOWN


def _without_comments(start: bytes) -> bytes:
    rest = start
    for _ in range(20):
        if not rest.startswith((b"<!--", b"<?")):
            break
        rest = rest.partition(b">" if rest.startswith(b"<?") else b"-->")[2].lstrip()
    return rest


def _is_text(body: bytes) -> bool:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = body[:65536]
    return sum(byte in _CONTROL for byte in sample) * 200 <= len(sample)


def _ole_kind(body: bytes) -> Kind:
    try:
        with olefile.OleFileIO(body) as ole:
            names = {entry[-1].lower() for entry in ole.listdir() if len(entry) == 1}
    except Exception:  # noqa: BLE001 - a broken container is still one
        return Kind.OFFICE
    if "encryptedpackage" in names:
        return Kind.LOCKED
    for stream, kind in (
        ("worddocument", Kind.DOC),
        ("workbook", Kind.XLS),
        ("book", Kind.XLS),
        ("powerpoint document", Kind.PPT),
    ):
        if stream in names:
            return kind
    return Kind.OFFICE


def _zip_kind(body: bytes, limits: Limits) -> Kind:
    try:
        archive = Archive(body, limits)
    except Exception:  # noqa: BLE001 - a broken archive is still one
        return _broken_zip(body)
    if archive.has("OFD.xml"):
        return Kind.OFD
    for folder, kind in (("word/", Kind.DOCX), ("xl/", Kind.XLSX), ("ppt/", Kind.PPTX)):
        if archive.has("[Content_Types].xml") and any(archive.matching(folder)):
            return kind
    if archive.has("mimetype") and archive.has("content.xml"):
        return Kind.ODF
    return Kind.ZIP


def _broken_zip(body: bytes) -> Kind:
    """A cut-off container still shows the names of its first parts."""
    for mark, kind in (
        (b"OFD.xml", Kind.OFD),
        (b"word/", Kind.DOCX),
        (b"xl/", Kind.XLSX),
        (b"ppt/", Kind.PPTX),
    ):
        if mark in body[:2_000_000]:
            return kind
    return Kind.ZIP
