"""What the words before a date (发布时间, 成文日期, 更新于, 截止时间) say that it is the date of.

A bare 日期 or 时间 says nothing by itself; its surroundings must.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from checker.facts.dates import DateKind

_REACH = 20
_SHORT = 2
_BEFORE = re.compile(
    r"([\u4e00-\u9fff][\u4e00-\u9fff ]{0,11})[ ]?[】\])〗》]?[ \n]?[:：]?[ \n]?[\[【(]?$"
)
_KINDS = {
    DateKind.PUBLISHED: "发布 发稿 公开 公布 刊登 发表 刊发 信息发布 挂网 上网 刊载 首发",
    DateKind.CHANGED: "更新 修改 录入 上传 编辑 最后更新 最近更新",
    DateKind.WRITTEN: "成文 生成 制文 形成 签发 落款 制发 发文 成稿 公文 制作 产生",
    DateKind.PRINTED: "印发",
    DateKind.EFFECTIVE: "生效 施行 实施 执行 开始实施 起始实施",
    DateKind.EXPIRES: "失效 废止 有效期至 有效期限 有效期限至 有效截止",
}
_ENDINGS = {
    f"{word}{ending}": kind
    for kind, words in _KINDS.items()
    for word in words.split()
    for ending in ("时间", "日期", "于", "日")
} | {"有效期至": DateKind.EXPIRES, "有效期限至": DateKind.EXPIRES, "发布": DateKind.PUBLISHED}
_LONGEST = max(map(len, _ENDINGS))
_BARE = frozenset({"时间", "日期"})


@dataclass(frozen=True, slots=True)
class Label:
    """`kind` is None for a bare label (日期：), and for no label at all (`text` is "")."""

    kind: DateKind | None
    text: str = ""


def label_before(text: str, start: int, joint: Callable[[int], bool] = lambda _: False) -> Label:
    """Read the label that ends at a place of a narrow text.

    `joint` says where runs of text meet: 来源：某局 and 时间： may stand without a gap between them.
    """
    first = max(0, start - _REACH)
    match = _BEFORE.search(text[first:start])
    if not match:
        return Label(None)
    mark = text[first + match.end(1) : start]
    words = match[1].rstrip()
    cuts = [at for at in range(1, len(words)) if joint(first + at + match.start(1))]
    own = words[cuts[-1] :] if cuts else words.rpartition(" ")[2]
    # The whole first: 更新 时间 and 日 期 are one label, 某局 时间 are not.
    for part in (words, own):
        label = _known(part.replace(" ", ""), marked=":" in mark or "\n" in mark)
        if label:
            return label
    if own.endswith(("时间", "日期")) or ":" in mark:
        return Label(DateKind.EVENT, own[-8:])
    return Label(None)


def _known(words: str, *, marked: bool) -> Label | None:
    if words in _BARE:
        return Label(None, words)
    for size in range(min(_LONGEST, len(words)), 1, -1):
        kind = _ENDINGS.get(words[-size:])
        if kind:
            # Without a colon 发布 is a verb, and 印发日 the beginning of another word.
            return Label(kind, words[-size:]) if marked or size > _SHORT else None
    return None
