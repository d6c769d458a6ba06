"""What the command line shows a person of an audit: its outcome, on stdout."""

from __future__ import annotations

from audits.output import one_line, say
from audits.pipeline import Done
from audits.progress import undrawn
from checker.results import Level, RuleResult, Verdict
from reports.spared import spared_told

_MARKS = {
    Verdict.FAIL: "✗ 不合格",
    Verdict.REVIEW: "？待人工核查",
    Verdict.PENDING: "… 待到期",
    Verdict.PASS: "✓ 合格",
    Verdict.NOT_APPLICABLE: "－ 不适用",
}
_MESSAGE = 160


def conclude(done: Done) -> None:
    """Print what was found and where the report is."""
    result = done.result
    say(f"{result.site.name}  {result.site.home}  检查日期 {result.as_of}")
    for rule in result.rules:
        say(f"  {_mark(rule)}  {rule.title}：{one_line(rule.message, _MESSAGE)}")
        if rule.findings:
            say(f"      共 {len(rule.findings)} 处问题，逐条见报告")
    seen = result.coverage
    say(
        f"所见范围：已知网页 {seen.pages_known} 个，读取 {seen.pages_fetched} 个；"
        f"链接 {seen.links_known} 个，核实 {seen.links_checked} 个；"
        f"附件 {seen.attachments_known} 个，打开 {seen.attachments_opened} 个。"
    )
    for line in done.changes:
        say(line)
    if seen.spared:
        say(spared_told(seen.spared))
    if not seen.complete:
        say("注意：这次检查不完整，没看到的部分不作判断。" + "；".join(seen.notes))
    if done.undrawn:
        say(undrawn(*done.undrawn))
    if done.interrupted:
        say("被中断：已抓到的都在。用同样的命令加 --resume 可接着爬取。")
    for path in done.files:
        say(f"已写入 {path}")


def _mark(rule: RuleResult) -> str:
    if rule.verdict is Verdict.FAIL and rule.level is Level.ADVISORY:
        return "！提示"
    return _MARKS[rule.verdict]
