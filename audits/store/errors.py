"""What can go wrong with the store, said in Chinese for who runs the program.  Knows no database."""

from __future__ import annotations

from audits.refused import RefusedError


class StoreError(RefusedError):
    """The store cannot do what was asked; the message (Chinese) says why and what to do."""


class UnreachableError(StoreError):
    """The store cannot be asked at present: out of reach, starting, overcrowded, kept busy.  Later it can be."""


class StaleError(StoreError):
    """A row was changed by somebody else since it was read; nothing was written."""


class ConflictError(StoreError):
    """A row contradicts the others: it is there already, or what it refers to is not."""
