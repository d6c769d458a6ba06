"""Requests that cannot be carried out, and the checks that all commands which crawl begin with."""

from __future__ import annotations

from pathlib import Path

from crawler.fetching.routes import Routes, spells_private
from crawler.reading.urls import host_of, port_of
from crawler.settings import CrawlSettings
from crawler.snapshot.troubles import reason

OUT, DATA = "用 --out 换一个目录", "在 gongkai.yaml 的 data 换一个目录"


class RefusedError(Exception):
    """The request cannot be carried out; the message (Chinese) says why and what to do.  Exit code 2."""


def refuse_private_home(plan: CrawlSettings) -> None:
    """Raise RefusedError where the home page's URL, or a canary's, spells a private address that is not mapped."""
    for url in (plan.home, *plan.canary):
        _refuse_private(url, plan)


def _refuse_private(url: str, plan: CrawlSettings) -> None:
    host, port = host_of(url), port_of(url)
    if spells_private(host) and Routes(plan.connect_to).mapped(host, port) is None:
        shown = f"[{host}]" if ":" in host else host
        raise RefusedError(
            f"{host} 是内网或本机地址，默认不访问。确要检查时请写明：--connect-to {shown}:{port}:{shown}:{port}"
        )


def make_writable(out: Path, instead: str = OUT) -> None:
    """Make a folder for results.  Raises RefusedError where it cannot be written; `instead` is what helps then."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".gongkai-write-test"
        probe.touch()
        probe.unlink(missing_ok=True)  # another may try the same
    except OSError as error:
        raise unwritable(out, error, instead) from error


def unwritable(out: Path, error: OSError, instead: str = OUT) -> RefusedError:
    """Say that a folder for results cannot be written, and what to do."""
    return RefusedError(f"不能写入目录 {out}：{reason(error)}。请检查路径和权限，或{instead}。")
