"""Personal data that a page or file shows unmasked: IDs, cards, accounts, mobiles beside names."""

from checker.facts.personal_data.model import (
    NAMES,
    Column,
    Hit,
    Kind,
    Place,
    Scan,
    Strength,
    WeakMask,
)
from checker.facts.personal_data.scan import scan, scan_attachment, scan_page

__all__ = [
    "NAMES",
    "Column",
    "Hit",
    "Kind",
    "Place",
    "Scan",
    "Strength",
    "WeakMask",
    "scan",
    "scan_attachment",
    "scan_page",
]
