"""The hostile portal: one server for all behaviours, each under a host name of its own, and a place it must never lead to.

The county's real pages, with the real defects that an audit must find all the same, stand on `HOME`.
Everything stands on loopback; the server counts what it sent, by host.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, cast

from crawler.snapshot import Outcome
from tests.crawler.loopback import Answer, Asked, Loopback, Misbehaviour, http
from tests.network.certificates import Authority, Certificate
from tests.network.dns_server import DnsServer

DOMAIN = "x.gov.cn"
WWW = f"www.{DOMAIN}"
HOME = f"http://{WWW}/"
TEXT = "本县坚持以公开为常态、不公开为例外，及时回应社会关切，方便群众办事。" * 12
# What a path is answered with: the same for all, or by target.
Answers = Mapping[str, Answer] | Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of it there is.  `full` is what the issue asks for, `short` what a quick test can afford."""

    bomb: int  # bytes that a bomb unpacks to
    body: int  # bytes of what is only long
    links: int
    nodes: int
    depth: int
    many: int  # of hosts, aliases
    numbers: int  # ID numbers on a page
    flood: int | None  # bytes after which what is endless falls silent
    doublings: int  # of a PDF's forms


SHORT = Scale(100_000_000, 1_000_000, 5_000, 10_000, 3_000, 40, 2_000, 3_000_000, 10)
FULL = Scale(2_000_000_000, 100_000_000, 1_000_000, 1_000_000, 100_000, 10_000, 1_000_000, None, 40)


@dataclass(frozen=True, slots=True)
class Inside:
    """A server of the scanner's own machine, which no page may lead us to."""

    port: int


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One hostile behaviour.

    `answers` makes what its host says; `at` is the path that the portal links to.  Of that URL the audit may
    say `outcomes`, and rules may accuse the host only where `accused` names them: where a visitor too would
    find it broken.
    """

    name: str
    does: str
    answers: Callable[[Scale, Inside], Answers]
    outcomes: frozenset[Outcome]
    at: str = "/p.html"
    accused: frozenset[str] = frozenset()
    secure: Certificate | None = None

    def host(self, number: int) -> str:
        """The host under which it stands."""
        return f"h{number:02d}.{DOMAIN}"

    def url(self, number: int) -> str:
        """Where the portal's page of links leads."""
        return f"http{'s' if self.secure else ''}://{self.host(number)}{self.at}"


class _Counting:
    """A writer that counts."""

    def __init__(
        self, writer: asyncio.StreamWriter, sent: Counter[str], host: str, most: int | None
    ) -> None:
        self._writer, self._sent, self._host, self._left = writer, sent, host, most

    def write(self, raw: bytes) -> None:
        self._sent[self._host] += len(raw)
        if self._left is not None:
            self._left -= len(raw)
        self._writer.write(raw)

    async def drain(self) -> None:
        await self._writer.drain()
        if self._left is not None and self._left < 0:
            await asyncio.Event().wait()  # until the server closes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._writer, name)


_SIDE_PAGE = http(f"<title>另一页</title><p>{TEXT}</p>")


class HostileServer(Loopback):
    """Answers by host: from the table of a host, from a function, else with an honest 404."""

    def __init__(self, flood: int | None, **more: Any) -> None:
        self.flood = flood
        self.sent: Counter[str] = Counter()
        self.hosts: dict[str, Answers] = {}
        super().__init__(**more)

    def _note(self, asked: Asked) -> Answer:
        answer = super()._note(asked)
        asked.host = asked.host.partition(":")[0]
        own = self.hosts.get(asked.host)
        if callable(own):
            answer = own(asked.target)
        elif own is not None:
            path = asked.target.partition("?")[0]
            answer = (
                _SIDE_PAGE if path == "/q.html" else own.get(asked.target, own.get(path, answer))
            )
        if isinstance(answer, bytes):
            self.sent[asked.host] += len(answer)
            return answer
        return self._counted(answer, asked.host)

    def _done_with(self, asked: Asked) -> None:
        pass  # nobody asks how many were under way

    def _counted(self, answer: Misbehaviour, host: str) -> Misbehaviour:
        async def counted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await answer(
                reader, cast("asyncio.StreamWriter", _Counting(writer, self.sent, host, self.flood))
            )

        return counted


def html(body: str, title: str = "某县人民政府") -> bytes:
    """A page."""
    raw = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return http(raw.encode("utf-8", "surrogatepass"))


class Portal:
    """Server, DNS, TLS and the inside, for as long as the block lasts."""

    def __init__(
        self, behaviours: list[Behaviour], scale: Scale, pages: Mapping[str, bytes]
    ) -> None:
        self.inside = Loopback()
        self.server = HostileServer(scale.flood)
        authority = Authority()
        self.secure = HostileServer(
            scale.flood, tls=authority.context("somebody-else.example.cn", Certificate.SELF_SIGNED)
        )
        self.dns = DnsServer()
        self.behaviours = {one.host(number): one for number, one in enumerate(behaviours)}
        self.urls = {one.name: one.url(number) for number, one in enumerate(behaviours)}
        inside = Inside(self.inside.port)
        for host, one in self.behaviours.items():
            answers = one.answers(scale, inside)
            (self.secure if one.secure else self.server).hosts[host] = answers
        links = "".join(
            f'<li><a href="{url}">友情链接{n}</a></li>' for n, url in enumerate(self.urls.values())
        )
        self.server.hosts[WWW] = {
            **pages,
            "/yqlj/": html(f"<ul>{links}</ul><p>{TEXT}</p>", "友情链接"),
        }
        for name in ("rebind.evil.cn", "metadata.evil.cn", "mixed.evil.cn"):
            self.dns.tell(name, A=["127.0.0.1", "169.254.169.254", "10.1.2.3"], AAAA="::1")

    def flags(self) -> list[str]:
        """Lead every host's port 80 and 443 here; every other port goes through DNS and guard."""
        return [
            *("--connect-to", f"*:80:127.0.0.1:{self.server.port}"),
            *("--connect-to", f"*:443:127.0.0.1:{self.secure.port}"),
            *("--dns", str(self.dns.address)),
        ]

    def sent(self, host: str) -> int:
        """Bytes sent by a host."""
        return self.server.sent[host] + self.secure.sent[host]

    def moments(self, host: str) -> tuple[float, float] | None:
        """When the host was first and last asked."""
        began = [
            a.began for server in (self.server, self.secure) for a in server.asked if a.host == host
        ]
        return (min(began), max(began)) if began else None

    def close(self) -> None:
        """Close everything."""
        for server in (self.inside, self.server, self.secure, self.dns):
            server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
