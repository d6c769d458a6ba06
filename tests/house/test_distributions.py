"""What is shipped: every file of the packages, and a wheel that works without the source tree."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def build(kind, folder):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.iterdir()
    return built


def package_files():
    """Every file that a checkout has in the packages, as a path with slashes."""
    return {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build("wheel", tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == package_files()
    kinds = {PurePosixPath(name).suffix for name in names}
    assert {".py", ".yaml", ".html"} <= kinds


# With -c the current folder stands first on the path, before the source tree of the environment.
LIST_RULES = """
import sys
import rules
from audits.cli import main
print(rules.__file__)
sys.argv[1:] = ["rules", "list"]
main()
"""


def test_the_wheel_alone_knows_its_rules(wheel, tmp_path):
    shutil.unpack_archive(wheel, tmp_path, "zip")
    run = subprocess.run(
        [sys.executable, "-c", LIST_RULES],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(str(tmp_path))
    for rule in ("annual-report-published", "ipv6", "links", "plans-column"):
        assert rule in run.stdout


def test_the_source_distribution_can_be_tested(tmp_path):
    with tarfile.open(build("sdist", tmp_path)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert package_files() <= names
    wanted = {
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "Makefile",
        "constraints.txt",
        "pyproject.toml",
    }
    assert wanted <= names
    assert "tests/house/test_distributions.py" in names
