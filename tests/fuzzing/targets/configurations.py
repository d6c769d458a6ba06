"""gongkai.yaml, sites.yaml, audit configuration, lists of sites, secrets' places: understood, or RuleErrors."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from audits.config import crawl_settings, read_config
from audits.desk.reading import read
from audits.many.site_list import listed
from audits.refused import RefusedError
from crawler.fetching.routes import RouteError
from rules.problems import RuleErrors
from tests.fuzzing.target import Target, seeds_of, text, workplace
from tests.fuzzing.targets.rule_files import told

_HERE = Path("gongkai.yaml")


def check(data: bytes) -> None:
    """As every file that it could be."""
    said = text(data)
    for own, list_text in ((said, None), ("sites_file: x.yaml\n", said)):
        try:
            desk = read(own, _HERE, list_text)
        except RuleErrors as errors:
            told(errors)
        else:
            assert read(own, _HERE, list_text) == desk
    with workplace("sites.txt", data) as path:
        try:
            listed((), path)
        except RuleErrors as errors:
            told(errors)
        try:
            choices = read_config(path)
        except RuleErrors as errors:
            told(errors)
        else:
            with suppress(RuleErrors, RefusedError, RouteError):
                crawl_settings("http://x.gov.cn/", choices)


def seeds() -> list[bytes]:
    """Files of our own."""
    return seeds_of("configurations")


TARGET = Target("configurations", check, seeds, most=4000, words=(b"\n", b": ", b"- ", b"sites:\n  - {id: a, name: x, url: http://a.cn/}\n", b"schedule: ", "每月1日 02:00".encode(), b"mail:\n", b"smtp: {host: x, port: 99999}\n", b"keep: ", b"units: {a: {contacts: [a@b.cn]}}\n", b"defaults: {max_pages: -1}\n", b"storage: ", b"data: ", b"sites_file: ", b"timezone: Mars/X\n", b"connect_to: ['*:80:x']\n", b"http://", b"max-pages: 1e9\n", b"hosts: [a]\n", b"&a ", b"~", b"yes"), about="gongkai.yaml, sites.yaml, configuration of an audit, list of sites")  # fmt: skip
