"""Consultations, answers and letters of the small portals."""

from __future__ import annotations

from tests.checker.checks.sites import article, home, listed

SUBJECTS = ["养犬管理办法", "停车管理办法", "公租房管理办法", "户外广告管理办法"]


def consulted(answered: list[str | None], closes: str = "2026年3月31日") -> dict[str, str]:
    """A portal with a consultation for each; the day of its answer, or None where there is none."""
    asking = [f"关于公开征求《某县{name}（草案）》意见的公告" for name in SUBJECTS[: len(answered)]]
    text = f"现公开征求意见。征求意见时间：2026年3月1日至{closes}。电话：0000-1234567。"
    pages = home(zj="意见征集", fk="结果反馈") | {
        "/zj/": f"<title>意见征集</title>{listed('/zj', asking, ['2026-03-01'] * len(asking))}"
    }
    pages |= {f"/zj/{n}.html": article(title, "2026-03-01", text) for n, title in enumerate(asking)}
    told = [
        (f"关于《某县{SUBJECTS[n]}（草案）》公开征求意见采纳情况的反馈", day)
        for n, day in enumerate(answered)
        if day
    ]
    pages["/fk/"] = (
        f"<title>结果反馈</title>{listed('/fk', [t for t, _ in told], [d for _, d in told])}"
    )
    said = "共收到意见3条，采纳2条，未采纳1条，原因是与上位法不符。"
    return pages | {
        f"/fk/{n}.html": article(title, day, said) for n, (title, day) in enumerate(told)
    }


def letters(*days: tuple[str, str | None]) -> dict[str, str]:
    """A mailbox with letters: the day each came, and the day of its answer or None."""
    titles = [f"反映第{n}个小区路灯不亮的问题" for n in range(len(days))]
    pages = home(xx="县长信箱") | {
        "/xx/": f"<title>县长信箱</title>{listed('/xx', titles, [came for came, _ in days])}"
    }
    for number, (came, answered) in enumerate(days):
        reply = f"<p>答复时间：{answered}</p><p>答复内容：已安排修复。</p>" if answered else ""
        pages[f"/xx/{number}.html"] = (
            f"<title>{titles[number]}</title><h1>{titles[number]}</h1><p>来信时间：{came}</p>"
            f"<p>来信内容：小区路灯不亮已经很久，请处理。</p>{reply}"
        )
    return pages
