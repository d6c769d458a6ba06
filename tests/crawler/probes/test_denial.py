"""What signed NSEC and NSEC3 records prove: that nothing is proven must not be taken for a proof."""

from __future__ import annotations

import dns.name
import dns.rrset
import pytest

from crawler.probes.denial import Denial, without_ds

ZONE = dns.name.from_text("gov.cn.")
NAME = dns.name.from_text("x.gov.cn.")
HASH = "5SAGN9M5NOK32OEM8T5TJAK5B4CJM05D"


def proven(owner: str, kind: str, text: str) -> Denial:
    return without_ds(NAME, ZONE, [dns.rrset.from_text(owner, 60, "IN", kind, text)])


@pytest.mark.parametrize(
    ("owner", "text", "denial"),
    [
        ("x.gov.cn.", "y.gov.cn. NS RRSIG NSEC", Denial.UNSIGNED),
        ("x.gov.cn.", "y.gov.cn. A RRSIG NSEC", Denial.NO_CUT),
        ("x.gov.cn.", "y.gov.cn. NS DS RRSIG NSEC", Denial.NOTHING),  # it has what it should deny
        (
            "x.gov.cn.",
            "y.gov.cn. NS SOA RRSIG NSEC",
            Denial.NOTHING,
        ),  # the child's word, not the parent's
        ("a.gov.cn.", "y.gov.cn. A RRSIG NSEC", Denial.NO_CUT),
        ("a.gov.cn.", "gov.cn. A RRSIG NSEC", Denial.NO_CUT),
        ("a.gov.cn.", "b.gov.cn. A RRSIG NSEC", Denial.NOTHING),
    ],
)
def test_what_a_name_beside_proves(owner, text, denial):
    assert proven(owner, "NSEC", text) is denial


@pytest.mark.parametrize(
    "text",
    [
        f"1 1 5000 AABB {HASH} NS",  # costs more than it is worth
        f"9 1 1 AABB {HASH} NS",  # hashed in a way that nobody knows
    ],
)
def test_hashes_that_are_not_made_prove_nothing(text):
    assert proven(f"{HASH}.gov.cn.", "NSEC3", text) is Denial.NOTHING


def test_hashes_of_another_zone_and_other_records_prove_nothing():
    assert proven(f"{HASH}.com.cn.", "NSEC3", f"1 1 1 AABB {HASH} NS") is Denial.NOTHING
    assert proven("x.gov.cn.", "TXT", "x") is Denial.NOTHING
