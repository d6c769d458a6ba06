"""What signed NSEC and NSEC3 records prove of a name without DS (RFC 4035 5.2, RFC 5155 8.9).

Takes records whose signatures hold; asks nobody.
"""

from __future__ import annotations

from base64 import b32hexencode
from collections.abc import Iterable
from enum import StrEnum

import dns.dnssec
import dns.name
import dns.rdatatype
import dns.rrset
from dns.rdtypes.ANY.NSEC import NSEC
from dns.rdtypes.ANY.NSEC3 import NSEC3

_OPT_OUT = 1
_MOST_ITERATIONS = 500  # what costs more proves nothing (RFC 9276)


class Denial(StrEnum):
    """What is proven."""

    UNSIGNED = "unsigned"  # a zone begins at the name, and its parent signs nothing for it
    NO_CUT = "no_cut"  # no zone begins at the name
    NOTHING = "nothing"


def without_ds(
    name: dns.name.Name, zone: dns.name.Name, records: Iterable[dns.rrset.RRset]
) -> Denial:
    """Return what these records of `zone` prove of `name`."""
    found = Denial.NOTHING
    for rrset in records:
        for record in rrset:
            proven = Denial.NOTHING
            if isinstance(record, NSEC):
                proven = _by_nsec(name, zone, rrset.name, record)
            elif isinstance(record, NSEC3):
                proven = _by_nsec3(name, zone, rrset.name, record)
            if proven is Denial.UNSIGNED:
                return proven
            found = proven if found is Denial.NOTHING else found
    return found


def _by_nsec(
    name: dns.name.Name, zone: dns.name.Name, owner: dns.name.Name, record: NSEC
) -> Denial:
    if owner == name:
        return _by_types(record.windows)
    # The last record of a zone leads back to its top.
    if owner < name and (name < record.next or record.next == zone):
        return Denial.NO_CUT
    return Denial.NOTHING


def _by_nsec3(
    name: dns.name.Name, zone: dns.name.Name, owner: dns.name.Name, record: NSEC3
) -> Denial:
    if record.iterations > _MOST_ITERATIONS or owner.parent() != zone:
        return Denial.NOTHING
    try:
        wanted = dns.dnssec.nsec3_hash(name, record.salt, record.iterations, record.algorithm)
    except ValueError:
        return Denial.NOTHING
    here = owner.labels[0].decode("ascii", "replace").upper()
    next_ = b32hexencode(record.next).decode().rstrip("=")
    if here == wanted:
        return _by_types(record.windows)
    covers = here < wanted < next_ if here < next_ else wanted > here or wanted < next_
    if not covers:
        return Denial.NOTHING
    return Denial.UNSIGNED if record.flags & _OPT_OUT else Denial.NO_CUT


def _by_types(windows: Iterable[tuple[int, bytes]]) -> Denial:
    kinds = _kinds(windows)
    if dns.rdatatype.DS in kinds or dns.rdatatype.SOA in kinds:
        return Denial.NOTHING  # another server's word, or a lie
    return Denial.UNSIGNED if dns.rdatatype.NS in kinds else Denial.NO_CUT


def _kinds(windows: Iterable[tuple[int, bytes]]) -> frozenset[int]:
    return frozenset(
        window * 256 + place * 8 + bit
        for window, bitmap in windows
        for place, byte in enumerate(bitmap)
        for bit in range(8)
        if byte & (0x80 >> bit)
    )
