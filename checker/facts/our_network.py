"""Tell the trouble of our own network from that of the sites outside that it does not reach."""

from __future__ import annotations

from checker.facts.site import SiteFacts
from checker.facts.urls import host_of, is_literal
from crawler.snapshot import NO_ROUTE, Fetch, Outcome, Role

_LEAST_HOSTS = 3
# Never asked for, or never contacted: shows nothing of the network.
_NEVER_ASKED = frozenset(
    {
        Outcome.BUDGET,
        Outcome.TRAP,
        Outcome.NOT_REACHED,
        Outcome.UNSUPPORTED,
        Outcome.FORBIDDEN_ADDRESS,
    }
)
# What a site outside looks like from behind a closed firewall, or without a DNS server.
_LOOKS_OFFLINE = frozenset({Outcome.DNS, Outcome.DNS_UNAVAILABLE, Outcome.REFUSED, Outcome.TIMEOUT})


def not_reached_from_here(site: SiteFacts) -> frozenset[str]:
    """Return the external URLs whose failure may be our network's; () once anything outside answered.

    Failures of many hosts are all taken for ours.  Of a few, those are believed that somebody told:
    a DNS server that the name does not exist, a machine that it refuses.
    """
    failed: list[Fetch] = []
    for fetch in site.snapshot.fetches():
        if fetch.role is not Role.EXTERNAL or fetch.outcome in _NEVER_ASKED:
            continue
        if is_literal(host_of(fetch.url)):
            continue
        if fetch.outcome not in _LOOKS_OFFLINE:
            return frozenset()
        failed.append(fetch)
    many = len({host_of(fetch.url) for fetch in failed}) >= _LEAST_HOSTS
    return frozenset(fetch.url for fetch in failed if many or not _told(fetch))


def network_was_lost(site: SiteFacts) -> bool:
    """No known-good target answered when the crawl was done: what did not answer may be due to that."""
    ends = [probe for probe in site.snapshot.probes("canary") if probe.subject == "end"]
    return any(probe.data.get("answered") is False for probe in ends)


def _told(fetch: Fetch) -> bool:
    if fetch.outcome is Outcome.REFUSED:
        return not (fetch.detail or "").startswith(NO_ROUTE)
    return fetch.outcome is Outcome.DNS
