"""In which form something is explained: diagram, video, questions and answers, press conference, text.

Told by what the page is made of.  A title that promises a diagram over a page of running text makes
no diagram of it; a picture whose size nobody says is one only where the title agrees.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from selectolax.lexbor import LexborHTMLParser, LexborNode

from checker.facts.block_text import block_tree, lines
from checker.facts.parsing import parsed
from checker.facts.places import Certainty

LITTLE_TEXT = 200
LARGE = 600
_BANNER = 0.4
_ASKED = 3
_MOST_IMAGES = 300
_PROSE = re.compile(r"[。,;:?!]")
_LEAST_PROSE = 20
_FOOT = re.compile(
    r"ICP备|公网安备|标识码|版权所有|主办|承办|技术支持|浏览器|分辨率|Copyright", re.IGNORECASE
)
_QUESTION = re.compile(
    r"^[(【\[]?(?:问|提问|记者问|网友问|Q\s?\d{0,2})[】\])]?\s?\d{0,2}\s?[:：、.]|^(?:问题?)?[一二三四五六七八九十\d]{1,3}[、.].{4,60}[?？]$"
)
_ANSWER = re.compile(r"^[(【\[]?(?:答|回答|解答|A\s?\d{0,2})[】\])]?\s?\d{0,2}\s?[:：、.]")
_PRESS = re.compile(r"新闻发布会|新闻通气会|记者招待会|媒体通气会")
_SPEAKERS = re.compile(r"^[(【\[]?(?P<who>主持人|发布人|记者|.{2,14}记者)[】\])]?\s?[:：]")
_PLAYERS = "embed[src],object[data],object param[value],iframe[src],[vurl]"
_MOST_PLAYERS = 60
_PLAYS = re.compile(r"player|video|\.m3u8|\.mp4|\.wmv|\.flv|\.webm|\.mov\b", re.IGNORECASE)
_FILM = re.compile(
    r"\.(?:mp4|m3u8|flv|webm|mov|wmv|swf\?file)\b|v\.qq\.com|showVsbVideo", re.IGNORECASE
)
_SAID = re.compile(r"图解|一图|图文|漫画|海报|长图")
_ICON = re.compile(
    r"icon|/ico[_/]|logo|share|print|fileTypeImages|blank\.|spacer|qrcode|ewm|erweima|dot\.|top\.gif",
    re.IGNORECASE,
)
_SIZE = re.compile(r"(?:^|[;\s])(width|height)\s*:\s*(\d{2,5})(?:\.\d+)?px", re.IGNORECASE)
_CHROME = (
    "header,footer,nav,aside,[class*=header],[class*=footer],[class*=banner],[class*=side],"
    "[class*=float],[class*=ad-],[class*=-ad],[id*=header],[id*=footer]"
)


class Form(StrEnum):
    """A way of explaining."""

    DIAGRAM = "diagram"
    VIDEO = "video"
    QUESTIONS = "questions"
    PRESS = "press"
    TEXT = "text"


SHOWN = {
    Form.DIAGRAM: "图解",
    Form.VIDEO: "视频",
    Form.QUESTIONS: "问答",
    Form.PRESS: "新闻发布会",
    Form.TEXT: "文字",
}


@dataclass(frozen=True, slots=True)
class FormSeen:
    """One form of a page, how sure it is, and what shows it (Chinese)."""

    form: Form
    certainty: Certainty
    why: str


def forms_of(html: str, title: str) -> tuple[FormSeen, ...]:
    """Return the forms that a page takes, the telling one first; () where it shows nothing at all."""
    tree = block_tree(html)
    body = tree.body
    if body is None:
        return ()
    said = lines(unicodedata.normalize("NFKC", body.text(deep=True, separator="")))
    for anchor in body.css("a"):
        anchor.decompose()  # titles of other pages are no text of this one
    own = lines(unicodedata.normalize("NFKC", body.text(deep=True, separator="")))
    prose = sum(len(line) for line in own if _prose(line))
    shown = parsed(html)  # the other tree has lost its frames and players
    found = [seen for seen in (_video(shown, html), _press(said, title), _questions(said)) if seen]
    diagram = _diagram(shown.body, title, prose)
    if diagram and diagram.certainty is not Certainty.DOUBTFUL:
        found.append(diagram)
    spoken = any(seen.form in {Form.QUESTIONS, Form.PRESS} for seen in found)
    if prose and not spoken and (prose >= LITTLE_TEXT or not found):
        sure = Certainty.SURE if prose >= LITTLE_TEXT else Certainty.LIKELY
        found.append(FormSeen(Form.TEXT, sure, f"正文约 {prose} 字"))
    if diagram and diagram.certainty is Certainty.DOUBTFUL:
        found.append(diagram)
    return tuple(found)


def _prose(line: str) -> bool:
    return len(line) >= _LEAST_PROSE and bool(_PROSE.search(line)) and not _FOOT.search(line)


def _video(tree: LexborHTMLParser, html: str) -> FormSeen | None:
    if tree.css_first("video") is not None:
        return FormSeen(Form.VIDEO, Certainty.SURE, "页面有视频（video）")
    for node in tree.css(_PLAYERS)[:_MOST_PLAYERS]:
        values = node.attributes
        sources = (values.get(name) or "" for name in ("src", "data", "value", "vurl"))
        if any(_PLAYS.search(source) for source in sources):
            return FormSeen(Form.VIDEO, Certainty.SURE, f"页面有视频（{node.tag}）")
    named = _FILM.search(html)
    if named:
        return FormSeen(Form.VIDEO, Certainty.LIKELY, f"页面引用视频文件（{named.group()}）")
    return None


def _press(said: tuple[str, ...], title: str) -> FormSeen | None:
    who = {match["who"][-2:] for line in said if (match := _SPEAKERS.match(line))}
    if _PRESS.search(title) and who:
        return FormSeen(Form.PRESS, Certainty.SURE, "标题为新闻发布会，正文有发言记录")
    if len(who) > 1 and any(_PRESS.search(line) for line in said):
        return FormSeen(Form.PRESS, Certainty.LIKELY, "正文为发布会发言记录")
    return None


def _questions(said: tuple[str, ...]) -> FormSeen | None:
    asked = sum(1 for line in said if _QUESTION.match(line))
    answered = sum(1 for line in said if _ANSWER.match(line))
    pairs = min(asked, answered)
    if pairs < _ASKED:
        return None
    return FormSeen(Form.QUESTIONS, Certainty.SURE, f"正文有 {pairs} 组问答")


def _diagram(body: LexborNode | None, title: str, prose: int) -> FormSeen | None:
    if body is None or prose >= LITTLE_TEXT:
        return None
    chrome = {node.mem_id for node in body.css(_CHROME)}
    unknown = False
    for image in body.css("img[src]")[:_MOST_IMAGES]:
        if _ICON.search(image.attributes.get("src") or "") or _within(image, chrome):
            continue
        width, height = _size(image)
        if _large(width, height):
            why = f"正文只有约 {prose} 字，有大图（{width or '?'}×{height or '?'}）"
            return FormSeen(Form.DIAGRAM, Certainty.SURE, why)
        unknown = unknown or not (width or height)
    if unknown and _SAID.search(title):
        return FormSeen(
            Form.DIAGRAM, Certainty.LIKELY, f"标题写明图解，正文只有约 {prose} 字和图片"
        )
    if unknown:
        return FormSeen(
            Form.DIAGRAM, Certainty.DOUBTFUL, f"正文只有约 {prose} 字，有图片但不知大小"
        )
    return None


def _large(width: int, height: int) -> bool:
    if width and height:
        return max(width, height) >= LARGE and (height >= width * _BANNER or height >= LARGE)
    return width >= LARGE or height >= LARGE


def _size(image: LexborNode) -> tuple[int, int]:
    attributes = image.attributes
    sizes = {"width": attributes.get("width") or "", "height": attributes.get("height") or ""}
    for name, value in _SIZE.findall(attributes.get("style") or ""):
        sizes[name.lower()] = value
    numbers = [text.strip().removesuffix("px") for text in sizes.values()]
    width, height = (int(text) if text.isdecimal() and len(text) < 6 else 0 for text in numbers)  # noqa: PLR2004 - pixels
    return width, height


def _within(node: LexborNode, ids: set[int]) -> bool:
    parent = node.parent
    while parent is not None and parent.mem_id not in ids:
        parent = parent.parent
    return parent is not None
