"""gongkai.yaml is read strictly: what it means, and every way to get it wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.desk.file_fields import BY_HAND
from audits.desk.new_file import template, write_new
from audits.desk.reading import opened, read
from audits.desk.secrets import SecretPlace
from audits.refused import RefusedError
from rules.problems import RuleErrors

WHOLE = """\
data: shuju
time_zone: Asia/Shanghai
schedule: 每月1日 02:00
defaults:
  packs: [base]
  delay: 1.5
  max-pages: 800
  rules: [my-rules]
sites:
  - id: a
    name: 甲县人民政府
    url: www.a.gov.cn
    packs: base, jia-2021
    hosts: [zwfw.a.gov.cn]
    delay: 3
    connect_to: [www.a.gov.cn:80:127.0.0.1:8080]
    units:
      县教育局: {contacts: [edu@a.gov.cn, edu@a.gov.cn]}
    recipients: [zw@a.gov.cn]
  - id: b
    name: 乙县人民政府
    url: https://www.b.gov.cn/
    schedule: 手动
  - id: c
    name: 丙县人民政府
    url: https://www.c.gov.cn/
    schedule: 0 3 * * 1
mail:
  host: smtp.a.gov.cn
  from: 政务公开办 <zw@a.gov.cn>
  user: zw@a.gov.cn
  password_env: MAIL_PASSWORD
  attach: html
keep: {snapshots: 最近6次和每年1月、7月}
limits: {sites_at_once: 4, jobs: 2}
ledger: {due_workdays: 15}
"""


def test_what_a_whole_file_means(tmp_path):
    desk = read(WHOLE, tmp_path / "gongkai.yaml")
    a, b, c = desk.sites
    assert desk.data == tmp_path / "shuju"
    assert desk.storage == tmp_path / "shuju" / "gongkai.sqlite"
    assert str(desk.time_zone) == "Asia/Shanghai"
    assert (a.id, a.name, a.home) == ("a", "甲县人民政府", "http://www.a.gov.cn/")
    assert (a.choices.pack, a.choices.host) == (["base", "jia-2021"], ["zwfw.a.gov.cn"])
    assert (a.choices.delay, a.choices.max_pages) == (3.0, 800)
    assert (b.choices.pack, b.choices.delay) == (["base"], 1.5)
    assert a.choices.rules == [str(tmp_path / "my-rules")]
    assert [(unit.name, unit.contacts) for unit in a.units] == [("县教育局", ("edu@a.gov.cn",))]
    assert a.recipients == ("zw@a.gov.cn",)
    assert a.schedule is not None
    assert a.schedule.text == "每月1日 02:00"
    assert b.schedule is None
    assert c.schedule is not None
    assert c.schedule.text == "0 3 * * 1"
    assert desk.mail is not None
    assert (desk.mail.port, desk.mail.security, desk.mail.attach) == (587, "starttls", ("html",))
    assert desk.mail.password == SecretPlace(env="MAIL_PASSWORD")
    assert (desk.keep.last, desk.keep.months) == (6, (1, 7))
    assert (desk.limits.sites_at_once, desk.limits.jobs) == (4, 2)
    assert desk.due_workdays == 15
    assert (a.line, a.lines["url"], b.line) == (10, 12, 20)
    assert desk.site("b") == b
    assert desk.site("z") is None


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("data: shuju", "datas: shuju", 1, "改为“data”"),
        ("data: shuju", "data: shuju\ndata: x", 2, "重复"),
        ("  delay: 1.5", "  dealy: 1.5", 6, "改为“delay”"),
        ("  delay: 1.5", "  delay: 一秒", 6, "秒数，0–3600"),
        ("  delay: 1.5", "  out: x", 6, "删去这一行"),
        ("    delay: 3", "    deley: 3", 15, "改为“delay”"),
        ("    delay: 3", "    delay: -3", 15, "秒数，0–3600"),
        ("    delay: 3", "    pack: base", 15, "同一个设置"),
        ("  - id: a", "  - id: 甲", 10, "小写字母"),
        ("  - id: a", "  - id: ../a", 10, "小写字母"),
        ("  - id: b", "  - id: a", 20, "重复"),
        ("    name: 乙县人民政府\n", "", 20, "缺少“name”"),
        ("www.a.gov.cn\n", "ftp://a\n", 12, "不是网址"),
        ("[zwfw.a.gov.cn]", "[不是 主机]", 14, "主机名"),
        ("{contacts: [edu@a.gov.cn, edu@a.gov.cn]}", "{contacts: [edu]}", 18, "不是邮件地址"),
        ("{contacts: [edu@a.gov.cn, edu@a.gov.cn]}", "{contact: [edu@a.gov.cn]}", 18, "contacts"),
        ("recipients: [zw@a.gov.cn]", "recipients: [zw@]", 19, "不是邮件地址"),
        ("schedule: 每月1日 02:00", "schedule: 每月31日 02:00", 3, "最后一天"),
        ("schedule: 0 3 * * 1", "schedule: 有空时", 27, "看不懂计划"),
        ("time_zone: Asia/Shanghai", "time_zone: Asia/北京", 2, "没有时区"),
        ("from: 政务公开办 <zw@a.gov.cn>", "from: 政务公开办", 30, "不是邮件地址"),
        ("  attach: html", "  attach: html, exe", 33, "没有格式“exe”"),
        ("  attach: html", "  port: 70000", 33, "1–65535"),
        ("  attach: html", "  security: ssl", 33, "starttls"),
        ("  attach: html", "  security: none", 33, "泄露密码"),
        ("  attach: html", "  password_file: x", 33, "只能写一个"),
        ("  user: zw@a.gov.cn\n", "", 28, "没有 user"),
        ("  password_env: MAIL_PASSWORD\n", "", 31, "没有说密码在哪里"),
        ("最近6次和每年1月、7月", "一直留着", 34, "最近3次和每年1月"),
        ("最近6次和每年1月、7月", "最近6次和每年13月", 34, "最近3次和每年1月"),
        ("sites_at_once: 4", "sites_at_once: 四", 35, "1–64"),
        ("due_workdays: 15", "due_workdays: 0", 36, "1–250"),
        ("ledger: {due_workdays: 15}", "ledger: 15", 36, "对照"),
        ("time_zone: Asia/Shanghai", "sites_file: nowhere.yaml", 0, "nowhere.yaml"),
        ("data: shuju", "data: ~nobody-of-this-name/x", 1, "写完整的路径"),
        ("data: shuju", "data: /", 1, "根目录"),
        ("data: shuju", "data: ../../../../../../../../../..", 1, "根目录"),
        ("data: shuju", "storage: ~nobody-of-this-name/x.sqlite", 1, "写完整的路径"),
        ("data: shuju", "archive: ~nobody-of-this-name/x", 1, "写完整的路径"),
        ("_env: MAIL_PASSWORD", "_file: ~nobody-of-this-name/x", 32, "写完整的路径"),
    ],
)
def test_what_is_wrong_is_told_with_place_and_remedy(tmp_path, old, new, line, words):
    assert old in WHOLE
    with pytest.raises(RuleErrors) as caught:
        read(WHOLE.replace(old, new, 1), tmp_path / "gongkai.yaml")
    [problem] = caught.value.problems
    assert problem.line == line, str(problem)
    assert words in str(problem)
    name = "nowhere.yaml" if "nowhere" in new else "gongkai.yaml"
    assert str(problem).startswith(str(tmp_path / name))


def test_all_that_is_wrong_comes_at_once(tmp_path):
    text = WHOLE.replace("  delay: 1.5", "  dealy: 1").replace("delay: 3", "delay: x")
    text = text.replace("  - id: b", "  - id: B").replace("port", "prot").replace("attach", "atach")
    with pytest.raises(RuleErrors) as caught:
        read(text, tmp_path / "gongkai.yaml")
    assert [problem.line for problem in caught.value.problems] == [6, 15, 20, 33]


@pytest.mark.parametrize("key", ["password", "password_env"])
def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path, key):
    text = WHOLE.replace("password_env: MAIL_PASSWORD", f"{key}: hunter2-geheim")
    with pytest.raises(RuleErrors) as caught:
        read(text, tmp_path / "gongkai.yaml")
    assert "password_env" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_sites_in_a_file_of_their_own(tmp_path):
    path = tmp_path / "gongkai.yaml"
    path.write_text("schedule: 每天 01:00\ndefaults: {delay: 2}\n", encoding="utf-8")
    beside = tmp_path / "sites.yaml"
    beside.write_text(
        "sites:\n- {id: x, name: 县, url: http://x.cn/, delay: 5}\n", encoding="utf-8"
    )
    [site] = opened(path).sites
    assert (site.id, site.choices.delay, site.path) == ("x", 5.0, str(beside))
    assert site.schedule is not None
    path.write_text("sites:\n- {id: x, name: 县, url: http://x.cn/}\n", encoding="utf-8")
    with pytest.raises(RuleErrors, match="重复"):
        opened(path)
    beside.write_text("sites:\n- {id: x, nam: 县, url: http://x.cn/}\nmail: {}\n", encoding="utf-8")
    with pytest.raises(RuleErrors) as caught:
        opened(path)
    assert [(one.path, one.line) for one in caught.value.problems] == [
        (str(beside), 2),
        (str(beside), 2),
        (str(beside), 3),
    ]


@pytest.mark.parametrize("text", ["", "# 空\n", "sites:\n", "sites: []\nmail:\n"])
def test_a_file_that_says_nothing_is_all_defaults(tmp_path, text):
    desk = read(text, tmp_path / "gongkai.yaml")
    assert desk.sites == ()
    assert desk.mail is None
    assert desk == read("", tmp_path / "gongkai.yaml")


@pytest.mark.parametrize(
    "text", ["- a\n", "x\n", "sites: {a: 1}\n", "sites: [a]\n", "mail: [a]\n", "a: &x 1\n"]
)
def test_a_file_of_another_shape_is_refused(tmp_path, text):
    with pytest.raises(RuleErrors):
        read(text, tmp_path / "gongkai.yaml")


def test_the_new_file_is_valid_and_all_of_it_is_the_default(tmp_path):
    path = write_new(tmp_path / "new" / "desk")
    assert opened(path) == read("", path)
    with pytest.raises(RefusedError, match="已经有了"):
        write_new(path.parent)
    assert [file.name for file in path.parent.iterdir()] == ["gongkai.yaml"]


def test_the_new_file_is_valid_with_everything_that_it_proposes():
    """Whoever takes away the signs of comment gets what stands there."""
    lines = []
    for line in template().splitlines():
        bare = line.lstrip()
        proposed = bare.removeprefix("# ")
        key = proposed.lstrip("- ").partition(":")[0]
        is_setting = (
            bare.startswith("# ") and (key.isascii() or key.startswith("县")) and ":" in proposed
        )
        if is_setting and "http" not in key and " " not in key:
            lines.append(line.replace("# ", "", 1))
        else:
            lines.append(line)
    # Each is one of two that stand there.
    either = ("password_file", "secret_file", "storage: gongkai-data")
    text = "\n".join(line for line in lines if not any(key in line for key in either))
    desk = read(text, Path("/desk/gongkai.yaml"))
    assert [site.id for site in desk.sites] == ["huantai"]
    assert desk.sites[0].units[0].name == "县教育和体育局"
    assert desk.mail is not None
    assert desk.mail.reply_to == "zwgk@x.gov.cn"
    assert str(desk.archive) == "s3://gongkai/政务公开（https://s3.x.gov.cn）"
    plain = read("", Path("/desk/gongkai.yaml"))
    assert desk.keep == plain.keep
    assert desk.due_workdays == plain.due_workdays
    assert BY_HAND in template()


@given(st.text(alphabet="sitesmal:-[]{} \n#'\"&*!|>%@,1县", max_size=60))
@settings(max_examples=150)
def test_whatever_is_written_is_understood_or_refused(text):
    try:
        desk = read(text, Path("/nowhere/gongkai.yaml"))
    except RuleErrors:
        return
    assert str(desk.time_zone)


def test_the_list_of_sites_may_be_longer_than_other_files(tmp_path: Path) -> None:
    long = "# " + "长" * (1 << 19) + "\nsites: [{id: a, name: 甲, url: 'http://www.a.gov.cn/'}]\n"
    (tmp_path / "sites.yaml").write_text(long, encoding="utf-8")
    (tmp_path / "gongkai.yaml").write_text("data: d\n", encoding="utf-8")
    assert [site.id for site in opened(tmp_path / "gongkai.yaml").sites] == ["a"]
    (tmp_path / "gongkai.yaml").write_text(long, encoding="utf-8")
    with pytest.raises(RuleErrors, match="1 MiB"):
        opened(tmp_path / "gongkai.yaml")
