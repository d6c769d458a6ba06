from __future__ import annotations

from typing import Any

import pytest

from checker.facts.link_state import Alive, Broken, LinkState, LinkStates, Unchecked, Undecided
from checker.facts.site import SiteFacts
from checker.results import Reason
from crawler.snapshot import NO_ROUTE, TOO_SLOW, Fetch, Outcome, Role
from crawler.snapshot.memory import page

HOME = "http://www.tx.gov.cn/"
DEEP = f"{HOME}zwgk/1.html"
FILE = f"{HOME}files/1.pdf"
OUT = "http://www.other.org.cn/"
BODY = "<title>某县能源规划</title><h1>某县能源规划</h1><p>" + "正文内容。" * 40 + "</p>"
HOME_PAGE = "<title>某县人民政府</title><p>欢迎。</p><a href=/zwgk/1.html>某县能源规划</a>"


def known(url: str, outcome: Outcome, **facts: Any) -> Fetch:
    role = Role.PAGE if url.startswith(HOME) else Role.EXTERNAL
    return Fetch(url, facts.pop("role", role), outcome, **({"attempts": 2} | facts))


@pytest.fixture
def state(portal: Any) -> Any:
    """Judge one target of a portal that has a home page and some other fetches."""

    def judge(
        target: str, *fetches: Fetch, pages: Any = None, text: str = "某县能源规划", **more: Any
    ) -> LinkState:
        site: SiteFacts = portal({"/": HOME_PAGE} | (pages or {}), fetches, **more)
        return LinkStates(site).of(target, (text,))

    return judge


@pytest.mark.parametrize(
    ("outcome", "facts", "observed"),
    [
        (Outcome.NOT_FOUND, {"status": 404}, "404"),
        (Outcome.NOT_FOUND, {"status": 410, "attempts": 1}, "410"),
        (Outcome.SERVER_ERROR, {"status": 500}, "500"),
        (Outcome.SERVER_ERROR, {"status": 502}, "502"),
        (Outcome.SERVER_ERROR, {"status": 504}, "504"),
        (Outcome.DNS, {}, "dns"),
        (Outcome.REFUSED, {}, "refused"),
        (Outcome.TIMEOUT, {}, "timeout"),
        (Outcome.TLS, {}, "tls"),
    ],
)
def test_what_is_broken(state: Any, outcome: Outcome, facts: dict[str, Any], observed: str) -> None:
    found = state(DEEP, known(DEEP, outcome, **facts))
    assert isinstance(found, Broken)
    assert found.observed == observed


@pytest.mark.parametrize(
    "outcome", [Outcome.DNS, Outcome.REFUSED, Outcome.TIMEOUT, Outcome.TLS, Outcome.SERVER_ERROR]
)
def test_one_failure_is_not_enough(state: Any, outcome: Outcome) -> None:
    found = state(DEEP, known(DEEP, outcome, attempts=1, status=500))
    assert isinstance(found, Undecided)
    assert found.reason is Reason.UNREACHABLE


@pytest.mark.parametrize(
    ("outcome", "status", "reason"),
    [
        (Outcome.BLOCKED, 412, Reason.BLOCKED),
        (Outcome.BLOCKED, 521, Reason.BLOCKED),
        (Outcome.RATE_LIMITED, 429, Reason.BLOCKED),
        (Outcome.ROBOTS, None, Reason.BLOCKED),
        (Outcome.LOGIN, 401, Reason.LOGIN),
        (Outcome.CLIENT_ERROR, 401, Reason.LOGIN),
        *(
            (Outcome.CLIENT_ERROR, status, Reason.BLOCKED)
            for status in (400, 402, 403, 444, 405, 406, 412, 418, 421, 425, 451)
        ),
        (Outcome.SERVER_ERROR, 503, Reason.UNREACHABLE),
        (Outcome.SERVER_ERROR, 567, Reason.UNREACHABLE),
        (Outcome.DNS_UNAVAILABLE, None, Reason.UNREACHABLE),
        (Outcome.PROTOCOL, None, Reason.UNREACHABLE),
        (Outcome.CONNECTION, None, Reason.UNREACHABLE),
        (Outcome.TOO_LARGE, 200, Reason.UNREACHABLE),
        (Outcome.FORBIDDEN_ADDRESS, None, Reason.UNREACHABLE),
    ],
)
def test_a_wall_is_no_dead_link(
    state: Any, outcome: Outcome, status: int | None, reason: Reason
) -> None:
    found = state(DEEP, known(DEEP, outcome, status=status))
    assert isinstance(found, Undecided)
    assert found.reason is reason


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_state(state: Any, outcome: Outcome) -> None:
    assert isinstance(state(DEEP, known(DEEP, outcome)), Alive | Broken | Undecided | Unchecked)


def test_an_answer_that_began_and_is_slow_is_no_dead_link(state: Any) -> None:
    found = state(DEEP, known(DEEP, Outcome.TIMEOUT, detail=f"{TOO_SLOW}: TimeoutError"))
    assert isinstance(found, Undecided)
    assert "太慢" in found.detail


@pytest.mark.parametrize(
    "outcome", [Outcome.BUDGET, Outcome.TRAP, Outcome.NOT_REACHED, Outcome.UNSUPPORTED]
)
def test_what_was_not_asked_for_is_unchecked(state: Any, outcome: Outcome) -> None:
    assert state(DEEP, known(DEEP, outcome)) == Unchecked(str(outcome))


def test_an_unknown_target_is_unchecked(state: Any) -> None:
    assert isinstance(state(f"{HOME}nie.html"), Unchecked)


@pytest.mark.parametrize(
    "target",
    [
        *(
            "http://192.168.1.5/a",
            "http://10.0.0.1:8080/",
            "http://127.0.0.1/",
            "http://localhost:8080/x",
        ),
        *(
            "http://169.254.1.1/",
            "http://[::1]/",
            "file:///C:/Users/a.doc",
            "C:\\a.doc",
            "\\\\server\\share",
        ),
    ],
)
def test_places_inside_are_broken_on_a_public_page(state: Any, target: str) -> None:
    found = state(target)
    assert isinstance(found, Broken)
    assert found.observed == "internal_address"


TWIN = f"{DEEP};jsessionid=A1"


@pytest.mark.parametrize(
    "asked",
    [
        known(DEEP, Outcome.NOT_FOUND, status=404),
        known(DEEP, Outcome.OK, status=200, size=0, content_type="text/html"),
        known(DEEP, Outcome.DNS),
        known(DEEP, Outcome.REDIRECT, status=302, location=TWIN),
    ],
)
def test_a_url_left_out_for_its_twin_is_unchecked_whatever_came_of_that(
    state: Any, asked: Fetch
) -> None:
    left_out = known(TWIN, Outcome.TRAP, location=DEEP, detail="session", attempts=0)
    assert state(TWIN, asked, left_out) == Unchecked("trap")


def test_a_redirect_to_what_was_left_out_is_unchecked(state: Any) -> None:
    hops = (
        known(f"{HOME}b", Outcome.REDIRECT, status=302, location=TWIN),
        known(TWIN, Outcome.TRAP, location=DEEP, detail="session", attempts=0),
        known(DEEP, Outcome.NOT_FOUND, status=404),
    )
    assert state(f"{HOME}b", *hops) == Unchecked("trap")


def test_a_redirect_loop_is_undecided(state: Any) -> None:
    other = f"{HOME}b.html"
    hops = (
        known(DEEP, Outcome.REDIRECT, status=302, location=other),
        known(other, Outcome.REDIRECT, status=302, location=DEEP),
    )
    assert isinstance(state(DEEP, *hops), Undecided)


class TestSentHome:
    hop = known(DEEP, Outcome.REDIRECT, status=302, location=HOME)

    def test_a_deep_link_that_ends_on_the_home_page(self, state: Any) -> None:
        found = state(DEEP, self.hop)
        assert isinstance(found, Broken)
        assert found.observed == "redirect_home"

    @pytest.mark.parametrize(
        "text",
        [
            "首页",
            "网站首页",
            "返回首页",
            "某县人民政府",
            "政府首页",
            "回首页",
            "县政府网首页",
            "【返回主页】",
            "Home",
            "县门户网站",
        ],
    )
    def test_a_link_that_promises_the_home_page(self, state: Any, text: str) -> None:
        assert state(DEEP, self.hop, text=text) == Alive()

    @pytest.mark.parametrize("path", ["index.html", "default.aspx", "home/", "index.jsp"])
    def test_another_spelling_of_home(self, state: Any, path: str) -> None:
        url = HOME + path
        assert state(url, known(url, Outcome.REDIRECT, status=301, location=HOME)) == Alive()

    def test_home_of_another_host(self, state: Any) -> None:
        out = f"{OUT}news/5.html"
        found = state(
            out,
            known(out, Outcome.REDIRECT, status=302, location=OUT),
            pages={OUT: BODY},
            text="一条消息",
        )
        assert isinstance(found, Broken)

    @pytest.mark.parametrize("door", ["http://zwfw.other.gov.cn/", "http://en.tx.gov.cn/"])
    def test_the_door_of_another_site(self, state: Any, door: str) -> None:
        url = f"{HOME}zwfw/"
        hop = known(url, Outcome.REDIRECT, status=302, location=door)
        assert state(url, hop, pages={door: BODY}, text="网上办事") == Alive()

    def test_from_elsewhere_to_the_portal_s_home(self, state: Any) -> None:
        old = "http://old.tx.gov.cn/art/5.html"
        found = state(old, known(old, Outcome.REDIRECT, status=302, location=HOME))
        assert isinstance(found, Broken)

    @pytest.mark.parametrize("text", ["", "»", "手机版", "English", "无障碍浏览"])
    def test_a_picture_or_another_dress_of_the_site(self, state: Any, text: str) -> None:
        assert isinstance(state(DEEP, self.hop, text=text), Undecided)

    def test_the_other_site_by_its_own_name(self, state: Any) -> None:
        out = f"{OUT}portal/"
        found = state(
            out,
            known(out, Outcome.REDIRECT, status=302, location=OUT),
            pages={OUT: "<title>某省能源局</title>" + BODY},
            text="省能源局",
        )
        assert found == Alive()

    def test_a_login_page_is_no_home_page(self, state: Any) -> None:
        sso = "http://sso.other.gov.cn/"
        found = state(
            f"{OUT}app/1",
            known(f"{OUT}app/1", Outcome.REDIRECT, status=302, location=sso),
            pages={sso: "<title>统一身份认证平台</title><form><input type=password></form>"},
        )
        assert isinstance(found, Undecided)
        assert found.reason is Reason.LOGIN


WALL = (
    "<html><head><meta id='x' content='"
    + "aZ09_" * 400
    + "'><script r='m'>$_ts=window['$_ts'];</script></head><body></body></html>"
)


def test_a_bot_wall_that_answers_200(state: Any) -> None:
    found = state(DEEP, pages={DEEP: WALL})
    assert isinstance(found, Undecided)
    assert found.reason is Reason.BLOCKED


def test_the_marks_of_a_wall_on_a_real_page_mean_nothing(state: Any) -> None:
    assert state(DEEP, pages={DEEP: WALL.replace("<body>", f"<body>{BODY}")}) == Alive()


class TestSoft404:
    @pytest.mark.parametrize(
        "html",
        [
            "<title>页面不存在</title><p>对不起</p>",
            "<title>404</title><p>返回首页</p>",
            "<title>404 Not Found</title>",
            "<title>提示信息</title><h2>您访问的页面不存在或已被删除</h2>",
            "<title>某县人民政府</title><div>对不起，找不到您要访问的页面</div>",
            "<title>404错误-某县人民政府</title><p>出错了</p>",
            "<title>系统提示</title><p>该信息已删除</p>",
        ],
    )
    def test_a_short_page_that_says_so(self, state: Any, html: str) -> None:
        found = state(DEEP, pages={DEEP: html})
        assert isinstance(found, Broken)
        assert found.observed == "soft_404"

    @pytest.mark.parametrize(
        "html",
        [
            f"<title>网页出现404怎么办</title><h1>网页出现404怎么办</h1><p>{'有时会看到页面不存在的提示。' * 30}</p>",
            "<title>404路公交线路调整公告</title><h1>404路公交线路调整公告</h1><p>自5月1日起调整。</p>",
            "<title>关于某企业不存在污染问题的说明</title><p>经核查不存在。</p>",
            "<title>关于某文件被撤销的公告</title><h1>关于某文件被撤销的公告</h1><p>现予公告。</p>",
            "<title>说明</title><p>发布时间：2026-01-02</p><p>该信息已删除，请以新版为准。</p>",
            "<title>找不到工作怎么办？</title><p>请到就业服务窗口登记。</p>",
            "<title>离开提示</title><p>您访问的链接即将离开本网站，是否继续？</p>",
            "<title>站内搜索</title><form><input></form><p>没有找到相关信息</p>",
            "<title>某县人民政府</title><form><input></form><p>没有找到相关信息</p>",
            "<title>使用帮助</title><h1>使用帮助</h1><p>网页不存在时，请按 F5 刷新。</p>",
            "<title>提示</title><p>网页不存在时，请按 F5 刷新。</p>",
            "<meta name=ArticleTitle content=公告><title>关于页面不存在问题的公告</title><p>已修复。</p>",
        ],
    )
    def test_an_article_about_it_is_alive(self, state: Any, html: str) -> None:
        assert state(DEEP, pages={DEEP: html}) == Alive()

    error = "<title>某县人民政府</title><p>很抱歉，您要看的东西不在这里。请用搜索找一找，或者打电话询问值班人员。</p>"
    probe = (
        "honest_404",
        "www.tx.gov.cn",
        {
            "tries": [
                {
                    "url": f"{HOME}gk-1",
                    "outcome": "ok",
                    "status": 200,
                    "location": None,
                    "title": "某县人民政府",
                    "text": "很抱歉，您要看的东西不在这里。 请用搜索找一找，或者打电话询问值班人员。",
                }
            ]
        },
    )

    def test_the_answer_that_the_host_gives_to_nonsense(self, state: Any) -> None:
        found = state(
            DEEP,
            pages={DEEP: self.error, f"{HOME}2.html": BODY, f"{HOME}3.html": BODY},
            probes=[self.probe],
        )
        assert isinstance(found, Broken)
        assert found.observed == "soft_404"

    def test_a_host_that_shows_that_page_for_everything_has_no_fingerprint(
        self, state: Any
    ) -> None:
        pages = {f"{HOME}{n}.html": self.error for n in range(5)}
        assert state(DEEP, pages=pages | {DEEP: self.error}, probes=[self.probe]) == Alive()

    def test_another_page_of_that_host_is_alive(self, state: Any) -> None:
        assert state(DEEP, pages={DEEP: BODY}, probes=[self.probe]) == Alive()

    def shell(self, inner: str) -> str:
        menu = "某县人民政府办公室主办 网站标识码 政务服务热线 " * 5
        return f"<title>某县人民政府</title><div>{menu}</div>{inner}"

    def nonsense(self, text: str) -> tuple[str, str, dict[str, Any]]:
        answer = {"status": 200, "outcome": "ok", "title": "某县人民政府", "text": text}
        return ("honest_404", "www.tx.gov.cn", {"tries": [answer]})

    @pytest.mark.parametrize(
        "inner",
        [
            "<h1>风光图一</h1><p>发布日期：2026-01-02</p><img src=/x.jpg>",
            "<h1>风光图一</h1><img src=/x.jpg>",
            "<p>发布日期：2026-01-02</p><img src=/x.jpg>",
        ],
    )
    def test_a_picture_article_in_the_template_of_the_error_page(
        self, state: Any, inner: str
    ) -> None:
        text = "某县人民政府办公室主办 网站标识码 政务服务热线 " * 5
        pages = {DEEP: self.shell(inner), f"{HOME}2.html": BODY, f"{HOME}3.html": BODY}
        for said in (text + "您访问的页面不存在", text):
            assert state(DEEP, pages=pages, probes=[self.nonsense(said)]) == Alive()

    def test_an_error_page_with_an_id_of_its_own(self, state: Any) -> None:
        pages = {
            DEEP: self.error.replace("</p>", "编号 ab-3f</p>"),
            f"{HOME}2.html": BODY,
            f"{HOME}3.html": BODY,
        }
        said = "很抱歉，您要看的东西不在这里。请用搜索找一找，或者打电话询问值班人员。编号 9c-e1"
        assert isinstance(state(DEEP, pages=pages, probes=[self.nonsense(said)]), Broken)

    @pytest.mark.parametrize("path", ["", "index.html", "index.html?from=top"])
    def test_a_site_that_shows_its_home_page_for_everything(self, state: Any, path: str) -> None:
        url, home = HOME + path, "<title>某县人民政府</title><p>欢迎。</p>" + BODY
        more = {f"{HOME}{n}.html": BODY for n in range(4)}
        text = "欢迎。 某县能源规划 " + "正文内容。" * 40
        said = self.nonsense(text)
        pages = {"/": home, url: home} | more
        assert state(url, pages=pages, probes=[said]) == Alive()
        deep = state(DEEP, pages=pages | {DEEP: home}, probes=[said])
        assert isinstance(deep, Undecided)

    def test_a_probe_of_any_shape_is_borne(self, state: Any) -> None:
        for tries in (None, [], [None], [{"status": 200}], [{"status": 404, "text": None}]):
            assert (
                state(
                    DEEP,
                    pages={DEEP: BODY},
                    probes=[("honest_404", "www.tx.gov.cn", {"tries": tries})],
                )
                == Alive()
            )


class TestParked:
    @pytest.mark.parametrize(
        "html",
        [
            "<title>other.org.cn 域名出售</title><p>联系我们</p>",
            "<title>欢迎</title><p>澳门新葡京线上娱乐城，百家乐老虎机，注册送88</p>",
        ],
    )
    def test_a_name_taken_over(self, state: Any, html: str) -> None:
        found = state(OUT, pages={OUT: html})
        assert isinstance(found, Broken)
        assert found.observed == "parked"

    @pytest.mark.parametrize(
        "html",
        [
            "<title>某协会</title><p>警惕六合彩诈骗的提醒</p>",
            f"<title>体育彩票管理中心</title>{BODY}",
            f"<title>某县招商网</title>{BODY}",
        ],
    )
    def test_one_word_is_no_proof(self, state: Any, html: str) -> None:
        assert state(OUT, pages={OUT: html}) == Alive()

    def test_never_on_a_government_host(self, state: Any) -> None:
        gov = "http://www.gaj.other.gov.cn/"
        assert (
            state(gov, pages={gov: "<title>打击百家乐网上娱乐城专项行动</title><p>六合彩</p>"})
            == Alive()
        )


class TestFiles:
    def file(self, state: Any, url: str, body: bytes, **facts: Any) -> LinkState:
        kind = "text/html" if body.lstrip().startswith(b"<") else "application/octet-stream"
        role = Role.ATTACHMENT
        one = page(url, body, role=role, content_type=kind, **facts)
        found: LinkState = state(url, one, pages={url: body})
        return found

    @pytest.mark.parametrize(
        ("name", "body"),
        [
            ("1.pdf", b"%PDF-1.4 ..."),
            ("1.pdf", b"\xef\xbb\xbf%PDF-1.4 ..."),
            ("1.doc", b"PK\x03\x04..."),
            ("1.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..."),
            ("1.wps", b"{\\rtf1 ..."),
            (
                "1.xls",
                b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>1</table>",
            ),
            ("1.doc", b"<table><tr><td>1</td></tr></table>"),
            ("1.zip", b"PK\x05\x06" + b"\0" * 18),
            ("1.zip", b"Rar!\x1a\x07\x00"),
            ("1.zip", b"7z\xbc\xaf\x27\x1c"),
            ("1.7z", b"PK\x03\x04..."),
            ("1.rar", b"Rar!\x1a\x07\x00"),
            ("1.ofd", b"PK\x03\x04..."),
            ("1.txt", b"text"),
            ("1.ceb", b"Founder CEB"),
        ],
        ids=str,
    )
    def test_files_that_open(self, state: Any, name: str, body: bytes) -> None:
        assert self.file(state, HOME + name, body) == Alive()

    @pytest.mark.parametrize(
        ("name", "body"),
        [
            ("1.pdf", b"<!DOCTYPE html><html><title>x</title><body>" + BODY.encode()),
            ("1.zip", b"<html><body>no</body></html>"),
            ("1.ofd", b"<html><body>no</body></html>"),
            ("1.doc", b"<html><head><title>x</title></head><nav>a</nav><p>" + BODY.encode()),
            ("1.pdf", b"PK\x03\x04..."),
        ],
        ids=str,
    )
    def test_files_that_are_something_else(self, state: Any, name: str, body: bytes) -> None:
        found = self.file(state, HOME + name, body)
        assert isinstance(found, Broken)
        assert found.observed == "wrong_type"

    @pytest.mark.parametrize(
        ("name", "body"),
        [
            ("1.xls", b"<html><head><script>var a=1</script></head><table><tr><td>1</table>"),
            ("1.doc", "<html><head></head><body><p>公告内容全文，由县政府导出。</p>".encode()),
            ("1.pdf", "<html><title>公报</title><iframe src='/v?id=1'></iframe>".encode()),
        ],
        ids=str,
    )
    def test_web_pages_that_may_be_meant(self, state: Any, name: str, body: bytes) -> None:
        assert isinstance(self.file(state, HOME + name, body), Undecided)

    def test_an_error_page_in_place_of_a_document(self, state: Any) -> None:
        body = "<html><title>提示信息</title><p>您访问的文件不存在</p>".encode()
        found = self.file(state, f"{HOME}1.doc", body)
        assert isinstance(found, Broken)
        assert found.observed == "wrong_type"

    def test_no_content_on_purpose(self, state: Any) -> None:
        assert isinstance(self.file(state, DEEP, b"", status=204), Undecided)

    @pytest.mark.parametrize("url", [FILE, DEEP])
    def test_nothing_at_all(self, state: Any, url: str) -> None:
        found = self.file(state, url, b"")
        assert isinstance(found, Broken)
        assert found.observed == "empty"


class TestWithoutNetwork:
    hosts = tuple(f"http://www.out{n}.org.cn/" for n in range(6))

    def test_all_outside_fails_at_the_name(self, state: Any) -> None:
        found = state(self.hosts[0], *(known(url, Outcome.DNS) for url in self.hosts))
        assert isinstance(found, Undecided)
        assert "外网" in found.detail

    def test_one_answer_proves_the_network(self, state: Any) -> None:
        fetches = [known(url, Outcome.DNS) for url in self.hosts]
        found = state(self.hosts[0], *fetches, known(OUT, Outcome.NOT_FOUND, status=404))
        assert isinstance(found, Broken)

    def test_two_hosts_prove_nothing(self, state: Any) -> None:
        found = state(self.hosts[0], *(known(url, Outcome.DNS) for url in self.hosts[:2]))
        assert isinstance(found, Broken)

    @pytest.mark.parametrize("outcome", [Outcome.TIMEOUT, Outcome.DNS_UNAVAILABLE])
    def test_nothing_outside_answers_at_all(self, state: Any, outcome: Outcome) -> None:
        for hosts in (self.hosts, self.hosts[:1]):
            found = state(hosts[0], *(known(url, outcome) for url in hosts))
            assert isinstance(found, Undecided)

    def test_silence_among_refusals_is_still_no_answer(self, state: Any) -> None:
        outcomes = (Outcome.TIMEOUT, Outcome.DNS, Outcome.REFUSED) * 2
        fetches = [known(*one) for one in zip(self.hosts, outcomes, strict=True)]
        assert isinstance(state(self.hosts[2], *fetches), Undecided)

    @pytest.mark.parametrize(
        ("detail", "kind"), [(f"{NO_ROUTE}: [Errno 101]", Undecided), ("[Errno 111]", Broken)]
    )
    def test_a_refusal_counts_and_a_missing_route_does_not(
        self, state: Any, detail: str, kind: type
    ) -> None:
        fetches = [known(url, Outcome.REFUSED, detail=detail) for url in self.hosts[:2]]
        assert isinstance(state(self.hosts[0], *fetches), kind)

    def test_silence_beside_an_answer_is_a_dead_link(self, state: Any) -> None:
        fetches = known(self.hosts[0], Outcome.TIMEOUT), known(OUT, Outcome.NOT_FOUND, status=404)
        found = state(self.hosts[0], *fetches)
        assert isinstance(found, Broken)
        assert found.observed == "timeout"


@pytest.mark.parametrize("outcome", [Outcome.DNS, Outcome.REFUSED, Outcome.TIMEOUT, Outcome.TLS])
def test_while_our_own_network_was_lost_nothing_is_dead(state: Any, outcome: Outcome) -> None:
    """Known-good addresses did not answer at the end: what did not either may be due to us."""
    ends = [("canary", "end", {"answered": False})]
    found = state(DEEP, known(DEEP, outcome), probes=ends)
    assert (type(found), found.reason) == (Undecided, Reason.UNREACHABLE)
    vouched = [("canary", "end", {"answered": True})]
    assert isinstance(state(DEEP, known(DEEP, outcome), probes=vouched), Broken)


def test_a_redirect_that_names_no_target_is_undecided(state: Any) -> None:
    found = state(DEEP, known(DEEP, Outcome.REDIRECT, status=302))
    assert isinstance(found, Undecided)
    assert "没有给出目标" in found.detail


def test_a_link_that_a_wall_sends_to_the_front_page_is_not_dead(state: Any) -> None:
    sent = known(DEEP, Outcome.REDIRECT, status=302, location=HOME)
    found = state(DEEP, sent, pages={"/": WALL})
    assert (type(found), found.reason) == (Undecided, Reason.BLOCKED)
    assert isinstance(state(DEEP, sent), Broken)
