"""What a server answered, one hop, as plain data: neither Scrapy's nor aiohttp's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.  `body` is decoded (un-gzipped) and may be cut (`truncated`).

    `raw_headers` are as they were sent, in their order; `seconds` passed until the last byte,
    `waited` of them until the first.  `tls_problem` says why the answer could be had by lenient TLS
    only, `flaw` what is wrong with it that browsers forgive.
    """

    status: int
    reason: str
    raw_headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    address: str | None = None
    seconds: float = 0.0
    waited: float = 0.0
    truncated: bool = False
    tls_problem: str | None = None
    flaw: str | None = None

    @property
    def status_line(self) -> str:
        """The status line without the protocol, like `200 OK`."""
        return f"{self.status} {self.reason}"

    def headers(self) -> list[tuple[str, str]]:
        """Return the headers as text."""
        return [
            (name.decode("latin-1"), value.decode("utf-8", "replace"))
            for name, value in self.raw_headers
        ]
