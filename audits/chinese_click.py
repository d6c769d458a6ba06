"""click in Chinese: headings of the help pages and the messages of usage errors."""

from __future__ import annotations

import re
from typing import Any

import click

_RANGE = re.compile(r"  \[(\d+)<=x<=(\d+)\]")
_USAGE = {"[OPTIONS]": "[选项]...", "COMMAND [ARGS]...": "命令 [参数]..."}


class _Chinese(click.Command):
    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = [_USAGE.get(piece, piece) for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        found = [
            row
            for param in self.get_params(ctx)
            if isinstance(param, click.Option) and (row := param.get_help_record(ctx))
        ]
        rows = [
            (flags, _RANGE.sub("（\\1 至 \\2）", text.replace("[required]", "（必填）")))
            for flags, text in found
        ]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明。"
        return option


class ChineseCommand(_Chinese):
    """A command whose help page is Chinese."""


class ChineseGroup(_Chinese, click.Group):
    """A group whose help page is Chinese, and whose commands are Chinese too."""

    command_class = ChineseCommand

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands under a Chinese heading."""
        names = self.list_commands(ctx)
        found = [(name, command) for name in names if (command := self.get_command(ctx, name))]
        rows = [(name, command.get_short_help_str(60)) for name, command in found]
        with formatter.section("命令"):
            formatter.write_dl(rows)


ChineseGroup.group_class = ChineseGroup


def explain(error: click.ClickException) -> str:
    """Say a usage error in Chinese, with what to do."""
    what = _what(error)
    if not isinstance(error, click.UsageError) or error.ctx is None:
        return what
    gap = "" if what.endswith(("。", "？")) else " "
    return f"{what}{gap}用 {error.ctx.command_path} --help 看说明。"


def _what(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            near = f"，是不是 {'、'.join(error.possibilities)}？" if error.possibilities else "。"
            return f"没有选项 {error.option_name}{near}"
        case click.MissingParameter():
            return f"缺少{_param(error.param)}。"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 后面缺少值，或写法不对。"
        case click.BadParameter(param=click.Parameter(type=click.Choice() as choice)):
            given = error.message.partition(" is not one of")[0]  # in quotes already
            choices = "、".join(map(str, choice.choices))
            return f"{_param(error.param)} 的值 {given} 不对；可写：{choices}。"
        case click.BadParameter():
            return f"{_param(error.param)} 的值不对：{error.message}"
        case click.UsageError() if "No such command" in error.message:
            return f"没有命令{error.message.partition('No such command')[2].rstrip('.')}。"
        case click.UsageError() if "unexpected extra argument" in error.message:
            return f"多出了参数{error.message.partition('argument')[2].lstrip('s')}。"
        case _:
            return error.format_message()


def _param(param: Any) -> str:
    if param is None:
        return "参数"
    return (
        f"参数 {param.make_metavar(click.Context(click.Command('gongkai')))}"
        if isinstance(param, click.Argument)
        else f"选项 {param.opts[-1]}"
    )
