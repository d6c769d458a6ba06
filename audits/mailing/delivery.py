"""Sends what is due in the outbox: each message claimed before it is sent, and its fate stored after.

One process sends at a time, over all machines that share the store.  What an earlier one left claimed when
it was killed may have arrived: it is sent again, under the same Message-ID.  That, and a connection that
breaks after the text was sent, are the only ways in which a recipient can get a message twice.
"""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from audits.archive.errors import ArchiveError, DamagedError, MissingError
from audits.archive.holdings import Holdings
from audits.desk.setup import ArchiveSetup
from audits.mailing.outbox import FOLDER
from audits.mailing.smtp import (
    Connection,
    Envelope,
    LostError,
    NotNowError,
    Postbox,
    RefusedForGoodError,
)
from audits.mailing.states import FAILED, QUEUED, REFUSED, SENDING, SENT
from audits.store import StaleError, Store, outbox
from audits.store.errors import StoreError
from audits.store.places import private
from audits.store.rows import Mail

# How long to wait after the first failure, the second …; after the last, it is given up.
BACK_OFF = (
    *(timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=2), timedelta(hours=6), timedelta(hours=12)),
    *(timedelta(days=1), timedelta(days=1), timedelta(days=1)),
)
_LEFT = "上次发送时程序中断，不知对方是否已收到；以同一个 Message-ID 重发"
_UNSURE = "（正文已发出，不知对方是否已收到；会以同一个 Message-ID 重发）"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of it: messages by their fate.  `busy`: another process is sending."""

    sent: tuple[Mail, ...] = ()
    refused: tuple[Mail, ...] = ()
    put_off: tuple[Mail, ...] = ()
    given_up: tuple[Mail, ...] = ()
    busy: bool = False


def deliver(
    store: Store,
    data: Path,
    postbox: Postbox,
    clock: Callable[[], datetime],
    back_off: Sequence[timedelta] = BACK_OFF,
    *,
    archive: ArchiveSetup | None = None,
) -> Delivered:
    """Send what is due now.  Raises StoreError; what the mail server does is stored, never raised."""
    with _alone(data) as alone, store.alone("mail") as first:
        if not (alone and first):
            return Delivered(busy=True)
        _take_back(store)
        with store.reading() as connection:
            queued = outbox.listed(connection, state=QUEUED)
        due = [mail for mail in queued if _is_due(mail, clock(), back_off)]
        return _Round(store, Holdings(data, archive), postbox, clock, back_off).over(due)


def retry(store: Store, numbers: Sequence[int] | None = None) -> tuple[Mail, ...]:
    """Put messages that were refused, given up or put off at the front again; all of them without numbers."""
    with store.begin() as connection:
        found = [
            mail
            for mail in outbox.listed(connection)
            if mail.state in (REFUSED, FAILED, QUEUED)
            and (mail.id in numbers if numbers is not None else mail.tries > 0)
        ]
        again = [replace(mail, state=QUEUED, tries=0, next_try=None) for mail in found]
        for mail, was in zip(again, found, strict=True):
            outbox.update(connection, mail=mail, was=was.state)
    return tuple(again)


class _Round:
    """One go over the messages that are due."""

    def __init__(
        self,
        store: Store,
        holdings: Holdings,
        postbox: Postbox,
        clock: Callable[[], datetime],
        back_off: Sequence[timedelta],
    ) -> None:
        self._store, self._holdings, self._postbox = store, holdings, postbox
        self._clock, self._back_off = clock, back_off
        self._open: Connection | None = None
        self._fates: dict[str, list[Mail]] = {}

    def over(self, due: Sequence[Mail]) -> Delivered:
        """Send them one by one; where no connection can be had, the rest is put off."""
        waiting = list(due)
        try:
            while waiting:
                mail = waiting[0]
                try:
                    connected = self._connected()
                except LostError as error:
                    for each in waiting:
                        self._keep(each, self._later(each, str(error)))
                    break
                waiting.pop(0)
                self._one(connected, mail)
        finally:
            if self._open is not None:
                self._open.close()
        fates = {state: tuple(mails) for state, mails in self._fates.items()}
        return Delivered(
            fates.get(SENT, ()),
            fates.get(REFUSED, ()),
            fates.get(QUEUED, ()),
            fates.get(FAILED, ()),
        )

    def _connected(self) -> Connection:
        if self._open is None:
            self._open = Connection(self._postbox)
        return self._open

    def _one(self, connection: Connection, mail: Mail) -> None:
        try:
            # A row of a restored store may name any file: only letters go out.
            letter = self._holdings.file(
                f"{FOLDER}/{mail.file.removeprefix(f'{FOLDER}/')}"
            ).read_bytes()
        except (OSError, MissingError, DamagedError, StoreError):
            told = f"邮件文件 {mail.file} 读不到了。请检查数据目录，或重新检查该网站"
            self._keep(mail, replace(mail, state=FAILED, error=told))
            return
        except ArchiveError as error:  # out of reach for now
            self._keep(mail, self._later(mail, str(error)))
            return
        claimed = replace(mail, state=SENDING)
        if not self._keep(mail, claimed):
            return
        envelope = Envelope(mail.recipient, mail.message_id, mail.queued_at)
        try:
            connection.send(envelope, letter)
        except RefusedForGoodError as error:
            fate = replace(mail, state=REFUSED, tries=mail.tries + 1, error=str(error))
        except NotNowError as error:
            fate = self._later(mail, str(error))
        except LostError as error:
            self._open = None
            connection.close()
            fate = self._later(mail, str(error) + (_UNSURE if error.unsure else ""))
        else:
            fate = replace(
                mail,
                state=SENT,
                tries=mail.tries + 1,
                next_try=None,
                error="",
                sent_at=self._clock(),
            )
        self._keep(claimed, fate)

    def _later(self, mail: Mail, error: str) -> Mail:
        tries = mail.tries + 1
        if tries > len(self._back_off):
            return replace(mail, state=FAILED, tries=tries, next_try=None, error=error)
        next_try = self._clock() + self._back_off[tries - 1]
        return replace(mail, state=QUEUED, tries=tries, next_try=next_try, error=error)

    def _keep(self, was: Mail, now: Mail) -> bool:
        """Store what became of a message; False where somebody else has changed it meanwhile."""
        try:
            with self._store.begin() as connection:
                outbox.update(connection, mail=now, was=was.state)
        except StaleError:
            return False
        if now.state != SENDING:
            self._fates.setdefault(now.state, []).append(now)
        return True


def _take_back(store: Store) -> None:
    """Queue again what a process that is gone had claimed."""
    with store.begin() as connection:
        for mail in outbox.listed(connection, state=SENDING):
            left = replace(mail, state=QUEUED, next_try=None, error=_LEFT)
            outbox.update(connection, mail=left, was=SENDING)


def _is_due(mail: Mail, now: datetime, back_off: Sequence[timedelta]) -> bool:
    """Its time has come, or lies so far ahead that the clock must have been wrong when it was set."""
    if mail.next_try is None or mail.next_try <= now:
        return True
    return mail.next_try > now + max(back_off, default=timedelta())


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[bool]:
    """Whether nobody else sends from this data directory; the lock ends with the process however that ends."""
    folder = private(data / FOLDER)
    with (folder / ".sending").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
