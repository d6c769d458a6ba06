"""YAML read strictly: plain text, lists and mappings, with the line of every node.

Scalars stay text (`0123`, `12:30`, `on` are what was written); the typed models convert.  Repeated
keys, anchors, tags, directives, further documents, invisible characters, too large and too deep
files are refused, all at once as far as the parser gets.  This module must not know what a rule is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import yaml

from rules.problems import Problem, RuleErrors, shown
from rules.yaml_complaints import retell

__all__ = ["Located", "Most", "PlainScalar", "Problem", "RuleErrors", "load_strict"]

MAX_BYTES = 1 << 20
MAX_DEPTH = 20
MAX_NODES = 50_000
MAX_PROBLEMS = 100  # a file with more is broken as a whole


Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
KeyPath: TypeAlias = tuple[str | int, ...]

# Control, zero-width, soft-hyphen, bidi and lone surrogate code points, and line ends that only
# YAML sees: pasted from web pages, nobody sees them and no page text matches them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


# libyaml takes a comment right behind a block's sign; PyYAML, and the standard, do not.
_LENIENT = re.compile(r"[|>][-+0-9]*#")


@dataclass(frozen=True, slots=True)
class Most:
    """How much a file may hold."""

    size: int = MAX_BYTES
    nodes: int = MAX_NODES


USUAL = Most()


class PlainScalar(str):
    """A scalar written without quotes.  Text like any other; JSON data asks for the difference."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Located:
    """A part of a YAML file: its value, and where each node of it stands."""

    path: str
    text: str = field(repr=False, default="")
    root: Plain = field(repr=False, default="")
    lines: Mapping[KeyPath, int] = field(repr=False, default_factory=dict)
    prefix: KeyPath = ()

    @property
    def value(self) -> Plain:
        """The plain tree of this part."""
        value: Plain = self.root
        for key in self.prefix:
            value = value[key]  # type: ignore[index]  # the prefix fits the tree
        return value

    def at(self, *keys: str | int) -> Located:
        """The part under some keys."""
        return replace(self, prefix=self.prefix + keys)

    def line(self, *keys: str | int) -> int:
        """The line of a node (of its key, where it has one), or of the nearest one around it."""
        full = self.prefix + keys
        while full and full not in self.lines:
            full = full[:-1]
        return self.lines.get(full, 1)

    def problem(self, keys: KeyPath, message: str, remedy: str) -> Problem:
        """Describe what is wrong at some keys of this part."""
        return Problem(self.path, self.line(*keys), message, remedy)


def load_strict(text: str, path: str, most: Most = USUAL) -> Located:
    """Read one YAML mapping.  Raises RuleErrors with all problems found."""
    if len(text.encode("utf-8", "surrogatepass")) > most.size:
        what = f"文件超过 {most.size >> 20} MiB"
        raise RuleErrors([Problem(path, 0, what, "拆成几个文件，或缩短案例里的网页")])
    tree = _quickly(text, path, most.nodes) or _explaining(text, path, most.nodes)
    if not tree.problems and not isinstance(tree.root, dict):
        what = "顶层不是“键: 值”" if tree.root else "文件是空的"
        tree.complain(1, what, "对照其他规则文件，从 id: 和 title: 写起")
    if tree.problems:
        raise RuleErrors(tree.problems)
    return Located(path, text, tree.root, tree.lines)


def _quickly(text: str, path: str, nodes: int = MAX_NODES) -> _Tree | None:
    """Read by libyaml, ten times as fast; None where anything at all is wrong, or it is missing.

    Its complaints are not PyYAML's, which `retell` knows.
    """
    if not hasattr(yaml, "CSafeLoader") or _LENIENT.search(text):
        return None
    tree = _Tree(path, nodes)
    try:
        loader = yaml.CSafeLoader(text)
        try:
            in_brackets: list[bool] = []
            while not tree.problems and (event := loader.get_event()) is not None:
                if isinstance(event, yaml.CollectionStartEvent):
                    in_brackets.append(bool(event.flow_style))
                elif isinstance(event, yaml.CollectionEndEvent):
                    in_brackets.pop()
                elif in_brackets and in_brackets[-1] and _asking(event):
                    return None
                tree.take(event)
        finally:
            loader.dispose()
    except (yaml.YAMLError, ValueError, OverflowError, UnicodeError):
        return None
    return None if tree.problems else tree


def _asking(event: yaml.Event) -> bool:
    """An unquoted text with a `?`, at which PyYAML ends it within brackets, and libyaml does not."""
    return isinstance(event, yaml.ScalarEvent) and not event.style and "?" in event.value


def _explaining(text: str, path: str, nodes: int = MAX_NODES) -> _Tree:
    """Read by PyYAML, and say of everything that is wrong where it stands and what to do."""
    tree = _Tree(path, nodes)
    try:
        loader = yaml.SafeLoader(text)
        try:
            while not tree.stopped and loader.check_event():
                tree.take(loader.get_event())  # type: ignore[no-untyped-call]  # stubs lack it
        except (ValueError, OverflowError):  # the scanner's own int() and chr()
            tree.complain(loader.line + 1, "数字或转义超出范围", "检查 \\U 转义和 %YAML 行")
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        tree.problems.append(retell(error, text, path))
    return tree


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being filled; `key` waits for its value."""

    value: list[Plain] | dict[str, Plain]
    path: KeyPath
    key: str | None = None
    key_line: int = 0


class _Tree:
    """Builds the tree from parser events, without recursion, so that depth can be refused."""

    def __init__(self, path: str, most_nodes: int) -> None:
        self.path, self._most = path, most_nodes
        self.root: Plain = ""
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []
        self.stopped = False
        self._open: list[_Open] = []
        self._documents = 0
        self._nodes = 0

    def complain(self, line: int, message: str, remedy: str, *, stop: bool = False) -> None:
        self.problems.append(Problem(self.path, line, message, remedy))
        self.stopped = self.stopped or stop or len(self.problems) >= MAX_PROBLEMS

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._document(event, line)
        elif isinstance(event, yaml.AliasEvent):
            self._anchor(f"*{event.anchor}", line)
            self._place("", line)
        elif isinstance(event, yaml.NodeEvent):
            if event.anchor is not None:
                self._anchor(f"&{event.anchor}", line)
            self._node(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()

    def _document(self, event: yaml.DocumentStartEvent, line: int) -> None:
        self._documents += 1
        if self._documents > 1:
            self.complain(line, "一个文件里有两份内容（---）", "一个文件只写一份", stop=True)
        if event.version or event.tags:
            self.complain(1, "不支持 YAML 的 % 指令", "删去以 % 开头的行")

    def _anchor(self, name: str, line: int) -> None:
        self.complain(
            line,
            f"不支持锚点和引用（{shown(name)}）",
            "把内容直接写出来；以 & 或 * 开头的文字要加引号",
        )

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        self._nodes += 1
        if self._nodes > self._most:
            self.complain(line, f"内容超过 {self._most} 项", "拆成几个文件", stop=True)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.complain(
                line,
                f"不支持 YAML 标签（{shown(tag)}）",
                "删去标签；以 ! 开头的文字要加引号",
            )
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif len(self._open) >= MAX_DEPTH:
            self.complain(line, f"嵌套超过 {MAX_DEPTH} 层", "减少层次", stop=True)
        else:
            value: list[Plain] | dict[str, Plain]
            value = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            path = self._place(value, line)
            self._open.append(_Open(value, path))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        found = _INVISIBLE.search(event.value)
        if found:
            before = event.value.count("\n", 0, found.start()) + 1 if event.style == "|" else 0
            self.complain(
                line + before,
                f"含有看不见的字符 U+{ord(found.group()):04X}",
                "删去它，或整段重新输入（网页里需要时写成 &#…;）",
            )
        self._place(event.value if event.style else PlainScalar(event.value), line)

    def _place(self, value: Plain, line: int) -> KeyPath:
        """Put a value where it belongs and return its path."""
        if not self._open:
            self.root = value
            return ()
        into = self._open[-1]
        if isinstance(into.value, list):
            path = (*into.path, len(into.value))
            into.value.append(value)
            self.lines.setdefault(path, line)
        elif into.key is None:
            into.key, into.key_line = self._key(into, value, line), line
            path = (*into.path, into.key)
        else:
            path = (*into.path, into.key)
            into.value.setdefault(into.key, value)
            self.lines.setdefault(path, into.key_line)
            into.key = None
        return path

    def _key(self, into: _Open, key: Plain, line: int) -> str:
        if not isinstance(key, str):
            self.complain(line, "键不能是列表或对照", "键只写一个词", stop=True)
            return ""
        if not key or key == "<<":
            what = "不支持合并键 <<" if key else "冒号前面缺少键"
            self.complain(line, what, "把键和内容直接写出来")
        first = self.lines.get((*into.path, key))
        if key in into.value and first is not None:
            self.complain(line, f"键“{shown(key)}”重复，第 {first} 行已有", "合并或删去其中一个")
        return str(key)
