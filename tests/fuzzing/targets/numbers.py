"""Numbers of cells, with units, 万 and %: a number is finite, and reads the same however it is padded."""

from __future__ import annotations

from checker.facts.tables.numbers import Kind, read_number
from tests.fuzzing.target import Target, text

_LONGER_THAN_ANY = 10**24  # longer figures are text, unless 亿 stands for some of them


def check(data: bytes) -> None:
    """Read a cell."""
    said = text(data)
    found = read_number(said)
    assert found == read_number.__wrapped__(said)
    assert (found.kind is Kind.NUMBER) == (found.value is not None)
    if found.value is not None:
        assert found.value.is_finite()
        assert found.count is None or found.count == found.value
        assert read_number(f" {said}\n") == found
        if abs(found.value) < _LONGER_THAN_ANY:
            assert read_number(f"{found.value:f}").value == found.value


def seeds() -> list[bytes]:
    """Cells."""
    return [one.encode() for one in ("12", "1,234,567", "１２．５", "-3", "—", "1.5万元", "98.6%", "2 6", "3亿", "0", "", "/", "约20", "1,23", "12件", "+5", "1e5", "－１２", "0.00", "000123", "1 234", "①", "²", "٣")]  # fmt: skip


TARGET = Target("numbers", check, seeds, most=200, words=("万".encode(), "亿".encode(), b"%", "件".encode(), b",", b".", b"-", "－".encode(), "．".encode(), "，".encode(), "￥".encode(), "∞".encode(), "½".encode(), "𝟚".encode(), "零".encode()), about="numbers and percent")  # fmt: skip
