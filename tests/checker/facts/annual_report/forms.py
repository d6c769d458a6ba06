"""Annual reports made up for tests: sound figures, and many ways in which pages write them.

Labels stand here as the two forms print them, apart from the labels that the reader looks for.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby

COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
KEYS = ("person", "business", "research", "charity", "legal", "other_org", "total")
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
GROUPS_2021 = (
    ("（一）予以公开", ("granted",), ()),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ("partial",), ()),
    ("（三）不予公开", tuple(f"refused_{n}" for n in range(1, 9)), REFUSED),
    (
        "（四）无法提供",
        ("unavailable_1", "unavailable_2", "unavailable_3"),
        ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"),
    ),
    (
        "（五）不予处理",
        tuple(f"ignored_{n}" for n in range(1, 6)),
        (
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息",
        ),
    ),
    (
        "（六）其他处理",
        ("other_1", "other_2", "other_3"),
        (
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "3.其他",
        ),
    ),
)
GROUPS_2019 = (*GROUPS_2021[:-1], ("（六）其他处理", ("other",), ()))
ENDS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


@dataclass
class Figures:
    """The figures of one report, by the keys of the reader's model."""

    year: int
    disclosure: dict[tuple[str, str], int] = field(default_factory=dict)
    requests: dict[str, list[int]] = field(default_factory=dict)
    disputes: dict[str, list[int]] = field(default_factory=dict)

    @property
    def groups(self):
        return GROUPS_2021 if self.year >= 2021 else GROUPS_2019

    @property
    def all_requests(self):
        return {
            (row, key): value
            for row, values in self.requests.items()
            for key, value in zip(KEYS, values, strict=True)
        }


def figures(seed: int, year: int = 2023, busy: float = 0.4) -> Figures:
    """Sound figures that follow from the seed."""
    dice = random.Random(seed)  # noqa: S311 - made-up figures keep no secret
    made = Figures(year)

    def parts(most):
        six = [dice.randrange(most) if dice.random() < busy else 0 for _ in range(6)]
        return [*six, sum(six)]

    leaves = [key for _, keys, _ in made.groups for key in keys]
    rows = {key: parts(30) for key in leaves}
    handled = [sum(column) for column in zip(*rows.values(), strict=True)]
    on = parts(9)
    carried_in = [dice.randint(0, h + o) for h, o in zip(handled[:6], on[:6], strict=True)]
    carried_in.append(sum(carried_in))
    new = [h + o - i for h, o, i in zip(handled, on, carried_in, strict=True)]
    made.requests = {
        "new": new,
        "carried_in": carried_in,
        **rows,
        "handled": handled,
        "carried_on": on,
    }
    for course in ("review", "lawsuit", "lawsuit_after"):
        four = [dice.randrange(4) for _ in range(4)]
        made.disputes[course] = [*four, sum(four)]
    made.disclosure = _disclosure(dice, year)
    return made


def _disclosure(dice: random.Random, year: int) -> dict[tuple[str, str], int]:
    documents = ("rules", "normative")
    if year >= 2021:
        measures = ("issued", "repealed", "in_force")
        singles = {("permits", "decisions"): 20_000, ("penalties", "decisions"): 9_000}
        singles |= {("coercions", "decisions"): 500, ("fees", "charged"): 900}
    else:
        measures = ("made", "published", "public_total")
        singles = {
            (item, measure): 500
            for item in ("permits", "services", "penalties", "coercions")
            for measure in ("last_year", "change", "decisions")
        }
        singles |= {("fees", "last_year"): 50, ("fees", "change"): 5}
        singles |= {("purchases", "projects"): 50, ("purchases", "spent"): 5_000}
    limits = {(item, measure): 99 for item in documents for measure in measures} | singles
    return {key: dice.randrange(limit) for key, limit in limits.items()}


# A written table: rows of (text, rowspan, colspan).
Cell = tuple[str, int, int]
Rows = list[list[Cell]]


def disclosure_table(made: Figures) -> Rows:
    d = made.disclosure
    if made.year >= 2021:
        return [
            [("第二十条第（一）项", 1, 4)],
            [
                ("信息内容", 1, 1),
                *[(t, 1, 1) for t in ("本年制发件数", "本年废止件数", "现行有效件数")],
            ],
            [
                ("规章", 1, 1),
                *[(str(d["rules", m]), 1, 1) for m in ("issued", "repealed", "in_force")],
            ],
            [
                ("行政规范性文件", 1, 1),
                *[(str(d["normative", m]), 1, 1) for m in ("issued", "repealed", "in_force")],
            ],
            [("第二十条第（五）项", 1, 4)],
            [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)],
            [("行政许可", 1, 1), (str(d["permits", "decisions"]), 1, 3)],
            [("第二十条第（六）项", 1, 4)],
            [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)],
            [("行政处罚", 1, 1), (str(d["penalties", "decisions"]), 1, 3)],
            [("行政强制", 1, 1), (str(d["coercions", "decisions"]), 1, 3)],
            [("第二十条第（八）项", 1, 4)],
            [("信息内容", 1, 1), ("本年收费金额（单位：万元）", 1, 3)],
            [("行政事业性收费", 1, 1), (str(d["fees", "charged"]), 1, 3)],
        ]
    three = ("上一年项目数量", "本年增/减", "处理决定数量")
    keys = ("last_year", "change", "decisions")

    def row(name, item, measures=keys):
        return [(name, 1, 1), *[(str(d[item, m]), 1, 1) for m in measures]]

    head = [("信息内容", 1, 1), *[(t, 1, 1) for t in three]]
    return [
        [("第二十条第（一）项", 1, 4)],
        [
            ("信息内容", 1, 1),
            *[(t, 1, 1) for t in ("本年新制作数量", "本年新公开数量", "对外公开总数量")],
        ],
        row("规章", "rules", ("made", "published", "public_total")),
        row("规范性文件", "normative", ("made", "published", "public_total")),
        [("第二十条第（五）项", 1, 4)],
        head,
        row("行政许可", "permits"),
        row("其他对外管理服务事项", "services"),
        [("第二十条第（六）项", 1, 4)],
        head,
        row("行政处罚", "penalties"),
        row("行政强制", "coercions"),
        [("第二十条第（八）项", 1, 4)],
        [("信息内容", 1, 1), ("上一年项目数量", 1, 1), ("本年增/减", 1, 2)],
        [
            ("行政事业性收费", 1, 1),
            (str(d["fees", "last_year"]), 1, 1),
            (str(d["fees", "change"]), 1, 2),
        ],
        [("第二十条第（九）项", 1, 4)],
        [("信息内容", 1, 1), ("采购项目数量", 1, 1), ("采购总金额", 1, 2)],
        [
            ("政府集中采购", 1, 1),
            (str(d["purchases", "projects"]), 1, 1),
            (str(d["purchases", "spent"]), 1, 2),
        ],
    ]


def requests_head() -> Rows:
    return [
        [
            ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
            ("申请人情况", 1, 7),
        ],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [(name, 1, 1) for name in COLUMNS[1:6]],
    ]


def requests_table(made: Figures) -> Rows:
    def seven(key):
        return [(str(value), 1, 1) for value in made.requests[key]]

    rows = requests_head()
    rows.append([("一、本年新收政府信息公开申请数量", 1, 3), *seven("new")])
    rows.append([("二、上年结转政府信息公开申请数量", 1, 3), *seven("carried_in")])
    depth = sum(len(keys) for _, keys, _ in made.groups) + 1
    first = [("三、本年度办理结果", depth, 1)]
    for name, keys, labels in made.groups:
        if not labels:
            rows.append([*first, (name, 1, 2), *seven(keys[0])])
            first = []
            continue
        for number, (key, label) in enumerate(zip(keys, labels, strict=True)):
            group = [(name, len(keys), 1)] if number == 0 else []
            rows.append([*first, *group, (label, 1, 1), *seven(key)])
            first = []
    rows.append([("（七）总计", 1, 2), *seven("handled")])
    rows.append([("四、结转下年度继续办理", 1, 3), *seven("carried_on")])
    return rows


def disputes_table(made: Figures) -> Rows:
    return [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*[(end, 2, 1) for end in ENDS], ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [(end, 1, 1) for end in ENDS * 2],
        [
            (str(v), 1, 1)
            for course in ("review", "lawsuit", "lawsuit_after")
            for v in made.disputes[course]
        ],
    ]


def cells(row: list[Cell], tag: str = "td", text: Callable[[str], str] = str) -> str:
    return "".join(
        f"<{tag}{f' rowspan={down}' if down > 1 else ''}{f' colspan={wide}' if wide > 1 else ''}>"
        f"{text(said)}</{tag}>"
        for said, down, wide in row
    )


def plain(rows: Rows, text: Callable[[str], str] = str) -> str:
    return (
        "<table border=1>"
        + "".join(f"<tr>{cells(row, 'td', text)}</tr>" for row in rows)
        + "</table>"
    )


def places(rows: Rows) -> list[list[tuple[str, bool]]]:
    """The grid: the text of each place, and whether the cell begins there."""
    grid: dict[tuple[int, int], tuple[str, bool]] = {}
    for r, row in enumerate(rows):
        c = 0
        for said, down, wide in row:
            while (r, c) in grid:
                c += 1
            for y in range(r, r + down):
                for x in range(c, c + wide):
                    grid[y, x] = (said, (y, x) == (r, c))
    width = max(x for _, x in grid) + 1
    return [[grid.get((r, c), ("", True)) for c in range(width)] for r in range(len(rows))]


def word(rows: Rows) -> str:
    """As Word saves a page: spans of spans, mso styles, and an empty row that sets widths."""

    def text(said: str) -> str:
        runs = "".join(
            f"<span lang=EN-US style='font-size:12.0pt;mso-bidi-font-size:11.0pt'>{''.join(run)}</span>"
            if ascii_
            else f"<span style='font-family:仿宋_GB2312;mso-hansi-font-family:\"Times New Roman\"'>{''.join(run)}</span>"
            for ascii_, run in groupby(said, str.isascii)
        )
        return (
            "<p class=MsoNormal align=center style='text-align:center;mso-pagination:widow-orphan'>"
            f"{runs}<span lang=EN-US><o:p></o:p></span></p>"
        )

    width = len(places(rows)[0])
    tail = "".join("<td width=58 style='border:none'></td>" for _ in range(width))
    return (
        "<div align=center><table class=MsoNormalTable border=0 cellspacing=0 style='border-collapse:collapse;"
        "mso-yfti-tbllook:1184'>"
        + "".join(
            f"<tr style='mso-yfti-irow:{n};height:14.2pt'>{cells(row, 'td', text)}</tr>"
            for n, row in enumerate(rows)
        )
        + f"<![if !supportMisalignedColumns]><tr height=0>{tail}</tr><![endif]></table></div>"
    )


def spans_lost(rows: Rows) -> str:
    return plain([[(said, 1, 1) for said, _, _ in row] for row in rows])


def spans_blank(rows: Rows) -> str:
    return plain([[(said if begins else "", 1, 1) for said, begins in row] for row in places(rows)])


def spans_repeated(rows: Rows) -> str:
    return plain([[(said, 1, 1) for said, _ in row] for row in places(rows)])


def boxes(rows: Rows) -> str:
    return (
        '<div class="tb-wrap"><div class="table nb-table">'
        + "".join(
            '<div class="tr">'
            + "".join(f'<div class="td">{said}</div>' for said, _, _ in row)
            + "</div>"
            for row in rows
        )
        + "</div></div>"
    )


def css_boxes(rows: Rows) -> str:
    return (
        '<div style="display:table;width:100%">'
        + "".join(
            '<div style="display:table-row">'
            + "".join(
                f'<div style="display: table-cell" data-colspan="{wide}" data-rowspan="{down}"><p>{said}</p></div>'
                for said, down, wide in row
            )
            + "</div>"
            for row in rows
        )
        + "</div>"
    )


def in_layout(rows: Rows) -> str:
    return f"<table width=100%><tr><td width=20%>栏目</td><td><p>&nbsp;</p>{plain(rows)}</td></tr></table>"


def full_width(rows: Rows) -> str:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return plain(
        rows, lambda said: f"<p>&nbsp;{said.translate(wide)}&nbsp;</p>" if said.isdigit() else said
    )


def blank_zeros(rows: Rows) -> str:
    return plain(rows, lambda said: "&nbsp;" if said == "0" else said)


def split(rows: Rows) -> str:
    """Cut where no merged cell is whole any more, the head repeated in each part."""
    grid = places(rows)
    if len(grid) < 20:
        return plain(rows)
    head, body = requests_head(), rows[3:]
    third = len(body) // 3
    parts = [body[:third], body[third : 2 * third], body[2 * third :]]
    first = plain(head + parts[0])
    rest = [spans_lost(head + part) for part in parts[1:]]
    return "<p>续表</p>".join([first, *rest])


def spaced(rows: Rows) -> str:
    """Justified labels and broken lines."""
    return plain(
        rows,
        lambda said: (
            said
            if said.isdigit()
            else f"<p> {'<br>'.join(said[i : i + 4] for i in range(0, len(said), 4))} </p>"
        ),
    )


def unnumbered(rows: Rows) -> str:
    """Labels without their numbers and brackets."""

    def text(said: str) -> str:
        bare = said.lstrip("（）一二三四五六七、.12345678")
        return bare if bare and not said.isdigit() else said

    return plain(rows, text)


STYLES = {
    one.__name__: one
    for one in (
        plain,
        word,
        spans_lost,
        spans_blank,
        spans_repeated,
        boxes,
        css_boxes,
        in_layout,
        full_width,
        blank_zeros,
        split,
        spaced,
        unnumbered,
    )
}


def page(made: Figures, style: Callable[[Rows], str] = plain, general: str = "") -> str:
    """The page of a report."""
    title = f"临溪县民政局{made.year}年政府信息公开工作年度报告"
    return f"""<html><head><title>{title}-临溪县人民政府</title></head><body>
<div class=nav><a href=/>首页</a><a href=/gk/>政府信息公开</a></div><h1>{title}</h1>
<p>本报告所列数据的统计期限自{made.year}年1月1日起至{made.year}年12月31日止。</p>
<p>一、总体情况</p><p>{general or "全年工作平稳有序。"}</p>
<p>二、主动公开政府信息情况</p>{style(disclosure_table(made))}
<p>三、收到和处理政府信息公开申请情况</p>{style(requests_table(made))}
<p>四、政府信息公开行政复议、行政诉讼情况</p>{style(disputes_table(made))}
<p>五、存在的主要问题及改进情况</p><p>业务能力有待提高。</p>
<p>六、其他需要报告的事项</p><p>本年度未收取信息处理费。</p></body></html>"""
