"""Files of a site are read when asked for, and once."""

from checker.facts.annual_report import State as ReportState
from checker.facts.attached_files import AttachedFiles
from checker.facts.attachments import State
from checker.facts.site import SiteFacts
from crawler.snapshot import CrawlInfo, Fetch, MemorySnapshot, Outcome, Role
from tests.checker.conftest import AT, HOME, HOST
from tests.checker.facts.attachments.made import EXAMPLES, docx


def files(**bodies):
    fetches = [Fetch(HOME, Role.PAGE, Outcome.OK, content_type="text/html")]
    held = {HOME: b"<html></html>"}
    for name, body in bodies.items():
        url = f"{HOME}{name.replace('__', '.')}"
        outcome = Outcome.OK if body else Outcome.BLOCKED
        fetches.append(
            Fetch(url, Role.ATTACHMENT, outcome, size=len(body), truncated=name.startswith("cut"))
        )
        held[url] = body
    return AttachedFiles(
        SiteFacts(MemorySnapshot(CrawlInfo(HOME, AT, AT, "finished", (HOST,)), fetches, held))
    )


def test_a_report_in_a_file():
    attached = files(annual__pdf=(EXAMPLES / "annual.pdf").read_bytes())
    report = attached.report(f"{HOME}annual.pdf")
    assert (report.state, report.year) == (ReportState.READ, 2023)
    assert attached.read(f"{HOME}annual.pdf") is attached.read(f"{HOME}annual.pdf")


def test_a_scanned_report_is_known_by_what_its_page_calls_it():
    attached = files(a__pdf=(EXAMPLES / "scanned.pdf").read_bytes())
    url = f"{HOME}a.pdf"
    assert attached.report(url) is None
    report = attached.report(url, "临溪县2023年政府信息公开工作年度报告")
    assert (report.state, report.year) == (ReportState.IMAGE_ONLY, 2023)


def test_personal_data_in_a_file():
    body = docx("<w:p><w:r><w:t>张三，身份证号：11010519491231002X</w:t></w:r></w:p>")
    attached = files(list__docx=body, wall__docx=b"", cut__docx=body[:200])
    assert attached.personal_data(f"{HOME}list.docx").count == 1
    assert attached.personal_data(f"{HOME}wall.docx") is None
    assert attached.personal_data(f"{HOME}unknown.docx") is None
    assert attached.read(f"{HOME}cut.docx").state is State.CUT
    assert [fetch.url for fetch in attached.held()] == [f"{HOME}list.docx", f"{HOME}cut.docx"]


def test_only_the_last_few_readings_are_kept():
    attached = files(**{f"f{n}__txt": f"第{n}份".encode() for n in range(40)})
    first = attached.read(f"{HOME}f0.txt")
    for n in range(40):
        assert attached.read(f"{HOME}f{n}.txt").lines == (f"第{n}份",)
    assert attached.read(f"{HOME}f0.txt") == first
    assert attached.read(f"{HOME}f0.txt") is not first
