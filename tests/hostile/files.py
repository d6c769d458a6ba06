"""Behaviours of attached files."""

from __future__ import annotations

from collections.abc import Callable

from tests.checker.facts.attachments import made
from tests.crawler.loopback import http
from tests.hostile.portal import Answers, Behaviour, Inside, Scale
from tests.hostile.telling import ATTACHMENTS, DOCX, READ, XSS, billion_laughs, fixed, prose


def _file(
    name: str, make: Callable[[Scale], bytes], kind: str
) -> Callable[[Scale, Inside], Answers]:
    return lambda scale, _inside: {
        "/p.html": prose(f"/{name}"),
        f"/{name}": http(make(scale), content_type=kind),
    }


def _docx_bomb(scale: Scale) -> bytes:
    return made.docx("<w:p><w:r><w:t>" + "零" * min(scale.bomb // 3, 90_000_000))


def _nested_zip(_: Scale) -> bytes:
    inner = made.archive({"a.txt": "x" * 1_000_000})
    for _n in range(6):
        inner = made.archive({f"{k}.zip": inner for k in range(4)})
    return inner


def _pdf_of_forms(scale: Scale) -> bytes:
    last = scale.doublings
    forms = {f"X{n}": f"/X{n + 1} Do /X{n + 1} Do".encode() for n in range(last)}
    return made.pdf(b"/X0 Do", forms=forms | {f"X{last}": b"BT /F1 9 Tf (x) Tj ET"})


def _ole(_: Scale) -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500 + b"\xfe\xff" * 40


FILES = [
    # Files
    Behaviour(
        "DOCX bomb", "a part that unpacks without end", _file("a.docx", _docx_bomb, DOCX), READ
    ),
    Behaviour(
        "DOCX entities",
        "a billion laughs",
        _file(
            "a.docx",
            lambda _: made.docx(
                "", {"word/document.xml": billion_laughs("x").decode() + "<x>&m;</x>"}
            ),
            DOCX,
        ),
        READ,
    ),
    Behaviour(
        "XLSX bomb",
        "rows without number",
        _file(
            "a.xlsx",
            lambda s: made.xlsx("<sheetData>" + "<row><c><v>7</v></c></row>" * (s.nodes * 2)),
            "application/vnd.ms-excel",
        ),
        READ,
    ),
    Behaviour("zips in zips", "six deep", _file("a.zip", _nested_zip, "application/zip"), READ),
    Behaviour(
        "path in a zip",
        "names that lead out",
        _file(
            "a.zip",
            lambda _: made.archive({"../../../../etc/cron.d/x": "x", "/abs": "x", "a\x00b": "x"}),
            "application/zip",
        ),
        READ,
    ),
    Behaviour(
        "PDF of forms",
        "forms that draw each other again and again",
        _file("a.pdf", _pdf_of_forms, "application/pdf"),
        READ,
    ),
    Behaviour(
        "OLE cut off",
        "the beginning of a Word file",
        _file("a.doc", _ole, "application/msword"),
        READ,
    ),
    Behaviour(
        "RTF groups",
        "groups in groups",
        _file("a.rtf", lambda s: b"{\\rtf1" + b"{\\b " * s.nodes, "application/rtf"),
        READ,
    ),
    Behaviour(
        "file names",
        "paths, CRLF and formulas in names",
        fixed(
            prose(
                "/..%2f..%2fetc%2fpasswd.docx",
                "/a%0d%0aBcc:%20x@y.docx",
                "/=cmd%7c'%20C'!A0.xlsx",
                "/con.docx",
                "/%00.pdf",
                more=f"<a href='/x.docx' title='{XSS}'>=1+1.docx</a>",
            )
        ),
        READ,
        accused=ATTACHMENTS,
    ),
    Behaviour(
        "lying disposition",
        "a name that leads out",
        fixed(
            prose("/d.docx"),
            (
                "/d.docx",
                http(
                    made.docx("<w:p><w:r><w:t>正文正文</w:t></w:r></w:p>"),
                    content_type=DOCX,
                    headers={"Content-Disposition": 'attachment; filename="../../../x.docx"'},
                ),
            ),
        ),
        READ,
    ),
]
