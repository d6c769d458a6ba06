"""Why a person must look, and what that person should do, for every reason of a `review`."""

from __future__ import annotations

from dataclasses import dataclass

from checker.results import Reason


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """Why a person must look, and what that person should do."""

    label: str
    why: str
    what_to_do: str


REASONS = {
    Reason.BLOCKED: ReasonWords(
        "被网站防护拦截",
        "网站的防护系统（验证码、脚本挑战、拒绝访问等）拦住了检查程序，机器没有看到页面内容，"
        "不能据此认定网站有问题。",
        "用浏览器打开所列地址，人工查看；或请网站管理单位放行检查程序后重新检查。",
    ),
    Reason.UNREACHABLE: ReasonWords(
        "所需页面没有访问到",
        "检查时所需页面没有打开，原因可能在网站，也可能在检查所用的网络。",
        "换个时间、换个网络用浏览器再试；能打开的，人工判定或重新检查；"
        "始终打不开的，按网站可用性问题处理。",
    ),
    Reason.SCRIPT_ONLY: ReasonWords(
        "内容由脚本生成",
        "页面内容要由浏览器脚本生成，网页源码里没有，机器没有看到。",
        "用浏览器打开所列地址，等内容显示后人工判定。",
    ),
    Reason.IMAGE_ONLY: ReasonWords(
        "内容是图片或扫描件",
        "所需文字、表格是图片或扫描件，机器没有读出其中的内容。",
        "打开所列页面或附件，人工阅读后判定；同时建议网站另行提供文字版。",
    ),
    Reason.LOGIN: ReasonWords(
        "需要登录",
        "所需内容要登录后才能看到，检查程序不登录任何系统。",
        "由有账号的人员登录查看；依规定应当向社会公开的内容，须登录才能看本身可能就是问题。",
    ),
    Reason.NO_IPV6_HERE: ReasonWords(
        "检查所用网络没有 IPv6",
        "运行检查的机器没有 IPv6 网络，无法实测网站的 IPv6 访问情况。",
        "换到有 IPv6 的网络重新检查，或者采用国家 IPv6 监测平台的结果。",
    ),
    Reason.TOO_FEW: ReasonWords(
        "样本太少",
        "找到的样本数量太少，不足以得出结论。",
        "人工查看所列样本，结合台账等其他材料判定。",
    ),
    Reason.DATE_CONFLICT: ReasonWords(
        "日期互相矛盾",
        "同一内容在页面上有几个互相矛盾的日期，机器无法确定以哪个为准。",
        "打开所列页面，核对成文日期和发布日期后判定。",
    ),
    Reason.CALENDAR_MISSING: ReasonWords(
        "缺少工作日历",
        "计算工作日要用到的年度放假调休安排没有收录，期限无法计算。",
        "按国务院办公厅当年的放假通知人工计算；或补充工作日历后重新检查。",
    ),
    Reason.ASSISTED: ReasonWords(
        "线索已汇集，须人判定",
        "这项要求须凭人的判断。机器已把找到的线索列在下面，不作结论。",
        "逐条查看所列线索，对照合格条件作出判定并记录理由。",
    ),
    Reason.MANUAL: ReasonWords(
        "只能人工核查",
        "这项要求涉及网站以外的情况，或者无法由机器判断。",
        "查阅资料、现场查看或者询问责任单位后判定，并留存依据。",
    ),
    Reason.CHECK_ERROR: ReasonWords(
        "检查程序出错",
        "检查这项要求时程序出错，没有得出结论。这是检查程序的问题，不是网站的问题。",
        "人工核查这项要求，并把下面的出错信息反馈给工具维护人员。",
    ),
    Reason.BUDGET: ReasonWords(
        "抓取额度已用完",
        "到达页面数或层数上限时所需页面还没有抓取，机器没有看到。",
        "提高页面数、层数上限后重新检查，或者人工查看相应栏目。",
    ),
}
NO_REASON = ReasonWords(
    "原因没有记录",
    "结果中没有写明须人工核查的原因。",
    "对照合格条件，人工查看网站后判定。",
)
