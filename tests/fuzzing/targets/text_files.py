"""Attached RTF, HTML, MHTML, Word and Excel XML, plain text, CSV: never raises, and reads the same twice."""

from __future__ import annotations

from functools import cache

from tests.fuzzing.corpus import files
from tests.fuzzing.target import Target
from tests.fuzzing.targets.office_files import check


@cache
def seeds() -> tuple[bytes, ...]:
    """One of each kind."""
    page = "<html><body><p>政务公开</p><table><tr><td>甲<td>1</table>"
    mhtml = f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{page}\r\n--x--\r\n"  # fmt: skip
    excel = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row ss:Index="2"><Cell ss:MergeAcross="2"><Data>1</Data></Cell></Row></Table></Worksheet></Workbook>'  # fmt: skip
    word = '<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r><w:t>政务</w:t></w:r></w:p></w:body></w:wordDocument>'  # fmt: skip
    table = "姓名,数\r\n甲,1\r\n乙,2\r\n"
    said = (page, mhtml, excel, word, table, table.replace(",", "\t"), "{\\rtf1\\ansicpg936 {\\b x}\\trowd\\cellx9 a\\cell\\row \\u25919?\\'d5\\'fe}")  # fmt: skip
    return (
        *files(".rtf"),
        *(one.encode() for one in said),
        table.encode("gb18030"),
        page.encode("utf-16"),
    )


TARGET = Target("text_files", check, seeds, most=30_000, examples=6, words=(b"{\\rtf1", b"\\u-99999?", b"\\bin999999999 ", b"\\trowd", b"\\cell", b"\\row", b"\\'", b"}", b"{\\*\\x ", b'ss:Index="99999999"', b'ss:MergeAcross="-1"', b"<!DOCTYPE x [<!ENTITY a 'a'>]>", b"--x\r\n", b"Content-Transfer-Encoding: base64\r\n\r\n", b"charset=utf-7", b"\xff\xfe", b"\xfe\xff", b'"', b","), about="RTF, HTML, MHTML, Office XML, text, CSV")  # fmt: skip
