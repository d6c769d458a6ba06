"""A template that has been checked, and how it is filled: docxtpl in a sandbox, the same bytes every time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import TemplateRuntimeError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from reports.language import Language
from reports.papers.inert import Writer
from reports.papers.placeholders import Names
from reports.papers.stamp import Stamp
from reports.papers.template_check import check_marks, check_source
from reports.papers.template_file import check_container
from reports.papers.template_marks import marks_of
from reports.papers.trouble import TemplateError

MAX_FILLED: Final = 8 * 1024 * 1024
# Of either width: a clerk may have typed the wrong one.
_BRACE: Final = re.compile("{|\uff5b".encode())
_PARTS: Final = {"document": "正文", "hdr": "页眉", "ftr": "页脚", "footnotes": "脚注"}


class PaperTemplate:
    """A template by its bytes; `file` is its name in messages."""

    def __init__(self, content: bytes, names: Names, file: str, t: Language) -> None:
        """Check it from outside to inside; nothing is filled in yet.  Raises TemplateError."""
        check_container(content, file)
        self._content = content
        self._file = file
        self._prepared: dict[str, str] = {}
        self._writer = Writer(t)
        self._environment = _Environment(self._writer, names, file)
        for part, root in _roots(content):
            check_marks(marks_of(root, part, file), names, file)

    def fill(self, values: Mapping[str, Any], stamp: Stamp) -> bytes:
        """The finished file.  Raises TemplateError where the template breaks it."""
        document = _Document(BytesIO(self._content), self._prepared)
        self._writer.document = document
        try:
            document.render(dict(values), self._environment)
        except (JinjaError, etree.XMLSyntaxError, RecursionError) as error:
            raise TemplateError(
                self._file,
                "",
                f"填入内容后不成为完整的 Word 文件（{str(error)[:200]}）",
                "表格里跨行的循环要用单独一行的 {%tr … %}；也可以用 gongkai templates 重新导出模板，在其上修改",
            ) from error
        stamp.put_on(document.docx.core_properties)
        into = BytesIO()
        document.save(into)
        return stamp.repacked(into.getvalue())


class _Document(DocxTemplate):  # type: ignore[misc]  # ships no types
    """docxtpl's document; it prepares a part once, and refuses broken XML instead of mending it."""

    def __init__(self, file: BytesIO, prepared: dict[str, str]) -> None:
        super().__init__(file)
        self._prepared = prepared

    def patch_xml(self, src_xml: str) -> str:
        if src_xml not in self._prepared:
            self._prepared[src_xml] = super().patch_xml(src_xml)
        return self._prepared[src_xml]

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False))
        return super().fix_tables(xml)

    def render_properties(self, context: object, jinja_env: object = None) -> None:
        """Leave them: they are the stamp's."""


class _Bounded(Template):
    """A template whose text cannot grow without end."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        pieces, size = [], 0
        for piece in self.generate(*args, **kwargs):
            size += len(piece)
            if size > MAX_FILLED:
                raise TemplateRuntimeError(f"超过 {MAX_FILLED // 1024 // 1024} MB")
            pieces.append(piece)
        return "".join(pieces)


class _Environment(SandboxedEnvironment):
    """Nothing to call, nothing to load; every value goes out through the writer."""

    template_class = _Bounded

    def __init__(self, writer: Writer, names: Names, file: str) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=writer)
        for known in (self.globals, self.filters, self.tests):
            known.clear()
        self._names = names
        self._file = file
        self._compiled: dict[str, Template] = {}

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        """Compile a source once; what `check_marks` does not see (attributes, fields) is checked here."""
        if source not in self._compiled:
            check_source(source, self._names, self._file)
            self._compiled[source] = super().from_string(source, *args, **kwargs)
        return self._compiled[source]


def _roots(content: bytes) -> list[tuple[str, etree._Element]]:
    """All parts that hold braces, with names in words: docxtpl decides by itself which of them it fills."""
    found = []
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".xml") and _BRACE.search(xml := archive.read(name)):
                parser = etree.XMLParser(resolve_entities=False, no_network=True)
                root = etree.fromstring(xml, parser)
                words = _PARTS.get(etree.QName(root).localname)
                if words or name.startswith("word/"):
                    found.append((words or f"部件 {name[:80]}", root))
    return found
