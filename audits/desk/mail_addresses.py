"""Mail addresses as a person writes them down: `a@x.gov.cn`, and with a name, `县政务公开办 <a@x.gov.cn>`."""

from __future__ import annotations

import re

_LONGEST = 254
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ADDRESS = re.compile(
    rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+)*"
    rf"@(?:{_LABEL}(?:\.{_LABEL})+|localhost)"
)
_NAMED = re.compile(r'"?(?P<name>[^"<>\r\n]{0,100}?)"?\s*<(?P<address>[^<>]+)>')


def is_address(text: str) -> bool:
    """Say whether a text is one bare mail address."""
    local = text.partition("@")[0]
    return len(text) <= _LONGEST and len(local) <= 64 and bool(_ADDRESS.fullmatch(text))  # noqa: PLR2004 - RFC 5321


def is_sender(text: str) -> bool:
    """Say whether a text is a mail address, with or without a name before it."""
    named = _NAMED.fullmatch(text)
    return is_address(named["address"].strip() if named else text)
