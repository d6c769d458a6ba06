"""Turns by host and by address.  Real loops, and delays so small that nobody waits for them."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime

import pytest

from crawler.fetching.answer import Answer
from crawler.fetching.failures import FetchFailedError
from crawler.fetching.lane import BackOff, Manners
from crawler.fetching.pace import Lanes, Pace
from crawler.snapshot import Fetch, Outcome, Role

DELAY = 0.02
BUSY = Answer(429, "Too Many Requests")


def moment():
    return datetime(2021, 12, 31, 8, 0, tzinfo=UTC)


def pace(delay=DELAY, lanes=None, **back_off):
    return Pace(Manners(delay, BackOff(**back_off)), lanes or Lanes(), moment)


class TurnedLoop(asyncio.SelectorEventLoop):
    """A loop whose clock can be put on."""

    ahead = 0.0

    def time(self):
        return super().time() + self.ahead


class Table:
    """Who asks an address, of several machines: this one where `ours` is set.  One address, and its own claim."""

    def __init__(self, rest=0.0):
        self.ours = asyncio.Event()
        self.rest = rest
        self.users = 0
        self.left: list[float] = []

    def claim(self, _):
        return self

    def enters(self):
        self.users += self.ours.is_set()
        return self.ours.is_set()

    async def comes(self, _):
        await self.ours.wait()
        self.users += 1
        return self.rest

    def lasts(self):
        return self.ours.is_set()

    def leaves(self, paused):
        self.users -= 1
        self.left.append(paused)

    async def close(self):
        raise NotImplementedError


def blocked(host):
    return Fetch(f"http://{host}/", Role.PAGE, Outcome.BLOCKED, detail="wall: 412")


class Log:
    """Which hosts were asked when, and how many at once."""

    def __init__(self):
        self.began: list[tuple[str, float]] = []
        self.at_once = self.most = 0

    async def ask(self, pace, host, address, takes=0.0):
        async with pace.turn(host, address):
            self.began.append((host, asyncio.get_running_loop().time()))
            self.at_once += 1
            self.most = max(self.most, self.at_once)
            await asyncio.sleep(takes)
            self.at_once -= 1

    def gaps(self):
        moments = [moment for _, moment in self.began]
        return [later - earlier for earlier, later in itertools.pairwise(moments)]

    def paced(self):
        """Were they asked with the delay between?

        What is noted here is when a turn was used, on a busy machine later than when it was given; so
        two may seem nearer than they were given, and only the whole tells: without a delay it is nothing.
        """
        return sum(self.gaps()) >= DELAY * len(self.gaps()) / 2


def test_one_host_is_asked_one_by_one_with_the_delay_between():
    async def work():
        log, one = Log(), pace()
        await asyncio.gather(*(log.ask(one, "a.cn", "1.1.1.1", 0.001) for _ in range(4)))
        return log

    log = asyncio.run(work())
    assert log.most == 1
    assert log.paced()


def test_ten_hosts_on_one_machine_are_asked_like_one():
    async def work():
        log, one = Log(), pace()
        await asyncio.gather(*(log.ask(one, f"{n}.x.cn", "1.1.1.1", 0.001) for n in range(10)))
        return log

    log = asyncio.run(work())
    assert log.most == 1
    assert log.paced()


def test_hosts_on_their_own_machines_do_not_wait_for_each_other():
    async def work():
        log, one = Log(), pace(delay=30.0)
        await asyncio.gather(*(log.ask(one, f"{n}.cn", f"1.1.1.{n}", 0.001) for n in range(10)))
        return log

    assert asyncio.run(work()).most == 10


def test_one_host_on_many_addresses_is_one_host():
    async def work():
        log, one = Log(), pace()
        await asyncio.gather(*(log.ask(one, "a.cn", f"1.1.1.{n}", 0.001) for n in range(4)))
        return log

    log = asyncio.run(work())
    assert log.most == 1
    assert log.paced()


def test_crawls_of_one_process_share_a_machine():
    async def work():
        log, lanes = Log(), Lanes()
        one, other = pace(lanes=lanes), pace(lanes=lanes)
        await asyncio.gather(log.ask(one, "a.cn", "1.1.1.1"), log.ask(other, "b.cn", "1.1.1.1"))
        return log

    assert asyncio.run(work()).paced()


def test_as_many_at_once_as_the_setting_says():
    async def work():
        log, one = Log(), pace(delay=0.0, lanes=Lanes(3))
        await asyncio.gather(*(log.ask(one, "a.cn", "1.1.1.1", 0.001) for _ in range(9)))
        return log

    assert asyncio.run(work()).most == 3


def test_a_second_question_within_a_turn_keeps_the_delay_too():
    async def work():
        one = pace()
        loop = asyncio.get_running_loop()
        began = loop.time()  # before the turn: on a slow machine part of the delay is over inside
        async with one.turn("a.cn", "1.1.1.1") as turn:
            await turn.again()
            return loop.time() - began

    assert asyncio.run(work()) >= DELAY


def test_a_host_that_waits_does_not_keep_its_neighbours_waiting():
    async def work():
        log, one = Log(), pace(delay=0.0)
        one.answered("busy.cn", "1.1.1.1", BUSY)
        waits = asyncio.ensure_future(log.ask(one, "busy.cn", "1.1.1.1"))
        await log.ask(one, "calm.cn", "1.1.1.1")
        waits.cancel()
        return log, one.waits()

    log, waits = asyncio.run(work())
    assert [host for host, _ in log.began] == ["calm.cn"]
    assert [(wait.host, wait.asked) for wait in waits] == [("busy.cn", False)]


def test_where_two_hosts_of_a_machine_want_a_pause_the_machine_gets_it():
    async def work():
        log, one = Log(), pace(delay=0.0, first_pause=0.05)
        loop = asyncio.get_running_loop()
        one.answered("a.cn", "1.1.1.1", BUSY)
        one.answered("b.cn", "1.1.1.1", BUSY)
        began = loop.time()
        await log.ask(one, "c.cn", "1.1.1.1")
        return log.began[0][1] - began

    assert asyncio.run(work()) >= 0.045


def test_who_waits_can_be_cancelled_and_leaves_the_turn_to_the_next():
    async def work():
        log, one = Log(), pace(delay=0.0, first_pause=0.03)
        one.answered("a.cn", "1.1.1.1", BUSY)
        first = asyncio.ensure_future(log.ask(one, "a.cn", "1.1.1.1"))
        second = asyncio.ensure_future(log.ask(one, "a.cn", "1.1.1.1"))
        await asyncio.sleep(0)
        first.cancel()
        await second
        await log.ask(one, "a.cn", "1.1.1.1")
        return log

    assert len(asyncio.run(work()).began) == 2


def test_who_waits_for_a_machine_s_pause_can_be_cancelled_and_leaves_it_to_the_next():
    async def work():
        log, one = Log(), pace(delay=0.0, first_pause=0.03)
        one.answered("a.cn", "1.1.1.1", BUSY)
        one.answered("b.cn", "1.1.1.1", BUSY)
        first = asyncio.ensure_future(log.ask(one, "c.cn", "1.1.1.1"))
        second = asyncio.ensure_future(log.ask(one, "d.cn", "1.1.1.1"))
        await asyncio.sleep(0)
        first.cancel()
        await second
        await log.ask(one, "c.cn", "1.1.1.1")
        return log

    assert [host for host, _ in asyncio.run(work()).began] == ["d.cn", "c.cn"]


def test_a_pause_asked_for_is_told_at_once():
    async def work():
        told = []
        one = pace()
        one.tell = lambda: told.append(one.waits())
        one.answered("a.cn", "1.1.1.1", Answer(503, "x", ((b"Retry-After", b"30"),)))
        return told

    [[wait]] = asyncio.run(work())
    assert (wait.host, wait.asked) == ("a.cn", True)
    assert 0 < wait.seconds <= 30


def test_a_host_left_alone_is_not_asked():
    async def work():
        log, one = Log(), pace(delay=0.0, walls=2, wall_pause=0.0)
        for _ in range(3):
            one.came_to(blocked("a.cn"))
        with pytest.raises(FetchFailedError) as caught:
            await log.ask(one, "a.cn", "1.1.1.1")
        await log.ask(one, "b.cn", "1.1.1.1")
        return log, caught.value

    log, error = asyncio.run(work())
    assert [host for host, _ in log.began] == ["b.cn"]
    assert (error.outcome, "412" in error.detail) == (Outcome.BLOCKED, True)


def test_a_silent_host_keeps_its_machine_only_for_a_moment():
    async def work():
        log, one = Log(), pace(delay=0.0, silence=0.02)
        silent = asyncio.ensure_future(log.ask(one, "silent.cn", "1.1.1.1", 30.0))
        await asyncio.sleep(0)
        await log.ask(one, "b.cn", "1.1.1.1")
        again = asyncio.ensure_future(log.ask(one, "silent.cn", "1.1.1.1"))
        await asyncio.sleep(0.001)
        silent.cancel()
        await asyncio.wait([silent])
        await again
        return log

    log = asyncio.run(work())
    assert [host for host, _ in log.began] == ["silent.cn", "b.cn", "silent.cn"]
    assert log.gaps()[0] >= 0.02


def test_a_long_answer_keeps_its_machine_to_the_end():
    async def work():
        log, one = Log(), pace(delay=0.0, silence=0.01)

        async def long():
            async with one.turn("a.cn", "1.1.1.1") as turn:
                turn.speaks()
                await asyncio.sleep(0.05)
                log.began.append(("a.cn", 0.0))

        await asyncio.gather(long(), log.ask(one, "b.cn", "1.1.1.1"))
        return log

    assert [host for host, _ in asyncio.run(work()).began] == ["a.cn", "b.cn"]


def test_what_another_machine_asks_is_waited_for_and_that_is_told(monkeypatch):
    monkeypatch.setattr("crawler.fetching.pace._WORTH_TELLING", 0.0)

    async def work():
        log, table, told = Log(), Table(), []
        one = pace(delay=0.0, lanes=Lanes(2, table))

        def tell():
            told.append(one.waits())
            assert log.began == []
            table.ours.set()

        one.tell = tell
        await asyncio.gather(*(log.ask(one, "a.cn", "1.1.1.1") for _ in range(2)))
        return log, table, told, one.waits()

    log, table, told, after = asyncio.run(work())
    assert len(log.began) == 2
    assert [(wait.host, wait.elsewhere) for [wait] in told] == [("a.cn", True)]
    assert after == ()
    assert (table.users, table.left) == (0, [0.0, 0.0])


def test_what_another_machine_has_asked_just_now_gets_its_rest():
    async def work():
        log, table = Log(), Table(rest=0.05)
        table.enters = lambda: False
        table.ours.set()
        began = asyncio.get_running_loop().time()
        await log.ask(pace(delay=0.0, lanes=Lanes(1, table)), "a.cn", "1.1.1.1")
        return log.began[0][1] - began

    assert asyncio.run(work()) >= 0.05


def test_a_pause_that_the_machine_wants_is_told_to_the_other_machines():
    async def work():
        table = Table()
        table.ours.set()
        one = pace(delay=0.0, lanes=Lanes(1, table), first_pause=60.0)
        async with one.turn("a.cn", "1.1.1.1"):
            one.answered("a.cn", "1.1.1.1", BUSY)
            one.answered("b.cn", "1.1.1.1", BUSY)
        return table.left

    [pause] = asyncio.run(work())
    assert 0 < pause <= 60.0


def test_what_ends_to_be_ours_while_we_wait_is_not_asked_before_it_is_again():
    async def work():
        log, table = Log(), Table()
        table.ours.set()
        one = pace(delay=0.0, lanes=Lanes(1, table), first_pause=0.05)
        one.answered("b.cn", "1.1.1.1", BUSY)
        one.answered("c.cn", "1.1.1.1", BUSY)  # so it is the machine that wants a pause
        asking = asyncio.ensure_future(log.ask(one, "a.cn", "1.1.1.1"))
        while not table.users:  # noqa: ASYNC110 - it is a matter of steps, not of time
            await asyncio.sleep(0)
        table.ours.clear()
        while table.users:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0)
        assert log.began == []
        table.ours.set()
        await asking
        return log, table

    log, table = asyncio.run(work())
    assert len(log.began) == 1
    assert table.users == 0


def test_who_waits_for_another_machine_can_be_cancelled_and_keeps_nothing():
    async def work():
        log, table = Log(), Table()
        one = pace(delay=0.0, lanes=Lanes(1, table))
        waits = asyncio.ensure_future(log.ask(one, "a.cn", "1.1.1.1"))
        await asyncio.sleep(0)
        waits.cancel()
        await asyncio.wait([waits])
        table.ours.set()
        await log.ask(one, "a.cn", "1.1.1.1")
        return log, table

    log, table = asyncio.run(work())
    assert len(log.began) == 1
    assert table.users == 0


def test_a_second_question_within_a_turn_is_not_asked_while_another_machine_asks():
    async def work():
        table = Table()
        table.ours.set()
        one = pace(delay=0.0, lanes=Lanes(1, table))
        async with one.turn("a.cn", "1.1.1.1") as turn:
            table.ours.clear()
            again = asyncio.ensure_future(turn.again())
            await asyncio.sleep(0)
            assert not again.done()
            table.ours.set()
            await again
            assert table.users == 1
        return table.users

    assert asyncio.run(work()) == 0


def test_what_was_learnt_of_a_host_is_forgotten_after_an_hour_but_not_while_it_is_asked():
    async def work():
        loop, lanes = asyncio.get_running_loop(), Lanes()
        one = pace(delay=0.0, lanes=lanes)

        async def a_thousand_more(name):
            for number in range(1001):
                lanes.host(f"{name}{number}.cn")

        async with one.turn("busy.cn", "1.1.1.1"), one.turn("left.cn", "2.2.2.2"):
            pass
        left = lanes.host("left.cn"), lanes.address("2.2.2.2")
        await a_thousand_more("soon")
        assert (lanes.host("left.cn"), lanes.address("2.2.2.2")) == left
        async with one.turn("busy.cn", "1.1.1.1"):
            busy = lanes.host("busy.cn"), lanes.address("1.1.1.1")
            loop.ahead += 3601.0
            await a_thousand_more("later")
            assert (lanes.host("busy.cn"), lanes.address("1.1.1.1")) == busy
        assert lanes.host("left.cn") is not left[0]
        assert lanes.address("2.2.2.2") is not left[1]

    with asyncio.Runner(loop_factory=TurnedLoop) as runner:
        runner.run(work())


def test_a_host_that_an_earlier_crawl_left_alone_is_asked_again_after_an_hour():
    async def work():
        loop, lanes, log = asyncio.get_running_loop(), Lanes(), Log()

        async def asks_anew():
            try:
                await log.ask(pace(delay=0.0, lanes=lanes), "a.cn", "1.1.1.1")
            except FetchFailedError as error:
                return error.outcome

        one = pace(delay=0.0, lanes=lanes, walls=1, wall_pause=0.0)
        for _ in range(2):
            one.came_to(blocked("a.cn"))
        asked = [await asks_anew()]
        loop.ahead += 3601.0
        return [*asked, await asks_anew()], log.began

    with asyncio.Runner(loop_factory=TurnedLoop) as runner:
        outcomes, began = runner.run(work())
    assert outcomes == [Outcome.BLOCKED, None]
    assert len(began) == 1
