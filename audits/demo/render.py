"""Renders the templates of the demo portal.  Everything is escaped unless a template says not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from audits.demo import hosts, oddities

Metas = tuple[tuple[str, str], ...]

SITE_NAME = "青岚县人民政府"
SITE_CODE = "9901230001"  # six digits of the place (none has 99), four of the site
NAV = (
    ("首页", "/"),
    ("走进青岚", "/zjql/"),
    ("政务动态", "/zwdt/"),
    ("政府信息公开", "/zfxxgk/"),
    ("政务服务", "/zwfw/"),
    ("互动交流", "/hdjl/"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """What the head of a page says about it."""

    title: str
    metas: Metas
    crumbs: tuple[tuple[str, str], ...] = ()


def site_metas(domain: str = hosts.WWW, name: str = SITE_NAME, code: str = SITE_CODE) -> Metas:
    """The three tags that every page carries."""
    return (("SiteName", name), ("SiteDomain", domain), ("SiteIDCode", code))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("audits.demo"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        hosts=hosts,
        nav=NAV,
        site_code=SITE_CODE,
        footer_fault=oddities.FOOTER_FAULT.href,
    )
    return environment


def render(template: str, **values: object) -> str:
    """Fill the template of that name."""
    return _environment().get_template(f"{template}.html.j2").render(**values)
