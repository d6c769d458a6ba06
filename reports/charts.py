"""The charts of a report: verdicts by theme, and how audits of one site follow each other.

Each is a figure: a picture as inline SVG, what its colours and hatches mean, and folded beside it the same
numbers as a table.  No script, no inline style, nothing from outside; `templates/charts.css` colours it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from checker.results import AuditResult, Compliance
from reports.chart_drawing import Series, Words, columns, lines, rows
from reports.comparison import in_order
from reports.figures import Figure, Key, figure
from reports.language import Language
from reports.states import State, rule_state
from reports.visible import clip

MOST_AUDITS = 24
_MOST_THEMES = 40
_MOST_PACKS = 6
_MAX_NAME = 60
_MAX_LABEL = 14
_STAR = "*"
_MOST_DAYS = 7


def verdicts_by_theme(result: AuditResult, t: Language) -> Markup:
    """How many rules of each theme are in which state; nothing where there is one theme or none."""
    counts: dict[str, Counter[State]] = {}
    for rule in result.rules:
        counts.setdefault(rule.theme, Counter())[rule_state(rule)] += 1
    if len(counts) < 2:  # noqa: PLR2004 -- one bar compares nothing
        return Markup()
    shown = list(counts)[:_MOST_THEMES]
    names = [clip(theme, _MAX_NAME, t) or t("未分主题") for theme in shown]
    used = [state for state in State if any(counts[theme][state] for theme in shown)]
    series = [
        Series(state.value, t(state.label), tuple(counts[theme][state] for theme in shown))
        for state in used
    ]
    title = t("各主题的判定")
    told = t(
        "横条图，{n:,} 个主题，每个主题一条，按判定分段；长度是要求的条数。数字在图后的表里。",
        n=len(shown),
    )
    words = Words("chart-themes", title, told)
    body = [
        (name, *(f"{counts[theme][state]:,}" for state in used), f"{counts[theme].total():,}")
        for name, theme in zip(names, shown, strict=True)
    ]
    head = (t("主题"), *(t(state.label) for state in used), t("合计"))
    drawn = rows(words, list(map(_short, names)), series)
    return figure(Figure(words.id, title, drawn, _keys(used, t), head, body), t)


def trend(results: Sequence[AuditResult], t: Language) -> Markup:
    """The states of all rules audit by audit, and each document's rate; nothing of fewer than two audits."""
    audits = in_order(results)[-MOST_AUDITS:]
    if len(audits) < 2:  # noqa: PLR2004 -- one audit has no trend
        return Markup()
    return _counts(audits, t) + _rates(audits, t)


def _counts(audits: Sequence[AuditResult], t: Language) -> Markup:
    counts = [Counter(map(rule_state, audit.rules)) for audit in audits]
    used = [state for state in State if any(count[state] for count in counts)]
    series = [
        Series(state.value, t(state.label), tuple(count[state] for count in counts))
        for state in used
    ]
    title = t("历次检查的判定")
    told = t(
        "柱形图，{n:,} 次检查，每次一柱，按判定分段；高度是要求的条数。数字在图后的表里。",
        n=len(audits),
    )
    body = [
        (
            clip(audit.as_of, _MAX_NAME, t),
            *(f"{count[state]:,}" for state in used),
            f"{count.total():,}",
            t("完整") if audit.coverage.complete else t("不完整"),
        )
        for audit, count in zip(audits, counts, strict=True)
    ]
    head = (t("基准日"), *(t(state.label) for state in used), t("合计"), t("检查是否完整"))
    words = Words("chart-counts", title, told)
    drawn = columns(words, _days(audits, t), series)
    return figure(Figure(words.id, title, drawn, _keys(used, t), head, body, _note(audits, t)), t)


def _rates(audits: Sequence[AuditResult], t: Language) -> Markup:
    """The rates of the documents of the last audit; a line breaks where its document or rules changed."""
    rates = [{one.pack: one for one in audit.score.compliance} for audit in audits]
    titles = {pack.id: clip(pack.title, _MAX_NAME, t) for pack in audits[-1].packs}
    packs = [pack for pack in titles if any(_decided(one.get(pack)) for one in rates)][:_MOST_PACKS]
    if not packs:
        return Markup()
    series, body = [], []
    for number, pack in enumerate(packs, 1):
        own = [one.get(pack) for one in rates]
        kind, name = f"line-{number}", titles[pack]
        series += [Series(kind, name, values, "%") for values in _measures(own)]
        body += [
            (titles[pack], clip(audit.as_of, _MAX_NAME, t), *_told(one, t))
            for audit, one in zip(audits, own, strict=True)
        ]
    title = t("历次检查的达标率")
    told = t(
        "折线图，{n:,} 份文件，从 0 到 100%。达标率 = 达标条款 ÷ 已判定条款；文件或规则改动过的地方断开，前后不可比。",
        n=len(packs),
    )
    head = (t("文件"), t("基准日"), t("达标率"), t("已判定占应判定"), t("版本"))
    keys = [Key(f"line-{number}", titles[pack]) for number, pack in enumerate(packs, 1)]
    words = Words("chart-rates", title, told)
    drawn = lines(words, _days(audits, t), series)
    return figure(Figure(words.id, title, drawn, keys, head, body, _note(audits, t)), t)


def _measures(own: Sequence[Compliance | None]) -> list[tuple[float | None, ...]]:
    """One row of values for each run of audits that were made by the same document and rules."""
    runs: list[list[float | None]] = []
    digest = None
    for number, one in enumerate(own):
        if one is None or one.rate is None:
            digest = None
            continue
        if digest is None or one.digest != digest or not one.digest:
            runs.append([None] * len(own))
        digest = one.digest
        runs[-1][number] = int(one.rate * 1000 + 1e-6) / 10
    return [tuple(run) for run in runs]


def _told(one: Compliance | None, t: Language) -> tuple[str, str, str]:
    if one is None:
        return ("—", "—", "—")
    rate = "—" if one.rate is None else t.percentage(one.rate)
    share = "—" if one.decided_share is None else t.percentage(one.decided_share)
    return (
        f"{rate} ({one.passed:,}/{one.decided:,})",
        f"{share} ({one.decided:,}/{one.due:,})",
        clip(one.version, _MAX_NAME, t),
    )


def _decided(one: Compliance | None) -> bool:
    return one is not None and one.rate is not None


def _days(audits: Sequence[AuditResult], t: Language) -> list[str]:
    """The days below the columns; where they are many, only some; an incomplete audit has a star."""
    every = -(-len(audits) // _MOST_DAYS)
    last = len(audits) - 1
    stars = ["" if audit.coverage.complete else _STAR for audit in audits]
    return [
        f"{clip(audit.as_of, _MAX_NAME, t)}{star}" if (last - number) % every == 0 else star
        for number, (audit, star) in enumerate(zip(audits, stars, strict=True))
    ]


def _note(audits: Sequence[AuditResult], t: Language) -> str:
    whole = all(audit.coverage.complete for audit in audits)
    return "" if whole else t("带 * 的检查不完整，没有看到的部分不在数字里。")


def _keys(states: Sequence[State], t: Language) -> list[Key]:
    return [Key(state.value, t(state.label), state.symbol) for state in states]


def _short(name: str) -> str:
    return name if len(name) <= _MAX_LABEL else name[: _MAX_LABEL - 1] + "…"
