"""Sites that were ever configured.  What a site is set up with stands in gongkai.yaml."""

from __future__ import annotations

from sqlalchemy import Connection

from audits.store import rowwise
from audits.store.errors import StaleError
from audits.store.rows import Site
from audits.store.tables import sites


def add(connection: Connection, *, site: Site) -> Site:
    """Store a site.  Raises ConflictError where its id is there already."""
    return rowwise.add(connection, sites, site, f"网站 {site.id} ")


def get(connection: Connection, *, site: str) -> Site | None:
    """The site of this id."""
    return rowwise.one(connection, Site, rowwise.where(sites, id=site))


def listed(connection: Connection) -> tuple[Site, ...]:
    """All sites by id."""
    return rowwise.every(connection, Site, rowwise.where(sites).order_by(sites.c.id))


def know(connection: Connection, *, site: Site) -> None:
    """Store a site, or what it is called now; since when it is known stays as it is."""
    known = get(connection, site=site.id)
    if known is None:
        add(connection, site=site)
    elif (known.name, known.home) != (site.name, site.home):
        update(connection, site=site)


def update(connection: Connection, *, site: Site) -> None:
    """Change name and home of a site.  Raises StaleError where it is not there."""
    new = {"name": site.name, "home": site.home}
    if not rowwise.change(connection, sites, {sites.c.id: site.id}, new):
        raise StaleError(f"没有网站 {site.id}。")
