"""How the desk is set up: gongkai.yaml, understood.  Frozen; who reads it is `reading`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from audits.config import Choices
from audits.desk.secrets import SecretPlace
from audits.desk.when import Schedule
from audits.store.keeping import DEFAULT, LETTERS, Keep
from audits.store.postgres_address import Storage
from rules.problems import Problem


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit (责任单位) and the mail addresses of who is told."""

    name: str
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConfiguredSite:
    """A site to be scanned.  `choices` are its own (`own_choices`) over the desk's `defaults`."""

    id: str
    name: str
    home: str
    choices: Choices
    units: tuple[Unit, ...] = ()
    recipients: tuple[str, ...] = ()
    schedule: Schedule | None = None
    path: str = ""
    line: int = 0
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)
    own_choices: Choices = field(default_factory=Choices, repr=False)

    def problem(self, key: str, message: str, remedy: str) -> Problem:
        """Something wrong with this site, with the place of a key of it."""
        return Problem(self.path, self.lines.get(key, self.line), message, remedy)

    def unit(self, name: str) -> Unit | None:
        """The unit of this name."""
        return next((unit for unit in self.units if unit.name == name), None)


@dataclass(frozen=True, slots=True)
class MailSetup:
    """How mail is sent.  `sender` and `reply_to` may hold a name beside the address."""

    host: str
    port: int
    security: str
    sender: str
    user: str | None = None
    password: SecretPlace | None = None
    reply_to: str | None = None
    attach: tuple[str, ...] = ("html", "xlsx")
    max_bytes: int = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSetup:
    """Where runs and letters are kept for all machines: a `folder`, or a bucket of an S3-compatible storage."""

    folder: Path | None = None
    bucket: str = ""
    prefix: str = ""
    endpoint_url: str | None = None
    region: str | None = None
    addressing: str | None = None
    key: SecretPlace | None = None
    secret: SecretPlace | None = None

    def __str__(self) -> str:
        if self.folder is not None:
            return f"文件夹 {self.folder}"
        place = f"s3://{self.bucket}/{self.prefix}".rstrip("/")
        return f"{place}（{self.endpoint_url}）" if self.endpoint_url else place


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is done at once.  `jobs` None: one process a core."""

    sites_at_once: int = 2
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The whole configuration; all paths are absolute or relative to where the program runs."""

    path: Path
    folder: Path
    data: Path
    # An address may hold a password: it is not shown.
    storage: Storage = field(repr=False)
    time_zone: ZoneInfo
    sites: tuple[ConfiguredSite, ...] = ()
    sites_file: Path | None = None
    mail: MailSetup | None = None
    archive: ArchiveSetup | None = None
    keep: Keep = DEFAULT
    # Months that letters outlive their sending; None: for ever.
    keep_letters: int | None = LETTERS
    limits: Limits = Limits()
    due_workdays: int = 10
    advice_in_ledger: bool = False
    _by_id: Mapping[str, ConfiguredSite] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find sites by their ids from now on: there may be all those of the country."""
        object.__setattr__(self, "_by_id", {site.id: site for site in self.sites})

    def site(self, site_id: str) -> ConfiguredSite | None:
        """The site of this id."""
        return self._by_id.get(site_id)
