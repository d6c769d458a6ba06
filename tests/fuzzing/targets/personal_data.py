"""Personal numbers: whatever the text, no ID, card or mobile number can be read out of what is reported."""

from __future__ import annotations

import re
import unicodedata

from checker.facts.personal_data import Scan, scan_page
from checker.facts.personal_data.masking import mask_numbers, masked
from checker.facts.personal_data.numbers import (
    is_card,
    is_credit_code,
    is_mobile,
    old_birth,
    resident_birth,
    visible_birth,
)
from checker.facts.personal_data.scan import scan
from tests.fuzzing.target import Target, text

_LONG = re.compile(r"[0-9](?:[ -]?[0-9]){9,}")


def check(data: bytes) -> None:
    """Scan it as lines and as a page."""
    said = text(data)
    for found in (scan(said.splitlines()), scan_page(said)):
        hidden(found)
    assert scan_page(said) == scan_page(said)
    for ask in (is_card, is_credit_code, is_mobile, old_birth, resident_birth, visible_birth):
        ask(said)
    assert mask_numbers(mask_numbers(said)) == mask_numbers(said)
    assert len(masked(said)) == len(said)


def hidden(found: Scan) -> None:
    """No long number is shown."""
    assert len(found.hits) <= found.count or found.count == 0
    shown = [part for hit in (*found.hits, *found.doubtful) for part in (hit.masked, hit.excerpt)]
    shown += [mask.masked for mask in found.weak_masks]
    for part in shown:
        plain = unicodedata.normalize("NFKC", part)
        assert not _LONG.search(plain), part


def seeds() -> list[bytes]:
    """Valid numbers (made up) in all kinds of writing."""
    said = ("身份证号：11010519491231002X", "张三 １１０１０５１９４９１２３１００２Ｘ", "电话13800138000", "138 0013 8000", "卡号 6222 0000 0000 0000 000", "6222021001116245702", "<table><tr><th>姓名<th>身份证<tr><td>张三<td>11010519491231002X<tr><td>李四<td>11010519491231002X<tr><td>王五<td>11010519491231002X</table>", "91370321MA3C0X1L5T", "110105194912310", "110105********002X", "1101051949123100**", "护照G12345678", "联系人：王某 手机：138-0013-8000", "11010519491231002X,13800138000;")  # fmt: skip
    return [one.encode() for one in (*said, "\n".join(said))]


TARGET = Target("personal_data", check, seeds, most=3000, words=(b"11010519491231002X", b"13800138000", b"6222021001116245702", b"*", b"x", b"-", b" ", "\u3000".encode(), "１".encode(), "٣".encode(), "𝟏".encode(), b"<td>", b"<tr>", "身份证".encode(), "姓名".encode(), "张三".encode(), "\u200d".encode(), b"&#49;", b"<script>"), about="ID, card and mobile numbers and their masking")  # fmt: skip
