"""Collect garbage seldom while rules are judged: what the facts hold stays, and walking through it costs a quarter."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

_SELDOM = (50_000, 20, 50)


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the collector rest; what is there now is not looked at."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
