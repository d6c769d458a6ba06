"""Which library writes a long sheet for less: `python -m benchmarks.reports.spreadsheets [--rows 20000]`.

The same rows of 24 wrapped texts, two of them links, each way in a process of its own.
"""

from __future__ import annotations

import argparse
import io
import resource
import subprocess
import sys
import time

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from xlsxwriter import Workbook

_TEXTS = ["某某页面" * (number % 5 + 1) for number in range(24)]
_LINKS = (6, 7)


def _address(row: int) -> str:
    return f"http://www.qinglu.example/art/{row}.html"


def _xlsxwriter(rows: int, *, constant_memory: bool) -> bytes:
    file = io.BytesIO()
    book = Workbook(file, {"constant_memory": constant_memory})
    sheet, look = book.add_worksheet(), book.add_format({"text_wrap": True})
    for row in range(rows):
        for index, text in enumerate(_TEXTS):
            if index in _LINKS:
                sheet.write_url(row, index, _address(row), look, _address(row))
            else:
                sheet.write_string(row, index, f"{text}{row}", look)
    book.close()
    return file.getvalue()


def _openpyxl(rows: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet, look = book.create_sheet(), Alignment(wrap_text=True)
    for row in range(rows):
        cells = []
        for index, text in enumerate(_TEXTS):
            cell = WriteOnlyCell(sheet, _address(row) if index in _LINKS else f"{text}{row}")
            cell.alignment = look
            if index in _LINKS:
                cell.hyperlink = _address(row)
            cells.append(cell)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


_WAYS = {
    "xlsxwriter, rows wait on disk": lambda rows: _xlsxwriter(rows, constant_memory=True),
    "xlsxwriter, rows wait in memory": lambda rows: _xlsxwriter(rows, constant_memory=False),
    "openpyxl, write-only": _openpyxl,
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--way", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.way:
        begun = time.process_time()
        size = len(_WAYS[args.way](args.rows)) / 1024
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {args.way} | {time.process_time() - begun:.1f} | {peak:.0f} | {size:,.0f} |")
        return
    print("| way | s of CPU | peak MiB | KiB |\n|---|---|---|---|", flush=True)
    for way in _WAYS:
        command = [sys.executable, "-m", "benchmarks.reports.spreadsheets", "--way", way]
        subprocess.run([*command, "--rows", str(args.rows)], check=True)


if __name__ == "__main__":
    main()
