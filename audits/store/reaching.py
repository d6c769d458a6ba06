"""What is found at a storage, told in words.  Nothing is made, upgraded or changed."""

from __future__ import annotations

from audits.store import audit_runs, schema, sites
from audits.store.postgres_address import Storage
from audits.store.store import Store, engine_of


def found_at(storage: Storage, *, busy_seconds: float = 10.0) -> str:
    """Say (Chinese) what a database holds.

    Raises StoreError where it could not be used, RefusedError where its password cannot be had.
    """
    engine = engine_of(storage, busy_seconds)
    with Store(engine) as store, store.reading() as connection:
        engine.refuse_unfit(connection)
        revision = schema.of(connection) or ""
        schema.refuse_foreign(revision, store.place)
        schema.refuse_strangers(connection, store.place)
        if not revision:
            return "连得上，还是空的，第一次 gongkai scan 或 gongkai worker 时建表"
        if revision != schema.NEWEST:
            return f"连得上，结构版本 {revision}，下次使用时升级到 {schema.NEWEST}（升级前请先 gongkai backup）"
        known, made = len(sites.listed(connection)), len(audit_runs.listed(connection))
        return f"连得上，结构版本 {revision}，有 {known} 个网站、{made} 次检查"
