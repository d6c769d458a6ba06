"""Make up a county from a number: same number, same county.  Content only, no markup.

Consultations, interpretations and letters are written in the ways that real portals write them, each
with its own way of saying when, so that a reader of only the usual way is found out.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.gold.annual_report import made_report
from tests.gold.articles import Article, County, Letter, Person, Section
from tests.gold.wording import (
    BUREAUS,
    CLAUSES,
    COUNTIES,
    GIVEN,
    LETTERS,
    NEWS,
    NOTICES,
    PLANS,
    POLICIES,
    SENTENCES,
    SURNAMES,
    TOPICS,
    TOWNS,
)

LAST_DAY = date(2024, 11, 20)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_NUMERALS = "〇一二三四五六七八九"


def make_county(seed: int) -> County:
    """Return the county number `seed`."""
    return _Maker(seed).county()


def chinese_day(day: date) -> str:
    """Write a day as signatures do: 二〇二四年三月二十一日."""
    year = "".join(_NUMERALS[int(digit)] for digit in str(day.year))
    return f"{year}年{_chinese(day.month)}月{_chinese(day.day)}日"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十") + (
        _NUMERALS[ones] if ones else ""
    )


def _said(day: date, *, year: bool = True) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if year else f"{day.month}月{day.day}日"


class _Maker:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  # made-up content, no secret
        self.name, self.pinyin, province, self.region = COUNTIES[seed % len(COUNTIES)]
        self.short = self.name[:-1]
        self.host = f"www.{self.pinyin}.gov.cn"
        self.icp = (
            f"{province}ICP备{self.random.randint(10, 23)}00{self.random.randint(1000, 9999)}号"
        )
        self.keys = 0
        self.numbers = 0
        self.interpreted: dict[str, tuple[str, ...]] = {}

    def county(self) -> County:
        policies = self._policies()
        consultations, feedbacks = self._consultations()
        letters = self._letters()
        sections = (
            Section("news", "政务要闻", "动态", "list", self._news(44)),
            Section("bureau", "部门动态", "动态", "list", self._news(23)),
            Section("notices", "通知公告", "动态", "list", self._notices(31)),
            Section("guide", "政府信息公开指南", "公开", "article", (self._guide(),)),
            Section("system", "政府信息公开制度", "公开", "list", self._system()),
            Section("years", "政府信息公开年报", "公开", "list", self._reports()),
            Section("policies", "政策文件", "公开", "list", _newest(policies)),
            Section("plans", "规划计划", "公开", "list", self._plans()),
            Section("budget", "财政预决算", "公开", "list", self._budgets()),
            Section("help", "社会救助", "公开", "list", self._recipients()),
            Section("progress", "重点工作", "公开", "list", self._progress()),
            Section("staff", "人事信息", "公开", "empty"),
            Section("projects", "重大建设项目", "公开", "scripted"),
            Section("catalogue", "基层政务公开标准目录", "公开", "catalogue"),
            Section("interpretations", "政策解读", "公开", "list", self._interpretations(policies)),
            Section("consultations", "意见征集", "互动", "list", consultations),
            Section("feedbacks", "结果反馈", "互动", "list", feedbacks),
            Section("letters", "县长信箱", "互动", "letters"),
        )
        return County(
            self.name,
            self.host,
            self.region,
            self.icp,
            sections,
            letters,
            self._catalogue(),
            self.interpreted,
        )

    # -- pieces

    def _key(self) -> str:
        self.keys += 1
        return f"{self.keys:05d}"

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randint(0, (last - first).days))

    def _pick(self, texts: tuple[str, ...], count: int) -> tuple[str, ...]:
        return tuple(self.random.sample(texts, min(count, len(texts))))

    def _fill(self, template: str, year: int) -> str:
        return template.format(
            c=self.name,
            y=year,
            n=self.random.randint(1, 9),
            b=self.random.choice(BUREAUS),
            t=self.random.choice(TOWNS),
            topic=self.random.choice(TOPICS),
        )

    def _article(self, role: str, title: str, published: date, **facts: object) -> Article:
        base: dict[str, object] = {
            "key": self._key(),
            "role": role,
            "title": title,
            "published": published,
            "source": self.random.choice(
                (f"{self.name}融媒体中心", f"{self.name}人民政府办公室", f"{self.short}发布")
            ),
            "paragraphs": self._pick(SENTENCES, self.random.randint(3, 7)),
        }
        return Article(**(base | facts))  # type: ignore[arg-type]  # the fields of Article

    def _decree(self, day: date) -> str:
        self.numbers += 1
        office = self.random.choice(
            (f"{self.short[0]}政发", f"{self.short[0]}政办发", f"{self.short[0]}政规")
        )
        return f"{office}〔{day.year}〕{self.numbers}号"

    # -- lists

    def _news(self, count: int) -> tuple[Article, ...]:
        made = []
        for _ in range(count):
            day = self._day(date(2024, 1, 3), LAST_DAY)
            title = self._fill(self.random.choice(NEWS), day.year)
            happened = day - timedelta(days=self.random.randint(0, 4))
            lead = f"{happened.month}月{happened.day}日，{self.random.choice(SENTENCES)}"
            made.append(
                self._article("news", title, day, paragraphs=(lead, *self._pick(SENTENCES, 4)))
            )
        ordered = list(_newest(made))
        # One old piece stays on top, as portals like to have it.
        old = self._article(
            "news", f"《{self.short}故事》专题片上线", date(2023, 2, 14), pinned=True
        )
        return (old, *ordered)

    def _notices(self, count: int) -> tuple[Article, ...]:
        made = []
        for position in range(count):
            day = self._day(date(2022, 6, 1), LAST_DAY)
            title = self._fill(self.random.choice(NOTICES), day.year)
            names = (f"{title}附件.docx",) if position % 5 == 0 else ()
            signed = (f"{self.name}{self.random.choice(BUREAUS)}", _said(day - timedelta(days=1)))
            paragraphs = (*self._pick(SENTENCES, 3), *signed)
            made.append(
                self._article("notice", title, day, paragraphs=paragraphs, attachments=names)
            )
        return _newest(made)

    def _guide(self) -> Article:
        text = (
            f"为了更好地提供政府信息公开服务，方便公民、法人或者其他组织依法获取{self.name}人民政府的政府信息，编制本指南。",
            "一、公开内容。本机关主动公开的政府信息分为机构职能、法规文件、规划计划、财政信息等。",
            "二、申请处理。本机关收到申请后，能够当场答复的当场予以答复，不能当场答复的自收到申请之日起二十个工作日内予以答复。",
            "三、工作机构。政务公开股，办公时间为工作日上午八时三十分至十二时，下午二时三十分至六时。",
        )
        return self._article("guide", "政府信息公开指南", date(2024, 2, 6), paragraphs=text)

    def _system(self) -> tuple[Article, ...]:
        titles = (
            "中华人民共和国政府信息公开条例",
            f"{self.name}政府信息公开保密审查制度",
            f"{self.name}政府信息依申请公开工作规程",
            f"{self.name}政务公开责任追究办法",
        )
        days = (date(2019, 5, 20), date(2020, 8, 11), date(2021, 3, 9), date(2023, 12, 1))
        made = [
            self._article("system", *pair, paragraphs=CLAUSES[:5])
            for pair in zip(titles, days, strict=True)
        ]
        return _newest(made)

    def _reports(self) -> tuple[Article, ...]:
        made = []
        for year in (2021, 2022, 2023):
            day = self._day(date(year + 1, 1, 10), date(year + 1, 1, 30))
            report, tables = made_report(self.random)
            title = f"{self.name}{year}年政府信息公开工作年度报告"
            text = (
                f"一、总体情况。{year}年，{self.name}认真落实条例要求，扎实推进主动公开和依申请公开工作。",
                "五、存在的主要问题及改进情况。公开内容的针对性有待加强，下一步将加强业务培训。",
                "六、其他需要报告的事项。本年度未收取信息处理费。",
            )
            made.append(
                self._article("report", title, day, paragraphs=text, report=report, tables=tables)
            )
        return _newest(made)

    def _policies(self) -> list[Article]:
        made = []
        for position, (template, _) in enumerate(POLICIES):
            name = template.format(c=self.name)
            formed = self._day(date(2022, 1, 5), date(2024, 9, 30))
            day = formed + timedelta(days=self.random.randint(1, 12))
            number = self._decree(formed)
            head = f"{self.name}人民政府" if position % 2 else f"{self.name}人民政府办公室"
            text = (
                "各乡镇人民政府、街道办事处，县政府各部门、各直属单位：",
                f"《{name}》已经县人民政府同意，现印发给你们，请认真贯彻执行。",
                head,
                chinese_day(formed) if position % 3 == 0 else _said(formed),
                name,
                *CLAUSES,
            )
            names = (f"{name}.pdf",) if position % 4 == 0 else ()
            made.append(
                self._article(
                    "policy",
                    f"{head}关于印发《{name}》的通知",
                    day,
                    paragraphs=text,
                    number=number,
                    formed=formed,
                    source=head,
                    attachments=names,
                )
            )
        # A paper that quotes another paper's number and has none itself.
        quoted = self._article(
            "policy",
            f"{self.name}人民政府关于{self.random.choice(TOPICS)}的通告",
            date(2023, 8, 18),
            paragraphs=(
                "根据《国务院办公厅关于进一步规范管理的通知》（国办发〔2022〕18号）精神，现通告如下：",
                *CLAUSES[1:4],
            ),
            formed=date(2023, 8, 15),
            source=f"{self.name}人民政府",
        )
        return [*made, quoted]

    def _plans(self) -> tuple[Article, ...]:
        made = []
        for template in PLANS:
            old = "十三五" in template or "第十三个" in template
            day = (
                self._day(date(2016, 4, 1), date(2017, 3, 1))
                if old
                else self._day(date(2021, 3, 1), date(2022, 8, 1))
            )
            made.append(
                self._article("plan", template.format(c=self.name), day, paragraphs=CLAUSES[1:6])
            )
        return _newest(made)

    def _budgets(self) -> tuple[Article, ...]:
        made = []
        for bureau in self._pick(BUREAUS, 8):
            for year, kind in ((2024, "部门预算"), (2023, "部门决算")):
                day = (
                    self._day(date(2024, 2, 1), date(2024, 3, 20))
                    if year == 2024
                    else self._day(date(2024, 9, 1), date(2024, 10, 10))
                )
                title = f"{self.name}{bureau}{year}年度{kind}"
                made.append(self._article("budget", title, day, attachments=(f"{title}.xlsx",)))
        return _newest(made)

    def _progress(self) -> tuple[Article, ...]:
        made = []
        for title, day in (
            ("2024年第一季度政府工作报告重点任务推进情况", date(2024, 4, 22)),
            ("2024年上半年《政府工作报告》重点任务进展情况", date(2024, 7, 26)),
            ("2024年前三季度重点工作进展、成效及后续举措", date(2024, 10, 29)),
            ("截至11月底民生实事完成情况", date(2023, 12, 8)),
            ("2023年1—10月重点项目进展", date(2023, 11, 10)),
        ):
            made.append(self._article("progress", title, day))
        return _newest(made)

    def _recipients(self) -> tuple[Article, ...]:
        made = []
        for year, month, leaks in ((2024, 3, True), (2024, 6, False), (2023, 9, True)):
            people = tuple(self._person(leaks=leaks and row != 1) for row in range(12))
            title = f"{year}年{month}月份城乡低保对象名单公示"
            text = (
                "现将本月低保对象名单予以公示，公示期七天。",
                f"监督电话：{self.random.randint(2000000, 8999999)}",
                f"项目编号：{self.region}{year}{month:02d}{self.random.randint(10000000, 99999999)}",
            )
            made.append(
                self._article(
                    "recipients", title, date(year, month, 18), paragraphs=text, people=people
                )
            )
        return _newest(made)

    def _person(self, *, leaks: bool) -> Person:
        born = self._day(date(1938, 1, 1), date(2004, 1, 1))
        digits = f"{self.region}{born:%Y%m%d}{self.random.randint(1, 998):03d}"
        rest = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
        number = digits + "10X98765432"[rest]
        return Person(
            name=self.random.choice(SURNAMES) + self.random.choice(GIVEN),
            village=f"{self.random.choice(TOWNS)}{self.random.choice(('东风', '红旗', '坝上'))}村",
            shown=number if leaks else f"{number[:6]}********{number[-4:]}",
            phone=f"138****{self.random.randint(1000, 9999)}",
            amount=self.random.randint(180, 900),
            leaks=leaks,
        )

    # -- consultations and what came of them

    def _consultations(self) -> tuple[tuple[Article, ...], tuple[Article, ...]]:
        drafts = [template.format(c=self.name) for template, _ in self.random.sample(POLICIES, 8)]
        asked: list[Article] = []
        answered: list[Article] = []
        for position, draft in enumerate(drafts):
            day = self._day(date(2023, 3, 1), date(2024, 6, 1))
            closes, sentence = self._closing(position, day)
            bureau = f"{self.name}{self.random.choice(BUREAUS)}"
            title = (
                f"关于公开征求《{draft}（征求意见稿）》意见的公告",
                f"《{draft}（征求意见稿）》公开征求意见",
                f"{bureau}关于征集《{draft}》（草案）修改意见的通知",
            )[position % 3]
            lead = f"为做好{draft[len(self.name) : -2]}相关工作，我局起草了《{draft}（征求意见稿）》，现向社会公开征求意见。"
            same_page = position == 6
            text = (lead, sentence, "联系人：王工，联系电话：2836615", bureau, _said(day))
            if same_page:
                text = (
                    *text,
                    "意见反馈情况：征求意见期间共收到意见3条，采纳2条，未采纳1条，理由为与上位法规定不一致。",
                )
            one = self._article(
                "consultation", title, day, paragraphs=text, source=bureau, closes=closes
            )
            if position in {0, 1, 2, 3, 4} and closes:
                back = closes + timedelta(days=self.random.randint(5, 40))
                reply = self._article(
                    "feedback",
                    (
                        f"关于《{draft}（征求意见稿）》征求意见情况的反馈",
                        f"《{draft}》意见征集结果反馈",
                        f"关于{draft}公开征求意见采纳情况的公告",
                    )[position % 3],
                    back,
                    paragraphs=(
                        "征集期间共收到意见5条，采纳4条，未采纳1条。未采纳理由：该项内容已有明确规定。",
                    ),
                    source=bureau,
                    answers=one.key,
                    related=(one.key,) if position == 3 else (),
                    related_label="原征集公告",
                )
                answered.append(reply)
            asked.append(one)
        # The same plan, two years running: each year's answer belongs to its own year.
        for year in (2023, 2024):
            name = f"{self.name}{year}年度重大行政决策事项目录"
            day = date(year, 2, 20)
            bureau = f"{self.name}人民政府办公室"
            closes = date(year, 3, 5)
            one = self._article(
                "consultation",
                f"关于征求{name}（征求意见稿）意见的公告",
                day,
                paragraphs=(f"意见征集时间为{_said(day)}至{_said(closes, year=False)}。",),
                source=bureau,
                closes=closes,
            )
            asked.append(one)
            answered.append(
                self._article(
                    "feedback",
                    f"关于{name}征求意见的反馈情况",
                    date(year, 3, 20),
                    paragraphs=("征集期间未收到意见建议。",),
                    source=bureau,
                    answers=one.key,
                )
            )
        self._spatial(asked, answered)
        # What looks like a consultation and is none.
        asked.append(
            self._article("decoy", f"{self.name}征集办公用品采购项目供应商的公告", date(2024, 5, 7))
        )
        answered.append(
            self._article("decoy", f"{self.name}2023年度政务服务满意度测评结果", date(2024, 1, 12))
        )
        return _newest(asked), _newest(answered)

    def _spatial(self, asked: list[Article], answered: list[Article]) -> None:
        """Plans whose titles say 公示 and not 征求意见, and two that differ in the town alone."""
        subjects = (
            f"{self.name}国土空间总体规划（2021—2035年）",
            f"{self.name}青石镇控制性详细规划",
            f"{self.name}柳河镇控制性详细规划",
        )
        bureau = f"{self.name}自然资源局"
        for number, subject in enumerate(subjects):
            day = self._day(date(2023, 5, 1), date(2024, 5, 1))
            closes = day + timedelta(days=30)
            one = self._article(
                "consultation",
                f"{subject}（草案）公示",
                day,
                paragraphs=(
                    f"{subject}已编制完成，现将草案予以公示，公开征求社会各界意见。",
                    f"公示时间：自{_said(day)}起30日。有意见建议请在公示期内书面反馈。",
                ),
                source=bureau,
                closes=closes,
            )
            reply = self._article(
                "feedback",
                f"{subject}（草案）公示意见采纳情况",
                closes + timedelta(days=9 + number),
                paragraphs=("公示期间共收到书面意见2条，均已采纳。",),
                source=bureau,
                answers=one.key,
            )
            asked.append(one)
            answered.append(reply)

    def _closing(self, position: int, day: date) -> tuple[date | None, str]:
        closes = day + timedelta(days=30)
        mail = "可通过电子邮件提出意见。"
        if position == 0:
            return closes, f"征求意见时间：{_said(day)}至{_said(closes)}。{mail}"
        if position == 1:
            year = closes.year != day.year
            return closes, f"征集时间自即日起至{_said(closes, year=year)}止。{mail}"
        if position == 2:
            return closes, f"请有关单位和个人于{_said(closes)}前将意见反馈至我局。"
        if position == 3:
            return closes, f"征求意见期限为自发布之日起30日。{mail}"
        if position == 4:
            return closes, f"意见反馈截止时间为{chinese_day(closes)}。{mail}"
        if position == 5:
            return None, f"欢迎社会各界提出宝贵意见。{mail}"
        if position == 6:
            return closes, f"公开征求意见的时间为{day:%Y.%m.%d}—{closes:%Y.%m.%d}。{mail}"
        return closes, f"意见征集期：{_said(day, year=False)}—{_said(closes, year=False)}。{mail}"

    # -- interpretations

    def _interpretations(self, policies: list[Article]) -> tuple[Article, ...]:
        made = []
        forms = ("picture", "text", "qa", "video", "press", "text", "picture", "text")
        for position, form in enumerate(forms):
            policy = policies[position]
            name = policy.title.partition("《")[2].partition("》")[0]
            day = policy.published + timedelta(days=self.random.randint(0, 6))
            title = (
                f"一图读懂《{name}》",
                f"《{name}》政策解读",
                f"关于《{name}》的问答",
                f"视频解读：{name}",
                f"“{name[len(self.name) :]}”新闻发布会实录",
                f"{name[len(self.name) :]}解读",
                f"【图解】{name}",
                f"{self.random.choice(BUREAUS)}负责人解读新政策",
            )[position]
            text = self._interpretation(form, name, policy.number or "")
            linked = position in {1, 5}
            one = self._article(
                f"interpretation-{form}",
                title,
                day,
                paragraphs=text,
                source=policy.source,
                media=form if form in {"picture", "video"} else "",
                related=(policy.key,) if linked else (),
                related_label="相关文件",
            )
            self.interpreted[policy.key] = (one.key,)
            made.append(one)
        made.append(
            self._article(
                "decoy",
                "国务院办公厅有关负责人就《关于释放旅游消费潜力推动旅游业高质量发展的若干措施》答记者问",
                date(2023, 10, 8),
            )
        )
        return _newest(made)

    def _interpretation(self, form: str, name: str, number: str) -> tuple[str, ...]:
        if form in {"picture", "video"}:
            return ()
        if form == "qa":
            return (
                f"问：为什么要制定《{name}》？",
                "答：为了规范管理，解决工作中出现的突出问题。",
                "问：主要内容有哪些？",
                "答：共二十二条，明确了职责分工、资金保障和监督检查。",
                "问：什么时候开始施行？",
                "答：自发布之日起施行。",
            )
        if form == "press":
            return (
                f"主持人：各位记者朋友，大家上午好，欢迎出席《{name}》新闻发布会。",
                "发布人：下面由我介绍出台背景和主要内容。",
                "记者：请问下一步如何抓好落实？",
                "发布人：我们将加强宣传培训，强化督促检查。",
            )
        return (
            f"近日，县人民政府印发了有关文件（{number}），现解读如下。",
            "一、出台背景。近年来相关工作面临新的形势和要求。",
            "二、主要内容。文件共分六个部分，明确了目标任务。",
            "三、保障措施。各部门要按照职责分工抓好落实。",
        )

    # -- letters and catalogue

    def _letters(self) -> tuple[Letter, ...]:
        made = []
        for position, (title, answer) in enumerate(LETTERS):
            asked = self._day(date(2024, 1, 8), date(2024, 10, 20))
            answered = None if position == 3 else asked + timedelta(days=self.random.randint(0, 12))
            made.append(
                Letter(
                    key=self._key(),
                    title=title,
                    number=f"{asked:%Y%m%d}{position + 17:04d}",
                    writer=f"{self.random.choice(SURNAMES)}**",
                    asked=asked,
                    answered=answered,
                    department=f"{self.name}{self.random.choice(BUREAUS)}",
                    question=f"您好，{title}，请予以回复，谢谢。",
                    answer=f"您好！{answer}感谢您的来信。",
                )
            )
        return tuple(sorted(made, key=lambda letter: letter.asked, reverse=True))

    def _catalogue(self) -> tuple[tuple[str, str, str | None], ...]:
        return (
            ("重大建设项目", "批准结果信息", "projects"),
            ("社会救助", "低保对象名单", "help"),
            ("财政预决算", "部门预算", "budget"),
            ("规划计划", "专项规划", "plans"),
            ("人事信息", "公务员招考", "staff"),
            ("公共法律服务", "法律援助", None),
        )


def _newest(articles: list[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda one: one.published, reverse=True))
