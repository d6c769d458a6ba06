"""The faults and the decoys of the demo: which link stands where, and what must come of it.

A fault must be found by the rule `links` as `observed`; a decoy must not be found, its fetch ends
as `outcome`.  What the server answers there is in `outside.py` and `portal.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from audits.demo import hosts
from crawler.snapshot.model import Outcome

FOOTER = "footer"  # stands on every page of the portal's own template
MAP = "map"  # stands on the site map
RSJ_HEAD = "rsj-head"  # stands on every page of the sub-site

HONEST_404 = "404"
CHALLENGED = f"http://{hosts.TAX}/zxfw/"
DISALLOWED = "/jcms/login.jsp"
SOFT_404 = "/zfxxgk/zd/201706/t20170620_3312.html"
SENDS_HOME = "/bsfw/zxbs/1024.html"
BREAKS = "/hdjl/wjdc/result.jsp?id=3"
NOT_A_PDF = "/zwdt/tzgg/202001/P020200110000000009.pdf"
EMPTY_FILE = "/zwdt/tzgg/202108/P020210816000000012.xlsx"
CHINESE_FILE = "/xzzx/青岚县政务公开事项目录.docx"
BLANKS_FILE = "/xzzx/乡镇 街道 值班电话.xlsx"
CHAIN = ("/zwgk/zfgb/", "/zfgb/", "/zfgb/gb/")
SLASH = (f"http://{hosts.COLLEGE}/zs", f"http://{hosts.COLLEGE}/zs/")
BARE = f"http://{hosts.ZONE}/"


@dataclass(frozen=True, slots=True)
class Fault:
    """A link that is broken.  `places` are keys of articles, or one of the constants above."""

    href: str
    observed: str
    text: str
    places: tuple[str, ...]
    as_file: bool = False


@dataclass(frozen=True, slots=True)
class Decoy:
    """A link that looks broken to a careless checker and is not."""

    href: str
    outcome: Outcome
    why: str
    text: str = ""
    places: tuple[str, ...] = ()
    as_file: bool = False


FOOTER_FAULT = Fault("/gywm/wzsm/", HONEST_404, "网站声明", (FOOTER,))
SILENT_FAULT = Fault(f"http://{hosts.SILENT}/", "timeout", "地理信息公共服务平台", ("supply",))

FAULTS = (
    FOOTER_FAULT,
    Fault("/zwdt/dtyw/201903/t20190312_4471.html", HONEST_404, "合作协议全文", ("college",)),
    Fault(f"http://{hosts.WWW}/zwdt/rsrm/", HONEST_404, "县政府人事任免", ("rsj-loan",)),
    Fault(f"http://{hosts.DEAD}/", "dns", "智慧青岚", ("permit-letter",)),
    Fault(f"http://{hosts.REFUSED}/", "refused", "人事考试网", ("recruit", "jobfair")),
    Fault(SOFT_404, "soft_404", "旧版办理规范", ("request-rules",)),
    Fault(f"http://{hosts.RSJ}/show.asp?id=77", "soft_404", "社保卡申领问答", ("guide-card",)),
    Fault(SENDS_HOME, "redirect_home", "在线申报", ("guide-food",)),
    Fault(f"http://{hosts.PARKED}/", "parked", "青岚云雾茶官方网站", ("tea",)),
    Fault("http://192.168.1.10/oa/", "internal_address", "值班信息报送系统", ("duty",)),
    Fault(
        "file:///C:/Users/Administrator/Desktop/fujian2.doc",
        "internal_address",
        "意见反馈表.doc",
        ("survey",),
        as_file=True,
    ),
    Fault(NOT_A_PDF, "wrong_type", "宗地界址图.pdf", ("land",), as_file=True),
    Fault(EMPTY_FILE, "empty", "学校招生咨询电话.xlsx", ("schools",), as_file=True),
    Fault(BREAKS, "500", "问卷调查结果", ("festival",)),
)

DECOYS = (
    Decoy(CHALLENGED, Outcome.BLOCKED, "412 和脚本验证页", "省电子税务局", ("business-policy",)),
    Decoy(
        f"http://{hosts.SERVICE}/",
        Outcome.BLOCKED,
        "对不认识的客户端回答 403",
        "省政务服务网",
        ("guide-food", "guide-card"),
    ),
    Decoy(DISALLOWED, Outcome.ROBOTS, "robots.txt 不许访问", "信息报送登录", ("about-404",)),
    Decoy(CHAIN[0], Outcome.REDIRECT, "经两次跳转到真实页面", "政府公报", (MAP,)),
    Decoy(SLASH[0], Outcome.REDIRECT, "跳转到带斜杠的同一地址", "澜江学院招生网", ("college",)),
    Decoy(BARE, Outcome.REDIRECT, "不带 www 的首页跳转到首页", "县政府门户", (RSJ_HEAD,)),
    Decoy("/zjql/青岚地图.html", Outcome.OK, "网页地址里有汉字"),
    Decoy("/zfxxgk/zn/#lxfs", Outcome.OK, "只差片段标识", "指南：联系方式", ("request-rules",)),
    Decoy(
        CHINESE_FILE, Outcome.OK, "地址里有汉字", "政务公开事项目录.docx", ("duty",), as_file=True
    ),
    Decoy(
        BLANKS_FILE, Outcome.OK, "地址里有空格", "乡镇街道值班电话.xlsx", ("duty",), as_file=True
    ),
)

# Schemes that a link checker has nothing to ask for; a crawler may leave such links out.
NO_ADDRESS = ("javascript:void(0)", "tel:0999-5550018", "mailto:qlxxgk@qinglan-demo.gov.cn")

# Articles that are decoys themselves, by their keys.
ARTICLE_DECOYS = {
    "about-404": "写的是“404”“页面不存在”的通报",
    "not-exist": "写的是“不存在”的说明",
    "slow": "打开要一秒",
    "flaky": "第一次回答 503，再问就好",
    "rsj-misdeclared": "声明 UTF-8，其实是 GBK",
}


def at(place: str, *, silent: bool) -> tuple[Fault | Decoy, ...]:
    """The planted links of one place; the silent host only where it is asked for."""
    faults = (*FAULTS, SILENT_FAULT) if silent else FAULTS
    return tuple(oddity for oddity in (*faults, *DECOYS) if place in oddity.places)
