"""What can go wrong with the archive, told in Chinese with what to do."""

from audits.store.errors import StoreError


class ArchiveError(StoreError):
    """The shared storage cannot be used as asked; the message says which object, why and what to do."""


class MissingError(ArchiveError):
    """There is no such entry or object."""


class DamagedError(ArchiveError):
    """An object is not what was kept."""
