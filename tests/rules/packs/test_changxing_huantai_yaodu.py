"""What the three documents print, clause by clause: a later edit that loses a number, a name or a day fails here."""

import re

import pytest

from checker.title_params import filled
from rules.loader import load_library

PLACES = {
    "changxing-2022": {
        "0": "a",
        "1": "a b c d e f f2",
        "2": "a b c d e f g",
        "3": "a b c d e f g h i j",
        "4": "a b c d e f g h",
        "5": "a b c d e f g h i j",
        "6": "a b c d e f",
        "7": "a b c d e e2 f g h",
        "8": "a b c d e f g h i j",
        "9": "a b c d e f g h i j k",
        "10": "a b c d e f g h i j j2 k l m n o p q r r2",
        "11": "a b c d e f g h i j k l m",
        "12": "a b c d e",
        "13": "a b c d e",
        "14": "a b c d e f",
    },
    "huantai-2021": {
        "0": "a b",
        "1": "a b c d e f g h i j k l",
        "2": "a b c d e f g h",
        "3": "a b c d e f g h i j k",
        "4": "a b c d e f",
        "5": "a b c d e f",
        "6": "a b c d e",
        "7": "a b c d e f g h i",
        "8": "a b c d e f g h i",
        "9": "a b c d e",
        "10": "a b c d e f g h i j k l",
        "11": "a b c d e f g",
        "12": "a b c d",
        "13": "a b c d e f",
        "13x": "a b",
        "14": "a b c d e f g h i",
        "15": "a b c d e f",
        "16": "a b c d e f",
        "17": "a b c",
        "18": "a b c d e",
        "19": "a b",
        "20": "a b c d e f",
        "21": "a b c d",
        "22": "a b c d",
        "23": "a b c",
        "24": "a b c d e f g",
        "25": "a b c",
        "26": "a b c d",
    },
    "yaodu-2021": {
        "0": "a",
        "1.1": "a b c",
        "1.2": "a b c d e f g h",
        "1.3": "a b c d e f g h i j k",
        "1.4": "a b c d e f g",
        "1.5": "a b c d e f g",
        "2.1": "a b c d e",
        "2.2": "a b c",
        "2.3": "a b c d e",
        "2.4": "a b c d",
        "2.5": "a b",
        "3.1": "a b c",
        "3.2": "a b",
        "3.3": "a b c",
        "3.4": "a b c",
        "4.1": "a b c d",
        "4.2": "a b",
        "4.3": "a b c",
        "4.4": "a b c d e f",
        "4.5": "a b c",
        "5.1": "a b c d e e2",
        "5.2.1": "a b",
        "5.2.2": "a b c d e f",
        "5.2.3": "a b c d",
        "5.2.4": "a b c",
        "5.3": "a b c",
        "6.1": "a b",
        "6.2": "a b c",
        "6.3": "a b c",
        "7": "a b",
        "8.1": "a b c d",
        "8.2": "a b c",
        "8.3": "a b c d",
    },
}
# What the documents print (of lists: the first name of each entry), and the names that they add.
PRINTED = {
    "changxing-2022/1b common-prosperity": "names=共富班车",
    "changxing-2022/1c common-prosperity/重点工作和会议": "item_words=会议、重点工作、部署、推进、工作要点、任务; min_items=1; names=共富班车",
    "changxing-2022/1d common-prosperity/共富班车": "names=共富班车、共同富裕、共富; item_words=共富班车、班车; min_items=1",
    "changxing-2022/3d livelihood-projects": "distinct_by=point; n=10",
    "changxing-2022/3g employment/技能培训": "item_words=技能培训、职业培训、培训补贴、技能提升",
    "changxing-2022/3j public-institutions": "parts=教育、卫生健康、供水、供电、供气、环境保护、公共交通; least=7",
    "changxing-2022/4e epidemic-relief": "item_words=餐饮、住宿、零售、文化、文旅、旅游、客运、纾困、帮扶",
    "changxing-2022/4f epidemic-column": "names=疫情防控专栏",
    "changxing-2022/4g epidemic-info": "topics=本地疫情信息、防控举措、健康码赋码规则",
    "changxing-2022/5a benefit-policy-library": "names=惠民利企政策文件数据库、惠民利企政策数据库",
    "changxing-2022/5i interpretation-substance": "all_of=核心概念、新旧差异、举措、享受条件、执行标准、注意事项",
    "changxing-2022/6a interaction-channels/咨询服务渠道": "entry_names=12345、12345政务服务便民热线、浙江政务服务网、政务服务网、浙里办、在线咨询、政务咨询、办事咨询; shows=",
    "changxing-2022/6f service-accessibility": "entry_names=语音版、简洁版、大字版",
    "changxing-2022/7b faq-publication": "names=高频咨询清单、高频咨询事项、热点问题清单",
    "changxing-2022/7f reply-deadline": "limit=1; unit=workday",
    "changxing-2022/8e request-disputes": "falls=true",
    "changxing-2022/9d decisions-catalogue-chain": "all_of=编制、征集、确定、动态管理",
    "changxing-2022/9e decisions-feedback-all": "r=1.0",
    "changxing-2022/10c site-monitoring": "days=365; n=12",
    "changxing-2022/10d links": "max_dead=0",
    "changxing-2022/11b catalogue-domains": "min_share=1.0",
    "changxing-2022/11e catalogue-update/三个领域的调整": "distinct_by=topic; n=3; topics=科研项目、金融数据、政府采购",
    "changxing-2022/12d open-data-domains": "topics=企业登记和监管、卫生、教育、交通、气象",
    "changxing-2022/12e open-data-count": "n=60",
    "huantai-2021/1c normdocs-validity": "since=2016-01-01",
    "huantai-2021/1d normdocs-library": "within=政府信息公开、政府信息公开平台、信息公开平台、政务公开",
    "huantai-2021/1e policy-topics": "names=一类事",
    "huantai-2021/1f disclosure-attribute": "all_of=主动公开",
    "huantai-2021/2g column-not-empty": "max_empty=0",
    "huantai-2021/2h links": "max_dead=0",
    "huantai-2021/6d institutions-complaint": "all_of=申诉、处理期限、流程",
    "huantai-2021/7b work-report-details": "all_of=执行措施、实施步骤、责任分工、监督方式",
    "huantai-2021/7c work-report-quarterly": "every=quarter",
    "huantai-2021/7c work-report-details/季度进展三项要素": "all_of=工作进展、取得成效、后续举措; if_none=not_applicable",
    "huantai-2021/8d social-security": "names=; parts=社会保障、社会救助; least=2",
    "huantai-2021/8e social-security/福利和养老": "names=; parts=社会福利、养老; least=2",
    "huantai-2021/10k law-enforcement": "names=互联网+执法",
    "huantai-2021/11a epidemic-info/本县疫情": "topics=本县疫情信息",
    "huantai-2021/11c epidemic-info": "topics=散发疫情、隔离管控、精准防控、冷链运输、流调溯源、疫苗使用、假期人员流动",
    "huantai-2021/11g public-institutions/院务公开": "names=; parts=院务公开; least=1",
    "huantai-2021/12b safety/事故查处和责任追究": "names=安全生产、事故调查、事故查处、安全生产事故、生产安全事故、应急管理; item_words=事故、调查报告、责任追究、问责、处罚",
    "huantai-2021/12c emergency-plans": "distinct_by=topic; n=2; topics=自然资源、安全生产",
    "huantai-2021/14a interpretation-coverage": "r=1.0",
    "huantai-2021/14h interpretation-substance": "all_of=政策背景、出台目的、重要举措",
    "huantai-2021/15b interpretation-forms": "forms=diagram、video",
    "huantai-2021/16a proposals": "within=政府信息公开、政府信息公开平台、信息公开平台、政务公开",
    "huantai-2021/16f interaction-channels/收集渠道": "entry_names=依申请公开、一网通办、12345、12345政务服务便民热线、领导信箱、县长信箱、政务微博、政务微信、留言板、网上留言、我要留言; shows=",
    "huantai-2021/17b decisions-consultation": "names=互动交流",
    "huantai-2021/17c decisions-chain": "all_of=决策草案、制定背景、意见征集、会议审议、决策结果",
    "huantai-2021/20d reply-deadline": "limit=5; unit=workday",
    "huantai-2021/20f reply-completeness": "r=1.0",
    "yaodu-2021/1.1b transition-column/专题": "least=1; names=政务公开为转型",
    "yaodu-2021/1.1c transition-column": "parts=政策文件、政策解读、具体举措、典型问题、落实情况、互动回应; least=6; names=政务公开为转型",
    "yaodu-2021/1.3f service-lists": "distinct_by=topic; n=4; topics=政府性基金、涉企行政事业性收费、涉企保证金、经营服务性收费",
    "yaodu-2021/1.4c debt": "all_of=限额、余额、发行、品种、期限、利率、偿还计划、偿债资金来源; elsewhere=债券信息公开平台、债务信息公开、预决算公开平台、预决算公开统一平台",
    "yaodu-2021/1.5b epidemic-info": "topics=政策措施、疫情动态、科普宣传",
    "yaodu-2021/1.5c epidemic-info/疫苗": "topics=疫苗监管、疫苗流通、预防接种",
    "yaodu-2021/3.4c request-disputes": "points=10",
    "yaodu-2021/4.1a interpretation-substance": "all_of=政策背景、决策依据、出台目的、重要举措、新旧政策差异",
    "yaodu-2021/4.1b interpretation-forms/鼓励的形式": "forms=diagram、video",
    "yaodu-2021/4.1d interpretation-forms": "r=0.9",
    "yaodu-2021/4.4a reply-deadline": "falls=true",
    "yaodu-2021/4.4c smart-qa": "entry_names=政策咨询智能问答库、智能问答库",
    "yaodu-2021/5.1a site-identity/域名格式": "marks=",
    "yaodu-2021/5.2.2b statutory-columns/目录位置": "parts=法定主动公开内容; least=1",
    "yaodu-2021/5.3a zone-online/入口": "names=政务公开专区; least=1",
    "yaodu-2021/5.3b zone-online": "parts=政府信息查询、信息公开申请、政策解读、政民互动、政策咨询、事项办理; least=6",
    "yaodu-2021/6.2a catalogue-domains": "min_share=1.0",
}
# What no document prints.
DEFAULTS = {
    "changxing-2022/1f investment-policy": "least=8",
    "changxing-2022/2b fair-competition": "every=year",
    "changxing-2022/2e ip-protection": "every=year",
    "changxing-2022/3b livelihood-progress": "every=quarter; periods=1; grace_days=30",
    "changxing-2022/5a benefit-policy-library": "min_items=5",
    "changxing-2022/5i interpretation-substance": "min_share=0.9",
    "changxing-2022/7b faq-publication": "every=quarter; grace_days=45",
    "changxing-2022/7h policy-consultation": "min_share=0.8",
    "changxing-2022/9a normdocs-validity": "min_share=0.9",
    "changxing-2022/9b normdocs-metadata": "min_share=0.95",
    "changxing-2022/9c decisions-catalogue": "by=09-30",
    "changxing-2022/9e decisions-feedback-all": "grace_days=45",
    "changxing-2022/9f decisions-feedback-deadline": "limit=1; unit=calendar_month",
    "changxing-2022/9h decisions-draft-interpretation": "r=0.9",
    "changxing-2022/10f typos": "max_slips=0",
    "changxing-2022/11g catalogue-linked": "r=0.9",
    "huantai-2021/0a workpoints-published": "by=07-31",
    "huantai-2021/1c normdocs-validity": "min_share=0.9",
    "huantai-2021/1e policy-topics": "least=3",
    "huantai-2021/1f disclosure-attribute": "min_share=0.9",
    "huantai-2021/2a statutory-columns/公开内容细化": "least=14",
    "huantai-2021/2d statutory-columns": "least=14",
    "huantai-2021/3e gazette-frequency": "n=4",
    "huantai-2021/3g gazette-archive": "n=4",
    "huantai-2021/6b public-institutions": "least=1",
    "huantai-2021/7c work-report-quarterly": "periods=2; grace_days=30",
    "huantai-2021/7d livelihood-progress": "every=quarter; periods=1; grace_days=30",
    "huantai-2021/7e plans-outline": "period_grace_months=6",
    "huantai-2021/7f plans-special": "n=1; period_grace_months=24",
    "huantai-2021/7g plans-spatial": "n=1",
    "huantai-2021/7h plans-regional": "n=1",
    "huantai-2021/7i plans-history": "n=2",
    "huantai-2021/9a budget-accounts": "r=0.9; by=03-31",
    "huantai-2021/9a budget-accounts/上年度决算": "years_back=1; r=0.9; by=10-31",
    "huantai-2021/9b budget-subordinate": "r=0.9; by=03-31",
    "huantai-2021/9b budget-subordinate/上年度决算": "years_back=1; r=0.9; by=10-31",
    "huantai-2021/9c debt": "all_of=限额、余额",
    "huantai-2021/10j fair-competition": "every=year",
    "huantai-2021/11b epidemic-source": "min_share=0.9",
    "huantai-2021/11f health-literacy": "max_age_days=180",
    "huantai-2021/12d disaster-info": "max_age_days=90",
    "huantai-2021/14b interpretation-sync": "limit=3; unit=workday",
    "huantai-2021/14h interpretation-substance": "min_share=0.9",
    "huantai-2021/14i interpretation-copy": "max_overlap=0.6; max_headings=0.8",
    "huantai-2021/15b interpretation-forms": "r=0.5",
    "huantai-2021/15c policy-consultation": "min_share=0.8",
    "huantai-2021/15e press-conference": "every=year",
    "huantai-2021/16d opinion-response": "every=quarter; grace_days=45",
    "huantai-2021/17a decisions-catalogue": "by=07-31",
    "huantai-2021/18b decisions-feedback-all": "r=1.0; grace_days=45",
    "huantai-2021/20a open-day": "n=1",
    "huantai-2021/20f reply-completeness": "grace_days=30",
    "huantai-2021/24f notices-criticism": "days=800",
    "yaodu-2021/1.2a plans-outline": "period_grace_months=6",
    "yaodu-2021/1.2b plans-spatial": "n=1",
    "yaodu-2021/1.2c plans-special": "n=1; period_grace_months=24",
    "yaodu-2021/1.2d plans-regional": "n=1",
    "yaodu-2021/1.2f plans-history": "n=2",
    "yaodu-2021/1.2h plans-column": "min_items=3; max_clicks=3",
    "yaodu-2021/1.3b decisions-catalogue": "by=06-30",
    "yaodu-2021/1.3h service-guides": "min_share=0.9",
    "yaodu-2021/1.4a budget-accounts": "r=0.9; by=03-31",
    "yaodu-2021/1.4a budget-accounts/上年度决算": "years_back=1; r=0.9; by=10-31",
    "yaodu-2021/1.4b budget-subordinate": "r=0.9; by=03-31",
    "yaodu-2021/1.4b budget-subordinate/上年度决算": "years_back=1; r=0.9; by=10-31",
    "yaodu-2021/1.4d debt-regular": "every=year; periods=1; grace_days=120",
    "yaodu-2021/1.5f health-literacy/爱国卫生和健康中国行动": "max_age_days=180",
    "yaodu-2021/1.5g health-literacy": "max_age_days=180",
    "yaodu-2021/2.1a statutory-columns/法定主动公开内容": "least=14",
    "yaodu-2021/4.1a interpretation-substance": "min_share=0.9",
    "yaodu-2021/4.1b interpretation-forms/鼓励的形式": "r=0.5",
    "yaodu-2021/4.3a policy-consultation": "min_share=0.8",
    "yaodu-2021/4.4a reply-deadline": "days=365; min_population=10",
    "yaodu-2021/4.4e faq-publication": "every=quarter; grace_days=45",
    "yaodu-2021/4.5b opinion-response": "every=quarter; grace_days=45",
    "yaodu-2021/5.2.2a statutory-columns": "least=14",
    "yaodu-2021/5.2.2b statutory-columns/目录位置": "on_home=true",
    "yaodu-2021/5.2.2c statutory-columns/目录设置": "least=14",
    "yaodu-2021/5.2.2d link-latency": "seconds=5; min_share=0.95",
    "yaodu-2021/5.2.3b gazette-archive": "n=4",
    "yaodu-2021/5.2.4b annual-report-published": "by=03-31",
    "yaodu-2021/5.3a zone-online/入口": "on_home=true",
    "yaodu-2021/5.3b zone-online": "on_home=false",
}
LEVELS = {
    "changxing-2022/2e ip-protection": "advisory",
    "changxing-2022/3b livelihood-progress": "advisory",
    "changxing-2022/3g employment/技能培训": "advisory",
    "changxing-2022/7b faq-publication": "advisory",
    "changxing-2022/9f decisions-feedback-deadline": "advisory",
    "changxing-2022/10c site-monitoring": "advisory",
    "changxing-2022/10h column-freshness": "advisory",
    "changxing-2022/12c open-data-catalogue/动态调整": "advisory",
    "huantai-2021/2c statutory-catalogue/动态调整": "advisory",
    "huantai-2021/2f column-freshness": "advisory",
    "huantai-2021/3d ipv6": "required",
    "huantai-2021/3i institutions-merge/吸收公开任务和数据": "advisory",
    "huantai-2021/4c catalogue-update/及时调整": "advisory",
    "huantai-2021/7d livelihood-progress": "advisory",
    "huantai-2021/10a power-lists": "advisory",
    "huantai-2021/15b interpretation-forms": "advisory",
    "huantai-2021/16d opinion-response": "advisory",
    "huantai-2021/18b decisions-feedback-all": "advisory",
    "huantai-2021/20b open-day/线上直播活动": "advisory",
    "yaodu-2021/1.2h plans-column": "advisory",
    "yaodu-2021/1.4d debt-regular": "advisory",
    "yaodu-2021/4.1b interpretation-forms/鼓励的形式": "advisory",
    "yaodu-2021/4.1d interpretation-forms": "required",
    "yaodu-2021/4.4a reply-deadline": "advisory",
    "yaodu-2021/4.4c smart-qa": "advisory",
    "yaodu-2021/4.4d policy-packages": "advisory",
    "yaodu-2021/4.4e faq-publication": "advisory",
    "yaodu-2021/4.5b opinion-response": "advisory",
    "yaodu-2021/5.1c ipv6": "required",
    "yaodu-2021/5.2.1b rules-column": "advisory",
    "yaodu-2021/5.2.2b statutory-columns/目录位置": "advisory",
    "yaodu-2021/5.2.2e column-freshness": "advisory",
    "yaodu-2021/6.2c catalogue-rural": "advisory",
    "yaodu-2021/6.3b catalogue-update": "advisory",
}
PREPARED = [
    "changxing-2022/1c common-prosperity/重点工作和会议",
    "changxing-2022/1d common-prosperity/共富班车",
    "changxing-2022/3g employment/技能培训",
    "changxing-2022/5a benefit-policy-library",
    "changxing-2022/7f reply-deadline",
    "changxing-2022/9f decisions-feedback-deadline",
    "changxing-2022/11g catalogue-linked",
    "changxing-2022/12b open-data-catalogue",
    "changxing-2022/12c open-data-catalogue/动态调整",
    "changxing-2022/12e open-data-count",
    "huantai-2021/2a statutory-columns/公开内容细化",
    "huantai-2021/6b public-institutions",
    "huantai-2021/8a employment",
    "huantai-2021/11g public-institutions/院务公开",
    "huantai-2021/12b safety/事故查处和责任追究",
    "huantai-2021/13c education-enrolment/公办学校招生范围",
    "huantai-2021/13d education-enrolment/民办学校招生计划",
    "huantai-2021/13e education-enrolment/录取办法",
    "huantai-2021/15b interpretation-forms",
    "yaodu-2021/1.3f service-lists",
    "yaodu-2021/2.1a statutory-columns/法定主动公开内容",
    "yaodu-2021/4.4a reply-deadline",
    "yaodu-2021/5.2.2c statutory-columns/目录设置",
]
DAYS = {
    "changxing-2022/4a": "2023-01-08",
    "changxing-2022/4b": "2023-01-08",
    "changxing-2022/4c": "2023-01-08",
    "changxing-2022/4e": "2023-12-31",
    "changxing-2022/4f": "2023-01-08",
    "changxing-2022/4g": "2023-01-08",
    "changxing-2022/4h": "2023-01-08",
    "changxing-2022/8c": "2022-09-30",
    "changxing-2022/11j": "2022-12-31",
    "changxing-2022/12e": "2022-12-31",
    "changxing-2022/14d": "2023-03-31",
    "huantai-2021/1c": "2021-12-31",
    "huantai-2021/3d": "2021-12-31",
    "huantai-2021/10i": "2025-12-31",
    "huantai-2021/11a": "2023-01-08",
    "huantai-2021/11b": "2023-01-08",
    "huantai-2021/11c": "2023-01-08",
    "huantai-2021/11d": "2023-01-08",
    "yaodu-2021/1.5a": "2023-01-08",
    "yaodu-2021/1.5b": "2023-01-08",
    "yaodu-2021/1.5c": "2023-01-08",
    "yaodu-2021/1.5e": "2023-01-08",
    "yaodu-2021/5.1c": "2021-12-31",
    "yaodu-2021/5.1d": "2021-12-31",
    "yaodu-2021/5.2.4c": "2022-03-31",
    "yaodu-2021/7b": "2021-11-30",
}

# Titles that a clause's own patterns must know, and titles that they must leave alone.
TITLES = {
    "changxing-2022/2c": (
        "关于滥用行政权力实施地方保护专项整治结果的通报",
        "关于召开市场监管工作会议的通知",
    ),
    "changxing-2022/2d": ("“铁拳”行动典型案例", "“铁拳”突击队成立仪式举行"),
    "changxing-2022/2e": ("知识产权保护十大典型案例", "知识产权宣传周启动"),
    "changxing-2022/2g": ("网络交易风险预警", "网络安全宣传周启动"),
    "changxing-2022/3a": ("2022年民生实事项目公开征集公告", "2022年民生实事项目进展情况"),
    "changxing-2022/3c": ("民生实事项目群众满意度测评结果", "民生实事项目公开征集公告"),
    "changxing-2022/3f": ("灵活就业支持政策解读", "就业困难人员名单公示"),
    "changxing-2022/3i": (
        "长兴县公共企事业单位信息公开标准目录",
        "关于规范公共企事业单位收费的通知",
    ),
    "changxing-2022/5f": ("“政策进万家进万企”活动走进开发区", "政策汇编"),
    "changxing-2022/11h": ("2022年农机购置补贴申报指南", "大学生租房补贴申请指南"),
    "huantai-2021/7c": ("2021年政府工作报告重点任务第三季度进展情况", "2021年政府工作报告"),
    "huantai-2021/10g": ("桓台县县级层面重点监管事项清单", "重点项目清单"),
    "huantai-2021/10h": ("餐饮服务监管规则和标准", "监管系统升级公告"),
    "huantai-2021/13b": (
        "2021年义务教育阶段学校招生入学工作实施方案",
        "关于公布义务教育阶段学校招生咨询电话的公告",
    ),
    "huantai-2021/13c": ("2021年公办小学对口招生区域范围", "2021年教师招聘公告"),
    "huantai-2021/13d": ("2021年民办初中招生计划", "民办培训机构名单"),
    "huantai-2021/13e": ("2021年民办学校电脑派位录取办法", "教师招聘笔试公告"),
    "huantai-2021/20b": ("政务公开日线上直播活动", "直播带货大赛"),
    "yaodu-2021/1.3c": ("尧都区证明事项告知承诺制目录", "告知承诺制工作会议召开"),
    "yaodu-2021/1.3d": ("尧都区行政审批中介服务事项清单", "中介服务超市入驻公告"),
    "yaodu-2021/1.3e": ("尧都区公共资源交易目录清单", "公共资源交易中心搬迁公告"),
    "yaodu-2021/1.3f": ("尧都区涉企保证金目录清单", "农民工工资保证金缴存通知"),
    "yaodu-2021/2.4c": ("临汾市尧都区“双公示”工作实施方案", "临汾市“双公示”工作实施方案"),
    "yaodu-2021/1.5e": ("关于网传疫情信息的辟谣", "疫情防控倡议书"),
    "yaodu-2021/1.5f": ("第33个爱国卫生月活动方案", "高血压怎么吃"),
}
LIBRARY = load_library()
CLAUSES = {clause.id: clause for name in PLACES for clause in LIBRARY.pack(name).clauses}
USES = {f"{clause.id} {use.judged_as}": use for clause in CLAUSES.values() for use in clause.rules}
# Texts for a person, and patterns: the titles above try those.
TEXTS = {"question", "what", "title_any", "title_none", "columns"}


def said(params):
    """The parameters in one line; of a list the first name of each entry."""
    return "; ".join(
        f"{name}={'、'.join(one.partition('|')[0] for one in value) if isinstance(value, list) else value}"
        for name, value in params.items()
        if name not in TEXTS
    )


@pytest.mark.parametrize("name", PLACES)
def test_the_clauses_stand_in_the_order_of_the_document(name):
    wanted = [
        f"{name}/{section}{place}"
        for section, places in PLACES[name].items()
        for place in places.split()
    ]
    assert [clause.id for clause in LIBRARY.pack(name).clauses] == wanted


@pytest.mark.parametrize(
    ("name", "clauses"), [("changxing-2022", 128), ("huantai-2021", 166), ("yaodu-2021", 130)]
)
def test_no_demand_of_the_document_is_lost(name, clauses):
    assert len(LIBRARY.pack(name).clauses) == clauses


def test_what_a_document_prints_stands_in_its_clause():
    found = {use: said({**one.params, **one.also}) for use, one in USES.items()}
    assert {use: text for use, text in found.items() if text} == PRINTED


def test_what_no_document_prints_is_marked_as_a_default():
    found = {use: said(one.defaults) for use, one in USES.items()}
    assert {use: text for use, text in found.items() if text} == DEFAULTS


def test_levels_and_who_decides_are_those_of_the_wording():
    assert {use: one.level for use, one in USES.items() if one.level} == LEVELS
    assert [use for use, one in USES.items() if one.how] == PREPARED


def test_days_that_are_printed_or_follow_from_the_law():
    days = {
        name: str(one.due or one.until) for name, one in CLAUSES.items() if one.due or one.until
    }
    assert days == DAYS


@pytest.mark.parametrize("name", TITLES)
def test_the_titles_that_a_clause_means_are_known(name):
    meant, other = TITLES[name]
    use = CLAUSES[name].rules[-1]
    params = use.over(LIBRARY.rule(use.rule).params)

    def found(title):
        wants, refuses = (
            [re.compile(filled(pattern, 2021)) for pattern in params.get(key, [])]
            for key in ("title_any", "title_none")
        )
        return any(p.search(title) for p in wants) and not any(p.search(title) for p in refuses)

    assert found(meant)
    assert not found(other)


def test_no_two_clauses_of_a_part_contradict_each_other():
    """Clauses that are judged as one must not each state the same parameter otherwise."""
    for name in PLACES:
        stated = {}
        for clause in LIBRARY.pack(name).clauses:
            for use in clause.rules:
                for key, value in {**use.params, **use.defaults}.items():
                    assert stated.setdefault((use.judged_as, key), value) == value, clause.id


def test_every_question_asks_for_an_answer_and_its_proof():
    for clause in CLAUSES.values():
        if clause.question:
            assert "？" in clause.question, clause.id
            assert "按线索核实" not in clause.question, clause.id
            asked = clause.question.partition("？")[0]
            assert re.search("有没有|是不是|能不能|是否|会不会", asked), clause.id
            assert re.search("请|写", clause.question.partition("？")[2]), clause.id
