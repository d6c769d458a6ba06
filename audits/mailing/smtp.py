"""One connection to a mail server, and what its answers mean.  Knows no outbox.

Every step has a time limit of its own, and each conversation one as a whole: a server that answers a byte
a minute keeps nobody.  A password never goes over a line that is not encrypted.
"""

from __future__ import annotations

import smtplib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from socket import SHUT_RDWR
from types import TracebackType
from typing import Self

from audits.output import one_line

_PERMANENT = range(500, 600)
_TOO_LARGE = 552
_MOST_TOLD = 300


class MailError(Exception):
    """A message that was not sent; the message (Chinese) says why."""


class RefusedForGoodError(MailError):
    """It will never be accepted: this recipient, or this message."""


class NotNowError(MailError):
    """It was not accepted now; others may be."""


class LostError(MailError):
    """The connection is of no more use, or there is none.

    `unsure`: the text had been sent, so that it may have arrived all the same.
    """

    def __init__(self, told: str, *, unsure: bool = False) -> None:
        super().__init__(told)
        self.unsure = unsure


@dataclass(frozen=True, slots=True, kw_only=True)
class Postbox:
    """A mail server and who sends (`sender` may hold a name beside the address).

    `context` says whom to trust; without it, whom the system trusts.
    """

    host: str
    port: int
    security: str = "starttls"  # starttls, tls or none
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    reply_to: str = ""
    step_seconds: float = 60.0
    whole_seconds: float = 600.0
    context: ssl.SSLContext | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """The sender's address without a name."""
        return parseaddr(self.sender)[1]


@dataclass(frozen=True, slots=True)
class Envelope:
    """To whom a message goes, and what it is known by."""

    recipient: str
    message_id: str
    at: datetime


class Connection:
    """An open connection.  A context manager.  Raises LostError where there is none to be had."""

    def __init__(self, postbox: Postbox) -> None:
        """Connect, encrypt and log in."""
        if postbox.security == "none" and postbox.user:
            raise LostError(
                "mail.security 为 none 时不能登录：密码会明文传送。请改用 starttls 或 tls，或去掉 user。"
            )
        self._postbox = postbox
        self._limit = _Limit(postbox.whole_seconds)
        with self._limit.watched(), _as_lost(self._limit, postbox):
            self._smtp = self._opened()

    def _opened(self) -> smtplib.SMTP:
        box = self._postbox
        context = box.context or ssl.create_default_context()
        # Said in EHLO; to ask the system would ask the name server.
        name = box.address.rpartition("@")[2] or "localhost"
        smtp: smtplib.SMTP = (
            _OverTls(self._limit, box, name, context)
            if box.security == "tls"
            else _Plain(self._limit, box, name)
        )
        try:
            if box.security == "starttls":
                smtp.starttls(context=context)
            if box.user:
                smtp.login(box.user, box.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def send(self, envelope: Envelope, letter: bytes) -> None:
        """Send one letter to one recipient.  Raises RefusedForGoodError, NotNowError, LostError."""
        if not envelope.recipient.isascii():
            raise RefusedForGoodError("收件地址里有非 ASCII 字符，邮件系统不能投递。请核对地址")
        content = _headed(self._postbox, envelope) + letter
        with self._limit.watched(), _as_lost(self._limit, self._postbox, unsure=True):
            try:
                self._smtp.sendmail(self._postbox.address, [envelope.recipient], content)
            except smtplib.SMTPRecipientsRefused as error:
                code, said = next(iter(error.recipients.values()))
                raise _answered(code, said, "收件人") from error
            except smtplib.SMTPSenderRefused as error:
                if error.smtp_code == _TOO_LARGE:
                    raise _answered(error.smtp_code, error.smtp_error, "邮件") from error
                told = _told(error.smtp_code, error.smtp_error)
                raise LostError(f"服务器不接受发件人 {self._postbox.address}：{told}") from error
            except smtplib.SMTPDataError as error:
                raise _answered(error.smtp_code, error.smtp_error, "邮件") from error

    def close(self) -> None:
        """Say goodbye."""
        with self._limit.watched(), suppress(OSError, smtplib.SMTPException):
            self._smtp.quit()
        self._smtp.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Limit:
    """Ends a conversation that takes too long by closing its connection."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.smtp: smtplib.SMTP | None = None
        self.hit = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        timer = threading.Timer(self._seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        self.hit = True
        sock = getattr(self.smtp, "sock", None)
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(SHUT_RDWR)


class _Plain(smtplib.SMTP):
    """Known to its limit before it connects."""

    def __init__(self, limit: _Limit, box: Postbox, name: str) -> None:
        limit.smtp = self
        super().__init__(box.host, box.port, local_hostname=name, timeout=box.step_seconds)


class _OverTls(smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""

    def __init__(self, limit: _Limit, box: Postbox, name: str, context: ssl.SSLContext) -> None:
        limit.smtp = self
        super().__init__(
            box.host, box.port, local_hostname=name, timeout=box.step_seconds, context=context
        )


@contextmanager
def _as_lost(limit: _Limit, box: Postbox, *, unsure: bool = False) -> Iterator[None]:
    where = f"邮件服务器 {box.host}:{box.port}"
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        told = _told(error.smtp_code, error.smtp_error)
        raise LostError(f"{where} 不接受用户名或密码：{told}。请检查 mail.user 和密码") from error
    except smtplib.SMTPNotSupportedError as error:
        raise LostError(f"{where} 不支持 mail.security 所要求的加密或登录方式，没有发送") from error
    except smtplib.SMTPResponseException as error:
        told = _told(error.smtp_code, error.smtp_error)
        raise LostError(f"{where} 答复：{told}", unsure=unsure) from error
    except ssl.SSLCertVerificationError as error:
        raise LostError(
            f"{where} 的证书不可信（{error.verify_message}），没有发送。"
            "单位自建的邮件服务器，请把签发机构的证书存为文件，用环境变量 SSL_CERT_FILE 指明"
        ) from error
    except (TimeoutError, smtplib.SMTPServerDisconnected, OSError) as error:
        # smtplib puts a disconnection in place of the time-out that it was.
        slow = limit.hit or isinstance(error, TimeoutError)
        slow = slow or isinstance(error.__context__, TimeoutError)
        why = "超过时限没有答复" if slow else f"连接失败或中断（{_reason(error)}）"
        raise LostError(f"{where} {why}", unsure=unsure) from error
    except smtplib.SMTPException as error:
        raise LostError(f"{where} 出错：{_reason(error)}", unsure=unsure) from error


def _headed(box: Postbox, envelope: Envelope) -> bytes:
    head = EmailMessage(policy=SMTP)
    head["From"] = box.sender
    head["To"] = envelope.recipient
    if box.reply_to:
        head["Reply-To"] = box.reply_to
    head["Date"] = format_datetime(envelope.at)
    head["Message-ID"] = envelope.message_id
    return head.as_bytes().removesuffix(b"\r\n")


def _answered(code: int, said: bytes | str, what: str) -> MailError:
    told = f"服务器不接受{what}：{_told(code, said)}"
    return RefusedForGoodError(told) if code in _PERMANENT else NotNowError(told)


def _told(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {one_line(text, _MOST_TOLD)}"


def _reason(error: Exception) -> str:
    told = str(getattr(error, "strerror", None) or error) or type(error).__name__
    return one_line(told, _MOST_TOLD)
