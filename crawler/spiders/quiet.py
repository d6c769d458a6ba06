"""What Scrapy would say at every request and nobody here listens to: half of what it costs to ask."""

from __future__ import annotations

from typing import Any

from scrapy.logformatter import LogFormatter
from scrapy.signalmanager import SignalManager


class HeardSignals(SignalManager):
    """Sends the signals that somebody is connected to, and no others."""

    def __init__(self, sender: object) -> None:
        super().__init__(sender)
        self._heard: set[Any] = set()

    def connect(self, receiver: Any, signal: Any, **kwargs: Any) -> None:
        """Connect a receiver."""
        self._heard.add(signal)
        super().connect(receiver, signal, **kwargs)

    def send_catch_log(self, signal: Any, **kwargs: Any) -> list[tuple[Any, Any]]:
        """Send a signal; no receiver, no answer."""
        return super().send_catch_log(signal, **kwargs) if signal in self._heard else []


class NoWords(LogFormatter):
    """Makes no log line of an answer."""

    def crawled(self, *_: Any) -> Any:
        """Say nothing."""
        return
