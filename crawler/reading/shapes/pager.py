"""Which links of a page turn the pages of its list: 下一页, 尾页, ›, and numbers beside them.

Only the surroundings of such words are parsed, and not those in scripts and comments, where they
belong to what a script would write.

How sure: the words and symbols are those of many portals.  A number counts where the address carries
that number, or the one before it, as a page's number, so that dates and chapter numbers do not.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from crawler.reading.shapes.hidden import hidden_until
from crawler.reading.shapes.shape import leads

_WORDS = frozenset(
    {
        *("上一页", "下一页", "上页", "下页", "前一页", "后一页"),
        *("尾页", "末页", "最后一页", "最末页"),
    }
)
# Elsewhere "首页" leads to the home page and ">>" to more of a column: these count only where they
# lead to the list that other links turn the pages of.
_BESIDE = frozenset({"首页", "第一页", "›", "»", ">>", ">", "‹", "«", "<<", "<", ">|", "|<"})
# Stand beside the words: "下一页 >", "[下页]", "【尾页】".
_ARROWS = "<>‹›«»←→▸◂|[]【】（）() "
# Looked for by a single, rare character each, which is fastest: nearly all pages have none.
_SIGNS = (("下", ("下一页", "下页")), ("›", ("›",)), ("»", ("»",)))
_NUMBER = re.compile(r"\[?第?(\d{1,3})页?\]?")
_IN_ADDRESS = re.compile(
    r"[?&](?:c?page|pageno|pagenum|pageindex|currpage|currentpage|page_?index|p|pn)=(\d{1,6})(?=&|$)"
    r"|[_-](\d{1,6})\.[a-z]{3,5}(?=$|[?#])"
    r"|/(?:page/)?(\d{1,4})/?$",
    re.IGNORECASE,
)
_BEFORE, _AFTER = 3000, 1500
_MAX_PLACES = 8
_MAX_LOOKS = 1000
_MAX_LINKS = 200
_MAX_HREF = 2083
_ENDING = re.compile(r"\.[a-z]{3,5}$", re.IGNORECASE)


def read(html: str) -> frozenset[str]:
    """Return the hrefs, as they stand, of the links that turn pages."""
    found: set[str] = set()
    for character, signs in _SIGNS:
        end = 0
        places = 0
        for _ in range(_MAX_LOOKS):
            at = html.find(character, end)
            if at < 0 or places >= _MAX_PLACES:
                break
            end = at + 1
            if html.startswith(signs, at) and (len(signs) > 1 or _is_all_text(html, at)):
                places += 1
                hidden = hidden_until(html, at)
                end = hidden or at + _AFTER
                if not hidden:
                    start = max(0, at - _BEFORE)
                    # Of a script before it, none must be read as markup.
                    start = max(start, html.rfind("</script", start, at))
                    found |= _turning(html[start:end])
    return frozenset(sorted(found)[:_MAX_LINKS])


def page_number(href: str) -> int | None:
    """Return the page's number that an address carries, None where it carries none."""
    number = _number(href)
    return int(number[number.lastindex or 0]) if number else None


def list_of(href: str) -> str | None:
    """Return what the pages of one list have in common: the address with # for the page's number."""
    number = _number(href)
    if number is None:
        return None
    start, end = number.span(number.lastindex or 0)
    return f"{href[:start]}#{href[end:]}"


def _number(href: str) -> re.Match[str] | None:
    last = None
    for match in _IN_ADDRESS.finditer(href[:_MAX_HREF]):
        last = match
    return last


def _is_all_text(html: str, at: int) -> bool:
    """The sign is all the text of its element."""
    return html[max(0, at - 20) : at].rstrip().endswith(">") and html[
        at + 1 : at + 20
    ].lstrip().startswith("<")


def _turning(part: str) -> set[str]:
    beside: list[str] = []
    sure: set[str] = set()
    for anchor in LexborHTMLParser(part).css("a[href]")[:_MAX_LINKS]:
        href = (anchor.attrs.get("href") or "").strip()
        if not leads(href):
            continue
        text = "".join(anchor.text(deep=True).split())
        if text.strip(_ARROWS) in _WORDS:
            sure.add(href)
        elif text in _BESIDE:
            beside.append(href)
        elif (shown := _NUMBER.fullmatch(text)) and page_number(href) in {
            int(shown[1]),
            int(shown[1]) - 1,
        }:
            sure.add(href)
    families = {_family(href) for href in sure if page_number(href) is not None}
    return sure | {href for href in beside if _family(href) in families}


def _family(href: str) -> str:
    """Return what the pages of one list have in common in their addresses."""
    plain = _IN_ADDRESS.sub("", href.partition("#")[0]).removeprefix("./")
    return _ENDING.sub("", plain).removesuffix("index")
