"""The installed version of gongkai."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def tool_version() -> str:
    """Return the version, `0+unknown` where the program runs from bare files."""
    try:
        return version("gongkai")
    except PackageNotFoundError:
        return "0+unknown"
