"""Decide, for every link found, what it is and whether it will be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.fetching.routes import Routes, spells_private
from crawler.reading.scope import Scope, is_file
from crawler.reading.urls import host_of, port_of
from crawler.snapshot.model import Outcome, Role


@dataclass(frozen=True, slots=True)
class Admitted:
    """What a link target is; `outcome` is given where it is settled without asking."""

    role: Role
    outcome: Outcome | None = None


def admit(target: str, scope: Scope, routes: Routes) -> Admitted:
    """Classify a link target.

    Off-site targets and files are verified, not followed.  Targets that spell a private address, or
    a file on somebody's own disk, are settled at once: the public cannot open them, and we must not.
    """
    if not target.startswith(("http://", "https://")):
        local = target.lower().startswith("file:") or target[1:2] == ":"
        return Admitted(Role.EXTERNAL, Outcome.FORBIDDEN_ADDRESS if local else Outcome.UNSUPPORTED)
    inside = scope.includes(target)
    role = (Role.ATTACHMENT if is_file(target) else Role.PAGE) if inside else Role.EXTERNAL
    host = host_of(target)
    if spells_private(host) and routes.mapped(host, port_of(target)) is None:
        return Admitted(role, Outcome.FORBIDDEN_ADDRESS)
    return Admitted(role)
