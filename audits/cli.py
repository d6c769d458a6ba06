"""The command line `gongkai`: its verbs, and how every error becomes a message and an exit code."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import NoReturn

import click

from audits import exit_codes
from audits.chinese_click import ChineseGroup, explain
from audits.commands_on_demand import CommandsOnDemand
from audits.output import hush, prepare, tell
from audits.version import tool_version
from crawler.snapshot.troubles import reason

_COMMANDS = (
    *("audit", "crawl", "check", "report", "evidence"),
    *("rank", "templates", "rules", "facts", "watch", "demo"),
    *("ledger", "recheck", "waive", "attest"),
    *("init", "config", "sites", "serve", "doctor"),
    *("backup", "restore", "prune"),
    *("scan", "mail", "history", "diff"),
    *("worker", "queue"),
)


@click.group(
    cls=ChineseGroup,
    name="gongkai",
    commands=CommandsOnDemand("audits.commands", _COMMANDS),
    context_settings={"max_content_width": 100},
)
@click.version_option(
    tool_version(), prog_name="gongkai", message="%(prog)s %(version)s", help="显示版本。"
)
def gongkai() -> None:
    """公开：按政务公开工作要点检查县级政府门户网站。

    \b
    第一次用，先看演示：  gongkai demo
    检查一个网站：        gongkai audit http://www.x.gov.cn/
    """


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with the code that the contract gives."""
    code = run(arguments)
    gc.freeze()  # all memory goes with the process: nobody needs to look through it once more
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    prepare()
    try:
        code = gongkai.main(arguments, prog_name="gongkai", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else str(error))
        return exit_codes.USAGE
    except click.ClickException as error:
        _say(explain(error))
        return exit_codes.USAGE
    except (click.Abort, KeyboardInterrupt):
        _say(
            "已中断。正在爬取的，已抓到的网页还在输出目录的快照里：用 gongkai check 可检查它，"
            "用同样的命令加 --resume 可接着爬取。"
        )
        return exit_codes.INTERRUPTED
    except OSError as error:
        hush()
        place = f"（{error.filename}）" if error.filename else ""
        _say(f"读写失败{place}：{reason(error)}。请检查路径、权限和磁盘空间。")
        return exit_codes.USAGE
    except Exception as error:
        expected = import_module("audits.expected_errors").understood(error)
        if expected is None:
            raise
        for line in expected.lines:
            _say(line)
        return int(expected.code)
    return code if isinstance(code, int) else exit_codes.CLEAN


def _say(text: str) -> None:
    tell(f"错误：{text}")


if __name__ == "__main__":
    main()
