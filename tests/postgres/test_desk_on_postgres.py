"""The embedded mode's own tests, unchanged, with each desk's store on PostgreSQL: a few here, all in `make soak`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres.shared import NAMED, server
from tests.postgres.switch import WANTED

ROOT = Path(__file__).parents[2]
TELLING = (
    "tests/audits/desk/test_due.py::test_of_processes_that_race_for_one_file_each_site_is_scanned_by_one",
    "tests/audits/ledger/test_waive_attest.py::test_a_waiver_is_granted_shown_and_withdrawn",
)
ALL = (
    *("tests/audits/desk/test_due.py", "tests/audits/desk/test_three_months.py"),
    *("tests/audits/ledger", "tests/audits/mailing", "tests/audits/scanning"),
    *("tests/audits/serving", "tests/audits/retention/test_pruning.py"),
)


def passed(*what):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *what],
        cwd=ROOT,
        env={**os.environ, WANTED: "postgresql", NAMED: server()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


def test_the_most_telling_ones():
    assert "passed" in passed(*TELLING)


@pytest.mark.soak
def test_all_of_them():
    assert "passed" in passed(*ALL)
