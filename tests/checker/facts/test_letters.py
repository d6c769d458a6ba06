from __future__ import annotations

from datetime import date, time
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.letters import Letter, read_letter

ASKED, ANSWERED = date(2024, 1, 5), date(2024, 1, 12)


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><th>来信时间</th><td>2024-01-05 10:21:07</td></tr><tr><th>答复时间</th><td>2024-01-12 17:40</td></tr></table>",
        "<table><tr><td>写信日期：<td>2024-1-5 9:05:33<tr><td>回复日期：<td>2024-1-12 17:40:01</table>",
        "<p>编号：20240105　提交时间：2024-01-05</p><p>办结时间：2024-01-12</p>",
        "<div>留言时间：<b>2024年01月05日</b></div><div><span>办理单位：甲局</span><span>办结时间：2024年01月12日</span></div>",
        "<dl><dt>来信日期</dt><dd>2024/01/05</dd><dt>办复日期</dt><dd>2024/01/12</dd></dl>",
        "<p>王** 提交于 2024.01.05</p><p>甲县民政局 答复于 2024.01.12</p>",
        "<p>【来信】王**（2024-01-05）：路灯不亮。</p><p>【回复】甲县住建局（2024-01-12）：已修复。</p>",
        "<table><tr><td>来信时间</td><td>来信人</td><td>答复时间</td></tr><tr><td>2024-01-05</td><td>王</td><td>2024-01-12</td></tr></table>",
        "<p>［来信］赵某 ２０２４－０１－０５</p><p>［回复］甲局 ２０２４－０１－１２</p>",
        "<li>咨询时间：2024-01-05</li><li>回复时间：2024-01-12</li>",
        "<p>信件时间: 2024-01-05 处理时间 2024-01-12</p>",
    ],
)
def test_the_two_days_are_read(html):
    letter = read_letter(html.replace("处理时间", "办理结果时间"))
    assert letter
    assert letter.asked
    assert letter.answered
    assert (letter.asked.day, letter.answered.day) == (ASKED, ANSWERED)
    assert letter.decidable


def test_the_time_of_day_is_kept():
    letter = read_letter("<p>来信时间：2024-01-05 17:45:00</p><p>答复时间：2024-01-12</p>")
    assert letter
    assert letter.asked
    assert letter.answered
    assert letter.asked.at == time(17, 45)
    assert letter.answered.at is None


@pytest.mark.parametrize(
    ("asks", "tells"),
    [
        ("来信", "回复"),
        ("留言", "答复"),
        ("提问", "回应"),
        ("咨询", "官方回复"),
        ("问题", "官方答复"),
        ("网友", "部门回复"),
        ("诉求", "答复"),
    ],
)
def test_who_speaks_is_told_in_brackets(asks, tells):
    letter = read_letter(
        f"<p>【{asks}】王**（2024-01-05）：路灯不亮。</p><p>【{tells}】甲县住建局（2024-01-12）：已修复。</p>"
    )
    assert letter
    assert letter.asked
    assert letter.answered
    assert (letter.asked.day, letter.answered.day) == (ASKED, ANSWERED)
    assert letter.department == "甲县住建局"


def test_of_one_day_said_twice_the_one_with_its_time_counts():
    for first, then in (("2024-01-05", "2024-01-05 17:45"), ("2024-01-05 17:45", "2024-01-05")):
        html = f"<p>来信时间：{first}</p><p>提交时间：{then}</p><p>答复时间：2024-01-12</p>"
        letter = read_letter(html)
        assert letter
        assert letter.asked
        assert letter.asked.at == time(17, 45)
        assert letter.decidable


@pytest.mark.parametrize(
    ("html", "number", "department"),
    [
        ("<p>信件编号：202401050017</p><p>答复单位：甲县民政局</p>", "202401050017", "甲县民政局"),
        (
            "<table><tr><th>信件编码</th><td>XZ2024-0017</td><th>回复部门</th><td>甲县民政局</td></tr></table>",
            "XZ2024-0017",
            "甲县民政局",
        ),
        ("<span>办理单位：甲县民政局</span><span>办结时间：2024-01-12</span>", None, "甲县民政局"),
        ("<p>甲县民政局 答复于 2024-01-12</p>", None, "甲县民政局"),
        ("<p>【回复】甲县民政局（2024-01-12）：好。</p>", None, "甲县民政局"),
        ("<footer>主办单位：甲县人民政府</footer>", None, None),
    ],
)
def test_number_and_department_are_read(html, number, department):
    letter = read_letter(f"<p>来信时间：2024-01-05</p>{html}")
    assert letter
    assert (letter.number, letter.department) == (number, department)


@pytest.mark.parametrize(
    "html",
    [
        "<p>来信时间：2024-01-05</p><p>来信内容：路灯不亮</p>",
        "<p>来信时间：2024-01-05</p><p>答复时间：</p><p>办理状态：办理中</p>",
        "<p>答复时间：2024-01-12</p>",
        "<p>来信时间：2024-01-05</p><p>来信时间：2024-01-06</p><p>答复时间：2024-01-12</p>",  # which?
        "<p>来信时间：2024-01-12</p><p>答复时间：2024-01-05</p>",  # answered before it came
        "<p>来信时间：2024-13-45</p><p>答复时间：2024-01-05</p>",
    ],
)
def test_what_cannot_be_seen_decides_nothing(html):
    letter = read_letter(html)
    assert letter
    assert not letter.decidable


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>发布时间：2024-01-05 来源：甲县人民政府</p>",
        "<table><tr><th>信件标题</th><th>来信时间</th></tr>"
        + "".join(f"<tr><td>信{n}</td><td>2024-01-{n:02}</td></tr>" for n in range(1, 9))
        + "</table>",
        "".join(f"<p>来信时间：2024-01-{n:02} 答复时间：2024-02-{n:02}</p>" for n in range(1, 9)),
        "<p>本机关收到来信后，回复时间不超过五个工作日。</p>",
        "<h1>我要写信</h1><form>来信人 <input> 来信标题 <input></form>",
    ],
)
def test_what_is_no_letter(html):
    assert read_letter(html) is None


@pytest.mark.parametrize("label", ["来信", "信件", "留言", "咨询", "提问", "诉求", "写信"])
def test_a_letter_that_shows_no_day_is_one(label):
    html = f"<p>信件编码：XZ2024-0017</p><p>{label}内容：路灯不亮</p>"
    assert read_letter(html) == Letter(None, None, "XZ2024-0017")


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["-", "/", "."]))
def test_every_day_in_every_writing(day, cut):
    shown = cut.join(map(str, (day.year, day.month, day.day)))
    letter = read_letter(
        f"<p>留言时间：{shown}</p><p>回复时间：{day.year}年{day.month}月{day.day}日</p>"
    )
    assert letter
    assert letter.asked
    assert letter.answered
    assert letter.asked.day == letter.answered.day == day


@given(st.text(max_size=300))
def test_any_text_is_read(html):
    read_letter(html)


@pytest.mark.parametrize(
    "piece",
    ["来信时间", "【来信】", "<p>编号1-1-1-1", "来信时间：2024-", "<tr><td>来信时间", "甲答复于"],
)
def test_hostile_pages_cost_little(piece):
    began = process_time()
    read_letter(piece * 10_000)
    assert process_time() - began < 20
