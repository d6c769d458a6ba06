"""Letters into the outbox: a file each, then a row for each recipient.

The same letter to the same recipient is stored once, however often this is done.  Nothing is sent here.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from audits.archive.holdings import Holdings
from audits.desk.setup import ArchiveSetup
from audits.mailing.drafts import Draft
from audits.mailing.states import QUEUED
from audits.store import outbox
from audits.store.places import private
from audits.store.rows import Mail
from reports.writing import write_whole

FOLDER = "mail"
_DOMAIN = "gongkai.mail"


@dataclass(frozen=True, slots=True)
class About:
    """What letters are about: a site and an audit of it, or an attempt that gave none (`attempt`)."""

    site: str
    audit: str | None = None
    attempt: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """A letter whose text is safely in a file (relative to the data directory)."""

    kind: str
    subject: str
    file: str
    recipients: tuple[str, ...]


def filed(
    data: Path, drafts: Iterable[Draft], archive: ArchiveSetup | None = None
) -> tuple[Filed, ...]:
    """Write each letter to a file of its own that survives whatever comes; equal letters share one.

    With an archive, it is kept there too, so that any machine can send it.  Raises ReportError where it
    cannot be written, ArchiveError.
    """
    letters = tuple(
        Filed(draft.kind, draft.subject, _written(data, draft.content), draft.recipients)
        for draft in drafts
    )
    for letter in letters:
        Holdings(data, archive).keep_file(letter.file)
    return letters


def message_id(about: About, kind: str, recipient: str) -> str:
    """The Message-ID: the same whenever this letter goes to this recipient, and no other."""
    parts = (about.site, about.audit or about.attempt, kind, recipient.lower())
    return f"<{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:40]}@{_DOMAIN}>"


def queue(
    connection: Connection, letters: Iterable[Filed], about: About, at: datetime
) -> tuple[Mail, ...]:
    """Store a row for each letter and recipient; return those that are new."""
    rows = (
        Mail(
            message_id=message_id(about, letter.kind, recipient),
            recipient=recipient,
            site=about.site,
            audit=about.audit,
            kind=letter.kind,
            subject=letter.subject,
            file=letter.file,
            state=QUEUED,
            queued_at=at,
        )
        for letter in letters
        for recipient in letter.recipients
    )
    stored = (outbox.add_once(connection, mail=row) for row in rows)
    return tuple(mail for mail in stored if mail is not None)


def _written(data: Path, content: bytes) -> str:
    name = f"{FOLDER}/{hashlib.sha256(content).hexdigest()[:40]}.eml"
    path = private(data / FOLDER).parent / name
    try:
        os.utime(path)  # fresh again: nobody throws it away before it has its row
    except FileNotFoundError:
        write_whole(path, content)
    for place in (path, path.parent):
        number = os.open(place, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
    return name
