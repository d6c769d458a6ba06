from __future__ import annotations

from crawler.reading.links import PageLinks
from crawler.snapshot import Fetch, Outcome, Role
from crawler.spiders.answers import Read
from crawler.spiders.honest_404 import Honesty
from tests.crawler.snapshot.sample import MOMENT


def answer(url, status, text="x" * 5000):
    fetch = Fetch(
        url, Role.PROBE, Outcome.OK if status == 200 else Outcome.NOT_FOUND, status=status
    )
    return Read(fetch, PageLinks("题", (), text))


def test_every_host_is_asked_once_and_the_same_each_time():
    one, other = Honesty(), Honesty()
    questions = one.questions("https://www.x.gov.cn:8443/a/b?c=/d")
    assert len(questions) == 2
    assert all(url.startswith("https://www.x.gov.cn:8443/gongkai-") for url in questions)
    assert one.questions("http://www.x.gov.cn/other") == ()
    assert other.questions("https://www.x.gov.cn:8443/z") == questions
    assert other.questions("http://y.gov.cn/")[0] != questions[0]
    assert other.hosts == ("www.x.gov.cn", "y.gov.cn")


def test_answers_in_the_order_of_the_questions_urls():
    honesty = Honesty()
    first, second = sorted(honesty.questions("http://www.x.gov.cn/"))
    honesty.note(answer(second, 404))
    honesty.note(answer(first, 404))
    honesty.note(answer(second, 200))
    (probe,) = honesty.probes(MOMENT)
    assert (probe.kind, probe.subject, probe.measured_at) == ("honest_404", "www.x.gov.cn", MOMENT)
    tries = probe.data["tries"]
    assert [(one["url"], one["status"]) for one in tries] == [(first, 404), (second, 200)]
    assert len(tries[0]["text"]) == 2000


def test_host_that_never_answered_has_no_probe():
    honesty = Honesty()
    honesty.questions("http://www.x.gov.cn/")
    assert honesty.probes(MOMENT) == []
