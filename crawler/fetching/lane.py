"""When one host, or one address, may be asked next: what our manners say, and how it has answered so far.

Pure bookkeeping: moments come in as arguments (monotonic seconds), nothing waits here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from crawler.snapshot.model import Outcome

# How quickly the latest answers, and a host's usual answers, follow a new measurement.
_RECENT, _USUAL_DOWN, _USUAL_UP = 0.3, 0.2, 0.01
_STRAIN = 2.0  # an answer that takes so many times as long as usual shows strain
_DOUBLE, _RECOVERY = 2.0, 0.9
_SOME_WALLS = 3


@dataclass(frozen=True, slots=True)
class BackOff:
    """What is done where a server asks for less, walls us off or gets slow.  Times are seconds.

    `longest_pause`: no server can make us wait longer at a time.  `first_pause`: where it does not
    say how long; doubled each time.  `slowest`: no delay grows beyond it.  `least_delay`: what is
    doubled first where the usual delay is shorter.  `limits` and `walls`: after so many in a row the
    host is left alone; before that, walls get a pause of `wall_pause` and one more question.
    `silence`: who gives no sign of life for so long no longer keeps others on the machine waiting.
    """

    longest_pause: float = 120.0
    first_pause: float = 2.0
    slowest: float = 30.0
    least_delay: float = 0.5
    limits: int = 5
    walls: int = 12
    wall_pause: float = 30.0
    silence: float = 5.0


BACK_OFF = BackOff()


@dataclass(frozen=True, slots=True)
class Manners:
    """How a crawl asks: `delay` seconds from one question to the next, `back_off` when it must."""

    delay: float = 0.5
    back_off: BackOff = BACK_OFF


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Why a host is not asked any more in this run."""

    outcome: Outcome
    detail: str
    since: float = -math.inf


@dataclass(frozen=True, slots=True)
class Wait:
    """A host that is not asked for a while: `seconds` from now, `asked` where it asked for that.

    With `elsewhere` another machine is asking its address: `seconds` is how long we have waited so far.
    """

    host: str
    seconds: float
    asked: bool
    elsewhere: bool = False


class Lane:
    """One host or one address."""

    __slots__ = (
        "_factor",
        "_limits",
        "_recent",
        "_started",
        "_usual",
        "_walls",
        "asked_to_wait",
        "left_alone",
        "paused_until",
    )

    def __init__(self) -> None:
        self._started = -math.inf
        self._recent: float | None = None
        self._usual = 0.0
        self._factor = 1.0
        self._limits = 0
        self._walls = 0
        self.paused_until = -math.inf
        self.asked_to_wait = False  # the pause was asked for, it is not our own idea
        self.left_alone: LeftAlone | None = None

    def delay(self, manners: Manners) -> float:
        """Return the seconds from one question to the next, as things stand."""
        slowness = max(self._factor, self._strain(manners))
        if slowness <= 1.0:
            return manners.delay
        slowed = max(manners.delay, manners.back_off.least_delay) * slowness
        return max(manners.delay, min(slowed, manners.back_off.slowest))

    def _strain(self, manners: Manners) -> float:
        # Without a delay the crawl is not meant to be polite, and its own haste makes answers slow.
        if self._recent is None or not manners.delay:
            return 1.0
        return self._recent / (_STRAIN * max(self._usual, manners.delay))

    def ready_at(self, manners: Manners) -> float:
        """Return the moment from which on the next question may be asked."""
        return max(self._started + self.delay(manners), self.paused_until)

    def began(self, now: float) -> None:
        """Note that a question was asked."""
        self._started = now

    def took(self, seconds: float) -> None:
        """Note how long the beginning of an answer took to come, or how long we waited in vain."""
        if self._recent is None:
            self._recent = self._usual = seconds
            return
        self._recent += _RECENT * (seconds - self._recent)
        pace = _USUAL_DOWN if seconds < self._usual else _USUAL_UP
        self._usual += pace * (seconds - self._usual)

    def limited(self, now: float, asked: float | None, back_off: BackOff) -> None:
        """Note that the server asks for less; `asked` is for how many seconds, None where unsaid."""
        if now < self.paused_until:  # asked before it said so; one word counts once
            self._pause(now, asked or 0.0, back_off, asked=asked is not None)
            return
        self._limits += 1
        own = back_off.first_pause * _DOUBLE ** (self._limits - 1)
        self._pause(now, own if asked is None else asked, back_off, asked=asked is not None)
        self._slow_down(back_off)
        if self._limits >= back_off.limits:
            self.left_alone = LeftAlone(
                Outcome.RATE_LIMITED,
                f"host limited the rate {self._limits} times in a row, not asked again",
                now,
            )

    def walled(self, now: float, mark: str, back_off: BackOff) -> None:
        """Note that a bot wall answered, or would answer."""
        if self.left_alone is not None or now < self.paused_until:  # asked before the pause
            return
        self._walls += 1
        if self._walls >= _SOME_WALLS:
            self._slow_down(back_off)
        if self._walls == back_off.walls:  # perhaps it only wants peace for a while
            self._pause(now, back_off.wall_pause, back_off, asked=False)
        elif self._walls > back_off.walls:
            self.left_alone = LeftAlone(
                Outcome.BLOCKED,
                f"host answered {self._walls} bot walls in a row, not asked again: {mark}",
                now,
            )

    def welcomed(self) -> None:
        """Note an answer that neither limits nor blocks us."""
        self._limits = self._walls = 0
        self._factor = max(1.0, self._factor * _RECOVERY)

    def forgive(self, before: float) -> None:
        """Ask again a host that was left alone `before` a moment: that was another crawl's experience."""
        if self.left_alone is not None and self.left_alone.since < before:
            self.left_alone = None
            self._limits = self._walls = 0

    def pause_until(self, moment: float) -> None:
        """Ask nothing before `moment`."""
        self.paused_until = max(self.paused_until, moment)

    def _pause(self, now: float, seconds: float, back_off: BackOff, *, asked: bool) -> None:
        until = now + min(seconds, back_off.longest_pause)
        if until > self.paused_until:
            self.paused_until, self.asked_to_wait = until, asked

    def _slow_down(self, back_off: BackOff) -> None:
        # A few doublings beyond any delay that counts; more would take for ever to recover from.
        most = max(1.0, back_off.slowest / back_off.least_delay) if back_off.least_delay else 64.0
        self._factor = min(self._factor * _DOUBLE, most)
