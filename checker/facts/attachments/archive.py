"""Open zip containers (OOXML, OFD, plain archives) without being exhausted by them.

Every part is unpacked up to a limit, all parts together up to another.  XML is parsed without DTDs,
entities and network; a part that declares a DTD is refused, as no office program writes one.
"""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable, Iterator

from lxml import etree

from checker.facts.attachments.limits import Limits

_ENTRY = b"PK\x01\x02"
_DTD = ("<!DOCTYPE", "<!ENTITY")
_ENCRYPTED = 0x1
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


class TooLarge(Exception):  # noqa: N818 - says what the file is
    """The archive is beyond a limit, or built to be."""


class Encrypted(Exception):  # noqa: N818 - says what the file is
    """A part is encrypted."""


class Refused(Exception):  # noqa: N818 - says what was done
    """The XML declares what no document needs."""


class Archive:
    """A zip file in memory, with a budget for what is unpacked."""

    def __init__(self, body: bytes, limits: Limits) -> None:
        # Before anything is built of them; an archive within this one counts as well.
        if body.count(_ENTRY) > limits.entries * 2:
            raise TooLarge
        self._zip = zipfile.ZipFile(io.BytesIO(body))
        if len(self._zip.infolist()) > limits.entries:
            raise TooLarge
        self._limits = limits
        self._left = limits.unpacked
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            self._infos.setdefault(_key(info.filename), info)
        self.cut: set[str] = set()
        self.broken: set[str] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files, as they are meant (Chinese ones are often written in GBK)."""
        return tuple(name for _, name in self.files())

    def files(self) -> Iterator[tuple[str, str]]:
        """The key and the readable name of each file."""
        for key, info in self._infos.items():
            if not info.filename.endswith("/"):
                yield key, _readable(info)

    def has(self, name: str) -> bool:
        """There is such a part, whatever the case and slashes of its name."""
        return _key(name) in self._infos

    def matching(self, start: str, end: str = "") -> Iterator[str]:
        """The parts whose names begin and end so, in the order of the archive."""
        return (k for k in self._infos if k.startswith(_key(start)) and k.endswith(end.lower()))

    def read(self, name: str) -> bytes:
        """Unpack a part, up to the limits; b"" where there is none.  `cut` remembers cut ones."""
        info = self._infos.get(_key(name))
        if info is None:
            return b""
        if info.flag_bits & _ENCRYPTED:
            raise Encrypted
        most = min(self._limits.part, self._left)
        if most <= 0:
            raise TooLarge
        with self._zip.open(info) as part:
            data = part.read(most + 1)
        self._left -= len(data)
        if len(data) > most:
            self.cut.add(_key(name))
            data = data[:most]
        return data

    def xml(self, name: str) -> etree._Element | None:
        """Parse a part; None where there is none.  `broken` remembers those of which nothing can be parsed."""
        if not self.has(name):
            return None
        tree = parse_xml(self.read(name))
        if tree is None:
            self.broken.add(_key(name))
        return tree


def parse_xml(data: bytes) -> etree._Element | None:
    """Parse XML as far as it goes, without anything that XML could do to its reader."""
    check_xml(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if parser.error_log.filter_from_errors().filter_types([etree.ErrorTypes.ERR_NO_MEMORY]):
            raise MemoryError from error  # the file is whole, we are too small
        return None


def check_xml(data: bytes) -> None:
    """Refuse a document type, in any encoding that a parser would find out by itself."""
    for mark in _DTD:
        for encoding in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            if mark.encode(encoding) in data:
                raise Refused


def tag(element: etree._Element) -> str:
    """The local name of an element; "" for comments and the like."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace (strict and transitional differ)."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of a local name."""
    return (child for child in element if tag(child) == name)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _readable(info: zipfile.ZipInfo) -> str:
    name = info.filename
    if info.flag_bits & 0x800:  # said to be UTF-8
        return name
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeError):
            return name.encode("cp437").decode(encoding)
    return name


def unpacked_once(
    body: bytes, limits: Limits, look: Callable[[bytes], None] = lambda _: None
) -> Archive:
    """Unpack an Office file once within limits, before a program that has none sees it; `look` gets each part.

    Returns the archive, of which `cut` tells whether all of it fitted.  Raises Encrypted, TooLarge, Refused,
    and what `zipfile` raises of a file that is no archive.
    """
    archive = Archive(body, limits)
    for name in archive.names:
        data = archive.read(name)
        # Whatever it is called: what refers to it decides how it is read.
        if not data.startswith(_PICTURES):
            check_xml(data)
            look(data)
    return archive
