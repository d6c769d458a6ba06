"""One network for each test that asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.network.network import Network


@pytest.fixture
def net() -> Iterator[Network]:
    with Network() as made:
        yield made
