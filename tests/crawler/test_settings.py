from __future__ import annotations

import json
import tomllib

from crawler.fetching.routes import Address, ConnectTo
from crawler.settings import CrawlSettings
from tests.house.printed import ROOT


def test_settings_are_recorded_as_they_are_written_on_the_command_line():
    plan = CrawlSettings(
        "http://www.x.gov.cn/",
        hosts=("a.cn",),
        connect_to=(
            ConnectTo("www.x.gov.cn", 80, Address("::1", 8080)),
            ConnectTo(None, None, Address("127.0.0.1", 1)),
        ),
        dns=Address("127.0.0.1", 53),
    )
    recorded = json.loads(json.dumps(plan.recorded()))
    assert recorded["home"] == "http://www.x.gov.cn/"
    assert recorded["hosts"] == ["a.cn"]
    assert recorded["connect_to"] == ["www.x.gov.cn:80:[::1]:8080", "*::127.0.0.1:1"]
    assert recorded["dns"] == "127.0.0.1:53"
    assert CrawlSettings("http://a.cn/").recorded()["dns"] is None


def test_the_version_that_portals_are_told_is_ours() -> None:
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    major, minor, _ = ours.split(".")
    assert f"gongkai/{major}.{minor};" in CrawlSettings("http://www.x.gov.cn/").user_agent
