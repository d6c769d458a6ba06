"""A Word file as plain text, for reading in a review: one line for a paragraph or a table row."""

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn


def text_of(content: bytes) -> str:
    """Headings are marked with #, table cells parted by |; linked text is followed by its address."""
    document = Document(BytesIO(content))
    lines = [f"[{p.text}]" for p in document.sections[0].header.paragraphs]
    for block in document.element.body:
        if block.tag == qn("w:p"):
            lines.append(_mark(block) + _text(block, document.part))
        elif block.tag == qn("w:tbl"):
            for row in block.iter(qn("w:tr")):
                cells = [
                    "".join(_text(p, document.part) for p in cell.iter(qn("w:p")))
                    for cell in row.iter(qn("w:tc"))
                ]
                lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def links_of(content: bytes) -> list[str]:
    part = Document(BytesIO(content)).part
    return [rel.target_ref for rel in part.rels.values() if rel.is_external]


def _mark(paragraph) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return {"Title": "# ", "Heading1": "## ", "Heading2": "### "}.get(
        "" if style is None else style.get(qn("w:val")), ""
    )


def _text(element, part) -> str:
    text = ""
    for child in element:
        if child.tag == qn("w:t"):
            text += child.text or ""
        elif child.tag == qn("w:br"):
            text += " ⏎ "
        elif child.tag == qn("w:hyperlink"):
            target = part.rels[child.get(qn("r:id"))].target_ref
            shown = _text(child, part)
            text += f"<{shown}>" if shown == target else f"<{shown} → {target[:40]}>"
        else:
            text += _text(child, part)
    return text
