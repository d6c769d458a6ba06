"""Read a work-point document from a file, as text, for drafting a pack."""

from __future__ import annotations

from pathlib import Path

from audits.refused import RefusedError
from checker.facts.attachments import read_attachment
from crawler.snapshot.troubles import reason

_MOST_BYTES = 20 * 1024 * 1024


def document_text(path: Path) -> str:
    """The text of a TXT, DOCX, PDF … file.  Raises RefusedError with place and remedy."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise RefusedError(f"{path} 超过 20 MiB。请另存为纯文本再用。")
        body = path.read_bytes()
    except OSError as error:
        raise RefusedError(f"读不了 {path}：{reason(error)}。请检查路径和权限。") from error
    read = read_attachment(body, path.name)
    text = "\n".join(read.lines)
    if not text.strip():
        raise RefusedError(f"{path} 里没有读到文字（可能是扫描件）。请另存为文本或 DOCX 再用。")
    return text
