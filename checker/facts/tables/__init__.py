"""Tables as grids, wherever they come from: pages, styled boxes, sheets and documents."""

from checker.facts.tables.grid import Cell, Row, Table, Written, lay
from checker.facts.tables.headers import header_columns, header_rows
from checker.facts.tables.html import Blocks, read_blocks, read_tables
from checker.facts.tables.numbers import Kind, Number, read_number

__all__ = [
    "Blocks",
    "Cell",
    "Kind",
    "Number",
    "Row",
    "Table",
    "Written",
    "header_columns",
    "header_rows",
    "lay",
    "read_blocks",
    "read_number",
    "read_tables",
]
