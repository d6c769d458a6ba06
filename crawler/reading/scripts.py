"""What a page's source holds for scripts: shells, requests for data, empty boxes, names, pagers.

It says what a script *could* do with the page.  It runs nothing and judges nothing.  Crawler and
checker read it alike, so that what the one calls script-only is what the other has rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_SCRIPT = 40_000
# A template that no script has filled in yet.
UNRENDERED = re.compile(r"\{\{ ?[\w.$|][^{}]{0,80}\}\}")
_SHELL = "#app,[v-cloak],[v-for],[ms-repeat],[ng-repeat]"
_MOST_NAMES = 2_000
_MOST_SOURCE = 200
_LONGEST_NAME = 20
_MOST_BOXES = 2_000
_LONGEST = 300
# Where frameworks draw, and what tells a script what to draw there.
_MOUNTS = frozenset({"root", "app", "__next", "__nuxt", "react-root", "vue-app"})
_FILLED_BY = frozenset(
    {
        *("data-channel", "data-column", "data-columnid", "data-col", "data-cat", "data-catid"),
        *("data-api", "data-list", "data-module", "data-query", "data-datasource"),
        *("data-url", "data-v-app"),
    }
)
_CONTAINERS = frozenset({"ul", "ol", "dl", "div", "table", "tbody", "script"})
# Looked for in lower case, word by word: that is far faster than one pattern of all.
_ASKING_WORDS = (
    *("axios", "xmlhttprequest", "querydata", "dataproxy", "new vue", "createapp", "avalon."),
    *("paramjson", "loaddata", "getlist", "jsonp", "webform_docallback"),
)
_ASKING_CALLS = {
    "$.": re.compile(r"\$\.(?:ajax|get|post|getjson)\b"),
    "load(": re.compile(r"\bload\(\s*['\"]"),
    "fetch(": re.compile(r"\bfetch\("),
}
_LIST_NAME = re.compile(
    r"^(?:[a-z\d]{0,12}[-_]?)?(?:list|tree|ztree|items?|rows|table|tbody|datas?|results?|lb)"
    r"(?:[-_]?(?:\d{1,3}|box|con|content|wrap|main|ul|data|left|right|view|show|div|body)){0,3}$",
    re.IGNORECASE,
)
# Scripts that stand on any page and draw no list of it.
_COMMON_SCRIPT = re.compile(
    r"jquery(?![\w.-]{0,60}?(?:pag|list|tmpl|template|tree))|bootstrap|swiper|slide|html5|respond|"
    r"polyfill|hm\.baidu|hm\.js|cnzz|conac|gov_?site|kaipuyun|analytics|share|weather|calendar|"
    r"(?:^|/)(?:nav|menu|header|footer|top|common|public|base|date|font\w*|wza|tongji|visit\w*)"
    r"(?:[.-]\w{1,12})?\.js",
    re.IGNORECASE,
)
_MADE_SCRIPT = re.compile(
    r"\.(?:aspx?|jspx?|php|do|action)\?(?:[^#]*&)?\w*(?:lm|cid|col\w*|chan\w*|class\w*|cat\w*|column\w*|lanmu)=",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"hit|count|visit|click|stat|tongji|weather|vote", re.IGNORECASE)
_QUOTED = re.compile(r"[>\"']([^<>\"'\n\\]{2,40})(?=[<\"'])")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
_MORE = re.compile(
    r"^(?:下一?页|后一?页|(?:点击)?(?:加载|查看|显示)更多.{0,4})\s*[>»›]*$", re.IGNORECASE
)
_LONGEST = 1_000  # of an address of a script: what tells its kind stands before that
_CALL = re.compile(r"(?<![\w.$])[\w.$]++\s*+\(")
_VOID = re.compile(r"^(?:javascript:)?\s*(?:void\s*\(?\s*0\s*\)?)?[;\s]*$", re.IGNORECASE)
_OFF = re.compile(r"disabled|gray|grey|unable|no-?(?:next|more)|end\b", re.IGNORECASE)


def scripts_of(tree: LexborHTMLParser) -> tuple[str, tuple[str, ...]]:
    """Return the texts of the page's scripts, joined and cut, and where its script files stand."""
    texts, sources, size = [], [], 0
    for node in tree.css("script"):
        source = node.attributes.get("src")
        if source:
            sources.append(source[:_MOST_SOURCE])
        elif size < MAX_SCRIPT:
            text = node.text(deep=True)[: MAX_SCRIPT - size]
            size += len(text)
            texts.append(text)
    return "\n".join(texts), tuple(sources)


def is_shell(tree: LexborHTMLParser) -> bool:
    """The page has a mount point, or rows to repeat, of a framework that draws in the browser."""
    return tree.css_first(_SHELL) is not None


def links_in_source(body: LexborNode) -> tuple[int, tuple[str, ...]]:
    """Count the links whose address stands in the source; name those that only a script can open."""
    live, dead = 0, []
    for node in body.css("a,[onclick]"):
        href = (node.attributes.get("href") or "").strip().lower()
        if href and href[0] != "#" and not href.startswith("javascript:"):
            live += 1
        else:
            text = " ".join(node.text(deep=True).split())
            if 1 < len(text) <= _LONGEST_NAME:
                dead.append(text)
    return live, tuple(dead)


class Turns(StrEnum):
    """Whether a script turns the pages of the list: the link calls one, or may have one bound."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """`own_script`: a script file that is none of the common ones.  `names`: texts for scripts."""

    asks: bool
    hollow: bool
    own_script: bool
    names: tuple[str, ...]
    turns: Turns


def read_source(tree: LexborHTMLParser, scripts: str, sources: Sequence[str]) -> SourceFacts:
    """Read what a script would use; call this before the tree is cut."""
    return SourceFacts(
        asks=_asks(scripts) or any(map(_brings_rows, sources)),
        hollow=any(map(_empty_box, tree.css("ul,ol,dl,tbody,div,table")[:_MOST_BOXES])),
        own_script=any(not _COMMON_SCRIPT.search(source[:_LONGEST]) for source in sources),
        names=_names(tree, scripts),
        turns=_turns(tree.css("a,button,[onclick]")),
    )


def _asks(scripts: str) -> bool:
    lowered = scripts.lower()
    return any(word in lowered for word in _ASKING_WORDS) or any(
        word in lowered and call.search(lowered) for word, call in _ASKING_CALLS.items()
    )


def _brings_rows(source: str) -> bool:
    """A script file that is made for this page: what a server writes out for a column (/js.asp?lm=7)."""
    source = source[:_LONGEST]
    return bool(_MADE_SCRIPT.search(source)) and not _COUNTER.search(source)


@lru_cache(maxsize=65536)
def _called_like_a_list(names: str) -> bool:
    return any(_LIST_NAME.match(name) for name in names.split())


def _empty_box(node: LexborNode) -> bool:
    """A box that is called like a list and holds nothing at all."""
    attributes = node.attributes
    if not attributes:
        return False
    listed = _called_like_a_list(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
    mount = attributes.get("id") in _MOUNTS or not _FILLED_BY.isdisjoint(attributes)
    if not (listed or mount) and not (
        attributes.get("id") and node.tag in {"ul", "ol", "dl", "tbody"}
    ):
        return False
    # Stops at the first thing found, so that boxes in boxes cost little.
    return not any(map(_shows, node.traverse(include_text=True, skip_empty=True)))


def _shows(node: LexborNode) -> bool:
    if node.tag in {"-text", "-comment", "!--"}:
        parent = node.parent
        quiet = node.tag != "-text" or (parent is not None and parent.tag == "script")
        return not quiet and bool(node.text(deep=True).strip())
    return node.tag not in _CONTAINERS


def _names(tree: LexborHTMLParser, scripts: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for node in tree.css("option,[data-url],[data-href],[data-link]")[:_MOST_NAMES]:
        text = " ".join(node.text(deep=True).split())
        if 1 < len(text) <= 40:  # noqa: PLR2004  # as long as what _QUOTED takes
            found[text] = None
    plain = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), scripts)
    for text in _QUOTED.findall(plain):
        if len(found) >= _MOST_NAMES:
            break
        if _CHINESE.search(text):
            found[text.strip()] = None
    return tuple(found)


def _turns(nodes: Iterable[LexborNode]) -> Turns:
    best = Turns.NO
    for node in nodes:
        attributes = node.attributes
        href = (attributes.get("href") or "").strip()[:_LONGEST]
        scripted = href in {"", "#"} or href[:11].lower() == "javascript:"
        if not scripted or not _MORE.match(" ".join(node.text(deep=True).split())):
            continue
        if _OFF.search(attributes.get("class") or "") or "disabled" in attributes:
            continue
        calls = (attributes.get("onclick") or "")[:_LONGEST]
        if _CALL.search(calls) or (not _VOID.match(href) and _CALL.search(href)):
            return Turns.YES
        best = Turns.MAYBE
    return best
