"""The words around a number: what it is said to be, whose it is, and whether it is meant to be public."""

from __future__ import annotations

import re

# What a number is said to be.  The nearest label before it counts.
ID_LABEL = re.compile(
    r"身份证|身份号码|公民身份|证件号|证件编号|身份信息|(?<![a-z])(?:id|sfz)(?![a-z])",
    re.IGNORECASE,
)
DISABILITY_LABEL = re.compile(r"残疾|残联|残证")
CARD_LABEL = re.compile(
    r"卡号|银行卡|账号|帐号|账户|帐户|一卡通|一折通|社保卡|存折|存款折|开户行|开户银行|打卡"
)
PASSPORT_LABEL = re.compile(r"护照")
MOBILE_LABEL = re.compile(r"手机|移动电话|联系电话|联系方式|电话|号码")
# Codes of things.  A number behind one of these is no person's.
OTHER_LABEL = re.compile(
    r"准考证|考号|学号|工号|座位号|序号|信用代码|机构代码|组织代码|索引|文号|项目代码|项目编号|项目编码|项目号|订单|流水|交易号|合同号|合同编号|案号|"
    r"案件编号|批次|条码|条形码|单号|工单|注册号|登记号|备案号|受理号|办件编号|办件号|业务号|业务编号|报件编号|不动产|"
    r"许可证|许可编号|证书编号|证书号|编码|编号|代码|税号|纳税人识别|发票|序列号|车架|车辆识别|资产编号|采购编号|标段|"
    r"公告号|宗地|地块|统一编码|标识码|查询码|验证码|ISBN|ISSN|DOI",
    re.IGNORECASE,
)
# Whose number it is: an office's or a firm's …
OFFICIAL = re.compile(
    r"值班|咨询|办公|监督|举报|投诉|热线|服务电话|服务热线|客服|传真|报名|受理|业务|负责人|联系人|经办|承办|责任人|主管|"
    r"网格|包保|包联|河长|林长|路长|湖长|田长|驻村|书记|主任|局长|科长|所长|院长|校长|站长|镇长|乡长|县长|区长|市长|处长|股长|队长|"
    r"村长|组长|经理|律师|法官|检察官|书记员|审判|民警|警官|辅警|公证|招标|采购|代理|投标|中标|供应商|供货|施工|监理|单位|公司|"
    r"企业|厂|商户|商家|店|门诊|诊所|药房|药店|合作社|农场|法定代表人|法人|公职|干部|特派员|专管员|调解员|协管员|安全员|"
    r"联络员|接线|调度|抢修|救援|救助站|预约|订票|挂号|技术支持|维修|物业|销售|租赁|招聘|招商|应聘|简历|前台|科室|窗口"
)
# … or a person's whom the office has to do with.
PERSONAL = re.compile(
    r"身份证|来信人|写信人|申请人|申报人|患者|病人|病例|确诊|密接|户主|家长|监护人|学生|考生|低保|特困|贫困|脱贫户|五保|孤儿|残疾|"
    r"受助|救助对象|补助对象|补贴对象|优抚|退役军人|购房人|摇号|中签|承租人|业主|农户|村民|居民|持卡人|领款人|收款人|当事人|"
    r"被告|原告|被执行|被处罚|投诉人|举报人|上访|信访人|失踪|死者|伤者|准考证|住址|家庭|出生|性别|民族|年龄"
)
_CLAUSE = re.compile(r"[。；;！!？?\n]")
_BEFORE, _AFTER = 40, 14


def before(text: str, start: int, reach: int = _BEFORE) -> str:
    """What stands before a number in its own sentence."""
    window = text[max(0, start - reach) : start]
    return _CLAUSE.split(window)[-1]


def after(text: str, end: int, reach: int = _AFTER) -> str:
    """What stands behind a number in its own sentence."""
    return _CLAUSE.split(text[end : end + reach])[0]


def last_label(said: str) -> str:
    """Which label stands nearest before a number: id, card, passport, disability, other, or none."""
    best, name = -1, ""
    for label, pattern in (
        ("id", ID_LABEL),
        ("disability", DISABILITY_LABEL),
        ("card", CARD_LABEL),
        ("passport", PASSPORT_LABEL),
        ("other", OTHER_LABEL),
    ):
        for found in pattern.finditer(said):
            if found.end() > best:
                best, name = found.end(), label
    return name
