"""Changes made to a seed: pieces cut, doubled, moved, turned, replaced by words or by pieces of other seeds.

Pure: a seed and edits in, bytes out.  What draws the edits (hypothesis, or dice beside atheris) is not known here.
"""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

KINDS = ("cut", "double", "replace", "insert", "turn", "repeat", "truncate", "splice")
_REPEATS = (2, 3, 8, 40)
_BROKEN = (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error)  # fmt: skip
# What readers of all kinds stumble over.
WORDS = (
    b"", b"\0", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"-1", b"0", b"99999999999999999999", b"1e999", b"NaN",
    b"\r\n", b"\n\n", b" ", b"\t", b'"', b"'", b"<", b">", b"&#0;", b"&#xD800;", b"\\ud800", b"]]>", b"<!--",
    "　".encode(), "〇".encode(), "٣".encode(), "²".encode(), "①".encode(), "Ⅷ".encode(), "İ".encode(),
    "\u202e".encode(), "\u200b".encode(), b"\xed\xa0\x80", b"\x81", b"\xa1\xa1", b"{", b"}", b"[", b"]", b"null",
    b"%", b"%00", b"//", b"../", b":", b";", b"=", b",", b"*", b"?", b"#", b"@",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `at` and `size` are shares (0 to 1) of what is changed, `word` is what is put there."""

    kind: str
    at: float
    size: float
    word: bytes = b""
    member: int = 0


def edited(seed: bytes, edits: Sequence[Edit], *, zipped: bool = False, most: int = 20_000) -> bytes:  # fmt: skip
    """Change a seed; of a zip file, the unpacked members, where it is one."""
    if not zipped or not edits:
        return _plainly(seed, edits, most)
    parts = unzipped(seed)
    if parts is None:
        return _plainly(seed, edits, most)
    changed = dict(parts)
    names = sorted(changed)
    for edit in edits:
        name = names[edit.member % len(names)]
        if edit.kind == "splice" and not edit.word:  # a part taken from elsewhere in the file
            changed[name] = changed[names[edit.member // len(names) % len(names)]]
        else:
            changed[name] = _one(changed[name], edit)
    return zipped_up(changed)


def _plainly(seed: bytes, edits: Sequence[Edit], most: int) -> bytes:
    for edit in edits:
        seed = _one(seed, edit)[: most * 2]
    return seed[:most] if edits else seed


def _one(data: bytes, edit: Edit) -> bytes:
    at = int(edit.at * len(data))
    # Small changes matter most: the square makes them common.
    end = min(len(data), at + max(1, int(edit.size**4 * len(data))))
    match edit.kind:
        case "cut":
            return data[:at] + data[end:]
        case "double":
            return data[:end] + data[at:]
        case "replace":
            return data[:at] + edit.word + data[end:]
        case "turn":
            return (
                data[:at]
                + bytes(byte ^ (1 << (end % 8)) for byte in data[at : at + 1])
                + data[at + 1 :]
            )
        case "repeat":
            piece = (edit.word or data[at:end][:64]) * _REPEATS[end % len(_REPEATS)]
            return data[:at] + piece + data[at:]
        case "truncate":
            return data[:at]
        case _:  # insert, splice
            return data[:at] + edit.word + data[at:]


@lru_cache(maxsize=256)
def unzipped(seed: bytes) -> dict[str, bytes] | None:
    """The members of a zip file by name; None where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(seed)) as archive:
            found = {info.filename: archive.read(info) for info in archive.infolist() if info.file_size < 10**6}  # fmt: skip
    except _BROKEN:
        return None
    return found or None


def zipped_up(parts: dict[str, bytes]) -> bytes:
    """Members as a zip file; the same ones give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def thrown(dice: random.Random, words: Sequence[bytes], others: Sequence[bytes]) -> list[Edit]:
    """Some edits, as the dice fall."""
    found = []
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        word = dice.choice(words)
        if others and dice.random() < 0.2:
            other = dice.choice(others)
            start = dice.randrange(len(other) + 1)
            word = other[start : start + dice.choice((4, 40, 400))]
        found.append(Edit(dice.choice(KINDS), dice.random(), dice.random(), word, dice.randrange(1 << 16)))  # fmt: skip
    return found
