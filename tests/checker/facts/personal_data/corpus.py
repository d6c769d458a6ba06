"""Pages and tables with personal data and without: each comes with the values that must be found."""

from __future__ import annotations

from collections.abc import Iterator

from tests.checker.facts.personal_data.people import Dice, case_number, wide

Case = tuple[str, str, set[str]]  # what it is, the page, the values that are leaks
FILLER = "根据有关规定，现将有关情况公示如下。公示期为5个工作日，如有异议请向本机关反映。"


def page(body: str) -> str:
    return f"<html><body><div class=nav><a href=/col/col1229/index.html>首页</a></div><h1>公示</h1><p>{FILLER}</p>{body}</body></html>"


def table(rows: list[list[str]], caption: str = "", head: str = "td") -> str:
    first, *rest = rows
    lines = ["".join(f"<{head}>{cell}</{head}>" for cell in first)]
    lines += ["".join(f"<td>{cell}</td>" for cell in row) for row in rest]
    return (
        (f"<p>{caption}</p>" if caption else "")
        + "<table>"
        + "".join(f"<tr>{line}</tr>" for line in lines)
        + "</table>"
    )


def leaking_texts(dice: Dice) -> Iterator[Case]:
    def person():
        return dice.person()

    p = person()
    yield (
        "记录",
        f"<p>{p.name}，{p.sex}，{p.born.year}年{p.born.month}月出生，身份证号码：{p.id}，住临溪县东村。</p>",
        {p.id},
    )
    p = person()
    yield "括号", f"<p>申请人{p.name}（身份证号{p.id}）提出申请。</p>", {p.id}
    p = person()
    yield (
        "文书",
        f"<p>被告：{p.name}，{p.sex}，汉族，{p.born:%Y年%m月%d日}出生，公民身份号码{p.id}，住某镇。</p>",
        {p.id},
    )
    p = person()
    yield "一行", f"<p>{p.name} {p.id} {p.mobile}</p>", {p.id, p.mobile}
    p = person()
    yield "村民", f"<p>村民{p.name}{p.mobile}反映道路问题。</p>", {p.mobile}
    p = person()
    yield "来信", f"<p>来信人：{p.name} 联系电话：{p.mobile} 来信时间：2024-03-01</p>", {p.mobile}
    p = person()
    yield "卡号", f"<p>户主：{p.name}，银行卡号：{p.card}，补助500元。</p>", {p.card}
    p = person()
    grouped = " ".join(p.card[i : i + 4] for i in range(0, len(p.card), 4))
    yield "卡号分组", f"<p>{p.name}，社保卡账号：{grouped}。</p>", {p.card}
    p = person()
    yield "全角", f"<p>{p.name}，身份证：{wide(p.id)}</p>", {p.id}
    p = person()
    yield "空格", f"<p>{p.name} 身份证号 {p.id[:6]} {p.id[6:14]} {p.id[14:]}</p>", {p.id}
    p = person()
    yield (
        "标签拆开",
        f"<p>{p.name}，身份证号：<span>{p.id[:6]}</span><span style='x'>{p.id[6:14]}</span><b>{p.id[14:]}</b></p>",
        {p.id},
    )
    p = person()
    yield "零宽", f"<p>{p.name}，身份证号：{p.id[:9]}\u200b{p.id[9:]}</p>", {p.id}
    p = person()
    yield "小写", f"<p>{p.name}，身份证号：{p.id.lower()}</p>", {p.id}
    p = person()
    yield (
        "残疾证",
        f"<p>{p.name}，残疾证号：{p.id}{dice.choice('1234567')}{dice.choice('1234')}</p>",
        {"残疾证" + p.id},
    )
    p = person()
    yield "护照", f"<p>{p.name}，护照号码：E{dice.digits(8)}</p>", {"护照"}
    p = person()
    yield "患者", f"<p>患者{p.name}，{p.sex}，45岁，电话{p.mobile}，6月3日发病。</p>", {p.mobile}
    p = person()
    yield "学籍", f"<p>学籍号G{p.id}，姓名{p.name}。</p>", {"学籍" + p.id}
    p = person()
    old = p.id[:6] + p.id[8:17]
    yield "老证", f"<p>{p.name}，原身份证号：{old}</p>", {old}
    p = person()
    yield "无标注", f"<p>名单：{p.id}</p>", {p.id}
    p = person()
    yield (
        "手机分组",
        f"<p>申请人：{p.name}，手机：{p.mobile[:3]} {p.mobile[3:7]} {p.mobile[7:]}</p>",
        {p.mobile},
    )


def more_leaking_texts(dice: Dice) -> Iterator[Case]:
    p = dice.person()
    yield "户名", f"<p>户名：{p.name}，账号：{p.card}，开户行：农村商业银行东村支行</p>", {p.card}
    p = dice.person()
    yield "散开的标注", f"<p>姓 名：{p.name}　身 份 证 号：{p.id}</p>", {p.id}
    p = dice.person()
    yield "列表项", f"<ul><li>{p.name}</li><li>{p.id}</li></ul>", {p.id}


def leaking_tables(dice: Dice) -> Iterator[Case]:
    def people(count=0):
        return [dice.person() for _ in range(count or dice.randrange(3, 9))]

    ps = people()
    rows = [
        ["序号", "姓名", "身份证号", "金额"],
        *[[str(n), p.name, p.id, "500"] for n, p in enumerate(ps, 1)],
    ]
    yield "补助名单", table(rows, "2024年低保补助名单"), {p.id for p in ps}
    ps = people()
    rows = [
        ["姓名", "性别", "村组", "联系电话", "补贴面积（亩）"],
        *[[p.name, p.sex, "东村", p.mobile, "3.5"] for p in ps],
    ]
    yield "种粮补贴", table(rows, head="th"), {p.mobile for p in ps}
    ps = people()
    rows = [["户主姓名", "一卡通账号", "应发金额"], *[[p.name, p.card, "1,200.00"] for p in ps]]
    yield "一卡通", table(rows), {p.card for p in ps}
    ps = people()
    accounts = {p.name: "1203" + dice.digits(15) for p in ps}
    rows = [
        ["领款人", "银行账号", "金额"],
        *[[name, account, "300"] for name, account in accounts.items()],
    ]
    yield "存折账号", table(rows), set(accounts.values())
    ps = people()
    rows = [["姓名", "手机号码"], *[[p.name, p.mobile] for p in ps]]
    yield "姓名手机", table(rows), {p.mobile for p in ps}
    ps = people()
    rows = [
        ["考生姓名", "身份证号码", "手机", "笔试成绩"],
        *[[p.name, p.id, p.mobile, "78.5"] for p in ps],
    ]
    yield "考生", table(rows), {v for p in ps for v in (p.id, p.mobile)}
    ps = people()
    rows = [[str(n), p.name, p.id] for n, p in enumerate(ps, 1)]
    yield "无表头", table(rows), {p.id for p in ps}
    ps = people()
    rows = [["姓名", "身份证号"], *[[p.name[0] + "**", p.id] for p in ps]]
    yield "姓名遮盖证号不遮", table(rows), {p.id for p in ps}
    ps = [dice.person(2009, 2020) for _ in range(4)]
    rows = [
        ["幼儿姓名", "性别", "身份证号", "家长电话"],
        *[[p.name, p.sex, p.id, p.mobile] for p in ps],
    ]
    yield "入园", table(rows), {v for p in ps for v in (p.id, p.mobile)}
    ps = people()
    head = "<tr><td rowspan=2>姓名</td><td colspan=2>个人信息</td></tr><tr><td>证件号</td><td>联系方式</td></tr>"
    body = "".join(f"<tr><td>{p.name}</td><td>{p.id}</td><td>{p.mobile}</td></tr>" for p in ps)
    yield "两层表头", f"<table>{head}{body}</table>", {v for p in ps for v in (p.id, p.mobile)}
    p = dice.person()
    rows = [
        ["姓名", p.name, "性别", p.sex],
        ["身份证号", p.id, "民族", "汉"],
        ["家庭住址", "临溪县东村3号", "备注", ""],
    ]
    yield "登记表", table(rows), {p.id}
    ps = people()
    rows = [
        ["姓名", "身份证号", "开户行", "卡号"],
        *[[p.name, f"<p>{p.id[:10]}</p><p>{p.id[10:]}</p>", "农商行", p.card] for p in ps],
    ]
    yield "格内折行", table(rows), {v for p in ps for v in (p.id, p.card)}
    ps = people()
    rows = [["姓名", "残疾证号", "等级"], *[[p.name, p.id + "43", "三级"] for p in ps]]
    yield "残疾补贴", table(rows), {"残疾证" + p.id for p in ps}


def clean_texts(dice: Dice) -> Iterator[Case]:
    nobody: set[str] = set()
    m, n = dice.mobile, dice.name
    texts = {
        "信用代码": f"统一社会信用代码：{dice.credit_code()}，法定代表人{n()}。",
        "数字信用代码": f"统一社会信用代码{dice.credit_code(digits_only=True)}",
        "无标注信用代码": f"临溪县某某有限公司 {dice.credit_code()}",
        "索引号": f"索引号：{dice.credit_code()}/2024-0{dice.digits(4)}",
        "数字索引号": f"索 引 号：{dice.credit_code(digits_only=True)}/2021-00050",
        "项目代码": f"项目代码：2103-330521-04-01-{dice.digits(6)}",
        "案件编号": f"案件编号：{case_number(dice)}",
        "流水号": f"交易流水号 {case_number(dice)}，请妥善保存。",
        "订单": f"订单号{dice.digits(18)}",
        "随机十八位": f"报件{dice.digits(18)}",
        "无标注序号": f"<span>{case_number(dice)}</span>",
        "随机十九位": f"编号：62{dice.digits(17)}",
        "条码": f"条形码 69{dice.digits(11)}",
        "值班": f"值班电话：{m()}",
        "咨询": f"咨询电话：{dice.landline()}、{m()}（{n()}）",
        "联系人": f"联系人：{n()}，联系电话：{m()}。",
        "联系人二": f"联系人：{n()} {m()}",
        "科室": f"县民政局社会救助科 {n()} {m()}",
        "代理": f"招标代理机构：某某招标有限公司，项目负责人：{n()}，电话{m()}",
        "河长": f"镇级河长：{n()} 电话：{m()}",
        "监督": f"监督举报电话{m()}，联系人{n()}同志",
        "书记": f"村党支部书记{n()}，{m()}",
        "律师": f"值班律师{n()}，电话{m()}",
        "公司": f"临溪县顺达汽车修理厂 {n()} {m()}",
        "网址": f"http://www.lx.gov.cn/art/{m()}/{dice.person().id}.html",
        "查询串": f"下载：/module/download/downfile.jsp?i={dice.person().id}&f={m()}",
        "文件名": f"附件：IMG_{m()}.jpg、{m()}.pdf",
        "邮箱": f"电子邮箱：{m()}@163.com",
        "金额": f"合计13800138000.50元，其中{n()}项目",
        "遮盖手机": f"申请人：{n()} 手机138****{dice.digits(4)}",
        "遮盖证号": f"{n()}，身份证号：{dice.person().id[:2]}*************{dice.digits(3)}",
        "遮盖证号二": f"{n()}，身份证号：{dice.choice(['330328', '370321'])}********{dice.digits(4)}",
        "遮盖卡号": f"{n()}，卡号：6217***********{dice.digits(4)}",
        "缴款账户": f"户名：临溪县财政局，账号：{dice.card()}，开户行：农商银行",
        "保证金": f"投标保证金缴纳账号：{dice.card()}，开户单位：临溪县公共资源交易中心",
        "日期串": f"发布时间20240301{dice.digits(6)}",
        "坐标": f"东经120.{dice.digits(15)}，北纬28.{dice.digits(15)}",
        "文号": f"临政发〔2024〕{dice.digits(2)}号 {dice.digits(8)}",
        "许可证": f"食品经营许可证编号：JY1{dice.digits(13)}",
        "医师": f"执业证书编号：{dice.digits(15)}，{n()}",
        "不动产": f"不动产权证号：浙（2024）临溪县不动产权第{dice.digits(7)}号，单元号{case_number(dice)}",
        "热线": f"24小时服务热线{m()}",
        "报名": f"报名联系{n()}老师：{m()}",
        "手机无主": f"{m()}",
    }
    for what, text in texts.items():
        yield what, f"<p>{text}</p>", nobody


def clean_tables(dice: Dice) -> Iterator[Case]:
    nobody: set[str] = set()
    m, n = dice.mobile, dice.name
    several = range(dice.randrange(3, 9))
    rows = [["科室", "姓名", "职务", "联系电话"], *[["办公室", n(), "主任", m()] for _ in several]]
    yield "通讯录", table(rows), nobody
    rows = [
        ["日期", "带班领导", "值班人员", "值班电话"],
        *[[f"10月{i + 1}日", n(), n(), m()] for i in several],
    ]
    yield "值班表", table(rows, "国庆值班安排"), nobody
    rows = [
        ["企业名称", "法定代表人", "统一社会信用代码", "联系电话"],
        *[["某某有限公司", n(), dice.credit_code(digits_only=i % 2 == 0), m()] for i in several],
    ]
    yield "企业名录", table(rows), nobody
    rows = [
        ["河流名称", "河长姓名", "职务", "电话"],
        *[["东溪", n(), "镇长", m()] for _ in several],
    ]
    yield "河长", table(rows, "河长名单"), nobody
    rows = [["村名", "网格员", "联系电话"], *[["东村", n(), m()] for _ in several]]
    yield "网格员", table(rows), nobody
    rows = [
        ["单位名称", "办公电话", "地址"],
        *[["民政局", dice.landline(), "人民路1号"] for _ in several],
    ]
    yield "单位电话", table(rows), nobody
    rows = [
        ["姓名", "身份证号", "金额"],
        *[
            [n()[0] + "某", f"{p.id[:2]}*************{p.id[-3:]}", "500"]
            for p in (dice.person() for _ in several)
        ],
    ]
    yield "已遮盖名单", table(rows, "低保名单"), nobody
    rows = [["姓名", "手机号"], *[[n(), f"{m()[:3]}****{dice.digits(4)}"] for _ in several]]
    yield "已遮盖手机", table(rows), nobody
    rows = [
        ["序号", "案件编号", "当事人", "处罚金额"],
        *[[str(i), case_number(dice), n(), "200"] for i in several],
    ]
    yield "案件", table(rows), nobody
    rows = [
        ["编 号", "事项", "时间"],
        *[[case_number(dice), "某事项", "2024-03-01"] for _ in range(30)],
    ]
    yield "散开的编号", table(rows), nobody
    rows = [["序号", "标识", "备注"], *[[str(i), case_number(dice), ""] for i in range(40)]]
    yield "未标注的编号列", table(rows), nobody
    rows = [
        ["姓名", "准考证号", "笔试成绩"],
        *[[n(), "139" + dice.digits(8), "70.5"] for _ in several],
    ]
    yield "准考证号", table(rows, "笔试成绩公示"), nobody
    rows = [
        ["单位", "负责人", "开户行", "账号"],
        *[["某某公司", n(), "农商行", dice.card()] for _ in several],
    ]
    yield "单位账户", table(rows), nobody
    rows = [
        ["标段", "项目编号", "中标单位", "联系人", "联系电话"],
        *[["一", case_number(dice), "某建设有限公司", n(), m()] for _ in several],
    ]
    yield "中标", table(rows), nobody
    rows = [
        ["单位", "开户行", "账号"],
        *[["东村村民委员会", "农商行", "2010" + dice.digits(15)] for _ in several],
    ]
    yield "村账户", table(rows), nobody
    rows = [
        ["医疗机构", "预约电话", "接种门诊地址"],
        *[["某镇卫生院", m(), "某路"] for _ in several],
    ]
    yield "接种点", table(rows), nobody
    rows = [
        ["姓名", "执业机构", "律师证号", "电话"],
        *[[n(), "某律师事务所", "1330" + dice.digits(13), m()] for _ in several],
    ]
    yield "律师", table(rows), nobody
    rows = [
        ["索引号", "标题", "日期"],
        *[[dice.credit_code() + "/2024-00012", "关于某事的通知", "2024-03-01"] for _ in several],
    ]
    yield "目录", table(rows), nobody
    rows = [
        ["年份", "收入（元）", "支出（元）"],
        *[[str(2015 + i), dice.digits(11), dice.digits(12)] for i in several],
    ]
    yield "数字", table(rows), nobody


def corpus(seed: int) -> list[Case]:
    dice = Dice(seed)
    makers = (leaking_texts, more_leaking_texts, leaking_tables, clean_texts, clean_tables)
    return [(what, page(body), values) for make in makers for what, body, values in make(dice)]
