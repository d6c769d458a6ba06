"""The built-in template of the notice to one unit (整改通知书)."""

from __future__ import annotations

from reports.language import Language
from reports.papers import built_in
from reports.papers.built_in import value
from reports.papers.sheet import Sheet


def notice_template(t: Language) -> bytes:
    """The template as a Word file."""
    sheet = Sheet()
    built_in.head(sheet, t)
    sheet.title(t("政务公开问题整改通知书"))
    sheet.plain(t("{unit}：", unit=value("单位")))
    sheet.body(
        t(
            "根据{documents}，对{site}进行了检查。涉及你单位的 {total} 项要求中，{failed} 项不合格，"
            "共 {count} 处问题。现通知如下。",
            documents=value("依据名称"),
            site=value("网站名称"),
            failed=value("不合格项数"),
            count=value("问题处数"),
            total=value("要求总数"),
        )
    )
    built_in.extent(sheet, t)
    sheet.heading(t("一、需要整改的问题"))
    built_in.to_be_confirmed(sheet, t)
    built_in.not_listed(sheet, t)
    built_in.problems(sheet, t)
    sheet.heading(t("二、请协助核查的事项（不是问题）"))
    built_in.to_look_at(sheet, t)
    sheet.heading(t("三、改进建议"))
    built_in.advice(sheet, t)
    sheet.heading(t("四、整改要求与时限"))
    sheet.body(
        t(
            "请对照第一部分所列问题逐项核实、整改，于{due}前完成，并填写下表反馈。"
            "对所列问题有异议的，在上述期限内说明理由并附证据；经核实确属误判的，予以更正。",
            due=value("整改期限"),
        )
    )
    sheet.table(
        (),
        [
            [t("整改措施"), ""],
            [t("完成时间和整改后的网址"), ""],
            [t("异议及证据"), ""],
            [t("填报人、联系电话、日期"), ""],
        ],
        (40, 116),
        row_height=16,
    )
    sheet.heading(t("五、复核"))
    sheet.body(
        t(
            "整改期限届满后按同一版本的规则包重新检查，逐处对照：看过原处、确已消除的予以销号；"
            "仍然存在或者再次出现的，继续督促整改；没有看到原处的，由人工复核。"
        )
    )
    built_in.foot(sheet, t)
    return sheet.bytes()
