"""Short mails beside the report: what cannot wait is told, and nobody is led to a person's data."""

from reports.language import CHINESE
from reports.ledger import ledger
from reports.notice_mail import alert_letter
from tests.reports.sample import HOME, links_rule
from tests.reports.test_withheld import FILE, LEAK, leaking


def test_an_alert_names_places_but_none_where_personal_data_stand() -> None:
    """Another fault on the same page would give it away too."""
    dead = links_rule().findings[0]
    result = leaking(
        findings=[
            dead.model_copy(update={"url": LEAK, "message": "同一页上的问题"}),
            dead.model_copy(update={"url": f"{HOME}other.html", "fingerprint": "3" * 32}),
        ]
    )
    told = alert_letter(result, ledger(result), CHINESE)
    assert "疑似泄露个人信息 1 处" in told.subject
    assert "同一页上的问题" in told.text
    for body in (told.text, told.html):
        assert f"{HOME}other.html" in body
        assert LEAK not in body
        assert FILE not in body
