"""The sub-tests of an IPv6 measurement: how each came out, with what was measured, one line a test.

Reads the data of the probe `ipv6` as it stands in any snapshot, also where an earlier program measured less:
what is not there was not measured.  Decides no verdict; what could not be told is never "不通过".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from checker.judgement import UNKNOWN
from checker.results import MeasurementTable, Reason


class SubTest(StrEnum):
    """The sub-tests, in the order of the report."""

    AAAA = "aaaa"
    ADDRESS = "address"
    CONNECT = "connect"
    STATUS = "status"
    CONTENT = "content"
    REDIRECTS = "redirects"
    PORTS = "ports"
    TLS = "tls"
    NAME_SERVERS = "name_servers"
    NAME_SERVERS_REACHED = "name_servers_reached"
    SECOND_LINKS = "second_links"
    THIRD_LINKS = "third_links"
    RESOURCES = "resources"
    MOBILE = "mobile"
    LATENCY = "latency"


NAMES: Mapping[SubTest, str] = {
    SubTest.AAAA: "AAAA 记录",
    SubTest.ADDRESS: "地址有效",
    SubTest.CONNECT: "IPv6 连接",
    SubTest.STATUS: "首页状态一致",
    SubTest.CONTENT: "首页内容一致",
    SubTest.REDIRECTS: "跳转一致",
    SubTest.PORTS: "开放端口一致",
    SubTest.TLS: "IPv6 上的 HTTPS",
    SubTest.NAME_SERVERS: "域名服务器有 IPv6 地址",
    SubTest.NAME_SERVERS_REACHED: "域名服务器 IPv6 可达",
    SubTest.SECOND_LINKS: "二级链接 IPv6 支持率",
    SubTest.THIRD_LINKS: "三级链接 IPv6 支持率",
    SubTest.RESOURCES: "资源主机（天窗）",
    SubTest.MOBILE: "移动端和子站主机",
    SubTest.LATENCY: "时延",
}


class Result(StrEnum):
    """How a sub-test came out."""

    GOOD = "通过"
    BAD = "不通过"
    NOTICE = "提示"  # not met, and not held against the site by this rule
    NOT = "未测"
    INFO = "信息"

    @property
    def judged(self) -> bool:
        """The sub-test came to an answer."""
        return self in {Result.GOOD, Result.BAD, Result.NOTICE}


@dataclass(slots=True)
class Sheet:
    """The sub-tests as they are filled in; those that are `required` can fail the rule."""

    required: Collection[SubTest]
    rows: dict[SubTest, tuple[Result, str]] = field(default_factory=dict)
    doubt: tuple[Reason, str] | None = None
    seen_from: str = UNKNOWN
    not_done: str = ""

    def decide(self, test: SubTest, *, good: bool, measured: str) -> None:
        """Put down a sub-test that came to an answer."""
        bad = Result.BAD if test in self.required else Result.NOTICE
        self.rows[test] = (Result.GOOD if good else bad, measured)

    def tell(self, test: SubTest, measured: str) -> None:
        """Put down what is for information only."""
        self.rows[test] = (Result.INFO, measured)

    def leave(self, test: SubTest, why: str, reason: Reason | None = None) -> None:
        """Put down that a sub-test could not be made; with a reason where a person must look."""
        self.rows[test] = (Result.NOT, why)
        if reason is not None and test in self.required:
            self.stop(reason, why)

    def stop(self, reason: Reason, why: str) -> None:
        """A person must look; the first reason counts."""
        self.doubt = self.doubt or (reason, why)

    def result(self, test: SubTest) -> Result:
        """How a sub-test came out."""
        return self.rows.get(test, (Result.NOT, ""))[0]

    @property
    def failed(self) -> SubTest | None:
        """The first sub-test that fails the rule."""
        return next((test for test in SubTest if self.result(test) is Result.BAD), None)

    @property
    def notices(self) -> list[str]:
        """What is not met, and not held against the site."""
        return [
            f"{NAMES[test]}：{self.rows[test][1]}"
            for test in SubTest
            if self.result(test) is Result.NOTICE
        ]

    @property
    def counted(self) -> tuple[int, int]:
        """How many sub-tests passed, of how many that came to an answer."""
        results = [self.result(test) for test in SubTest]
        return results.count(Result.GOOD), sum(one.judged for one in results)

    def table(self) -> MeasurementTable:
        """The sheet as the report shows it."""
        lines = [
            [NAMES[test], *self.rows.get(test, (Result.NOT, "这份快照没有测这一项"))]
            for test in SubTest
        ]
        extra = [["没有测完", Result.NOT.value, self.not_done]] if self.not_done else []
        return MeasurementTable(
            title="IPv6 分项结果",
            columns=["项目", "结果", "测得"],
            rows=[
                ["测量位置", Result.INFO.value, self.seen_from],
                *([str(cell) for cell in line] for line in lines),
                *extra,
            ],
        )


def status(data: Mapping[str, Any], version: str) -> int | None:
    """The status of the home page over `v4` or `v6`, None where it was not read."""
    answer = data.get(version) or {}
    found = answer.get("status")
    return int(found) if found is not None else None
