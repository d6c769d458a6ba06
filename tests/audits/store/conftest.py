"""An empty store on each engine, with one site and one audit."""

from __future__ import annotations

import pytest

from audits.store import audit_runs, open_store, sites
from tests.audits.store.engines import ENGINES, a_site, an_audit


@pytest.fixture(params=ENGINES)
def store(request, tmp_path):
    with open_store(ENGINES[request.param](tmp_path)) as opened:
        with opened.begin() as connection:
            sites.add(connection, site=a_site())
            audit_runs.add(connection, audit=an_audit())
        yield opened
