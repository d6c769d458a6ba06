"""The Markdown summary, for a chat or an issue tracker: how it stands, what to fix first, what to look at.

It is short whatever the audit holds, and says what it leaves out.  It shows the same views as the HTML
report; texts from the results go through `markdown_text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker.results import AuditResult
from reports.comparison import compare
from reports.comparison_words import sentence
from reports.finding_view import FindingView
from reports.formats import Asked
from reports.language import Language
from reports.markdown_text import code, inert, link, table
from reports.rule_view import RuleView
from reports.view import ReportView, report_view

MAX_RULES = 10
MAX_FINDINGS = 3
MAX_REVIEWS = 15
MAX_QUESTIONS = 10
_MAX_CAUSES = 5
_MAX_UNITS = 6
_TITLE = 100
_TEXT = 200
_OURS = 1_000


def made(result: AuditResult, asked: Asked) -> str:
    """The summary as a format."""
    changes = sentence(compare(result, asked.earlier), asked.t) if asked.earlier else ""
    return render(report_view(result, asked.t), changes, asked.t)


def render(report: ReportView, changes: str, t: Language) -> str:
    """The summary of a report; `changes` says what changed since last time."""
    page = _Page(t)
    blocks = [
        f"# {t('政务公开检查：{site}', site=page.title(report.site))}",
        f"**{report.conclusion.sentence}**",
        page.ours(changes) if changes else "",
        *(f"> {page.ours(t('注意：') + warning)}" for warning in report.conclusion.warnings),
        page.counts(report),
        page.compliance(report),
        *page.to_fix(report.of("fail")),
        *page.to_review(report),
        *page.seen(report),
        "---",
        page.colophon(report),
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


@dataclass(frozen=True, slots=True)
class _Page:
    """The parts of the summary in a language."""

    t: Language

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
                f"{t.number(one.decided)} / {t.number(one.due)}",
                t.number(one.passed),
                t.number(one.failed),
                one.rate,
            ]
            for one in report.compliance
        ]
        return table(head, rows, range(1, len(head)))

    def to_fix(self, failed: tuple[RuleView, ...]) -> Iterator[str]:
        yield self._heading(self.t("先改什么"), str(len(failed)))
        if not failed:
            yield self.t("没有发现不合格项。")
            return
        yield "\n".join(
            f"{number}. {self._rule(rule, ' ' * len(f'{number}. '))}"
            for number, rule in enumerate(failed[:MAX_RULES], 1)
        )
        if len(failed) > MAX_RULES:
            yield self.t("另有 {n:,} 项不合格，见完整报告。", n=len(failed) - MAX_RULES)

    def _rule(self, rule: RuleView, indent: str) -> str:
        t = self.t
        veto = f" {t('（单项否决）')}" if rule.veto else ""
        lines = [f"**{self.title(rule.title)}**{veto}", f"- {self.text(rule.message)}"]
        if rule.responsible:
            lines.append(f"- {t('责任单位：{units}', units=self._units(rule.responsible))}")
        shown = rule.findings.shown[:MAX_FINDINGS]
        lines += [f"- {self._finding(finding)}" for finding in shown]
        if rule.findings.count > len(shown):
            more = rule.findings.count - len(shown)
            lines.append(f"- {t('另有 {n:,} 处，见完整报告', n=more)}")
        if not shown and rule.evidence:
            piece = rule.evidence[0]
            place = link(piece.page, _TEXT, t)
            lines.append(f"- {t('{what}，见 {place}', what=self.text(piece.what), place=place)}")
        if rule.fix:
            lines.append(f"- {t('整改建议：')}{self.text(rule.fix)}")
        return f"\n{indent}".join(lines)

    def _finding(self, finding: FindingView) -> str:
        t = self.t
        parts = [self.text(finding.message)]
        if finding.target:
            parts.append(t("对象 {target}", target=self.text(finding.target.text)))
        if finding.observed.words:
            seen = self.text(finding.observed.words)
            parts.append(f"{seen} {code(finding.observed.code)}" if finding.observed.code else seen)
        parts.append(t("所在页面 {page}", page=link(finding.page, _TEXT, t)))
        if finding.place_count > 1:
            parts.append(t("共 {n:,} 个页面", n=finding.place_count))
        return t.series(parts)

    def to_review(self, report: ReportView) -> Iterator[str]:
        t = self.t
        waiting, questions = report.of("review"), report.questions
        if not waiting and not questions:
            return
        yield self._heading(t("须由人核查"), f"{len(waiting)} + {len(questions)}")
        if waiting:
            rows = [
                [
                    self.title(rule.title),
                    self.ours(rule.reason.label),
                    self.ours(rule.reason.what_to_do),
                ]
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
