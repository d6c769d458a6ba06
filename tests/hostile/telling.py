"""Ways of answering, and what may come of them: the words in which the table of behaviours is written."""

from __future__ import annotations

from collections.abc import Callable

from crawler.snapshot import Outcome
from tests.crawler.loopback import Answer, Misbehaviour, http
from tests.hostile.portal import TEXT, Answers, Inside, Scale, html

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MANY = 64 * 1024
XSS = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
LINKS = frozenset({"links"})
ATTACHMENTS = frozenset({"links", "attachments"})

READ = frozenset({Outcome.OK, Outcome.TOO_LARGE})
OVER = frozenset({Outcome.TOO_LARGE})
ODD = frozenset({Outcome.PROTOCOL, Outcome.CONNECTION, Outcome.TIMEOUT})
SLOW = ODD | OVER
SENT_ON = frozenset({Outcome.REDIRECT})
ANY = frozenset(Outcome)


def forever(begin: bytes, again: bytes) -> Misbehaviour:
    """Send a beginning, and then the same again and again as fast as it is read."""
    piece = again * max(1, _MANY // len(again))

    async def answer(_, writer):
        writer.write(begin)
        while True:
            writer.write(piece)
            await writer.drain()

    return answer


def repeated(begin: bytes, again: bytes, size: int) -> Misbehaviour:
    """Send a beginning, and then so many bytes of the same."""
    piece = again * max(1, _MANY // len(again))

    async def answer(_, writer):
        writer.write(begin)
        for _ in range(max(1, size // len(piece))):
            writer.write(piece)
            await writer.drain()

    return answer


def silent_after(begin: bytes) -> Misbehaviour:
    """Send a beginning, and then nothing until the client goes away."""

    async def answer(reader, writer):
        writer.write(begin)
        await writer.drain()
        await reader.read()

    return answer


async def reset(_, writer):
    """Break the connection off with a reset."""
    writer.transport.abort()


def reset_after(begin: bytes) -> Misbehaviour:
    async def answer(_, writer):
        writer.write(begin)
        await writer.drain()
        writer.transport.abort()

    return answer


def fixed(answer: Answer, *more: tuple[str, Answer]) -> Callable[[Scale, Inside], Answers]:
    return lambda _scale, _inside: {"/p.html": answer, **dict(more)}


def scaled(make: Callable[[Scale], Answer]) -> Callable[[Scale, Inside], Answers]:
    return lambda scale, _inside: {"/p.html": make(scale)}


def inward(make: Callable[[int], Answer]) -> Callable[[Scale, Inside], Answers]:
    return lambda _scale, inside: {"/p.html": make(inside.port)}


def everywhere(make: Callable[[str], Answer]) -> Callable[[Scale, Inside], Answers]:
    """Every path is answered, but what every site has."""

    def answer(target: str) -> Answer:
        return http(b"", "404 Not Found") if target == "/robots.txt" else make(target)

    return lambda _scale, _inside: answer


def prose(*hrefs: str, more: str = "", title: str = "某县人民政府") -> bytes:
    links = "".join(f'<a href="{href}">查看</a>' for href in hrefs)
    return html(f"{more}{links}<p>{TEXT}</p>", title)


def billion_laughs(root: str) -> bytes:
    names = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a "lol">{names}]>'.encode()
