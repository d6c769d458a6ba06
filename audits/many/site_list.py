"""Which sites to crawl together: from the command line or from a file, one address a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.reading.urls import NotAUrl, home_url, host_of, port_of
from crawler.snapshot.troubles import reason
from rules.problems import Problem, RuleErrors

_MOST_BYTES = 5_000_000
COMMAND_LINE = "命令行"


@dataclass(frozen=True, slots=True)
class Listed:
    """A site's home page, and where it was given; `line` is 0 on the command line."""

    home: str
    path: str = COMMAND_LINE
    line: int = 0

    @property
    def folder(self) -> str:
        """The name of its folder: the host, and the port where it is not the usual one."""
        port = port_of(self.home)
        usual = 443 if self.home.startswith("https:") else 80
        name = host_of(self.home).replace(":", "_")
        return name if port == usual else f"{name}_{port}"

    def problem(self, message: str, remedy: str) -> Problem:
        """Something wrong with this site, with its place."""
        return Problem(self.path, self.line, message, remedy)


def listed(urls: Sequence[str], file: Path | None) -> list[Listed]:
    """Return the sites named on the command line and in a file.

    Empty lines and `#` comments in the file are skipped.  Raises RuleErrors with all that is wrong.
    """
    rows = [(url, COMMAND_LINE, 0) for url in urls]
    if file is not None:
        rows += [(text, str(file), line) for line, text in _lines(file)]
    found: dict[str, Listed] = {}
    problems: list[Problem] = []
    for text, path, line in rows:
        if len(text.split()) > 1:
            problems.append(Problem(path, line, f"“{text}”不是一个网址", "一行只写一个网址"))
            continue
        try:
            site = Listed(home_url(text), path, line)
        except NotAUrl as error:
            problems.append(Problem(path, line, str(error).rstrip("。"), "或删掉它"))
            continue
        earlier = found.setdefault(site.folder, site)
        if earlier is not site:
            where = f"第 {earlier.line} 行" if earlier.line else earlier.path
            problems.append(
                site.problem(
                    f"{site.home} 和{where}的 {earlier.home} 是同一个主机",
                    "一个主机只写一次；要分开爬，请分两次运行，用不同的 --out",
                )
            )
    if not rows:
        problems.append(Problem(str(file or COMMAND_LINE), 0, "没有网址", "至少写一个"))
    if problems:
        raise RuleErrors(problems)
    return list(found.values())


def _lines(file: Path) -> list[tuple[int, str]]:
    try:
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            what = f"网站名单超过 {_MOST_BYTES // 1_000_000} MB"
            raise RuleErrors([Problem(str(file), 0, what, "每行写一个网址，不写别的")])
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "不是 UTF-8 文本"
        remedy = "检查 --sites 的路径"
        raise RuleErrors([Problem(str(file), 0, f"读不到网站名单（{why}）", remedy)]) from error
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        # A URL can hold a `#`, so a comment behind one begins after a blank.
        site = "" if line.lstrip().startswith("#") else line.partition(" #")[0].strip()
        if site:
            found.append((number, site))
    return found
