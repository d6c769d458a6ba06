"""A blank Word file that looks as Chinese official papers do, and the few kinds of paragraph they have.

A4, title 22 pt, text 16 pt with an indent of two characters on 28 pt lines, headings in their own fonts,
page numbers outside.  Lines are not justified: LibreOffice loses marks at the ends of
justified lines.  It resembles the usual layout and claims to conform to no standard.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from reports.papers import fonts

_KEPT_STYLES: Final = {
    *("Normal", "Default Paragraph Font", "Normal Table", "No List"),
    *("Title", "Heading 1", "Heading 2", "Header", "Footer", "Table Grid"),
}
_KEPT_PARTS: Final = ("styles.xml", "settings.xml", "fontTable.xml", "theme1.xml")
_LIST: Final = "清单"
_PLAIN: Final = "顶格"
_SIGNATURE: Final = "落款"
_CELL: Final = "表格"
_TWO_CHARACTERS: Final = 200
_GREY: Final = RGBColor(0x59, 0x59, 0x59)
_TEXT_WIDTH: Final = 156


class Sheet:
    """A Word file in the making."""

    def __init__(self) -> None:
        """Start with an empty A4 page."""
        self._file = Document()
        self._drop_what_is_not_needed()
        self._set_styles()
        self._set_page()

    def title(self, text: str) -> None:
        """The title, centred."""
        self._file.add_paragraph(text, "Title")

    def heading(self, text: str) -> None:
        """A heading of the first level."""
        self._file.add_paragraph(text, "Heading 1")

    def subheading(self, text: str) -> None:
        """A heading of the second level."""
        self._file.add_paragraph(text, "Heading 2")

    def body(self, text: str, *, bold: bool = False) -> None:
        """A paragraph of the text."""
        self._file.add_paragraph("", "Normal").add_run(text).bold = bold or None

    def item(self, text: str) -> None:
        """An item of a list: addresses may break anywhere."""
        self._file.add_paragraph(text, _LIST)

    def plain(self, text: str, *, centred: bool = False) -> None:
        """A paragraph without an indent: to whom it goes, its number."""
        paragraph = self._file.add_paragraph(text, _PLAIN)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def signature(self, text: str) -> None:
        """Who signs, and when, at the right."""
        self._file.add_paragraph(text, _SIGNATURE)

    def control(self, text: str) -> None:
        """A paragraph that holds nothing but a loop's or a condition's mark."""
        self._file.add_paragraph(text, _PLAIN)

    def gap(self) -> None:
        """An empty line."""
        self._file.add_paragraph("", _PLAIN)

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[int],
        *,
        row_height: int = 0,
    ) -> None:
        """A table with a head that is repeated on every page; widths in parts of the text's.

        A row of one text is a mark for the whole row.  `row_height` in mm leaves room to write in.
        """
        table = self._file.add_table(0, len(widths), "Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(_TEXT_WIDTH * width / sum(widths))
        if heads:
            head = self._row(table, heads, widths, bold=True)
            head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 -- python-docx has no name for it
        for row in rows:
            cells = row if len(row) > 1 else [*row, *[""] * (len(widths) - 1)]
            self._row(table, cells, widths).height = Mm(row_height) if row_height else None

    def heading_line(self, text: str) -> None:
        """What stands above every page."""
        for header in (self._section.header, self._section.even_page_header):
            header.paragraphs[0].text = text
            header.paragraphs[0].style = "Header"

    def bytes(self) -> bytes:
        """The file."""
        into = BytesIO()
        self._file.save(into)
        return into.getvalue()

    @property
    def _section(self) -> Any:
        return self._file.sections[0]

    def _row(self, table: Any, texts: Sequence[str], widths: Sequence[int], **run: bool) -> Any:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 -- as above
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Mm(_TEXT_WIDTH * width / sum(widths))
            cell.paragraphs[0].style = _CELL
            cell.paragraphs[0].add_run(text).bold = run.get("bold")
        return row

    def _drop_what_is_not_needed(self) -> None:
        part = self._file.part
        for key, rel in list(part.rels.items()):
            if not str(rel.target_part.partname).endswith(_KEPT_PARTS):
                del part.rels[key]
            elif "fontTable" in str(rel.target_part.partname):
                rel.target_part._blob = fonts.font_table()  # noqa: SLF001 -- a part without a class of its own
        package = part.package
        for key, rel in list(package.rels.items()):
            if "thumbnail" in rel.reltype:
                del package.rels[key]
        styles = self._file.styles
        for style in list(styles):
            if style.name not in _KEPT_STYLES:
                styles.element.remove(style.element)
        latent = styles.element.find(qn("w:latentStyles"))
        if latent is not None:
            styles.element.remove(latent)

    def _set_styles(self) -> None:
        styles = self._file.styles
        defaults = styles.element.find(qn("w:docDefaults"))
        styles.element.replace(
            defaults,
            parse_xml(
                f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
                '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
                "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
            ),
        )
        for name in (_LIST, _PLAIN, _SIGNATURE, _CELL):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        look = self._look
        look("Normal", fonts.BODY, 16, indent=_TWO_CHARACTERS)
        look("Title", fonts.TITLE, 22, line=36, align=WD_ALIGN_PARAGRAPH.CENTER)
        look("Heading 1", fonts.HEADING, 16, indent=_TWO_CHARACTERS)
        look("Heading 2", fonts.SUBHEADING, 16, indent=_TWO_CHARACTERS)
        look(_LIST, fonts.BODY, 16, indent=_TWO_CHARACTERS)
        look(_PLAIN, fonts.BODY, 16)
        look(_SIGNATURE, fonts.BODY, 16, align=WD_ALIGN_PARAGRAPH.RIGHT)
        look(_CELL, fonts.BODY, 12, line=18)
        look("Header", fonts.SUBHEADING, 12, line=16, align=WD_ALIGN_PARAGRAPH.RIGHT)
        look("Footer", fonts.PAGE_NUMBER, 14, line=20)
        styles["Header"].font.color.rgb = _GREY
        for name in ("Title", "Heading 1", "Heading 2"):
            styles[name].paragraph_format.keep_with_next = True
        styles["Title"].paragraph_format.space_before = Pt(14)
        styles["Title"].paragraph_format.space_after = Pt(14)
        styles[_SIGNATURE].paragraph_format.right_indent = Pt(32)
        for name in (_LIST, _CELL):  # an address may break inside a word
            _switch_off(styles[name], "w:wordWrap")

    def _look(
        self,
        name: str,
        font: str,
        size: int,
        *,
        indent: int = 0,
        line: int = 28,
        align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    ) -> None:
        style = self._file.styles[name]
        for tag in ("w:rPr", "w:pPr", "w:link"):
            for old in style.element.findall(qn(tag)):
                style.element.remove(old)
        style.font.size = Pt(size)
        names = parse_xml(
            f'<w:rFonts {nsdecls("w")} w:ascii="{fonts.LATIN}" w:hAnsi="{fonts.LATIN}"'
            f' w:eastAsia="{font}" w:cs="{fonts.LATIN}"/>'
        )
        style.element.get_or_add_rPr().insert(0, names)
        layout = style.paragraph_format
        layout.alignment = align
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = Pt(line)
        layout.first_line_indent = Pt(size * indent / 100)
        indents = style.element.get_or_add_pPr().find(qn("w:ind"))
        indents.set(qn("w:firstLineChars"), str(indent))

    def _set_page(self) -> None:
        section = self._section
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(20), Mm(26)
        self._file.settings.odd_and_even_pages_header_footer = True
        sides = (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        )
        for footer, side in sides:
            paragraph = footer.paragraphs[0]
            paragraph.style = "Footer"
            paragraph.alignment = side
            paragraph.add_run("— ")
            paragraph._p.append(  # noqa: SLF001 -- python-docx has no name for fields
                parse_xml(
                    f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
                )
            )
            paragraph.add_run(" —")


def _switch_off(style: Any, setting: str) -> None:
    """Put a paragraph setting where the schema wants it: before what python-docx has set."""
    element = parse_xml(f'<{setting} {nsdecls("w")} w:val="0"/>')
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(element, "w:spacing", "w:ind", "w:jc")
