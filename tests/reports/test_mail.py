"""The report as a mail: subject, two bodies that say the same, attachments, nothing hostile."""

import email
import re
from dataclasses import replace
from email.policy import default
from pathlib import Path

import pytest
from lxml import html as lxml_html

from checker.results import Verdict
from reports.formats import FORMATS, Asked
from reports.language import language
from reports.mail import letter, made, message
from reports.mail_view import mail_view
from tests.reports.browser.audits import hostile
from tests.reports.sample import county_portal
from tests.reports.test_withheld import FILE, LEAK, leaking

ASKED = Asked(language("zh"))
EXPECTED = Path(__file__).with_name("mail.expected.txt")


def parsed(raw):
    return email.message_from_bytes(raw, policy=default)


def bodies(mail):
    return (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))


@pytest.fixture(scope="module")
def ordinary():
    return letter(county_portal(), ASKED)


def test_the_plain_text_reads_as_expected(ordinary):
    assert ordinary.text == EXPECTED.read_text(encoding="utf-8")


def test_the_subject_tells_result_and_incompleteness(ordinary):
    assert ordinary.subject.endswith("2021年12月31日：不合格 2 项、待核查 1 项、检查不完整")


def test_the_subject_tells_the_change_since_last_time():
    now = county_portal()
    before = now.model_copy(update={"as_of": "2021-11-30", "rules": now.rules[1:]})
    about = letter(now, Asked(language("zh"), earlier=(before,)), formats=())
    assert re.search(r"（较上次.*仍存在 \d+.*）$", about.subject)
    assert "与 2021-11-30 的检查相比" in about.text


def test_both_bodies_say_the_same(ordinary):
    text = lxml_html.fromstring(ordinary.html).text_content()
    for words in re.findall(r"[\w/:.，。]{2,}", ordinary.text):
        assert words in text


def test_styles_stand_on_the_elements(ordinary):
    tree = lxml_html.fromstring(ordinary.html)
    assert not tree.xpath("//style | //script | //img | //link | //*[@class and not(@style)]")
    assert tree.xpath("//table[@width='640' and contains(@style, 'border')]")


def test_attachments_are_the_reports_and_are_named(ordinary):
    mail = parsed(made(county_portal(), ASKED))
    names = [part.get_filename() for part in mail.iter_attachments()]
    assert names == ["report.html", "ledger.xlsx"]
    assert mail["X-Unsent"] == "1"
    assert all(name in ordinary.text for name in names)
    page = next(mail.iter_attachments())
    assert page.get_content_type() == "text/html"
    assert page.get_payload(decode=True) == ordinary.attachments["report.html"]


def test_what_is_too_large_is_not_attached_and_said():
    about = letter(county_portal(), ASKED, most_bytes=40_000)
    assert about.left_out == ("report.html",)
    assert list(about.attachments) == ["ledger.xlsx"]
    assert "太大没有附上：report.html" in about.text


def test_equal_audits_give_equal_bytes():
    assert made(county_portal(), ASKED) == made(county_portal(), ASKED)


def test_both_bodies_survive_the_way_through_a_mail_server(ordinary):
    raw = made(county_portal(), ASKED)
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    raw.decode("ascii")
    mail = parsed(raw)
    assert mail["Subject"] == ordinary.subject
    text, page = bodies(mail)
    assert text.replace("\r\n", "\n") == ordinary.text
    assert page.replace("\r\n", "\n").strip() == ordinary.html.strip()


def test_places_of_personal_data_are_in_no_part_of_the_mail():
    mail = parsed(made(leaking(), ASKED))
    parts = [*bodies(mail), *(part.get_payload(decode=True) for part in mail.iter_attachments())]
    for part in parts:
        assert LEAK not in str(part)
        assert FILE not in str(part)
    assert "网址不随邮件发送" in parts[0]
    assert "身份证号未遮盖" in parts[2].decode()


def test_hostile_texts_are_inert():
    about = letter(hostile(), ASKED, formats=())
    raw = message(about, headers={"To": "a@x.example"}).as_bytes()
    mail = parsed(raw)
    assert set(mail.keys()) == {
        *("To", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type"),
    }
    assert len(mail["Subject"]) < 300
    tree = lxml_html.fromstring(about.html)
    assert not tree.xpath("//script | //img | //iframe | //svg | //@onmouseover | //@onerror")
    assert all(href.startswith("http") for href in tree.xpath("//@href"))
    assert "\u202e" not in about.text + about.html
    assert len(raw) < 200_000


def test_a_line_break_in_a_header_is_refused():
    with pytest.raises(ValueError, match="linefeed|newline|line"):
        message(letter(county_portal(), ASKED, formats=()), headers={"To": "a@x\r\nBcc: b@x"})


def test_a_site_name_with_line_breaks_stays_in_its_line():
    nasty = county_portal()
    site = nasty.site.model_copy(update={"name": "某县\r\nBcc: evil@example\n\n正文"})
    about = letter(nasty.model_copy(update={"site": site}), ASKED, formats=())
    assert "\n" not in about.subject
    assert parsed(message(about).as_bytes())["Bcc"] is None


def test_the_english_edition_has_english_around_the_results():
    about = letter(county_portal(), Asked(language("en")), formats=())
    assert "Mend these first" in about.text
    assert '<html lang="en"' in about.html
    assert 'lang="zh-CN"' in about.html


def test_reports_that_were_made_already_are_attached_as_they_are():
    ready = {"html": {"report.html": b"<p>ready</p>"}}
    asked = Asked(language("zh"), made=ready)
    assert letter(county_portal(), asked, formats=("html",)).attachments == ready["html"]
    # Not where they would give away what the mail withholds.
    sent = letter(leaking(), asked, formats=("html",)).attachments
    assert sent["report.html"] != ready["html"]["report.html"]


@pytest.mark.parametrize("leaks_still", [True, False])
def test_nor_does_an_earlier_audit_give_away_where_personal_data_stand(leaks_still):
    """What is gone or not confirmed is listed with the place it had, unless it is a person's."""
    before = leaking().model_copy(update={"as_of": "2021-11-30"})
    now = leaking() if leaks_still else before
    rules = now.rules if leaks_still else [cleared(now.rules[0]), *now.rules[1:]]
    now = now.model_copy(update={"as_of": "2021-12-31", "rules": rules})
    asked = Asked(language("zh"), earlier=(before,))
    asked = replace(asked, made={"html": FORMATS["html"].make(now, asked)})
    sent = letter(now, asked, formats=("html",)).attachments["report.html"].decode()
    assert LEAK not in sent
    assert FILE not in sent
    assert "身份证号未遮盖" in sent


def cleared(rule):
    return rule.model_copy(update={"verdict": Verdict.PASS, "findings": [], "evidence": []})


def test_the_mail_counts_what_changed_as_the_report_does():
    """Leaving addresses out makes no finding doubtful."""
    now = leaking().model_copy(
        update={"coverage": leaking().coverage.model_copy(update={"complete": True})}
    )
    before = now.model_copy(
        update={"as_of": "2021-11-30", "rules": [cleared(now.rules[0]), *now.rules[1:]]}
    )
    asked = Asked(language("zh"), earlier=(before,))
    summary = FORMATS["md"].make(now, asked)["summary.md"].decode()
    told = re.search(r"与 2021-11-30 的检查相比：(.*)。", summary)[1]
    assert f"（较上次{told}）" in letter(now, asked, formats=()).subject


def test_what_to_fix_first_stands_in_the_order_of_the_report_and_nothing_is_told_twice():
    result = county_portal()
    twin = result.rules[0].model_copy(update={"id": "attachments", "title": "附件能够下载"})
    result = result.model_copy(
        update={"rules": [twin.model_copy(update={"findings": twin.findings[:1]}), *result.rules]}
    )
    sent = mail_view(result, None, language("zh"))
    listed = [fix.title for fix in sent.fixes]
    summary = FORMATS["md"].make(result, Asked(language("zh")))["summary.md"].decode()
    assert re.findall(r"(?m)^\d+\. \*\*(.+)\*\*$", summary) == listed
    assert sum(1 + len(fix.also) for fix in sent.fixes) + sent.more_fixes == 3
    assert sent.fixes[0].also == ("附件能够下载",)
