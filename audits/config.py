"""Settings from a file, the command line and profiles, put together: flag > file > profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from crawler.fetching.lane import BACK_OFF
from crawler.fetching.routes import Address, ConnectTo, RouteError, is_public
from crawler.reading.scope import host_entry
from crawler.reading.urls import home_url
from crawler.settings import CrawlSettings
from crawler.snapshot.troubles import reason
from rules.problems import Problem, RuleErrors
from rules.strict_yaml import MAX_BYTES, load_strict

DNS_PORT, HTTPS_PORT = 53, 443
# Sitemaps lead to pages that no visitor finds by clicking: a quick look does without.
PROFILES: Mapping[str, Mapping[str, int | bool | None]] = {
    "quick": {
        "max_pages": 200,
        "max_depth": 3,
        "max_attachments": 200,
        "max_external": 300,
        "sitemaps": False,
    },
    "standard": {
        "max_pages": 5000,
        "max_depth": None,
        "max_attachments": 5000,
        "max_external": 5000,
        "sitemaps": True,
    },
    "full": {
        "max_pages": None,
        "max_depth": None,
        "max_attachments": None,
        "max_external": None,
        "sitemaps": True,
    },
}


def _listed(value: object) -> object:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


Names = Annotated[list[str], BeforeValidator(_listed)]


def _hosts(names: list[str]) -> list[str]:
    for name in names:
        host_entry(name)
    return names


Hosts = Annotated[Names, AfterValidator(_hosts)]


def _addresses(urls: list[str]) -> list[str]:
    return [home_url(url) for url in urls]


Addresses = Annotated[Names, AfterValidator(_addresses)]


class Choices(BaseModel):
    """Everything that can be chosen for a run; None means not chosen.

    The keys of a config file are these names, with `-` or `_`.
    """

    model_config = ConfigDict(extra="forbid")

    pack: Names | None = None
    no_base: bool | None = None
    rules: Names | None = None
    as_of: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))] | None = None
    out: Path | None = None
    format: Names | None = None
    evidence: bool | None = None
    issued_on: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))] | None = None
    due_workdays: Annotated[int, Field(ge=1, le=250)] | None = None
    template: Path | None = None
    issuer: str | None = None
    document_number: str | None = None
    max_pages: Annotated[int, Field(ge=1)] | None = None
    max_depth: Annotated[int, Field(ge=0)] | None = None
    max_attachments: Annotated[int, Field(ge=0)] | None = None
    max_external: Annotated[int, Field(ge=0)] | None = None
    delay: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] | None = None
    concurrency: Annotated[int, Field(ge=1, le=64)] | None = None
    read_apart: bool | None = None
    timeout: Annotated[float, Field(gt=0, le=600, allow_inf_nan=False)] | None = None
    max_wait: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] | None = None
    profile: Literal["quick", "standard", "full"] | None = None
    host: Hosts | None = None
    connect_to: Names | None = None
    dns: str | None = None
    ipv6_target: str | None = None
    canary: Addresses | None = None
    watch: Path | None = None
    per_day: Annotated[int, Field(ge=20, le=86_400)] | None = None
    days: Annotated[int, Field(ge=1, le=3660)] | None = None
    previous: Path | None = None
    render: Literal["auto", "never"] | None = None
    render_pages: Annotated[int, Field(ge=0, le=10_000)] | None = None
    security: bool | None = None
    lang: Literal["zh", "en"] | None = None
    fail_on: Literal["fail", "review", "never"] | None = None
    jobs: Annotated[int, Field(ge=1, le=64)] | None = None
    no_progress: bool | None = None

    def over(self, lower: Choices) -> Choices:
        """Put these choices over others."""
        chosen = {name: value for name, value in self if value is not None}
        return lower.model_copy(update=chosen)


def read_config(path: Path) -> Choices:
    """Read a config file (YAML).  Raises RuleErrors with place and remedy."""
    try:
        with path.open("rb") as file:
            # What is longer is refused by `load_strict`, in its words.
            text = file.read(MAX_BYTES * 2).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "不是 UTF-8 文本"
        raise RuleErrors(
            [Problem(str(path), 0, f"读不到配置文件（{why}）", "检查 --config 的路径")]
        ) from error
    if not text.strip():
        return Choices()
    located = load_strict(text, str(path))
    tree: Any = located.value
    given: dict[str, Any] = {}
    for key, value in tree.items():
        if given.setdefault(key.replace("-", "_"), value) is not value:
            told = f"“{key}”这个设置写了两次（-、_ 不分）"
            raise RuleErrors([Problem(str(path), located.line(key), told, "只写一个")])
    try:
        return Choices.model_validate(given)
    except ValidationError as error:
        names = "、".join(name.replace("_", "-") for name in Choices.model_fields)
        problems = []
        for one in error.errors():
            key = str(one["loc"][0]) if one["loc"] else ""
            written = key if key in tree else key.replace("_", "-")
            unknown = one["type"] == "extra_forbidden"
            problems.append(
                Problem(
                    str(path),
                    located.line(written),
                    f"没有“{written}”这个设置"
                    if unknown
                    else f"“{written}”的值不对（{one['input']}）",
                    f"可用的设置：{names}" if unknown else f"应为：{wanted(key)}",
                )
            )
        raise RuleErrors(problems) from error


def wanted(key: str) -> str:
    """Say what the value of a setting must look like."""
    return {
        "as_of": "2000 年到 2099 年之间的日期，如 2026-06-30",
        "issued_on": "2000 年到 2099 年之间的日期，如 2026-06-30",
        "due_workdays": "1–250 的整数（工作日）",
        "profile": "quick、standard 或 full",
        "render": "auto 或 never",
        "render_pages": "0–10000 的整数",
        "lang": "zh（中文）或 en（英文）",
        "fail_on": "fail、review 或 never",
        "max_pages": "不小于 1 的整数",
        "max_depth": "不小于 0 的整数",
        "host": "主机名，如 zwfw.x.gov.cn，或它的一个目录，如 www.y.gov.cn/x/",
        "max_attachments": "不小于 0 的整数",
        "max_external": "不小于 0 的整数",
        "delay": "秒数，0–3600",
        "concurrency": "1–64 的整数",
        "canary": "网址，如 https://www.x.gov.cn/",
        "per_day": "20–86400 的整数（规定每天至少 20 次）",
        "days": "1–3660 的整数",
        "jobs": "1–64 的整数",
        "read_apart": "true 或 false",
        "security": "true 或 false",
        "timeout": "秒数，大于 0，不超过 600",
        "max_wait": "秒数，0–3600",
        "no_base": "true 或 false",
        "evidence": "true 或 false",
        "no_progress": "true 或 false",
    }.get(key, "文字，或用逗号分开的几项")


def _ipv6_target(text: str) -> Address:
    """Read an address that is known to take IPv6 connections."""
    target = Address.parse(text, HTTPS_PORT)
    if ":" not in target.host or not is_public(target.host):
        raise RouteError(
            f"--ipv6-target “{text}”不是公网 IPv6 地址。请写成 [2400:3200::1]:443，端口不写就是 443。"
        )
    return target


def crawl_settings(home: str, choices: Choices) -> CrawlSettings:
    """Build the crawler's settings.  Raises RouteError where an address cannot be read."""
    profile = PROFILES[choices.profile or "standard"]
    chosen: dict[str, Any] = dict(profile)
    for name in (
        *("max_pages", "max_depth", "max_attachments", "max_external"),
        *("delay", "concurrency", "read_apart", "timeout", "render_pages"),
    ):
        value = getattr(choices, name)
        if value is not None:
            chosen[name] = value
    if choices.max_wait is not None:
        chosen["back_off"] = replace(BACK_OFF, longest_pause=choices.max_wait)
    return CrawlSettings(
        home=home,
        hosts=tuple(choices.host or ()),
        connect_to=tuple(ConnectTo.parse(text) for text in choices.connect_to or ()),
        render=choices.render != "never",
        security=choices.security is not False,
        dns=Address.parse(choices.dns, DNS_PORT) if choices.dns else None,
        canary=tuple(choices.canary or ()),
        ipv6_target=_ipv6_target(choices.ipv6_target) if choices.ipv6_target else None,
        **chosen,
    )


__all__ = [
    "PROFILES",
    "Choices",
    "RouteError",
    "crawl_settings",
    "read_config",
    "wanted",
]
