"""LibreOffice without a window, for tests: office files in, PDF out, and what stands in the PDF.

All files of a module go through one call: the program takes seconds to start.
"""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
# A guard against a program that hangs, no measure of how fast it is.
_GIVEN_UP_AFTER = 600

needs_office = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not installed here"
)


def converted(files: Sequence[Path], out: Path, to: str = "pdf") -> list[Path]:
    """The files converted into `out`, in their order; `to` may name a filter (`csv:Text …`).

    LibreOffice answers 0 even where it could not read a file, so every result is looked for.
    """
    assert SOFFICE
    out.mkdir(parents=True, exist_ok=True)
    profile = (out / ".profile").resolve().as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    names = [str(file) for file in files]
    done = subprocess.run(
        [*command, "--convert-to", to, "--outdir", str(out), *names],
        capture_output=True,
        text=True,
        timeout=_GIVEN_UP_AFTER,
        check=True,
    )
    made = [out / f"{file.stem}.{to.partition(':')[0]}" for file in files]
    missing = [path.name for path in made if not path.is_file()]
    assert not missing, f"{missing}: {done.stdout}{done.stderr}"
    return made


def page_texts(pdf: Path) -> list[str]:
    """The text of each page, as it is drawn."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = []
        for page in document:
            text = page.get_textpage()
            # PDFium's sign for a hyphen at the end of a line.
            texts.append(text.get_text_range().replace("\ufffe", "-"))
            text.close()
            page.close()
        return texts


def unspaced(text: str) -> str:
    """A text without what a line break in a cell or paragraph changes."""
    return "".join(text.split())


def pictures(pdf: Path, folder: Path, scale: float = 1.5) -> list[Path]:
    """A picture of each page, for a person to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    with pypdfium2.PdfDocument(pdf) as document:
        made = []
        for number, page in enumerate(document, 1):
            path = folder / f"{pdf.stem}-{number}.png"
            page.render(scale=scale).to_pil().save(path)
            page.close()
            made.append(path)
        return made
