"""Attached files: text and tables of PDF, OFD, Word, Excel, PowerPoint, RTF, CSV, text, web and zip."""

from checker.facts.attachments.limits import DEFAULT, Limits
from checker.facts.attachments.model import Attachment, Kind, Note, Passage, Seen, State
from checker.facts.attachments.read import read_attachment

__all__ = [
    "DEFAULT",
    "Attachment",
    "Kind",
    "Limits",
    "Note",
    "Passage",
    "Seen",
    "State",
    "read_attachment",
]
