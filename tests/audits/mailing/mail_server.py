"""A mail server on loopback with TLS and login, that keeps what it takes and misbehaves as it is told."""

from __future__ import annotations

import asyncio
import ssl
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from audits.mailing.smtp import Postbox

PATIENCE = 300.0
USER, PASSWORD = "zwgk@x.gov.cn", "secret words"


@dataclass(slots=True)
class Taken:
    """A message as it came in."""

    recipient: str
    sender: str
    message: EmailMessage


@dataclass(slots=True)
class MailServer:
    """The server.  `refuse` and `put_off` are recipients; `drop` and `hang` say what is done after DATA."""

    security: str = "starttls"
    taken: list[Taken] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    refuse: set[str] = field(default_factory=set)
    put_off: set[str] = field(default_factory=set)
    drop: bool = False
    hang: bool = False
    hanging: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    _authority: trustme.CA = field(default_factory=trustme.CA)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._authority.issue_cert("127.0.0.1").configure_cert(context)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._run(self._listen(context))
        self.port = self._server.sockets[0].getsockname()[1]

    _loop: Any = None
    _thread: Any = None
    _server: Any = None

    async def _listen(self, context: ssl.SSLContext) -> asyncio.Server:
        starttls = self.security == "starttls"

        def session() -> SMTP:
            with warnings.catch_warnings():  # it does not see that TLS is there from the first byte
                warnings.simplefilter("ignore", UserWarning)
                return SMTP(
                    self,
                    hostname="mail.x.gov.cn",
                    tls_context=context if starttls else None,
                    require_starttls=starttls,
                    authenticator=self._authenticated,
                    auth_required=self.security != "none",
                    auth_require_tls=starttls,
                )

        return await self._loop.create_server(
            session, "127.0.0.1", self.port, ssl=context if self.security == "tls" else None
        )

    def _authenticated(
        self, _: SMTP, __: Session, ___: Envelope, ____: str, data: Any
    ) -> AuthResult:
        given = cast("LoginPassword", data)
        self.logins.append(given.login.decode())
        good = given.login.decode() == USER and given.password.decode() == PASSWORD
        return AuthResult(success=good, handled=good)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        if address in self.refuse:
            return "550 5.1.1 no such user"
        if address in self.put_off:
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        message = cast("EmailMessage", message_from_bytes(envelope.content or b"", policy=default))
        with self._changed:
            self.taken += [Taken(to, envelope.mail_from or "", message) for to in envelope.rcpt_tos]
            self._changed.notify_all()
        if self.drop:
            assert server.transport is not None
            server.transport.abort()
        if self.hang:
            self.hanging.set()
            await asyncio.Event().wait()
        return "250 OK"

    @property
    def trusting(self) -> ssl.SSLContext:
        """A context that trusts this server."""
        context = ssl.create_default_context()
        self._authority.configure_trust(context)
        return context

    def authority(self, file: Path) -> Path:
        """Write down whom to trust, as SSL_CERT_FILE wants it."""
        self._authority.cert_pem.write_to_path(str(file))
        return file

    def postbox(self, **other: Any) -> Postbox:
        """A postbox that sends through this server."""
        given: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": self.port,
            "security": self.security,
            "user": USER,
            "password": PASSWORD,
            "sender": f"县政务公开办 <{USER}>",
            "context": self.trusting,
        }
        return Postbox(**(given | other))

    def to(self, recipient: str) -> list[EmailMessage]:
        """What a recipient got."""
        return [taken.message for taken in self.taken if taken.recipient == recipient]

    def wait_until(self, there: Callable[[], bool]) -> None:
        """Wait for what the server sees."""
        with self._changed:
            assert self._changed.wait_for(there, PATIENCE)

    def close(self) -> None:
        self._run(self._closed())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    async def _closed(self) -> None:
        self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)
