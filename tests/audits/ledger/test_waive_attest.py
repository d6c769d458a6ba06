"""`gongkai waive` and `gongkai attest` on a real store."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from audits.cli import run
from checker.results import ClauseResult, Reason, Verdict
from tests.audits.ledger.desks import Office
from tests.reports.audits_in_time import audit, finding, rule

DEAD = "http://gone.example/"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GONGKAI_WHO", "张三")
    made = Office(tmp_path)
    question = ClauseResult(
        id="base/7e",
        section="七",
        title="领导小组",
        responsible=[],
        modality="duty",
        verdict=Verdict.REVIEW,
        rules=[],
        question="是否开会？",
    )
    made.scan(
        audit(
            1,
            rule("links", finding("links:aaaa1", target=DEAD)),
            rule("plans-column", verdict=Verdict.REVIEW, reason=Reason.IMAGE_ONLY),
            clauses=[question],
        )
    )
    return made


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    capsys.readouterr()
    assert run(list(words)) == code
    out = capsys.readouterr()
    return out.out + out.err


WAIVE = ("--site", "qinglu", "--rule", "links", "--reason", "停机改造", "--approver", "李主任")


def test_a_waiver_is_granted_shown_and_withdrawn(
    office: Office, capsys: pytest.CaptureFixture[str]
):
    said(capsys, "waive", "add", *WAIVE, "--target", DEAD)
    assert "停机改造（李主任 批准）" in said(capsys, "ledger", "show", "1")
    assert "发现（豁免）" in said(capsys, "ledger", "list")
    assert json.loads(said(capsys, "ledger", "list", "--format", "json"))[0]["waiver"]
    assert said(capsys, "waive", "list").splitlines()[1].endswith("有效")
    office.scan(audit(2, rule("links", finding("links:bbbb1"))))
    assert "第 1 号最近一次检查已没有对应的问题" in said(capsys, "waive", "list")
    said(capsys, "waive", "add", *WAIVE, "--since", "2025-01-01", "--expires", "2025-12-31")
    assert "第 2 号已过期" in said(capsys, "waive", "list")
    said(capsys, "waive", "withdraw", "1")
    assert "已经撤销" in said(capsys, "waive", "withdraw", "1", code=2)
    found = json.loads(said(capsys, "waive", "list", "--all", "--format", "json"))
    assert [one["standing"] for one in found] == ["withdrawn", "expired"]


@pytest.mark.usefixtures("office")
def test_a_waiver_that_says_nothing_is_refused(capsys: pytest.CaptureFixture[str]):
    strange = ("--rule", "nothing-such", "--reason", "x", "--approver", "y")
    assert "没有规则“nothing-such”" in said(capsys, "waive", "add", *strange, code=2)
    backwards = ("--since", "2026-02-01", "--expires", "2026-01-01")
    assert "早于开始" in said(capsys, "waive", "add", *WAIVE, *backwards, code=2)
    assert "没有网站" in said(capsys, "waive", "add", *WAIVE[2:], "--site", "nobody", code=2)


ANSWER = ("--site", "qinglu", "--clause", "base/7e", "--verdict", "合格")


def test_an_answer_keeps_its_evidence_under_its_digest(
    office: Office, capsys: pytest.CaptureFixture[str]
):
    paper = office.folder / "会议 纪要;rm.pdf"
    paper.write_bytes(b"%PDF minutes")
    said(capsys, "attest", "add", *ANSWER, "--evidence", str(paper), "--expires", "2099-12-31")
    said(capsys, "attest", "add", *ANSWER, "--evidence", str(paper))
    (one, other) = json.loads(said(capsys, "attest", "list", "--format", "json"))
    assert one["evidence_sha256"] == sha256(paper.read_bytes()).hexdigest()
    kept = office.data / one["evidence"]
    assert kept.read_bytes() == paper.read_bytes()
    assert kept.parent == office.data / "attachments"
    assert other["evidence"] == one["evidence"]
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]
    assert (one["who"], one["expires"]) == ("张三", "2099-12-31")
    said(capsys, "attest", "withdraw", "1")
    assert said(capsys, "attest", "list").splitlines()[1].endswith("有效")


@pytest.mark.usefixtures("office")
def test_answers_to_no_question_are_refused(capsys: pytest.CaptureFixture[str]):
    assert "要有依据" in said(capsys, "attest", "add", *ANSWER, code=2)
    nothing = ("--site", "qinglu", "--clause", "base/99", "--verdict", "合格", "--note", "x")
    assert "没有条款或规则“base/99”" in said(capsys, "attest", "add", *nothing, code=2)
    gone = ("--evidence", "没有.pdf")
    assert "没有证据文件" in said(capsys, "attest", "add", *ANSWER, *gone, code=2)
    decided = ("--site", "qinglu", "--clause", "links", "--verdict", "合格", "--note", "x")
    assert "机器已经判定" in said(capsys, "attest", "add", *decided)


def answers(office: Office, **other: object) -> Path:
    body = (office.data / "audits/qinglu/r1/audit.json").read_bytes()
    content = {
        "format": "gongkai-answers/1",
        "audit": {
            "digest": sha256(body).hexdigest(),
            "site": "x",
            "home": "x",
            "as_of": "2026-01-28",
        },
        "saved_at": "2026-02-01T00:00:00.000Z",
        "by": {"name": "李四", "date": "2026-02-01"},
        "answers": [
            {
                "kind": "clause",
                "id": "base/7e",
                "answer": "fail",
                "note": "没有纪要",
                "name": "",
                "date": "",
            },
            {
                "kind": "rule",
                "id": "plans-column",
                "answer": "pass",
                "note": "",
                "name": "王五",
                "date": "2026-01-30",
            },
            {"kind": "rule", "id": "links", "answer": "pass"},
            {"kind": "rule", "id": "nothing", "answer": "pass"},
            {"kind": "clause", "id": "base/7e", "answer": None, "note": "再看"},
        ],
        "later": True,
    }
    path = office.folder / "答复.json"
    path.write_text(json.dumps({**content, **other}), encoding="utf-8")
    return path


def test_answers_from_the_report_are_taken_once(office: Office, capsys: pytest.CaptureFixture[str]):
    path = str(answers(office))
    assert "会登记 2 项" in said(
        capsys, "attest", "import", path, "--site", "qinglu", "--dry-run", code=1
    )
    assert json.loads(said(capsys, "attest", "list", "--format", "json")) == []
    told = said(capsys, "attest", "import", path, "--site", "qinglu", code=1)
    assert "没有写 --expires：这些认定一直有效" in told
    assert "links：机器已经判定" in told
    assert "nothing：这次检查里没有这一项" in told
    assert "base/7e：只写了说明" in told
    assert "原来就有 2 项" in said(capsys, "attest", "import", path, "--site", "qinglu", code=1)
    found = json.loads(said(capsys, "attest", "list", "--format", "json"))
    assert [(one["clause"], one["verdict"], one["who"], one["at"][:10]) for one in found] == [
        ("base/7e", "不合格", "李四", "2026-01-31"),  # 1 February in Beijing, as it is kept
        ("plans-column", "合格", "王五", "2026-01-29"),
    ]


def test_answers_to_another_audit_or_of_another_form_are_refused(
    office: Office, capsys: pytest.CaptureFixture[str]
):
    words = ("attest", "import", str(answers(office, audit={"digest": "00"})), "--site", "qinglu")
    assert "--anyway" in said(capsys, *words, code=2)
    assert "已登记 2 项" in said(capsys, *words, "--anyway", code=1)
    for other in ({"format": "gongkai-answers/9"}, {"answers": [{"kind": "x"}]}, {"answers": "x"}):
        path = str(answers(office, **other))
        told = said(capsys, "attest", "import", path, "--site", "qinglu", code=2)
        assert "导出答复" in told
        assert not re.search("Input|should|valid", told)
