"""The Markdown summary, for a chat or an issue tracker: how it stands, what to fix first, what to look at.

It is short whatever the audit holds, and says what it leaves out.  It shows the same views as the HTML
report; texts from the results go through `markdown_text`.  Like a mail it is forwarded and kept, so it
names no place where personal data stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker.results import AuditResult, Verdict
from reports.change_view import marks
from reports.comparison_words import sentence
from reports.formats import Asked
from reports.language import Language
from reports.markdown_text import code, inert, link, table
from reports.rule_view import RuleView
from reports.task_view import CauseView, TaskView, task_views
from reports.view import ReportView, report_view
from reports.withheld import for_mail, tells_of_persons

MAX_TASKS = 10
MAX_REVIEWS = 15
MAX_QUESTIONS = 10
_MAX_CAUSES = 5
_MAX_UNITS = 6
_TITLE = 100
_TEXT = 200
_OURS = 1_000


def made(result: AuditResult, asked: Asked) -> str:
    """The summary as a format; with earlier audits it says what changed.  Raises ComparisonError."""
    t, sent = asked.t, for_mail(result, asked.t)
    comparison = asked.compared(result)
    changes = marks(comparison, t)
    report = report_view(sent, t, changes)
    views = {rule.number: rule for rule in report.rules}
    tasks = task_views(sent, views, report.facets, changes, t)
    page = _Page(t, frozenset(n for n, rule in enumerate(result.rules) if tells_of_persons(rule)))
    blocks = [
        f"# {t('政务公开检查：{site}', site=page.title(report.site))}",
        f"**{report.conclusion.sentence}**",
        page.ours(sentence(comparison, t)) if comparison else "",
        *(f"> {page.ours(t('注意：') + warning)}" for warning in report.conclusion.warnings),
        page.counts(report),
        page.compliance(report),
        *page.to_fix(tasks),
        *page.to_review(report),
        *page.seen(report),
        "---",
        page.colophon(report),
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


@dataclass(frozen=True, slots=True)
class _Page:
    """The parts of the summary in a language; of the rules `secret` no place is named."""

    t: Language
    secret: frozenset[int]

    def text(self, text: str) -> str:
        return inert(text, _TEXT, self.t)

    def ours(self, text: str) -> str:
        """A sentence of ours: whole, but it may quote the results."""
        return inert(text, _OURS, self.t)

    def title(self, text: str) -> str:
        return inert(text, _TITLE, self.t)

    def counts(self, report: ReportView) -> str:
        tiles = report.conclusion.tiles
        head = [f"{state.symbol} {self.t(state.label)}" for state, _ in tiles]
        numbers = [self.t.number(number) for _, number in tiles]
        return table(head, [numbers], range(len(tiles)))

    def compliance(self, report: ReportView) -> str:
        t = self.t
        if not report.compliance:
            return ""
        head = [t("检查依据"), t("已判定 / 应判定"), t("达标"), t("不达标"), t("达标率")]
        rows = [
            [
                self.title(one.title),
                f"{t.number(one.decided)} / {t.number(one.due)}"
                + (" " + t("其中由人判定 {n:,}", n=one.attested) if one.attested else ""),
                t.number(one.passed),
                t.number(one.failed),
                one.rate,
            ]
            for one in report.compliance
        ]
        return table(head, rows, range(1, len(head)))

    def to_fix(self, tasks: tuple[TaskView, ...]) -> Iterator[str]:
        yield self._heading(self.t("先改什么"), str(len(tasks)))
        if not tasks:
            yield self.t("没有发现不合格项。")
            return
        yield "\n".join(
            f"{number}. {self._task(task, ' ' * len(f'{number}. '))}"
            for number, task in enumerate(tasks[:MAX_TASKS], 1)
        )
        if len(tasks) > MAX_TASKS:
            yield self.t("另有 {n:,} 项要改，见完整报告。", n=len(tasks) - MAX_TASKS)

    def _task(self, task: TaskView, indent: str) -> str:
        t, lead = self.t, task.lead
        veto = f" {t('（单项否决）')}" if task.veto else ""
        lines = [f"**{self.title(lead.title)}**{veto}", self.text(lead.message)]
        if task.also:
            also = t.listed(self.title(rule.title) for rule in task.also[:_MAX_CAUSES])
            lines.append(f"{t('改好以后，这几项也就解决：')}{also}")
        if task.units:
            lines.append(t("责任单位：{units}", units=self._units(task.units)))
        if lead.number in self.secret:
            lines.append(t("涉及个人信息，页面地址不写在这里，见完整报告"))
        else:
            lines += self._places(task)
        if task.advice:
            lines.append(f"{t('整改建议：')}{self.text(task.advice)}")
        return f"\n{indent}- ".join(lines)

    def _places(self, task: TaskView) -> Iterator[str]:
        yield from map(self._cause, task.causes)
        if task.hidden:
            yield self.t("另有 {n:,} 个根源，见完整报告", n=task.hidden)
        if not task.causes and task.lead.evidence:
            piece = task.lead.evidence[0]
            place = link(piece.page, _TEXT, self.t)
            yield self.t("{what}，见 {place}", what=self.text(piece.what), place=place)

    def _cause(self, cause: CauseView) -> str:
        t = self.t
        parts = [self.text(cause.message)]
        if cause.change:
            parts.append(self.ours(cause.change.label))
        if cause.place:
            # Where dead links lead to may be anybody's by now: named, never linked.
            place = self.text(cause.place.text)
            parts.append(t("同一处 {place} 共 {n:,} 处", place=place, n=cause.findings))
        elif cause.target:
            parts.append(t("对象 {target}", target=self.text(cause.target.text)))
        if cause.observed and cause.observed.words:
            seen = self.text(cause.observed.words)
            parts.append(f"{seen} {code(cause.observed.code)}" if cause.observed.code else seen)
        parts.append(t("所在页面 {page}", page=link(cause.page, _TEXT, t)))
        if cause.pages > 1:
            parts.append(t("共 {n:,} 个页面", n=cause.pages))
        return t.series(parts)

    def to_review(self, report: ReportView) -> Iterator[str]:
        t = self.t
        # Where the machine leans to a failure comes first, where to a pass last.
        leaning: dict[Verdict | None, int] = {Verdict.FAIL: 0, Verdict.PASS: 2}
        waiting = sorted(report.of("review"), key=lambda rule: leaning.get(rule.first, 1))
        questions = report.questions
        if not waiting and not questions:
            return
        yield self._heading(t("须由人核查"), f"{len(waiting)} + {len(questions)}")
        if waiting:
            rows = [
                [self.title(rule.title), self._why(rule), self.ours(rule.reason.what_to_do)]
                for rule in waiting[:MAX_REVIEWS]
                if rule.reason
            ]
            yield table([t("要求"), t("为何要人看"), t("怎样核查")], rows)
        if len(waiting) > MAX_REVIEWS:
            yield t("另有 {n:,} 项待人工核查，见完整报告。", n=len(waiting) - MAX_REVIEWS)
        if questions:
            yield t("只能由人回答的条款：")
            yield "\n".join(
                f"- {self.title(clause.section or clause.id)} {self.text(clause.question)}"
                for clause in questions[:MAX_QUESTIONS]
            )
        if len(questions) > MAX_QUESTIONS:
            yield t("另有 {n:,} 条，见完整报告。", n=len(questions) - MAX_QUESTIONS)

    def _why(self, rule: RuleView) -> str:
        leans: dict[Verdict | None, str] = {
            Verdict.FAIL: self.t("机器初判不合格"),
            Verdict.PASS: self.t("机器初判合格"),
        }
        label = rule.reason.label if rule.reason else ""
        return self.ours(self.t.series(filter(None, [label, leans.get(rule.first, "")])))

    def seen(self, report: ReportView) -> Iterator[str]:
        t, coverage = self.t, report.coverage
        yield self._heading(t("看到了多少"))
        head = [t("对象"), t("已知"), t("看到"), t("没有看到"), t("看到的比例")]
        rows = [
            [each.name, *map(t.number, (each.known, each.seen, each.unseen)), each.share]
            for each in coverage.extents
        ]
        yield table(head, rows, range(1, len(head)))
        if coverage.not_fetched:
            causes = [
                f"{self.title(cause.label)} {t.number(number)}"
                for cause, number in coverage.not_fetched[:_MAX_CAUSES]
            ]
            yield t("没有读到的网页：{causes}。", causes=t.listed(causes))
        yield t("抓取情况：{finish}。", finish=self.ours(coverage.finish))

    def colophon(self, report: ReportView) -> str:
        t = self.t
        packs = t.listed(
            t("{title}（{id}，版本 {version}）", title=title, id=id_, version=version)
            for title, id_, version in (
                map(self.title, (pack.title, pack.id, pack.version)) for pack in report.packs
            )
        )
        facts = [
            t("检查基准日 {day}", day=self.title(report.as_of)),
            t("抓取时间 {when}（北京时间）", when=self.title(report.coverage.crawled_at))
            if report.coverage.crawled_at
            else "",
            t("检查依据：{packs}", packs=packs) if packs else "",
            t("gongkai {version} 由 audit.json 生成", version=self.title(report.run.tool_version)),
        ]
        confirm = t("机器检查的结果须经人工确认，确认之前不作为通报、考核、问责的依据。")
        return t.sentences(f"{t.series(filter(None, facts))}{t('。')}", confirm)

    def _heading(self, title: str, number: str = "") -> str:
        return f"## {self.t('{title}（{n}）', title=title, n=number) if number else title}"

    def _units(self, units: Iterable[str]) -> str:
        names = [self.title(unit) for unit in units]
        more = len(names) - _MAX_UNITS
        shown = self.t.listed(names[:_MAX_UNITS])
        return self.t("{units} 等 {n} 个", units=shown, n=len(names)) if more > 0 else shown
