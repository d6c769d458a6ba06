"""Compare what a file's name promises with what its first bytes are.

Lenient inside families, as offices save one thing under the name of another and it still opens.
"""

from __future__ import annotations

import re

_OFFICE = frozenset({"doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "dps", "rtf"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (_OLE, "ole"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|meta|title)\b", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml", re.IGNORECASE)
_OFFICE_HTML = re.compile(rb"urn:schemas-microsoft-com:office|mso-|ProgId content=", re.IGNORECASE)
_NAVIGATION = re.compile(
    rb"<(?:nav|header|footer|script|form|iframe)\b|class=[\"']?(?:nav|menu|header|footer)",
    re.IGNORECASE,
)
# What the pages of a portal have and no document.
_FURNITURE = re.compile(
    rb"<(?:nav|header|footer|form)\b|class=[\"']?(?:nav|menu|header|footer)", re.IGNORECASE
)
_VIEWER = re.compile(rb"<(?:iframe|embed|object)\b", re.IGNORECASE)
_PDF_WINDOW = 1024
_MOST_COMMENTS = 20
_WINDOW = 200_000
# One opens another under its name without a word.
_ARCHIVES = frozenset({"zip", "rar", "7z", "gz"})
_SAYS = (
    {
        "pdf": frozenset({"pdf"}),
        "ofd": frozenset({"zip"}),
    }
    | dict.fromkeys(("zip", "rar", "7z", "gz", "tar"), _ARCHIVES)
    | {name: frozenset({"ole", "zip", "rtf", "xml", "pdf"}) for name in _OFFICE}
)
NAMES = {
    "pdf": "PDF 文件",
    "zip": "ZIP 压缩包",
    "ole": "Office 文件",
    "rtf": "RTF 文件",
    "rar": "RAR 压缩包",
    "7z": "7z 压缩包",
    "gz": "gzip 压缩包",
    "html": "网页",
    "xml": "XML 文件",
}


def kind_of(body: bytes) -> str | None:
    """Name what the bytes are, None where they say nothing."""
    start = body.lstrip(b"\xef\xbb\xbf")[:_WINDOW]
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    html = bool(_HTML.match(_without_comments(start)))
    if b"%PDF-" in start[:_PDF_WINDOW] and not html:
        return "pdf"
    if html:
        return "html"
    return "xml" if _XML.match(start) else None


def _without_comments(start: bytes) -> bytes:
    """Skip the white space and comments before the first tag."""
    rest = start.lstrip()
    for _ in range(_MOST_COMMENTS):
        if not rest.startswith(b"<!--"):
            break
        rest = rest.partition(b"-->")[2].lstrip()
    return rest


def mismatch(ending: str, body: bytes) -> str | None:
    """Return what the file really is where that contradicts its ending, else None."""
    allowed = _SAYS.get(ending)
    kind = kind_of(body)
    if allowed is None or kind is None or kind in allowed:
        return None
    if kind == "html" and ending in _OFFICE and _saved_by_office(body):
        return None
    # Unknown archives and images under a document's name still open somewhere; a web page does not.
    return kind if kind == "html" or ending not in _OFFICE else None


def is_unsure(ending: str, body: bytes) -> bool:
    """HTML under a document's name that may be meant: an export without marks, or a viewer's frame."""
    start = body[:_WINDOW]
    if _VIEWER.search(start):
        return True
    return ending in _OFFICE and not _FURNITURE.search(start)


def _saved_by_office(body: bytes) -> bool:
    start = body[:_WINDOW]
    if _OFFICE_HTML.search(start):
        return True
    return b"<table" in start.lower() and not _NAVIGATION.search(start)
