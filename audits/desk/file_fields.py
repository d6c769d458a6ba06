"""The kinds of text that gongkai.yaml is made of, each refusing what does not fit it, with a remedy.

What is refused is not repeated where it may be a secret that stands in the wrong place.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator

from audits.desk.mail_addresses import is_address, is_sender
from audits.desk.schedule_words import ScheduleError, parse
from audits.desk.when import Schedule
from audits.store.keeping import (
    EXAMPLES,
    LETTER_EXAMPLES,
    Keep,
    KeepError,
    keep_rule,
    letters_rule,
)
from crawler.reading.urls import NotAUrl, home_url
from reports.formats import FORMATS
from rules.field_types import Text, refusal
from rules.problems import shown

_SITE_ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?")
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{0,63}")
BY_HAND = "手动"


def _site_id(text: str) -> str:
    if not _SITE_ID.fullmatch(text) or ".." in text:
        raise refusal(
            f"的写法“{shown(text)}”不对",
            "用小写字母、数字和 - _ .，不超过 60 个，如 huantai（数据存放在这个名字的文件夹里）",
        )
    return text


def _home(text: str) -> str:
    try:
        return home_url(text)
    except NotAUrl as error:
        raise refusal(f"不是网址：{str(error).rstrip('。')}", "如 http://www.x.gov.cn/") from error


def _address(text: str) -> str:
    text = text.strip()
    if not is_address(text):
        raise refusal(f"“{shown(text)}”不是邮件地址", "如 zhengwu@x.gov.cn")
    return text


def _sender(text: str) -> str:
    if not is_sender(text.strip()):
        raise refusal(f"“{shown(text)}”不是邮件地址", "如 县政务公开办 <zwgk@x.gov.cn>")
    return text.strip()


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise refusal(f"没有时区“{shown(text)}”", "中国写 Asia/Shanghai") from error


def _schedule(text: str) -> Schedule | None:
    if text.strip() in {BY_HAND, ""}:
        return None
    try:
        return parse(text)
    except ScheduleError as error:
        raise refusal(f"：{error.why}", f"{error.remedy}；不自动检查写：{BY_HAND}") from error


def _keep(text: str) -> Keep:
    try:
        return keep_rule(text)
    except KeepError as error:
        raise refusal(f"看不懂“{shown(text)}”", f"如：{'、'.join(EXAMPLES)}") from error


def _letters(text: str) -> int | None:
    try:
        return letters_rule(text)
    except KeepError as error:
        raise refusal(f"看不懂“{shown(text)}”", f"如：{'、'.join(LETTER_EXAMPLES)}") from error


def _path(text: str) -> str:
    try:
        Path(text).expanduser()
    except RuntimeError as error:  # the folder of a user that there is not
        raise refusal(f"“{shown(text)}”里的 ~ 不是任何用户的文件夹", "写完整的路径") from error
    return text


def _variable(text: str) -> str:
    if not _VARIABLE.fullmatch(text):
        raise refusal(
            "要写环境变量的名字（大写字母、数字、下划线），不写密码本身", "如 GONGKAI_MAIL_PASSWORD"
        )
    return text


def _formats(names: list[str]) -> list[str]:
    for name in names:
        if name not in FORMATS:
            raise refusal(f"没有格式“{shown(name)}”", f"可写：{'、'.join(FORMATS)}")
    return names


def _listed(value: object) -> object:
    """A list, or the same with commas; nothing written is an empty one."""
    if isinstance(value, str):
        return [part.strip() for part in re.split("[,，、;；]", value) if part.strip()]
    return value


def _text(value: object) -> object:
    if not isinstance(value, str):
        raise refusal("应当是一段文字", "不要写成列表或对照")
    return value


def _nothing(value: object) -> object:
    return None if value == "" else value


def whole(least: int, most: int) -> BeforeValidator:
    """A whole number within limits."""

    def check(value: object) -> object:
        if not isinstance(value, str):
            return value
        if not re.fullmatch(r"\d{1,12}", value, re.ASCII) or not least <= int(value) <= most:
            raise refusal(f"的“{shown(value)}”不对", f"写 {least}–{most} 的整数")
        return int(value)

    return BeforeValidator(check)


SiteId = Annotated[str, AfterValidator(_site_id)]
Home = Annotated[str, AfterValidator(_home)]
Address = Annotated[str, AfterValidator(_address)]
Addresses = Annotated[list[Address], BeforeValidator(_listed)]
Sender = Annotated[str, AfterValidator(_sender)]
Zone = Annotated[Any, BeforeValidator(_text), AfterValidator(_zone)]
When = Annotated[Any, BeforeValidator(_text), AfterValidator(_schedule)]
KeepText = Annotated[Any, BeforeValidator(_text), AfterValidator(_keep)]
LettersText = Annotated[Any, BeforeValidator(_text), AfterValidator(_letters)]
Place = Annotated[Text, AfterValidator(_path)]
Variable = Annotated[str, AfterValidator(_variable)]
Formats = Annotated[list[str], BeforeValidator(_listed), AfterValidator(_formats)]
NOTHING = BeforeValidator(_nothing)
