"""Crawl the generated sites, to be measured as a child: `python -m benchmarks.many_sites.crawler WAY …`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from audits.clock import now
from benchmarks.many_sites.one_engine import crawl_in_one_engine
from benchmarks.many_sites.sites import address, host
from crawler.fetching.routes import Address, ConnectTo
from crawler.folder import prepare
from crawler.job import Job
from crawler.many import crawl_many
from crawler.processes import crawl_in_processes
from crawler.settings import CrawlSettings


def main() -> None:
    """Crawl, and say how the crawls ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=["engines", "one-engine"])
    parser.add_argument("--sites", type=int, required=True)
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--delay", type=float, required=True)
    parser.add_argument("--concurrency", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--dns", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    jobs = []
    for number in range(options.sites):
        plan = CrawlSettings(
            f"http://{host(number)}/",
            max_pages=options.pages,
            delay=options.delay,
            concurrency=options.concurrency,
            connect_to=(ConnectTo(host(number), 80, Address(address(number), options.port)),),
            dns=Address("127.0.0.1", options.dns),
        )
        folder = options.out / host(number)
        prepare(folder)
        jobs.append(Job(plan, folder))
    if options.way == "one-engine":
        crawl_in_one_engine(jobs, now)
        return
    if options.processes > 1:
        ended = crawl_in_processes(jobs, options.processes, now, "bench")
    else:
        ended = crawl_many(jobs, now, "bench")
    sys.stderr.write(f"{dict(Counter(one.finish or one.error for one in ended))}\n")


if __name__ == "__main__":
    main()
