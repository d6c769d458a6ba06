from __future__ import annotations

import asyncio
import gc

import pytest

from crawler.garbage import collected_by_the_minute


def test_the_collector_is_left_as_it_was_found():
    before = gc.get_threshold()

    async def work():
        async with collected_by_the_minute():
            return gc.get_threshold()

    inside = asyncio.run(work())
    assert inside[2] > before[2]
    assert gc.get_threshold() == before


def test_it_is_left_so_after_an_error_too():
    before = gc.get_threshold()

    async def work():
        async with collected_by_the_minute():
            raise RuntimeError

    with pytest.raises(RuntimeError):
        asyncio.run(work())
    assert gc.get_threshold() == before


def test_garbage_is_collected_now_and_then(monkeypatch):
    monkeypatch.setattr("crawler.garbage._EVERY", 0.001)

    class Ring:
        pass

    async def work():
        gone = asyncio.Event()
        ring = Ring()
        ring.itself = ring
        loop = asyncio.get_running_loop()
        ring.end = type("End", (), {"__del__": lambda _: loop.call_soon(gone.set)})()
        del ring
        async with collected_by_the_minute():
            await asyncio.wait_for(gone.wait(), 300)

    asyncio.run(work())
