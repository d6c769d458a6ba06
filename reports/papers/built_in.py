"""What the built-in templates have in common: how marks are written, and the parts of both papers.

The built-in templates are made by this code, sentence by sentence, in the language asked for; a clerk gets
them as Word files (`gongkai templates`) and edits those.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reports.language import Language
from reports.papers.sheet import Sheet


def value(name: str) -> str:
    """The mark of a value."""
    return f"{{{{ {name} }}}}"


def link(name: str) -> str:
    """The mark of a linked address."""
    return f"{{{{r {name} }}}}"


@contextmanager
def each(sheet: Sheet, entry: str, rows: str) -> Iterator[None]:
    """What stands in it is repeated for every entry of a list."""
    sheet.control(f"{{%p for {entry} in {rows} %}}")
    yield
    sheet.control("{%p endfor %}")


@contextmanager
def given(sheet: Sheet, condition: str) -> Iterator[None]:
    """What stands in it is left out unless the condition holds."""
    sheet.control(f"{{%p if {condition} %}}")
    yield
    sheet.control("{%p endif %}")


def head(sheet: Sheet, t: Language) -> None:
    """What stands above every page, and the number of the document."""
    sheet.heading_line(t("待核实稿：机器检查结果，未经人工核实不得印发"))
    sheet.plain(value("文号"), centred=True)


def problems(sheet: Sheet, t: Language) -> None:
    """The problems by category: vetoes first, then by theme."""
    with each(sheet, "类", "问题分类"):
        sheet.subheading(
            t(
                "（{number}）{name}（{count} 项）",
                number=value("类.序号"),
                name=value("类.名称"),
                count=value("类.项数"),
            )
        )
        with each(sheet, "问题", "类.问题"):
            _problem(sheet, t)


def _problem(sheet: Sheet, t: Language) -> None:
    sheet.body(
        t("{number}. {title}（不合格）", number=value("问题.序号"), title=value("问题.标题")),
        bold=True,
    )
    sheet.body(t("检查结论：{message}", message=value("问题.结论")))
    with given(sheet, "问题.条款"):
        sheet.body(t("对应条款：{clauses}", clauses=value("问题.条款")))
    sheet.body(t("责任单位：{units}", units=value("问题.责任单位")))
    with given(sheet, "问题.清单"):
        sheet.body(
            t(
                "问题清单（共 {total} 处，列出 {listed} 处）：",
                total=value("问题.问题处数"),
                listed=value("问题.列出处数"),
            )
        )
    with each(sheet, "处", "问题.清单"):
        sheet.item(
            t("（{number}）{message}", number=value("处.序号"), message=value("处.说明"))
            + f"{{% if 处.对象 %}}{t('；对象：{target}', target=link('处.对象链接'))}{{% endif %}}"
            + f"{{% if 处.实测 %}}{t('；实测：{observed}', observed=value('处.实测'))}{{% endif %}}"
            + t("；所在网页：{page}", page=link("处.网址链接"))
            + "{% if 处.涉及网页数 > 1 %}"
            + t("；共涉及 {pages} 个网页", pages=value("处.涉及网页数"))
            + "{% endif %}"
            + t("。")
        )
    with given(sheet, "问题.不列原因"):
        sheet.body(value("问题.不列原因"))
    with given(sheet, "问题.未列出处数"):
        sheet.body(
            t(
                "共 {total} 处，其中 {rest} 处没有在这里列出，见整改台账（xlsx）。",
                total=value("问题.问题处数"),
                rest=value("问题.未列出处数"),
            )
        )
    with given(sheet, "问题.整改建议"):
        sheet.body(t("整改建议：{fix}", fix=value("问题.整改建议")))


def to_look_at(sheet: Sheet, t: Language) -> None:
    """What a machine could not decide: never a problem."""
    with given(sheet, "not 待核查项数 and not 人工回答条数"):
        sheet.body(t("没有待核查事项。"))
    with given(sheet, "待核查事项"):
        sheet.body(
            t(
                "{total} 项要求中，下列 {count} 项机器没有看到所需内容或者不能下结论，须由人查看；"
                "不是问题，也不等于合格。",
                total=value("要求总数"),
                count=value("待核查项数"),
            )
        )
    with each(sheet, "项", "待核查事项"):
        sheet.item(
            t(
                "{number}. {title}：{reason}。{message}核查办法：{how}（责任单位：{units}）",
                number=value("项.序号"),
                title=value("项.标题"),
                reason=value("项.原因"),
                message=value("项.结论"),
                how=value("项.做法"),
                units=value("项.责任单位"),
            )
        )
    with given(sheet, "待核查未列出数"):
        sheet.body(
            t(
                "共 {total} 项，其余 {rest} 项见检查报告。",
                total=value("待核查项数"),
                rest=value("待核查未列出数"),
            )
        )
    with given(sheet, "人工回答"):
        sheet.body(
            t(
                "{total} 条条款中，{count} 条只能由人回答，列出 {listed} 条：",
                total=value("条款总数"),
                count=value("人工回答条数"),
                listed=value("人工回答列出数"),
            )
        )
    with each(sheet, "条", "人工回答"):
        sheet.item(
            t(
                "{number}. {clause}。{question}（责任单位：{units}）",
                number=value("条.序号"),
                clause=value("条.条款"),
                question=value("条.问题"),
                units=value("条.责任单位"),
            )
        )


def advice(sheet: Sheet, t: Language) -> None:
    """What nobody has to follow."""
    with given(sheet, "not 改进建议"):
        sheet.body(t("没有改进建议。"))
    with given(sheet, "改进建议"):
        sheet.body(
            t(
                "{total} 项要求中，下列 {count} 项为建议性要求，供改进参考，不计入不合格。",
                total=value("要求总数"),
                count=value("建议项数"),
            )
        )
    with each(sheet, "项", "改进建议"):
        sheet.item(
            t(
                "{number}. {title}：{message}{fix}（责任单位：{units}）",
                number=value("项.序号"),
                title=value("项.标题"),
                message=value("项.结论"),
                fix=value("项.建议"),
                units=value("项.责任单位"),
            )
        )
    with given(sheet, "建议未列出数"):
        sheet.body(
            t(
                "共 {total} 项，其余 {rest} 项见检查报告。",
                total=value("建议项数"),
                rest=value("建议未列出数"),
            )
        )


def not_listed(sheet: Sheet, t: Language) -> None:
    """How much stands only in the ledger."""
    with given(sheet, "未列出处数"):
        sheet.body(
            t(
                "共 {total} 处问题，其中 {rest} 处这里没有列出，见整改台账（xlsx）。",
                total=value("问题处数"),
                rest=value("未列出处数"),
            )
        )


def extent(sheet: Sheet, t: Language) -> None:
    """What was looked at, with denominators, and what was not."""
    sheet.item(t("检查对象：{site}，{home}", site=value("网站名称"), home=value("网站地址")))
    sheet.body(
        t(
            "检查以{day}为基准日，网页于 {time} 起抓取。已知网页 {pages} 个，读取 {read} 个（{pages_share}）；"
            "已知链接 {links} 个，检验 {checked} 个（{links_share}）；已知附件 {files} 个，打开 {opened} 个"
            "（{files_share}）。",
            day=value("检查基准日"),
            time=value("抓取时间"),
            pages=value("已知网页"),
            read=value("已读网页"),
            pages_share=value("网页占比"),
            links=value("已知链接"),
            checked=value("已检链接"),
            links_share=value("链接占比"),
            files=value("已知附件"),
            opened=value("已开附件"),
            files_share=value("附件占比"),
        )
    )
    with given(sheet, "未读网页"):
        sheet.body(
            t(
                "没有读到的网页 {unread} 个（已知 {pages} 个）：{causes}。没有读到的网页不作判断。",
                unread=value("未读网页"),
                pages=value("已知网页"),
                causes=value("未读原因"),
            )
        )
    with given(sheet, "检查不完整"):
        sheet.body(value("检查不完整"), bold=True)


def to_be_confirmed(sheet: Sheet, t: Language) -> None:
    """It stands before every demand."""
    sheet.body(
        t(
            "本文所列问题由程序检查得出。机器检查结果必须经人工核实；"
            "未经核实的，不得作为认定问题和追究责任的依据，不得印发。"
        ),
        bold=True,
    )


def foot(sheet: Sheet, t: Language) -> None:
    """Who signs, and what the paper was made from."""
    sheet.gap()
    sheet.signature(value("签发机关"))
    sheet.signature(value("印发日期"))
    sheet.gap()
    sheet.plain(
        t(
            "附注：本文由 gongkai {version} 根据检查结果文件 audit.json"
            "（SHA-256 前 12 位 {digest}）生成，全部问题见整改台账（xlsx），证据见检查报告。",
            version=value("工具版本"),
            digest=value("结果摘要"),
        )
    )
