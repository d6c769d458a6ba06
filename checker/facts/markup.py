"""One parse of a page: what its head says, what its scripts hold, and its main part without template.

The header, footer, menus, breadcrumb and pager that stand around the main part are cut off, after
the breadcrumb and the pager were read.  Uses lexbor only; never raises on any text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from checker.facts.dates import full_dates
from crawler.snapshot import SourceFacts, is_shell, links_in_source, read_source, scripts_of

MAX_TEXT = 50_000
_SHORT = 200
_MAX_BOXES = 200
_DATED_ROWS = 3
_WHOLE_PAGE = 0.8
_TRAIL = re.compile(r"(?:当前|您|你|所在|现在)[^:：>›»]{0,6}位置\s*(?:是|为)?\s*[:：]?")
_TRAIL_CUT = re.compile(r"\s*(?:>+|›|»|→|/|＞|≫|\|)\s*")
_MAX_STEPS = 12
_LONGEST_STEP = 30
_CRUMB = re.compile(
    r"^(?:.*[-_])?(?:bread)?crumbs?(?:[-_].*)?$|^(?:dqwz|curpos|weizhi|location|position|path)$",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"^(?:(?:site|web|main|top|g|m|public|common|mod|bread|page)[-_]?)?"
    r"(?:header|head|topbar|top|footer|foot|bottom|navbar|nav|navigation|submenu|menu|crumbs?|dqwz|"
    r"curpos|weizhi|position|location|pager|pages|page|pagination|paging|copyright|"
    r"friend[-_]?links?|yqlj|out[-_]?links?|share|toolbar|login|header[-_]?line)"
    r"(?:[-_]?(?:\d+|box|wrap|wrapper|bar|base|con|inner|area|info|div|hov|hd|bd|fixed|link|links))*$",
    re.IGNORECASE,
)
_CHROME_TAGS = frozenset({"header", "footer", "nav"})
_CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo"})
_BOXES = "[class],[id],header,footer,nav"


@dataclass(slots=True)
class Markup:
    """The parts of a parsed page.  `main` may be None where there is no body at all.

    `live` counts links that stand in the source; `dead` are the texts of those that only a script
    can open.
    """

    title: str
    headings: tuple[str, ...]
    metas: dict[str, str]
    breadcrumb: tuple[str, ...]
    base: str
    scripts: str
    script_sources: tuple[str, ...]
    shell: bool
    live: int
    dead: tuple[str, ...]
    source: SourceFacts
    visible: str
    main: LexborNode | None
    main_text: str
    tree: LexborHTMLParser  # keeps the nodes alive


def fold(text: str) -> str:
    """Fold all white space to single blanks."""
    return " ".join(text.split())


def read_markup(html: str) -> Markup:
    """Parse a page once and cut off the template around its main part."""
    tree = LexborHTMLParser(html)
    scripts, sources = scripts_of(tree)
    title = tree.css_first("title")
    headings = tuple(
        text for node in tree.css("h1,h2") if (text := fold(node.text(deep=True))[:_SHORT])
    )
    base = tree.css_first("base[href]")
    metas = _metas(tree)
    source = read_source(tree, scripts, sources)
    shell = is_shell(tree)
    page_title = fold(title.text(deep=True))[:_SHORT] if title else ""
    tree.strip_tags(["script", "style", "noscript", "template", "title"], recursive=True)
    body = tree.body
    if body is None:
        return Markup(
            *(
                page_title,
                headings,
                metas,
                (),
                "",
                scripts,
                sources,
                shell,
                0,
                (),
                source,
                "",
                None,
                "",
            ),
            tree=tree,
        )
    visible = fold(body.text(deep=True, separator=" "))[:MAX_TEXT]
    live, dead = links_in_source(body)
    chrome, crumb = _boxes(body, len(visible))
    breadcrumb = _breadcrumb(crumb, visible)
    for node in chrome:
        node.decompose()
    return Markup(
        title=page_title,
        headings=headings,
        metas=metas,
        breadcrumb=breadcrumb,
        base=(base.attributes.get("href") or "") if base else "",
        scripts=scripts,
        script_sources=sources,
        shell=shell,
        live=live,
        dead=dead,
        source=source,
        visible=visible,
        main=body,
        main_text=fold(body.text(deep=True, separator=" "))[:MAX_TEXT],
        tree=tree,
    )


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[name]"):
        attributes = node.attributes
        name = (attributes.get("name") or "").strip().lower()
        content = fold(attributes.get("content") or "")[:_SHORT]
        if content and content != "null":
            found.setdefault(name, content)
    return found


def _boxes(body: LexborNode, size: int) -> tuple[list[LexborNode], LexborNode | None]:
    """Find the template's boxes and the breadcrumb; nothing is cut here."""
    chrome: list[LexborNode] = []
    crumb: LexborNode | None = None
    ids: set[int] = set()
    looked = 0
    for node in body.css(_BOXES):
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".split()
        if crumb is None and any(_CRUMB.match(name) for name in names):
            crumb = node
        says_so = (
            node.tag in _CHROME_TAGS or (attributes.get("role") or "").lower() in _CHROME_ROLES
        )
        named = any(_CHROME.match(name) for name in names)
        if not (says_so or named) or looked >= _MAX_BOXES:
            continue
        looked += 1
        if not _inside(node, ids) and (says_so or _around(node, size)):
            chrome.append(node)
            ids.add(node.mem_id)
    return chrome, crumb


def _around(node: LexborNode, size: int) -> bool:
    """The box stands around the main part, and does not hold it."""
    if node.tag in {"body", "html"} or node.css_first("footer,.footer,#footer,.foot,#foot"):
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if "foot" not in names.lower():
            return False
    text = node.text(deep=True, separator=" ")
    if len(fold(text)) > size * _WHOLE_PAGE and size > _SHORT:
        return False
    return len(full_dates(text)) < _DATED_ROWS


def _inside(node: LexborNode, ids: set[int]) -> bool:
    """The node lies in one of those chosen: it dies with that one, and must not be cut again."""
    parent = node.parent
    while parent is not None and parent.mem_id not in ids:
        parent = parent.parent
    return parent is not None


def _breadcrumb(crumb: LexborNode | None, visible: str) -> tuple[str, ...]:
    """Return the trail from the home page to this page, as it stands."""
    if crumb is not None:
        text = fold(crumb.text(deep=True, separator=" > "))
    else:
        found = _TRAIL.search(visible)
        if not found:
            return ()
        text = visible[found.end() : found.end() + 80]
        # Without a box nobody says where the trail ends: take only what separators join.
        steps = _TRAIL_CUT.split(text)
        text = " > ".join([*steps[:-1], steps[-1].split(" ")[0]]) if len(steps) > 1 else ""
    text = _TRAIL.sub(" > ", text)
    steps = [step for part in _TRAIL_CUT.split(text) if (step := part.strip(" :：-"))]
    trail = []
    for step in steps[:_MAX_STEPS]:
        trail.append(step.split(" ")[0][:_LONGEST_STEP])
        if len(step) > _LONGEST_STEP:  # the box goes on with other things
            break
    return tuple(step for step in trail if step)
