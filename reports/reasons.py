"""Why a person must look, and what that person should do, for every reason of a `review`."""

from __future__ import annotations

from dataclasses import dataclass

from checker.results import Reason
from reports.language import Language, marked


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """Why a person must look, and what that person should do."""

    label: str
    why: str
    what_to_do: str

    def told(self, t: Language) -> ReasonWords:
        """The same in a language."""
        return ReasonWords(t(self.label), t(self.why), t(self.what_to_do))


REASONS = {
    Reason.BLOCKED: ReasonWords(
        marked("被网站防护拦截"),
        marked(
            "网站的防护系统（验证码、脚本挑战、拒绝访问等）拦住了检查程序，机器没有看到页面内容，"
            "不能据此认定网站有问题。"
        ),
        marked("用浏览器打开所列地址，人工查看；或请网站管理单位放行检查程序后重新检查。"),
    ),
    Reason.UNREACHABLE: ReasonWords(
        marked("所需页面没有访问到"),
        marked("检查时所需页面没有打开，原因可能在网站，也可能在检查所用的网络。"),
        marked(
            "换个时间、换个网络用浏览器再试；能打开的，人工判定或重新检查；"
            "始终打不开的，按网站可用性问题处理。"
        ),
    ),
    Reason.SCRIPT_ONLY: ReasonWords(
        marked("内容由脚本生成"),
        marked("页面内容要由浏览器脚本生成，网页源码里没有，机器没有看到。"),
        marked("用浏览器打开所列地址，等内容显示后人工判定。"),
    ),
    Reason.IMAGE_ONLY: ReasonWords(
        marked("内容是图片或扫描件"),
        marked("所需文字、表格是图片或扫描件，机器没有读出其中的内容。"),
        marked("打开所列页面或附件，人工阅读后判定；同时建议网站另行提供文字版。"),
    ),
    Reason.LOGIN: ReasonWords(
        marked("需要登录"),
        marked("所需内容要登录后才能看到，检查程序不登录任何系统。"),
        marked(
            "由有账号的人员登录查看；依规定应当向社会公开的内容，须登录才能看本身可能就是问题。"
        ),
    ),
    Reason.NO_IPV6_HERE: ReasonWords(
        marked("检查所用网络没有 IPv6"),
        marked("运行检查的机器没有 IPv6 网络，无法实测网站的 IPv6 访问情况。"),
        marked("换到有 IPv6 的网络重新检查，或者采用国家 IPv6 监测平台的结果。"),
    ),
    Reason.TOO_FEW: ReasonWords(
        marked("样本太少"),
        marked("找到的样本数量太少，不足以得出结论。"),
        marked("人工查看所列样本，结合台账等其他材料判定。"),
    ),
    Reason.DATE_CONFLICT: ReasonWords(
        marked("日期互相矛盾"),
        marked("同一内容在页面上有几个互相矛盾的日期，机器无法确定以哪个为准。"),
        marked("打开所列页面，核对成文日期和发布日期后判定。"),
    ),
    Reason.CALENDAR_MISSING: ReasonWords(
        marked("缺少工作日历"),
        marked("计算工作日要用到的年度放假调休安排没有收录，期限无法计算。"),
        marked("按国务院办公厅当年的放假通知人工计算；或补充工作日历后重新检查。"),
    ),
    Reason.ASSISTED: ReasonWords(
        marked("线索已汇集，须人判定"),
        marked("这项要求须凭人的判断。机器已把找到的线索列在下面，不作结论。"),
        marked("逐条查看所列线索，对照合格条件作出判定并记录理由。"),
    ),
    Reason.MANUAL: ReasonWords(
        marked("只能人工核查"),
        marked("这项要求涉及网站以外的情况，或者无法由机器判断。"),
        marked("查阅资料、现场查看或者询问责任单位后判定，并留存依据。"),
    ),
    Reason.CHECK_ERROR: ReasonWords(
        marked("检查程序出错"),
        marked("检查这项要求时程序出错，没有得出结论。这是检查程序的问题，不是网站的问题。"),
        marked("人工核查这项要求，并把下面的出错信息反馈给工具维护人员。"),
    ),
    Reason.BUDGET: ReasonWords(
        marked("抓取额度已用完"),
        marked("到达页数、层数、附件或站外链接的上限时，所需内容还没有抓取，机器没有看到。"),
        marked("提高相应的上限后重新检查，或者人工查看相应栏目。"),
    ),
}
NO_REASON = ReasonWords(
    marked("原因没有记录"),
    marked("结果中没有写明须人工核查的原因。"),
    marked("对照合格条件，人工查看网站后判定。"),
)
