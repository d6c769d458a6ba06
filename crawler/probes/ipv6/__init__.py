"""Measure a portal over IPv6: names, connections, pages, the hosts behind its links; judge nothing.

The probe's `data` (version 2; earlier snapshots lack what is marked *):

- `local_ipv6`: `yes`, `no`, `mapped` where --connect-to leads there, `unmapped` where it leads to IPv4 only
  (then nothing is asked over IPv6); `known_good`*: the target named in the settings, as it was reached;
  `proven`*: some IPv6 connection succeeded, so failures are not this machine's.
- `a`, `aaaa`: addresses as text; `cname`*: the aliases on the way; `dns_error`, `aaaa_error`*: why there was
  no answer; `rejected`*: addresses that are of no use, and why.
- `connect`, `connect_v4`*: one entry an address and port, `error` an outcome or `no_route`; `tls`*: one entry
  a handshake.
- `v4`, `v6`: status, title, size, redirects, times of the home page, `wall` where a bot wall answered; None
  where not measured (`v6_error`*: how it ended), `read`* names those that were asked for;
  `similarity` of the visible texts (0..1),
  `source_similarity`* of the sources, `self_similarity`* of two readings over IPv4, where that was in doubt.
- `latency`*: seconds of DNS, TCP, TLS, first byte, whole page over both.
- `name_servers`*: the zone, its servers, their addresses, whether they answer over IPv6.
- `links`*: hosts of the site's links of the second and third level; `resources`*: hosts that pages load from;
  `mobile`*: mobile hosts and hosts named in the settings.
- `blocked`*: the host had put up a wall; `unfinished`*: steps that were ended early, and why.
"""

from crawler.probes.ipv6.measurement import Measurement, measure
from crawler.probes.ipv6.resources import Gathered, gather

__all__ = ["Gathered", "Measurement", "gather", "measure"]
