"""Time the reading of attached files, of an annual report and of personal data, one core.

`python -m benchmarks.attached.bench [--rounds 5]` reads the example files of the tests and pages made
up by them, and prints the best of the rounds: processor time in milliseconds.  Files are read here, not in
a process of their own, so that their time counts; what handing over costs stands in a line of its own.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial

from checker.facts.annual_report import report_on_page, sums_of
from checker.facts.attachments import read_attachment
from checker.facts.attachments.reading import read_here
from checker.facts.personal_data import scan_attachment, scan_page
from checker.facts.tables import read_tables
from tests.checker.facts.annual_report import forms
from tests.checker.facts.attachments import made
from tests.checker.facts.personal_data.corpus import corpus
from tests.checker.facts.personal_data.people import Dice

_ROWS = 15_000


def best(work: Callable[[], object], rounds: int) -> float:
    """The processor time of the shortest round, in milliseconds."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times) * 1000


def payments(rows: int) -> bytes:
    """A list of payments with IDs and accounts, as a workbook."""
    dice = Dice(1)
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    head = "".join(map(cell.format, ["姓名", "身份证号", "银行账号", "金额"]))
    lines = [f"<row>{head}</row>"]
    for _ in range(rows):
        one = dice.person()
        lines.append(f"<row>{''.join(map(cell.format, [one.name, one.id, one.card, '500']))}</row>")
    return made.xlsx(f"<sheetData>{''.join(lines)}</sheetData>")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print(f"{'what':46}{'ms':>10}")
    for path in sorted(made.EXAMPLES.glob("annual.*")):
        body = path.read_bytes()
        print(f"{'read ' + path.name:46}{best(partial(read_here, body), rounds):>10.1f}")
    page = forms.page(forms.figures(5), forms.word)
    print(
        f"{'tables of a report page as Word saves it':46}{best(lambda: read_tables(page), rounds):>10.1f}"
    )
    report = report_on_page(page)
    assert report is not None
    whole = best(lambda: sums_of(report_on_page(page) or report), rounds)
    print(f"{'report and its sums from that page':46}{whole:>10.1f}")
    pages = [html for seed in range(5) for _, html, _ in corpus(seed)]
    each = best(lambda: [scan_page(html) for html in pages], rounds) / len(pages)
    print(f"{'personal data, a short page with numbers':46}{each:>10.2f}")
    plain = forms.page(forms.figures(5), forms.plain)
    print(
        f"{'personal data, a page without long numbers':46}{best(lambda: scan_page(plain), rounds):>10.2f}"
    )
    book = payments(_ROWS)
    print(f"{f'read a workbook of {_ROWS} rows':46}{best(lambda: read_here(book), 2):>10.0f}")
    taken = best(lambda: read_attachment(book), 2)
    print(f"{'take it from the process that reads':46}{taken:>10.0f}")
    read = read_attachment(book)
    print(f"{'personal data in it':46}{best(lambda: scan_attachment(read), 2):>10.0f}")


if __name__ == "__main__":
    main()
