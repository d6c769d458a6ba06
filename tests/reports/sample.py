"""A made-up county portal's audit, with one of everything that a report has to show."""

from checker.results import (
    AuditResult,
    ClauseResult,
    Compliance,
    Coverage,
    Evidence,
    Finding,
    Level,
    MeasurementTable,
    PackUsed,
    Reason,
    RuleResult,
    Run,
    Score,
    Site,
    Verdict,
)

HOME = "http://www.qinglu.example/"
OFFICE = "县政府办公室"
DATA = "县大数据发展中心"


def sha(seed: int) -> str:
    return f"{seed:064x}".replace("0", "a")


def dead_link(number: int, target: str, observed: str, places: int = 1) -> Finding:
    pages = [f"{HOME}xwzx/zwyw/202112/t202112{n % 28 + 1:02d}_{88120 + n}.html" for n in range(20)]
    return Finding(
        fingerprint=f"links:{number:08x}",
        message="页脚“相关链接”打不开" if places > 100 else "正文中的链接打不开",
        url=pages[number % 20],
        target=target,
        found_on=pages[: min(places, 20)],
        found_on_count=places,
        observed=observed,
        expected="200",
        excerpt=f'<a href="{target}">下载</a>',
        fetched_at="2021-12-31T08:41:07+00:00",
        sha256=sha(4660 + number),
        warc=f"data/crawl-00001.warc.gz@{18_400 * number}+5210",
        suggestion="在模板中删除或更新该链接。" if places > 100 else "",
    )


def links_rule(findings: list[Finding] | None = None) -> RuleResult:
    return RuleResult(
        id="links",
        title="链接可用",
        level=Level.REQUIRED,
        verdict=Verdict.FAIL,
        message="检验 6,204 个链接，其中 6 个打不开。",
        clauses=["qinglu-2021/2", "base/links"],
        check="links_alive",
        pass_when="检验过的链接全部能打开，打开的是链接所说的内容",
        how_checked="对每个链接发出请求并跟随跳转；用不存在的地址试探网站是否如实答复 404",
        fix="更新或删除失效链接；已经撤下的栏目，从导航和页脚中一并删除。",
        known_limits="检查所用网络与公众网络不同时，个别站外链接的结果可能不同",
        basis=["《2021年青麓县政务公开工作要点》一（二）", "《政府网站发展指引》"],
        params={"scope": "all", "retries": 2, "max_dead": 0},
        findings=findings
        if findings is not None
        else [
            dead_link(1, "http://fgj.qinglu.example/gk/2019/zc.html", "404"),
            dead_link(2, "http://old.qinglu.example/index.asp", "dns", 1842),
            dead_link(3, f"{HOME}col/col1229/art/不存在的页面.html", "soft_404", 12),
            dead_link(4, "http://10.20.3.15/oa/notice.jsp?id=77", "internal_address"),
            dead_link(
                5, f"{HOME}module/download/downfile.jsp?classid=0&filename={'a1b2' * 60}", "empty"
            ),
            dead_link(6, "http://shop.parked.example/", "parked", 3),
        ],
    )


def rules() -> list[RuleResult]:
    return [
        links_rule(),
        RuleResult(
            id="plans-column",
            title="规划信息专栏已设立",
            level=Level.REQUIRED,
            verdict=Verdict.FAIL,
            message="首页三次点击之内没有找到名为“规划计划”或同义名称的栏目。",
            clauses=["qinglu-2021/7e"],
            check="column_exists",
            pass_when="首页三次点击内可达、名称相符、至少有三条规划类信息",
            how_checked="按栏目名称与同义词查找，打开栏目页并统计真实条目",
            fix="在门户网站开设“规划计划”专栏并归集各类规划。",
            known_limits="栏目由脚本渲染且未启用渲染时判为待人工核查",
            basis=["《2021年青麓县政务公开工作要点》二（七）"],
            params={"names": ["规划计划", "规划信息", "发展规划"], "max_clicks": 3, "min_items": 3},
            evidence=[
                Evidence(
                    url=HOME,
                    what="首页导航共 46 个栏目，没有名称相符的",
                    excerpt="首页 走进青麓 政务公开 政务服务 互动交流 数据开放",
                    fetched_at="2021-12-31T08:30:02+00:00",
                    sha256=sha(77),
                    warc="data/crawl-00001.warc.gz@1024+38100",
                )
            ],
        ),
        RuleResult(
            id="annual-report-published",
            title="政府信息公开年度报告已公布",
            level=Level.VETO,
            verdict=Verdict.REVIEW,
            reason=Reason.BLOCKED,
            message="年度报告栏目被网站防护拦截，没有看到报告列表。",
            clauses=["base/annual-report"],
            check="document_published",
            pass_when="每年1月31日前公布上一年度报告，正文可以打开",
            how_checked="在政府信息公开年报栏目查找标题和年度相符的文件并打开正文",
            evidence=[
                Evidence(
                    url=f"{HOME}zwgk/zfxxgknb/",
                    what="答复 412，页面为脚本挑战",
                    fetched_at="2021-12-31T08:33:40+00:00",
                )
            ],
        ),
        RuleResult(
            id="ipv6",
            title="支持 IPv6 访问",
            level=Level.ADVISORY,
            verdict=Verdict.FAIL,
            message="域名没有 AAAA 记录，无法通过 IPv6 访问。",
            clauses=["qinglu-2021/3"],
            check="ipv6_ready",
            pass_when="首页和二、三级链接可以通过 IPv6 访问，内容与 IPv4 一致",
            how_checked="查询 AAAA 记录，通过 IPv6 访问首页并与 IPv4 内容比较",
            fix="为网站域名配置 IPv6 地址，并检查内容分发网络和防护设备是否支持 IPv6。",
            findings=[
                Finding(
                    fingerprint="ipv6:www",
                    message="主机没有 IPv6 地址",
                    url=HOME,
                    target="www.qinglu.example",
                    observed="没有 AAAA 记录",
                    expected="至少一条 AAAA 记录",
                    fetched_at="2021-12-31T08:30:00+00:00",
                )
            ],
            tables=[
                MeasurementTable(
                    title="IPv6 分项测试",
                    columns=["主机", "AAAA 记录", "首页可达", "内容一致", "二级链接", "域名服务器"],
                    rows=[
                        ["www.qinglu.example", "无", "未测", "未测", "未测", "2 台中 1 台支持"],
                        ["zwfw.qinglu.example", "240e:f7:4f01:c::3", "是", "98%", "47/50", "同上"],
                    ],
                )
            ],
        ),
        RuleResult(
            id="budget-published",
            title="下一年度部门预算已公开",
            level=Level.REQUIRED,
            verdict=Verdict.PENDING,
            message="规定期限为 2022-02-20，尚未届满。",
            clauses=["qinglu-2021/9"],
        ),
        RuleResult(
            id="site-identity",
            title="网站标识齐全",
            level=Level.REQUIRED,
            verdict=Verdict.PASS,
            message="标识码、备案号、公安备案号、主办单位齐全。",
            clauses=["base/identity"],
            pass_when="页脚有标识码、备案号、公安备案号和主办单位",
            evidence=[
                Evidence(
                    url=HOME, what="页脚", excerpt="网站标识码：3399990001 主办：青麓县人民政府"
                )
            ],
        ),
        RuleResult(
            id="gazette",
            title="政府公报已数字化",
            level=Level.REQUIRED,
            verdict=Verdict.NOT_APPLICABLE,
            message="本县没有编印政府公报。",
            clauses=["qinglu-2021/3b"],
        ),
    ]


def clauses() -> list[ClauseResult]:
    def clause(
        name: str, section: str, title: str, verdict: Verdict, *rule_ids: str
    ) -> ClauseResult:
        return ClauseResult(
            id=name,
            section=section,
            title=title,
            responsible=[OFFICE, DATA] if name.startswith("qinglu") else [],
            modality="duty",
            verdict=verdict,
            rules=list(rule_ids),
        )

    return [
        clause("base/links", "链接", "杜绝错链、死链", Verdict.FAIL, "links"),
        clause(
            "base/annual-report", "年报", "公布年度报告", Verdict.REVIEW, "annual-report-published"
        ),
        clause("base/identity", "标识", "网站标识齐全", Verdict.PASS, "site-identity"),
        clause("qinglu-2021/2", "一、（二）", "维护栏目，杜绝错链死链", Verdict.FAIL, "links"),
        clause("qinglu-2021/3", "一、（三）", "门户网站支持 IPv6", Verdict.FAIL, "ipv6"),
        clause("qinglu-2021/3b", "一、（三）", "历史公报数字化", Verdict.NOT_APPLICABLE, "gazette"),
        clause("qinglu-2021/7e", "二、（七）", "归集公开历史规划", Verdict.FAIL, "plans-column"),
        clause("qinglu-2021/9", "二、（九）", "公开部门预算", Verdict.PENDING, "budget-published"),
        ClauseResult(
            id="qinglu-2021/20",
            section="四、（二十）",
            title="开展政务公开培训",
            responsible=[OFFICE],
            modality="encourage",
            verdict=Verdict.REVIEW,
            rules=[],
            question="本年度是否组织过政务公开专题培训？请核对培训通知和签到记录。",
        ),
    ]


def county_portal() -> AuditResult:
    """The whole audit: 2 failures, 1 hint, 1 review, 1 pending, 1 pass, 1 not applicable."""
    return AuditResult(
        site=Site(
            name="青麓县人民政府门户网站",
            home=HOME,
            hosts=["www.qinglu.example", "fgj.qinglu.example"],
        ),
        packs=[
            PackUsed(id="base", title="国家基本要求", version="1.0", digest=sha(1)),
            PackUsed(
                id="qinglu-2021", title="2021年青麓县政务公开工作要点", version="3", digest=sha(2)
            ),
        ],
        as_of="2021-12-31",
        run=Run(
            id="20211231-0001",
            started_at="2021-12-31T08:29:58+00:00",
            finished_at="2021-12-31T08:52:11+00:00",
            tool_version="0.1.0",
            seconds=1333.2,
        ),
        coverage=Coverage(
            pages_known=5312,
            pages_fetched=4980,
            not_fetched={"budget": 300, "blocked": 21, "timeout": 9, "robots": 2, "not_reached": 0},
            links_known=6550,
            links_checked=6204,
            links_unchecked={"external": 340, "unsupported": 6},
            attachments_known=812,
            attachments_opened=812,
            complete=False,
            crawl_finish="budget",
            crawled_at="2021-12-31T08:29:58+00:00",
            notes=["子站 zwfw.qinglu.example 属于上级平台，没有抓取。"],
        ),
        score=Score(
            verdicts={"fail": 3, "review": 1, "pending": 1, "pass": 1, "not_applicable": 1},
            compliance=[
                Compliance(
                    pack="base",
                    version="2026.1",
                    clauses=12,
                    repeated=1,
                    not_applicable=1,
                    advisory=1,
                    pending=1,
                    asked=1,
                    review=2,
                    passed=3,
                    failed=2,
                    decided=5,
                    due=8,
                    rate=0.6,
                    decided_share=0.625,
                    vetoed=["base/4"],
                )
            ],
        ),
        rules=rules(),
        clauses=clauses(),
    )
