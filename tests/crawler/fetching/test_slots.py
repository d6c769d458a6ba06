from __future__ import annotations

import asyncio

import pytest

from crawler.fetching.slots import Slots


async def _waiting(slots: Slots) -> asyncio.Task[None]:
    waiter = asyncio.create_task(slots.acquire())
    await asyncio.sleep(0)
    assert not waiter.done()
    return waiter


@pytest.mark.parametrize("given_back", ["before the end", "at the same moment", "after the end"])
def test_who_is_ended_while_waiting_has_no_slot_and_keeps_none(given_back: str) -> None:
    """An interrupt ends who has the slot and who waits for it, in one go and in any order."""

    async def run() -> None:
        slots = Slots(1)
        await slots.acquire()
        waiter = await _waiting(slots)
        if given_back == "before the end":
            slots.release()
        waiter.cancel()
        if given_back == "at the same moment":
            slots.release()
        with pytest.raises(asyncio.CancelledError):
            await waiter
        if given_back == "after the end":
            slots.release()
        assert slots.idle

    asyncio.run(run())


def test_the_next_one_gets_what_an_ended_one_leaves() -> None:
    async def run() -> None:
        slots = Slots(1)
        await slots.acquire()
        ended, last = await _waiting(slots), await _waiting(slots)
        ended.cancel()
        slots.release()
        await last
        assert ended.cancelled()
        slots.release()
        assert slots.idle

    asyncio.run(run())
