"""The hosts in the coverage statement: what was taken in of each, and which were taken for strangers."""

from __future__ import annotations

from typing import Any

from checker.results import HostSeen, OutsideHost
from crawler.snapshot import Extent

_MOST_HOSTS = 50
_MOST_OUTSIDE = 20
_OFTEN = 10


def hosts(extent: Extent) -> dict[str, Any]:
    """Return the fields of `Coverage` that speak of hosts and traps."""
    outside = [one for one in extent.outside if one.akin or one.urls >= _OFTEN]
    return {
        "hosts": [
            HostSeen(
                host=one.host,
                pages_known=one.known,
                pages_fetched=one.held,
                not_fetched=dict(one.left_out),
            )
            for one in extent.hosts[:_MOST_HOSTS]
        ],
        "hosts_known": len(extent.hosts),
        "outside_hosts": [
            OutsideHost(host=one.host, links=one.urls, akin=one.akin)
            for one in outside[:_MOST_OUTSIDE]
        ],
        "outside_hosts_known": len(extent.outside),
        "traps": {str(trap): count for trap, count in extent.traps.items()},
    }
