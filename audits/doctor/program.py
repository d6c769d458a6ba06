"""Python, gongkai, and the packages that it stands on: there, new enough, and able to start."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions, version
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from audits.doctor.seen import Seen, State
from audits.doctor.surroundings import Surroundings
from audits.version import tool_version

TRIED = ((3, 11), (3, 13))  # the Pythons that the program was run on, first and last
_IMPORT_SECONDS = 300
# Each name is said before it is imported: a package that takes the process with it is known by it.
_CHILD = """
import importlib, json, sys
for name in json.loads(sys.argv[1]):
    print(json.dumps([name, None]), flush=True)
    try:
        importlib.import_module(name)
    except BaseException as error:
        print(json.dumps([name, type(error).__name__ + ": " + str(error)[:200]]), flush=True)
"""
_MEND = "在它自己的环境里重装：pipx reinstall gongkai，或在源码目录 rm -rf .venv && make check"


def python(_: Surroundings) -> Iterable[Seen]:
    """The interpreter."""
    here = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}（{sys.executable}）"
    if TRIED[0] <= sys.version_info[:2] <= TRIED[1]:
        yield Seen("python", "Python", State.OK, here)
        return
    yield Seen(
        "python",
        "Python",
        State.ATTENTION,
        here,
        "gongkai 没有在这个版本上试过",
        "改用 Python 3.11 至 3.13：pipx install --python python3.13 …",
    )


def gongkai(_: Surroundings) -> Iterable[Seen]:
    """The program itself: its version, and where it lies."""
    found = tool_version()
    place = Path(__file__).resolve().parents[2]
    if found != "0+unknown":
        yield Seen("gongkai", "gongkai", State.OK, f"{found}（{place}）")
        return
    yield Seen(
        "gongkai",
        "gongkai",
        State.ATTENTION,
        f"版本不明：直接从源码目录 {place} 运行，没有安装",
        "快照和报告里写不出是哪个版本做的，依赖也没有人检查",
        "在源码目录运行 make demo，或 pipx install .",
    )


def dependencies(_: Surroundings) -> Iterable[Seen]:
    """What the installed program asks for."""
    try:
        wanted = distribution("gongkai").requires or []
    except PackageNotFoundError:
        yield Seen(
            "dependencies",
            "依赖的程序包",
            State.SKIPPED,
            "gongkai 没有安装，不知道它要哪些程序包",
        )
        return
    yield judged_packages(wanted)


def judged_packages(wanted: Iterable[str]) -> Seen:
    """Look at requirements as a distribution states them; those of extras are left out."""
    asked = [Requirement(text) for text in wanted]
    needed = [r for r in asked if r.marker is None or r.marker.evaluate({"extra": ""})]
    wrong = [trouble for requirement in needed if (trouble := _out_of_bounds(requirement))]
    there = {canonicalize_name(r.name) for r in needed if not _out_of_bounds(r)}
    wrong += import_troubles(_modules(there))
    if wrong:
        return Seen(
            "dependencies",
            "依赖的程序包",
            State.BROKEN,
            "；".join(wrong),
            "用到它们的命令会中途出错",
            _MEND,
        )
    return Seen("dependencies", "依赖的程序包", State.OK, f"{len(needed)} 个，版本相符，都能载入")


def _out_of_bounds(requirement: Requirement) -> str:
    try:
        found = version(requirement.name)
    except PackageNotFoundError:
        return f"缺少 {requirement.name}"
    if requirement.specifier.contains(found, prereleases=True):
        return ""
    return f"{requirement.name} 是 {found}，要求 {requirement.specifier}"


def _modules(names: Iterable[str]) -> list[str]:
    """The modules by which packages are imported."""
    wanted = set(names)
    return sorted(
        module
        for module, owners in packages_distributions().items()
        if wanted.intersection(map(canonicalize_name, owners))
        and module.isidentifier()
        and not module.startswith("_")
        and find_spec(module) is not None
    )


def import_troubles(modules: list[str]) -> list[str]:
    """Import modules in a process of its own; say which could not be, and why."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own lines
            [sys.executable, "-c", _CHILD, json.dumps(modules)],
            capture_output=True,
            encoding="utf-8",
            timeout=_IMPORT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"载入程序包 {_IMPORT_SECONDS} 秒还没有完成"]
    said = list(_said(done.stdout))
    troubles = [f"{name} 载入不了（{why}）" for name, why in said if why]
    if done.returncode and said:
        troubles.append(f"{said[-1][0]} 一载入，程序就中断（退出码 {done.returncode}）")
    return troubles


def _said(output: str) -> Iterator[tuple[str, str | None]]:
    """The child's lines; what a package prints while it is imported is passed over."""
    for line in output.splitlines():
        try:
            name, why = json.loads(line)
        except ValueError:
            continue
        yield str(name), why
