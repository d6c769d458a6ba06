"""The built-in template of the circular (检查通报), in the order that such papers have.

Scope and basis, how it stands, problems by category with units and addresses, ranking, what to mend and by
when, how it is checked again.
"""

from __future__ import annotations

from reports.language import Language
from reports.papers import built_in
from reports.papers.built_in import each, given, value
from reports.papers.sheet import Sheet


def circular_template(t: Language) -> bytes:
    """The template as a Word file."""
    sheet = Sheet()
    built_in.head(sheet, t)
    sheet.title(t("关于{site}\n政务公开检查情况的通报", site=value("网站名称")))
    sheet.plain(t("各有关单位："))
    sheet.body(
        t(
            "根据{documents}，对{site}进行了检查。现将情况通报如下。",
            documents=value("依据名称"),
            site=value("网站名称"),
        )
    )
    _scope(sheet, t)
    _standing(sheet, t)
    _problems(sheet, t)
    sheet.heading(t("四、待核查事项和改进建议"))
    sheet.subheading(t("（一）待核查事项（不是问题）"))
    built_in.to_look_at(sheet, t)
    sheet.subheading(t("（二）改进建议"))
    built_in.advice(sheet, t)
    _ranking(sheet, t)
    _demands(sheet, t)
    built_in.foot(sheet, t)
    return sheet.bytes()


def _scope(sheet: Sheet, t: Language) -> None:
    sheet.heading(t("一、检查范围与依据"))
    sheet.subheading(t("（一）检查依据"))
    with each(sheet, "文件", "依据文件"):
        sheet.item(
            t(
                "{number}. 《{title}》（规则包 {pack}，版本 {version}，摘要 {digest}）",
                number=value("文件.序号"),
                title=value("文件.名称"),
                pack=value("文件.编号"),
                version=value("文件.版本"),
                digest=value("文件.摘要"),
            )
        )
    sheet.subheading(t("（二）检查范围"))
    built_in.extent(sheet, t)


def _standing(sheet: Sheet, t: Language) -> None:
    sheet.heading(t("二、总体情况"))
    sheet.body(
        t(
            "共检查 {total} 项要求：不合格 {failed} 项（其中单项否决 {vetoed} 项），待人工核查 {review} 项，"
            "建议 {advice} 项，待到期 {pending} 项，合格 {passed} 项，不适用 {aside} 项。",
            total=value("要求总数"),
            failed=value("不合格项数"),
            vetoed=value("单项否决项数"),
            review=value("待核查项数"),
            advice=value("建议项数"),
            pending=value("待到期项数"),
            passed=value("合格项数"),
            aside=value("不适用项数"),
        )
    )
    with given(sheet, "达标情况"):
        sheet.body(t("各文件条款的判定和达标情况如下表："))
        _rates(sheet, t)
        sheet.body(
            t(
                "达标率是达标条款占已判定条款（达标和不达标）的比例；应判定的，还包括待人工核查和只能由人回答的条款。"
                "已判定占比低的，达标率只说明已判定的部分，不宜用于比较；各文件条款互有重叠，不相加。"
            )
        )
    with given(sheet, "环比"):
        sheet.body(t("与{day}的检查相比（逐处对照，不按数目推算）：", day=value("上次基准日")))
    with each(sheet, "变化", "环比"):
        sheet.item(t("{what}：{told}", what=value("变化.事项"), told=value("变化.情况")))
    with given(sheet, "环比说明"):
        sheet.body(value("环比说明"))


def _rates(sheet: Sheet, t: Language) -> None:
    heads = (
        t("检查依据"),
        t("条款"),
        t("应判定"),
        t("已判定"),
        t("达标"),
        t("不达标"),
        t("达标率"),
    )
    shares = (
        t("{count}（{share}）", count=value("份.已判定"), share=value("份.已判定占比")),
        value("份.达标"),
        value("份.不达标"),
        t(
            "{rate}（{part}÷{whole}）",
            rate=value("份.达标率"),
            part=value("份.达标"),
            whole=value("份.已判定"),
        ),
    )
    sheet.table(
        heads,
        [
            ["{%tr for 份 in 达标情况 %}"],
            [value("份.名称"), value("份.条款数"), value("份.应判定"), *shares],
            ["{%tr endfor %}"],
        ],
        (22, 9, 12, 20, 9, 12, 32),
    )


def _problems(sheet: Sheet, t: Language) -> None:
    sheet.heading(t("三、发现的问题"))
    with given(sheet, "not 问题分类"):
        sheet.body(
            t(
                "在读到的 {read} 个网页（已知 {pages} 个）范围内，{total} 项要求中没有发现不合格项；"
                "没有读到的网页和待核查事项不在其内。",
                read=value("已读网页"),
                pages=value("已知网页"),
                total=value("要求总数"),
            )
        )
    with given(sheet, "问题分类"):
        sheet.body(
            t(
                "{total} 项要求中 {failed} 项不合格，共 {count} 处问题。下面分类列出，单项否决在前，"
                "标题是应当达到的要求。以下均为机器检查结果，待人工核实。",
                total=value("要求总数"),
                failed=value("不合格项数"),
                count=value("问题处数"),
            )
        )
    built_in.not_listed(sheet, t)
    built_in.problems(sheet, t)
    with given(sheet, "责任单位名单"):
        sheet.body(t("责任单位名单（按文件所列，条款数不含重复条款）："))
        sheet.table(
            (t("责任单位"), t("所负责条款"), t("其中不合格"), t("其中待人工核查")),
            [
                ["{%tr for 名 in 责任单位名单 %}"],
                [
                    value("名.单位"),
                    value("名.条款数"),
                    value("名.不合格条款"),
                    value("名.待核查条款"),
                ],
                ["{%tr endfor %}"],
            ],
            (45, 20, 20, 25),
        )


def _ranking(sheet: Sheet, t: Language) -> None:
    sheet.heading(t("五、排名"))
    sheet.body(value("排名说明"))
    with given(sheet, "网站排名"):
        sheet.table(
            (t("名次"), t("网站"), t("单项否决"), t("不合格"), t("已判定"), t("不合格占比")),
            [
                ["{%tr for 站 in 网站排名 %}"],
                [
                    value("站.名次"),
                    value("站.网站"),
                    value("站.单项否决项数"),
                    value("站.不合格项数"),
                    value("站.已判定项数"),
                    value("站.不合格占比"),
                ],
                ["{%tr endfor %}"],
            ],
            (12, 48, 20, 16, 16, 24),
        )


def _demands(sheet: Sheet, t: Language) -> None:
    sheet.heading(t("六、整改要求与时限"))
    built_in.to_be_confirmed(sheet, t)
    sheet.body(
        t(
            "（一）各责任单位对照第三部分所列问题逐项核实、整改，于{due}前完成，并书面反馈整改措施、完成时间和整改后的网址。",
            due=value("整改期限"),
        )
    )
    sheet.body(
        t("（二）对所列问题有异议的，在上述期限内说明理由并附证据；经核实确属误判的，予以更正。")
    )
    sheet.body(t("（三）待核查事项由责任单位协助核查，核查清楚以前不列为问题。"))
    sheet.heading(t("七、复核"))
    sheet.body(
        t(
            "整改期限届满后，按第一部分所列同一版本的规则包重新检查，逐处对照：看过原处、确已消除的予以销号；"
            "仍然存在或者再次出现的，继续督促整改；没有看到原处的，由人工复核。"
        )
    )
