"""Invented people and their numbers, and numbers of things that look like them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

SURNAMES = "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 欧阳 司徒".split()  # noqa: SIM905 - reads better
GIVEN = "伟 芳 娜 敏 静 强 磊 洋 勇 艳 杰 娟 涛 明 超 秀英 桂兰 建国 志强 玉兰 丽华 海燕 小红 文博 子涵 浩然 思源 雨桐 国栋 春梅 德胜 永福".split()  # noqa: SIM905
REGIONS = ["110105", "330328", "370321", "330522", "330105", "141002", "440301", "510104", "820000"]
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
MOBILE_HEADS = ["138", "139", "150", "151", "186", "188", "177", "199", "135", "166"]
BINS = ["621700", "622848", "622202", "623061", "621226", "622700"]


@dataclass(frozen=True)
class Person:
    name: str
    id: str
    mobile: str
    card: str
    sex: str
    born: date


class Dice(random.Random):
    """Chance that follows from a seed."""

    def digits(self, count: int) -> str:
        return "".join(self.choice("0123456789") for _ in range(count))

    def name(self) -> str:
        return self.choice(SURNAMES) + self.choice(GIVEN)

    def mobile(self) -> str:
        return self.choice(MOBILE_HEADS) + self.digits(8)

    def card(self) -> str:
        while True:
            body = self.choice(BINS) + self.digits(self.choice([12, 12, 9]))
            total = 0
            for index, digit in enumerate(reversed(body)):
                number = int(digit) * (1 if index % 2 else 2)
                total += number - 9 if number > 9 else number
            return body + str(-total % 10)

    def person(self, earliest: int = 1935, latest: int = 2005) -> Person:
        born = date(earliest, 1, 1) + timedelta(days=self.randrange((latest - earliest) * 365))
        return Person(
            self.name(),
            resident_id(self, born),
            self.mobile(),
            self.card(),
            self.choice("男女"),
            born,
        )

    def credit_code(self, *, digits_only: bool = False) -> str:
        while True:
            tail = self.digits(9) if digits_only else "".join(self.choice(CODE) for _ in range(9))
            head = (
                self.choice(["91", "92", "11", "12", "51", "93"]) + self.choice(REGIONS[:-1]) + tail
            )
            total = sum(w * CODE.index(c) for w, c in zip(CODE_WEIGHTS, head, strict=True))
            code = head + CODE[(31 - total % 31) % 31]
            if not digits_only or code[-1].isdigit():
                return code

    def landline(self) -> str:
        return f"0{self.choice(['577', '572', '533', '571', '357'])}-{self.choice('5678')}{self.digits(6)}"


def resident_id(dice: Dice, born: date) -> str:
    body = dice.choice(REGIONS) + f"{born:%Y%m%d}" + f"{dice.randrange(1, 999):03d}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]


def case_number(dice: Dice) -> str:
    """Region, day and serial number: one of eleven has the check digit of an ID."""
    day = date(2015, 1, 1) + timedelta(days=dice.randrange(4000))
    return dice.choice(REGIONS) + f"{day:%Y%m%d}" + dice.digits(4)


def wide(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)} | {ord("X"): 0xFF38})
