from __future__ import annotations

import pytest

from crawler.fetching.routes import Address, ConnectTo, Routes
from crawler.reading.scope import Scope
from crawler.snapshot import Outcome, Role
from crawler.spiders.admission import admit

SCOPE = Scope.of("http://www.x.gov.cn/", ("10.0.0.9",))


@pytest.mark.parametrize(
    ("target", "role", "outcome"),
    [
        ("http://www.x.gov.cn/a", Role.PAGE, None),
        ("https://rsj.x.gov.cn/", Role.PAGE, None),
        ("http://www.x.gov.cn/a.doc", Role.ATTACHMENT, None),
        ("http://www.x.gov.cn/a.MP4?x", Role.ATTACHMENT, None),
        ("http://other.cn/", Role.EXTERNAL, None),
        ("http://other.cn/a.doc", Role.EXTERNAL, None),
        ("http://1.2.4.8/", Role.EXTERNAL, None),
        ("ftp://www.x.gov.cn/a", Role.EXTERNAL, Outcome.UNSUPPORTED),
        ("thunder://abc", Role.EXTERNAL, Outcome.UNSUPPORTED),
        ("file:///C:/a.doc", Role.EXTERNAL, Outcome.FORBIDDEN_ADDRESS),
        ("FILE://server/a.doc", Role.EXTERNAL, Outcome.FORBIDDEN_ADDRESS),
        ("d:\\公文\\a.doc", Role.EXTERNAL, Outcome.FORBIDDEN_ADDRESS),
        ("http://192.168.0.1/", Role.EXTERNAL, Outcome.FORBIDDEN_ADDRESS),
        ("http://[::1]:8080/", Role.EXTERNAL, Outcome.FORBIDDEN_ADDRESS),
        ("http://localhost/", Role.EXTERNAL, Outcome.FORBIDDEN_ADDRESS),
        ("http://oa.localhost/", Role.EXTERNAL, Outcome.FORBIDDEN_ADDRESS),
        ("http://10.0.0.9/", Role.PAGE, Outcome.FORBIDDEN_ADDRESS),  # configured, but not mapped
    ],
)
def test_what_a_link_target_is(target, role, outcome):
    admitted = admit(target, SCOPE, Routes())
    assert (admitted.role, admitted.outcome) == (role, outcome)


def test_private_addresses_that_are_mapped_may_be_asked():
    routes = Routes([ConnectTo("10.0.0.9", 80, Address("10.0.0.9", 80))])
    assert admit("http://10.0.0.9/", SCOPE, routes).outcome is None
    assert admit("http://10.0.0.9:81/", SCOPE, routes).outcome is Outcome.FORBIDDEN_ADDRESS
