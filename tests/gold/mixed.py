"""Pages mixed at random from parts of portals: rows, dates, trails, side lists, pagers, encodings.

A style is one choice of each; here every page is another.  `python -m tests.gold.mixed NUMBER` prints a page and what is true of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from random import Random
from types import ModuleType

from tests.gold import mixed_parts
from tests.gold.articles import Article, County, Section
from tests.gold.county import make_county
from tests.gold.mixed_parts import Row
from tests.gold.mixed_tables import made_table
from tests.gold.truth import EntryTruth, PageTruth, SiteTruth

LISTS = 240
ARTICLES = 240
TABLES = 160


@dataclass(slots=True)
class Mixed:
    """Pages by URL, in many encodings, and what is true of them."""

    county: County
    pages: dict[str, bytes]
    truth: SiteTruth


def mixed(seed: int = 5, parts: ModuleType = mixed_parts) -> Mixed:
    """Mix the pages of these parts; same seed, same pages."""
    county = make_county(seed)
    maker = _Mixer(county, Random(seed), parts)  # noqa: S311  # made-up content, no secret
    made = Mixed(county, {}, SiteTruth(f"http://{county.host}/"))
    for number in range(LISTS):
        maker.list_page(made, number)
    for number in range(ARTICLES):
        maker.article_page(made, number)
    for number in range(TABLES):
        maker.table_page(made, number)
    return made


class _Mixer:
    def __init__(self, county: County, random: Random, parts: ModuleType) -> None:
        self.county, self.random, self.parts = county, random, parts
        self.sections = [one for one in county.sections if len(one.articles) > 3]
        self.groups = {"动态": "政务动态", "公开": "政务公开", "互动": "互动交流"}

    def list_page(self, made: Mixed, number: int) -> None:
        """Put together a list page."""
        pick, random = self.random.choice, self.random
        section = pick(self.sections)
        articles = random.sample(
            section.articles, min(len(section.articles), random.randint(3, 15))
        )
        articles.sort(key=lambda one: one.published, reverse=True)
        before, row, after = pick(self.parts.ROWS)
        written = pick(self.parts.DATES)
        inner = row(Row(0, "", "", "", date.min, "|", "", "", "")).partition("|")[0]
        inline = inner.count("<a") > inner.count("</a>") or inner.count("<p") > inner.count("</p>")
        split = pick(self.parts.SPLIT) if random.random() < 0.15 and not inline else None
        cut = random.choice((None, None, 16, 24))
        kept = random.random() < 0.7
        pinned = articles[-1] if random.random() < 0.3 else None
        if pinned is not None:
            articles = [pinned, *articles[:-1]]
        flag = pick(self.parts.FLAGS)
        address = self._address()
        rows, truth = [], []
        for place, article in enumerate(articles, 1):
            shown = article.title
            if cut and len(shown) > cut:
                shown = shown[: cut - 2] + pick(("...", "…"))
            whole = article.title if kept and "cards" not in before else shown
            if "cards" in before:
                whole = shown = article.title
            if "zw" in before:  # nothing but the text stands there
                whole = shown
            href = address(section, article)
            when = split(article.published) if split else written.write(article.published)
            mark = flag if article is pinned else ""
            rows.append(
                row(Row(place, whole, shown, href, article.published, when, article.source,
                        article.paragraphs[0][:40] if article.paragraphs else "摘要", mark))
            )  # fmt: skip
            full = split is not None or not written.yearless
            truth.append(
                EntryTruth(
                    whole,
                    f"http://{self.county.host}{href}",
                    article.published.isoformat() if full else None,
                    None if full else f"{article.published:%m-%d}",
                    pinned=article is pinned,
                )
            )
        group = self.groups[section.parent or "动态"]
        trail = pick(self.parts.TRAILS)(group, section.name)
        body = f"{before}{''.join(rows)}{after}"
        if "zw" in before:
            body = f"<table><tr>{body}</td></tr></table>"
        url = f"http://{self.county.host}/list/{number}/"
        steps = ["首页", group, section.name]
        made.truth.pages[url] = PageTruth("list", trail=steps, entries=truth)
        title = pick(("{s}-{c}人民政府", "{c}人民政府 {s}", "{s}_{c}政府网", "{c}人民政府"))
        self._put(
            made,
            url,
            title.format(s=section.name, c=self.county.name),
            trail,
            f"{body}{pick(self.parts.PAGERS)}",
        )

    def article_page(self, made: Mixed, number: int) -> None:
        """Put together an article."""
        pick = self.random.choice
        section = pick(self.sections)
        article = pick(section.articles)
        day = article.published
        when = (
            pick([one for one in self.parts.DATES if not one.yearless]).write(day).strip("[]（）")
        )
        title = escape(article.title)
        head = pick(self.parts.TITLES).format(t=title)
        bar = pick(self.parts.BARS).format(w=when, s=article.source)
        index, fields = self._index(article)
        text = "".join(
            pick(("<p>{x}</p>", "<p>　　{x}</p>")).format(x=escape(x)) for x in article.paragraphs
        )
        files = "".join(
            pick(("<p>附件：<a href='/f/{n}.docx'>{t}</a></p>", "<p><img src=doc.gif><a href='/f/{n}.docx'>{t}</a></p>")).format(n=place, t=escape(name))
            for place, name in enumerate(article.attachments)
        )  # fmt: skip
        number_line = ""
        if article.number and "文号" not in fields:
            number_line = pick(
                ("<p align=center>{n}</p>", "<p style='text-align:right'>{n}</p>")
            ).format(n=article.number)
        wrap = pick(
            (
                "<div class='content'>{b}</div>",
                "<div id=zoom>{b}</div>",
                "<div class=TRS_Editor>{b}</div>",
                "<td class=zw>{b}</td>",
                "<div>{b}</div>",
            )
        )
        body = wrap.format(b=number_line + text + files)
        if wrap.startswith("<td"):
            body = f"<table><tr>{body}</tr></table>"
        near = ""
        others = self.random.sample(section.articles, 2)
        if self.random.random() < 0.6:
            near = pick(
                (
                    "<p>上一篇：<a href=/x/1.html>{a}</a></p><p>下一篇：<a href=/x/2.html>{b}</a></p>",
                    "<div><a href=/x/1.html>上一条：{a}</a> <a href=/x/2.html>下一条：{b}</a></div>",
                    "<ul><li>上一篇：<a href=/x/1.html>{a}</a></li><li>下一篇：没有了</li></ul>",
                )
            ).format(a=escape(others[0].title), b=escape(others[1].title))  # fmt: skip
        group = self.groups[section.parent or "动态"]
        trail = pick(self.parts.TRAILS)(group, section.name)
        first = self.random.random() < 0.5
        parts = (index, head, bar) if first else (head, bar, index)
        url = f"http://{self.county.host}/article/{number}.html"
        metas = pick(
            (
                "",
                "",
                f'<meta name="ArticleTitle" content="{title}">',
                f'<meta name="PubDate" content="{day} 08:00">',
            )
        )
        window = pick(("{t}-{c}人民政府", "{t}_{s}_{c}政府网", "{t}", "{c}人民政府 {s} {t}", "{t} - {c}")).format(
            t=title, c=self.county.name, s=section.name
        )  # fmt: skip
        made.truth.pages[url] = PageTruth(
            "article",
            title=article.title,
            trail=["首页", group, section.name],
            entries=[],
            published=day.isoformat(),
            source=article.source,
            number=article.number,
            numberless=article.number is None,
            index=fields or None,
            attachments=list(article.attachments),
        )
        self._put(made, url, window, trail, "".join(parts) + body + near, metas)

    def table_page(self, made: Mixed, number: int) -> None:
        """Put together a page with a table."""
        table, grid = made_table(self.random)
        url = f"http://{self.county.host}/table/{number}.html"
        made.truth.pages[url] = PageTruth("article", tables=[grid])
        trail = self.random.choice(self.parts.TRAILS)("政务公开", "财政信息")
        self._put(made, url, f"附表-{self.county.name}", trail, f"<h1>附表</h1>{table}")

    def _index(self, article: Article) -> tuple[str, dict[str, str]]:
        if article.role != "policy":
            return "", {}
        fields = {
            "索引号": f"{self.county.region}000/2024-{article.key}",
            "发文机关": article.source,
            "成文日期": article.formed.isoformat() if article.formed else "",
            "文号": article.number or "",
            "有效性": "有效",
        }
        pairs = [(name, value) for name, value in fields.items() if value]
        return self.random.choice(self.parts.INDEXES)(pairs), dict(pairs)

    def _address(self) -> Callable[[Section, Article], str]:
        return self.random.choice(
            (
                lambda s, a: f"/{s.key}/{a.published:%Y%m}/t{a.published:%Y%m%d}_{a.key}.html",
                lambda _, a: (
                    f"/art/{a.published.year}/{a.published.month}/{a.published.day}/art_{a.key}.html"
                ),
                lambda _, a: f"/content.jsp?id={a.key}",
                lambda s, a: f"/{s.key}/c{int(a.key)}.shtml",
                lambda _, a: f"/info/1021/{int(a.key)}.htm",
            )
        )

    def _put(
        self, made: Mixed, url: str, title: str, trail: str, main: str, metas: str = ""
    ) -> None:
        pick, random = self.random.choice, self.random
        county = self.county
        facts = {"c": county.name, "icp": county.icp, "r": county.region}
        facts["today"] = pick(("2024年11月21日", "2024-11-21"))
        items = "".join(
            f"<li><a href='/gk/{n}/'>{name}</a></li>" for n, name in enumerate(self.parts.COLUMNS)
        )
        cells = "".join(
            f"<tr><td><a href='/gk/{n}/'>{name}</a></td></tr>"
            for n, name in enumerate(self.parts.COLUMNS)
        )
        news = [
            self._beside(number, one)
            for number, one in enumerate(random.sample(county.section("news").articles, 5), 1)
        ]
        side = pick(self.parts.SIDES)(pick(self.parts.HEADS), news)
        menu = pick(self.parts.MENUS).format(items=items, cells=cells)
        layout = pick(
            (
                "{top}{menu}{trail}<div class=main>{main}</div><div class=r>{side}</div>{links}{ad}{foot}",
                "{top}{menu}<div class=w><div class=l>{side}</div><div class=m>{trail}{main}</div></div>{links}{foot}{ad}",
                "{ad}{top}<div class=w>{trail}<div class=l>{menu}{side}</div><div class=m>{main}</div></div>{foot}",
                "{top}{menu}<table width=1000><tr><td valign=top>{side}</td><td valign=top>{trail}{main}</td></tr></table>{links}{foot}",
                "{top}{trail}{main}{side}{menu}{links}{foot}",
            )
        )  # fmt: skip
        page = layout.format(
            top=pick(self.parts.TOPS).format(**facts), menu=menu, trail=trail, main=main, side=side,
            links=pick(self.parts.LINKS), ad=pick(self.parts.ADVERTS), foot=pick(self.parts.FEET).format(**facts),
        )  # fmt: skip
        encoding = pick(("utf-8", "utf-8", "gb18030"))
        start = pick(
            (
                "<!DOCTYPE html><html>",
                "<html>",
                '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html>',
            )
        )
        html = f'{start}<head><meta charset="{encoding}"><title>{title}</title>{metas}</head><body>{page}</body></html>'
        made.pages[url] = html.encode(encoding)

    def _beside(self, number: int, article: Article) -> Row:
        shown = article.title if self.random.random() < 0.5 else article.title[:12] + "…"
        return Row(
            number,
            article.title,
            shown,
            f"/news/{article.key}.html",
            article.published,
            "",
            article.source,
            "",
            "",
        )


def main(number: int) -> None:
    """Print one page and its truth."""
    made = mixed()
    url = list(made.pages)[number]
    text = json.dumps(asdict(made.truth.pages[url]), ensure_ascii=False, indent=1)
    page = made.pages[url]
    sys.stdout.write(
        f"{url}\n{page.decode('gb18030' if b'gb18030' in page[:400] else 'utf-8')}\n{text}\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
