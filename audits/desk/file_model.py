"""gongkai.yaml as it is written, typed: the keys of the desk's own.  Choices of a scan stand beside them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from audits.desk.file_fields import (
    NOTHING,
    Address,
    Addresses,
    Formats,
    Home,
    KeepText,
    LettersText,
    Place,
    Sender,
    SiteId,
    Variable,
    When,
    Zone,
    whole,
)
from rules.field_types import Text
from rules.sourced import Sourced

_MAX_NAME = 100


def _empty_mapping(value: object) -> object:
    return {} if value == "" else value


def _empty_list(value: object) -> object:
    return [] if value == "" else value


class UnitFile(Sourced):
    """A unit: who is told of what is wrong on its pages."""

    contacts: Addresses = Field(default_factory=list)


class SiteFile(Sourced):
    """A site's own keys, without the choices of its scan."""

    id: SiteId = Field(description="简短的英文编号，如 huantai")
    name: Annotated[Text, Field(max_length=_MAX_NAME)] = Field(description="网站名称")
    url: Home = Field(description="首页网址")
    units: Annotated[dict[Text, UnitFile], BeforeValidator(_empty_mapping)] = Field(
        default_factory=dict
    )
    recipients: Addresses = Field(default_factory=list)
    schedule: When | None = None


class MailFile(Sourced):
    """How mail is sent."""

    host: Text = Field(description="邮件服务器，如 smtp.x.gov.cn")
    port: Annotated[int, whole(1, 65_535)] | None = None
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Text | None = None
    password_env: Variable | None = None
    password_file: Place | None = None
    sender: Sender = Field(alias="from", description="发件人地址")
    reply_to: Address | None = None
    attached: Formats = Field(default=["html", "xlsx"], alias="attach")
    max_bytes: Annotated[int, whole(100_000, 1_000_000_000)] = 10_000_000


class ArchiveOptionsFile(Sourced):
    """How an S3-compatible storage is reached."""

    endpoint_url: Text | None = None
    region: Text | None = None
    addressing: Literal["path", "virtual"] | None = None
    key_env: Variable | None = None
    secret_env: Variable | None = None
    secret_file: Place | None = None


class KeepFile(Sourced):
    """What outlives."""

    snapshots: KeepText | None = None
    letters: Annotated[LettersText, Field(validate_default=True)] = "12个月"


class LimitsFile(Sourced):
    """How much is done at once."""

    sites_at_once: Annotated[int, whole(1, 64)] = 2
    jobs: Annotated[int, whole(1, 64)] | None = None


class LedgerFile(Sourced):
    """The ledger."""

    due_workdays: Annotated[int, whole(1, 250)] = 10
    advice: bool = Field(default=False, description="true 或 false")


class DeskFile(Sourced):
    """The whole file, without `defaults`."""

    data: Place = "gongkai-data"
    storage: Place | None = None
    storage_password_env: Variable | None = None
    storage_password_file: Place | None = None
    time_zone: Zone = Field(default="Asia/Shanghai", validate_default=True)
    schedule: When | None = None
    sites: Annotated[list[SiteFile], BeforeValidator(_empty_list)] = Field(default_factory=list)
    sites_file: Text | None = None
    mail: Annotated[MailFile | None, NOTHING] = None
    archive: Place | None = None
    archive_options: Annotated[ArchiveOptionsFile | None, NOTHING] = None
    keep: Annotated[KeepFile | None, NOTHING] = None
    limits: Annotated[LimitsFile | None, NOTHING] = None
    ledger: Annotated[LedgerFile | None, NOTHING] = None


class SitesFile(Sourced):
    """A list of sites in a file of its own."""

    sites: Annotated[list[SiteFile], BeforeValidator(_empty_list)] = Field(default_factory=list)


def keys_of(model: type[Sourced]) -> tuple[str, ...]:
    """The keys of a model as they are written."""
    return tuple(part.alias or name for name, part in model.model_fields.items())
