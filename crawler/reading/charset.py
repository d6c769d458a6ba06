"""Decide in which encoding a page is written, and say why.

County portals declare GB2312 and send UTF-8, or the reverse, so a declaration alone is never
believed: it must decode.  The decision and its reason are recorded with the fetch.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Old templates put the declaration far below the first 1024 bytes that browsers look at.
_META_WINDOW = 8192
_META = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE
)
_XML = re.compile(
    rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]{2,40})", re.IGNORECASE)
# Names that browsers know and Python does not.
_ALIASES = {"x-gbk": "gbk", "x-x-big5": "big5", "x-sjis": "shift_jis"}
# Python's codecs also hold escapes and other things ("unicode_escape", "hex") that no page is written in.
_FOR_PAGES = re.compile(
    r"utf-8(-sig)?|utf-16.*|gb2312|gbk|gb18030|hz|big5(hkscs)?|cp(125\d|874|932|949|950)|ascii"
    r"|iso8859-\d+|koi8-[ru]|euc_(jp|kr)|shift_jis|iso2022_(jp|kr)"
)
# GB 18030 contains GB2312 and GBK, and pages that declare the smaller sets use the larger one.
_WIDER = {
    "utf-8-sig": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}
# Names that servers send by default, so they say nothing about the page.
_WEAK = frozenset({"cp1252"})
# Two characters that Python reads into the private use area, and the WHATWG and pages mean so.
_PRIVATE = (("\ue5e5", "\u3000"), ("\ue7c7", "\u1e3f"))
# One in ten characters of any Chinese text, simplified or traditional; read as the other encoding,
# hardly one in a hundred.
_COMMON = frozenset(
    "的一是在不了有和人中大上下国國政府公开開信息工作县縣市会會关關于於民本网網站通知文件年月日"
)
_RARE, _USUAL = 0.02, 0.06
_RIVAL = {"big5hkscs": "gb18030", "gb18030": "big5hkscs"}
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 20_000
_ENOUGH = 20
# A short GBK text can be valid UTF-8 by accident; beyond this many non-ASCII bytes it is not.
_SURELY_UTF8 = 12


# Every reason for a decision, as an inspector reads it.
REASONS = {
    "bom": "按文件开头的编码标记（BOM）读取，它优先于各种声明",
    "header": "按服务器声明的编码读取，与内容相符",
    "meta": "按网页里声明的编码读取，与内容相符",
    "header_not_meta": "服务器和网页声明的编码不一致，按服务器声明的读取，与内容相符",
    "meta_not_header": "服务器和网页声明的编码不一致，按网页里声明的读取，与内容相符",
    "utf8": "没有可用的编码声明，内容是 UTF-8",
    "gb18030": "没有可用的编码声明，按国标 GB 18030 读取，与内容相符",
    "big5": "没有可用的编码声明，内容是 Big5（繁体）",
    "declared_but_wrong": "声明的编码与内容不符，按内容实际的编码读取；用浏览器打开可能是乱码",
    "lossy": "内容不完全符合任何编码，已按损失最少的读取，个别文字可能读错",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded body; `reason` is a key of REASONS."""

    text: str
    encoding: str
    reason: str


def charset_of(content_type: str | None) -> str | None:
    """Return the charset parameter of a Content-Type header, as it stands."""
    found = _HEADER.search(content_type or "")
    return found.group(1) if found else None


def _known(name: str | None) -> str | None:
    """Return Python's name of a declared charset, None where no page is written in it."""
    if not name:
        return None
    label = name.strip().lower()
    try:
        plain = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return None
    if not _FOR_PAGES.fullmatch(plain):
        return None
    # A page whose declaration we could read byte by byte is not UTF-16, whatever it says.
    return "utf-8" if plain.startswith("utf-16") else _WIDER.get(plain, plain)


def _strict(body: bytes, encoding: str) -> str | None:
    try:
        return _read(body, encoding, "strict")
    except (UnicodeError, ValueError):
        return None


def _read(body: bytes, encoding: str, errors: str = "replace") -> str:
    text = body.decode(encoding, errors)
    if encoding == "gb18030":
        for private, meant in _PRIVATE:
            text = text.replace(private, meant)
    return text


def decode(  # noqa: C901 - one decision, step by step
    body: bytes, content_type: str | None = None
) -> Decoded:
    """Decode a page's body.

    Never raises.  A byte order mark decides; then a text that is surely UTF-8; then what the
    header and the page declare, if it decodes and reads as a text; then UTF-8, GB 18030 and Big5; at
    last whichever of the candidates loses fewest characters (`lossy`).
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(name, "replace"), name, "bom")
    header = _known(charset_of(content_type))
    meta_match = _META.search(body, 0, _META_WINDOW) or _XML.search(body, 0, _META_WINDOW)
    meta = _known(meta_match.group(1).decode("ascii")) if meta_match else None
    if body.isascii():
        return Decoded(body.decode("ascii"), "utf-8", "header" if header else "utf8")
    declared = [(name, why) for name, why in ((header, "header"), (meta, "meta")) if name]
    as_utf8 = _strict(body, "utf-8")
    if as_utf8 is not None:
        for name, why in declared:
            if name == "utf-8":
                return Decoded(as_utf8, "utf-8", _against(why, header, meta))
        multibyte = len(body) - len(body.translate(None, bytes(range(128, 256))))
        if not declared or multibyte > _SURELY_UTF8:
            return Decoded(as_utf8, "utf-8", "declared_but_wrong" if declared else "utf8")
    strong = [(name, why) for name, why in declared if name not in _WEAK]
    for name, why in strong:
        text = _strict(body, name)
        if text is not None and not _is_rival(body, name, text):
            return Decoded(text, name, _against(why, header, meta))
    if as_utf8 is not None:
        return Decoded(as_utf8, "utf-8", "utf8")
    as_gb = _strict(body, "gb18030")
    if as_gb is not None and (strong or not declared or _looks_chinese(as_gb)):
        name = "big5hkscs" if _is_rival(body, "gb18030", as_gb) else "gb18030"
        text = as_gb if name == "gb18030" else _read(body, name)
        return Decoded(text, name, "declared_but_wrong" if declared else name.removesuffix("hkscs"))
    names = dict.fromkeys([*(name for name, _ in strong), "utf-8", "gb18030"])
    if declared and not strong:
        names = dict.fromkeys([*(name for name, _ in declared), *names])
    best = min(names, key=lambda name: body.decode(name, "replace").count("\ufffd"))
    return Decoded(_read(body, best), best, "lossy")


def recorded_text(body: bytes, encoding: str | None, content_type: str | None) -> str:
    """Read a body again by the encoding recorded with it; text of other types is decided anew."""
    if encoding:
        return _read(body, encoding).removeprefix("\ufeff")
    return decode(body, content_type).text


def _against(why: str, header: str | None, meta: str | None) -> str:
    """Name the reason more exactly where the two declarations contradict each other."""
    if header is None or meta is None or header == meta or {header, meta} & _WEAK:
        return why
    return "header_not_meta" if why == "header" else "meta_not_header"


def _is_rival(body: bytes, encoding: str, text: str) -> bool:
    """Most Big5 can be read as GB 18030, and the reverse, and is gibberish then."""
    rival = _RIVAL.get(encoding)
    if rival is None or _familiar(text) >= _RARE:
        return False
    other = _strict(body, rival)
    return other is not None and _familiar(other) >= _USUAL


def _familiar(text: str) -> float:
    """Return the share of very common characters; 1 where there are too few to tell."""
    foreign = _FOREIGN.findall(text[:_SAMPLE])
    if len(foreign) < _ENOUGH:
        return 1.0
    return sum(char in _COMMON for char in foreign) / len(foreign)


def _looks_chinese(text: str) -> bool:
    """Most non-ASCII characters are common Chinese ones or Chinese punctuation."""
    foreign = [c for c in text[:20000] if c > "\x7f"]
    chinese = sum(
        "\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef"
        for c in foreign
    )
    return chinese * 5 >= len(foreign) * 4
