"""Annual reports in the 2021 form with numbers that fit: tables with spans, and what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

REFUSED = (
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
)
UNABLE = ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")
DROPPED = (
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
)
OTHER = (
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
)
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
WAYS = ("行政复议", "未经复议直接起诉", "复议后起诉")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of an HTML table."""

    text: str
    rows: int = 1
    cols: int = 1


Table = tuple[tuple[Cell, ...], ...]


def made_report(random: Random) -> tuple[dict[str, dict[str, int]], tuple[Table, Table, Table]]:
    """Return the numbers by row and column, and the three tables that print them."""
    third, numbers = _third(random)
    fourth, disputes = _fourth(random)
    second, active = _second(random)
    return {**active, **numbers, **disputes}, (second, third, fourth)


def expanded(table: Table) -> list[list[str]]:
    """Return the table as a grid: a spanning cell stands in every place that it covers."""
    grid: list[dict[int, str]] = [{} for _ in table]
    for top, row in enumerate(table):
        left = 0
        for cell in row:
            while left in grid[top]:
                left += 1
            for down in range(cell.rows):
                for right in range(cell.cols):
                    grid[top + down][left + right] = cell.text
            left += cell.cols
    return [[row[place] for place in sorted(row)] for row in grid]


def _third(random: Random) -> tuple[Table, dict[str, dict[str, int]]]:
    leaves: list[list[int]] = []
    labels = [
        "（一）予以公开",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        *REFUSED,
        *UNABLE,
        *DROPPED,
        *OTHER,
    ]
    for position in range(len(labels)):
        people = random.randint(0, 30) if position < 2 else random.choice((0, 0, 0, 1, 2, 4))
        others = [random.choice((0, 0, 0, 1)) for _ in range(5)]
        leaves.append(_with_total([people, *others]))
    done = [sum(column) for column in zip(*leaves, strict=True)]
    left = _with_total([random.randint(0, 3), 0, 0, 0, 0, 0])
    carried = _with_total([random.randint(0, min(2, done[0])), 0, 0, 0, 0, 0])
    new = [d + later - early for d, later, early in zip(done, left, carried, strict=True)]
    first, second, last = (
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "四、结转下年度继续办理",
    )
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    rows: list[tuple[Cell, ...]] = [
        (Cell(note, 3, 3), Cell("申请人情况", 1, 7)),
        (Cell("自然人", 2), Cell("法人或其他组织", 1, 5), Cell("总计", 2)),
        tuple(Cell(name) for name in APPLICANTS[1:6]),
        (Cell(first, 1, 3), *_numbers(new)),
        (Cell(second, 1, 3), *_numbers(carried)),
        (Cell("三、本年度办理结果", 22), Cell(labels[0], 1, 2), *_numbers(leaves[0])),
        (Cell(labels[1], 1, 2), *_numbers(leaves[1])),
    ]
    at = 2
    for group, names in (
        ("（三）不予公开", REFUSED),
        ("（四）无法提供", UNABLE),
        ("（五）不予处理", DROPPED),
        ("（六）其他处理", OTHER),
    ):
        for position, name in enumerate(names):
            head = (Cell(group, len(names)),) if position == 0 else ()
            rows.append((*head, Cell(name), *_numbers(leaves[at])))
            at += 1
    rows.append((Cell("（七）总计", 1, 2), *_numbers(done)))
    rows.append((Cell(last, 1, 3), *_numbers(left)))
    values = dict(
        zip(
            [first, second, *_keyed(labels), "（七）总计", last],
            [new, carried, *leaves, done, left],
            strict=True,
        )
    )
    return tuple(rows), {
        name: dict(zip(APPLICANTS, row, strict=True)) for name, row in values.items()
    }


def _keyed(labels: list[str]) -> list[str]:
    groups = ["", "", *["（三）"] * 8, *["（四）"] * 3, *["（五）"] * 5, *["（六）"] * 3]
    return [group + label for group, label in zip(groups, labels, strict=True)]


def _fourth(random: Random) -> tuple[Table, dict[str, dict[str, int]]]:
    found, numbers = {}, []
    for way in WAYS:
        row = [random.choice((0, 0, 1, 2)) for _ in range(4)]
        found[way] = dict(zip(OUTCOMES, [*row, sum(row)], strict=True))
        numbers += [*row, sum(row)]
    rows = (
        (Cell("行政复议", 1, 5), Cell("行政诉讼", 1, 10)),
        (
            *(Cell(name, 2) for name in OUTCOMES),
            Cell("未经复议直接起诉", 1, 5),
            Cell("复议后起诉", 1, 5),
        ),
        tuple(Cell(name) for name in (*OUTCOMES, *OUTCOMES)),
        _numbers(numbers),
    )
    return rows, found


def _second(random: Random) -> tuple[Table, dict[str, dict[str, int]]]:
    made, ended, valid = random.randint(0, 6), random.randint(0, 3), random.randint(10, 60)
    permits, fines, forced = (random.randint(0, 9000) for _ in range(3))
    fee = random.randint(0, 900)
    pieces = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    rows = (
        (Cell("第二十条第（一）项", 1, 4),),
        tuple(Cell(name) for name in pieces),
        (Cell("规章"), *_numbers([0, 0, 0])),
        (Cell("行政规范性文件"), *_numbers([made, ended, valid])),
        (Cell("第二十条第（五）项", 1, 4),),
        (Cell("信息内容"), Cell("本年处理决定数量", 1, 3)),
        (Cell("行政许可"), Cell(str(permits), 1, 3)),
        (Cell("第二十条第（六）项", 1, 4),),
        (Cell("信息内容"), Cell("本年处理决定数量", 1, 3)),
        (Cell("行政处罚"), Cell(str(fines), 1, 3)),
        (Cell("行政强制"), Cell(str(forced), 1, 3)),
        (Cell("第二十条第（八）项", 1, 4),),
        (Cell("信息内容"), Cell("本年收费金额（单位：万元）", 1, 3)),
        (Cell("行政事业性收费"), Cell(str(fee), 1, 3)),
    )
    return rows, {
        "规章": dict(zip(pieces[1:], (0, 0, 0), strict=True)),
        "行政规范性文件": dict(zip(pieces[1:], (made, ended, valid), strict=True)),
        "行政许可": {"本年处理决定数量": permits},
        "行政处罚": {"本年处理决定数量": fines},
        "行政强制": {"本年处理决定数量": forced},
        "行政事业性收费": {"本年收费金额": fee},
    }


def _with_total(row: list[int]) -> list[int]:
    return [*row, sum(row)]


def _numbers(row: list[int]) -> tuple[Cell, ...]:
    return tuple(Cell(str(number)) for number in row)
