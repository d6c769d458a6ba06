"""Open the report of a large audit in a Chromium: `python -m benchmarks.report_page.bench [findings]`.

Told are its size, when the first words stand on the screen, when it is ready for use, and how long it
takes to look for a word in all findings and to narrow it down to one unit.  Best of three.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from crawler.rendering.browsers import find_browser
from reports.html import render
from reports.language import CHINESE
from tests.reports.browser.audits import UNITS, many

_FINDINGS = 10_000
_TIMES = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  const load = performance.getEntriesByType("navigation")[0];
  return [paint, load.domContentLoadedEventEnd, load.loadEventEnd];
}"""
# From the input to the next picture that shows its effect.
_ASK = """([name, value]) => new Promise((done) => {
  const field = document.querySelector(`[name=${name}]`);
  if (field.tagName === "SELECT") {
    value = Array.from(field.options).find((one) => one.dataset.name === value).value;
  }
  const begun = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
})"""


def measured(page: Page, address: str) -> list[float]:
    """Milliseconds: first paint, ready, loaded, word looked for, unit chosen."""
    page.goto("about:blank")
    page.goto(address)
    times: list[float] = page.evaluate(_TIMES)
    times.append(page.evaluate(_ASK, ["q", "attach/0/00042/"]))
    page.evaluate(_ASK, ["q", ""])
    times.append(page.evaluate(_ASK, ["unit", UNITS[1]]))
    return times


def main(findings: int) -> None:
    """Measure, print."""
    html = render(many(findings), CHINESE)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "report.html"
        path.write_text(html, encoding="utf-8")
        browser = driver.chromium.launch(
            executable_path=find_browser(os.environ), chromium_sandbox=os.geteuid() != 0
        )
        page = browser.new_page()
        rounds = [measured(page, path.as_uri()) for _ in range(3)]
        browser.close()
    names = ("first contentful paint", "ready (DOMContentLoaded)", "loaded", "a word", "one unit")
    print(f"{findings:,} findings, {len(html.encode()) / 1e6:.2f} MB")
    for name, values in zip(names, zip(*rounds, strict=True), strict=True):
        print(f"{name}: {min(values):.0f} ms (worst of three {max(values):.0f} ms)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _FINDINGS)
