"""The table of hostile behaviours: what each does, and what may be said of it afterwards."""

from __future__ import annotations

from tests.hostile.files import FILES
from tests.hostile.mazes import MAZES
from tests.hostile.pages import PAGES
from tests.hostile.ways import WAYS
from tests.hostile.wire import WIRE

BEHAVIOURS = [*WIRE, *WAYS, *PAGES, *MAZES, *FILES]
