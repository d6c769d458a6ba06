"""Before a scan: do the known-good targets answer?  Without a network nothing that it found would be true."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from crawler.settings import CrawlSettings
from crawler.watch.canary import asked_for

_MOST_NAMED = 5


class NoNetworkError(Exception):
    """No known-good target answers; the message (Chinese) says what to do.  Exit code 3: nothing was judged."""


def require_network(plan: CrawlSettings, clock: Callable[[], datetime]) -> None:
    """Ask the canaries of a plan.  Raises NoNetworkError where there are some and none answers."""
    if not plan.canary:
        return
    found = asyncio.run(asked_for(plan, clock))
    if any(one.answered for one in found):
        return
    named = "、".join(f"{one.url}（{one.attempt.outcome}）" for one in found[:_MOST_NAMED])
    raise NoNetworkError(
        f"对照网址都打不开：{named}。本机网络可能不通，没有开始检查，什么都没有改动。"
        "请检查网络后重试，或核对 --canary 的网址。"
    )
