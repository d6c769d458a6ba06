"""By which schedule each site was last looked at.  What that means is the desk's business."""

from __future__ import annotations

from sqlalchemy import Connection, delete

from audits.store import rowwise
from audits.store.rows import ScanPlan
from audits.store.tables import scan_plans


def put(connection: Connection, *, plan: ScanPlan) -> None:
    """Store the plan of a site in place of an earlier one.  Raises ConflictError where there is no such site."""
    connection.execute(delete(scan_plans).where(scan_plans.c.site == plan.site))
    rowwise.add(connection, scan_plans, plan, f"网站 {plan.site} 的计划")


def get(connection: Connection, *, site: str) -> ScanPlan | None:
    """The plan of a site as it was last seen."""
    return rowwise.one(connection, ScanPlan, rowwise.where(scan_plans, site=site))


def listed(connection: Connection) -> tuple[ScanPlan, ...]:
    """All plans by site."""
    return rowwise.every(
        connection, ScanPlan, rowwise.where(scan_plans).order_by(scan_plans.c.site)
    )
