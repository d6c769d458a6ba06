"""An interrupt ends a crawl whenever it comes, also while the crawl is only about to begin."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from crawler.fetching.pace import Lanes
from crawler.folder import prepare
from crawler.interruption import Interruption, on_signals
from crawler.job import INTERRUPTED
from crawler.run import Surroundings, visit
from crawler.spiders.progress import unwatched
from tests.crawler.conftest import moment
from tests.crawler.loopback import says_nothing

PATIENCE = 60.0


def test_at_any_moment_of_its_beginning(server, plan, tmp_path):
    """The loop's steps are counted, so that every moment between two of them is tried."""
    server.at("/robots.txt", says_nothing)

    async def interrupted_after(steps: int) -> bool:
        folder = tmp_path / str(steps)
        prepare(folder)
        interruption = Interruption()
        settings = plan(timeout=10 * PATIENCE)
        surroundings = Surroundings(moment, "test", Lanes(1))
        crawl = asyncio.ensure_future(
            visit(settings, folder, surroundings, unwatched, interruption, resume=False)
        )
        for _ in range(steps):
            await asyncio.sleep(0)
        interruption.come()
        # Not `wait_for`: the engine takes a cancellation for its end.
        await asyncio.wait({crawl}, timeout=PATIENCE)
        return crawl.done() and crawl.result().finish == INTERRUPTED

    async def not_ended() -> list[int]:
        return [steps for steps in range(30) if not await interrupted_after(steps)]

    assert asyncio.run(not_ended()) == []


def test_what_begins_after_the_interrupt_ends_at_once():
    interruption, ended = Interruption(), []
    interruption.come()
    interruption.ends(lambda: ended.append("late"))
    interruption.come()
    assert ended == ["late"]


def test_the_second_ctrl_c_breaks_off():
    told = []

    async def work():
        with on_signals(lambda: told.append("ends"), lambda: told.append("breaks off")):
            for _ in range(2):
                os.kill(os.getpid(), signal.SIGINT)
            await asyncio.Event().wait()

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(work())
    assert told == ["ends", "breaks off"]
