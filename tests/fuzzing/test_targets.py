"""Every target holds for its seeds, for what once broke it, and for some (short) or many (soak) changed inputs."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzzing import run
from tests.fuzzing.examples import inputs
from tests.fuzzing.target import FOUND, names, target

SECONDS = int(os.environ.get("GONGKAI_FUZZ_SECONDS", "20"))
MANY = 300


@pytest.mark.parametrize("name", names())
def test_what_once_broke_it(name):
    for path in sorted((FOUND / name).glob("*")):
        target(name).run(path.read_bytes())


def test_every_input_kept_has_its_target():
    assert {path.name for path in FOUND.iterdir() if path.is_dir()} <= set(names())


@pytest.mark.parametrize("name", names())
def test_changed_seeds(name):
    hold(name, target(name).examples)


@pytest.mark.soak
@pytest.mark.parametrize("name", names())
def test_many_changed_seeds(name):
    hold(name, MANY, derandomize=False)


@pytest.mark.soak
@pytest.mark.parametrize("name", names())
def test_guided_by_coverage(name, tmp_path):
    if not run.guided_here():
        pytest.skip("atheris is not installed; hypothesis alone was used")
    ran = run.guided(name, SECONDS, tmp_path)
    assert ran.found == ()
    assert ran.runs > 0


def hold(name, examples, *, derandomize=True):
    chosen = target(name)

    @settings(
        max_examples=examples,
        derandomize=derandomize,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def holds(data):
        chosen.run(data.draw(inputs(chosen)))

    holds()
