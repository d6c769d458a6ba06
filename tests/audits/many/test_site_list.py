from __future__ import annotations

import pytest

from audits.many.site_list import COMMAND_LINE, listed
from rules.problems import RuleErrors


def sites(tmp_path, text, *urls):
    file = tmp_path / "sites.txt"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return listed(urls, file)


def problems(tmp_path, text, *urls):
    with pytest.raises(RuleErrors) as caught:
        sites(tmp_path, text, *urls)
    return [str(one).removeprefix(f"{tmp_path}/") for one in caught.value.problems]


def test_one_address_a_line_with_comments(tmp_path):
    text = "\ufeff# 山东\n\nhttp://www.a.gov.cn/\n  www.b.gov.cn  # 乙县\r\n\t# 完\nhttps://c.gov.cn/#top\n"
    found = sites(tmp_path, text)
    assert [(site.home, site.line) for site in found] == [
        ("http://www.a.gov.cn/", 3),
        ("http://www.b.gov.cn/", 4),
        ("https://c.gov.cn/", 6),
    ]


def test_command_line_and_file_together(tmp_path):
    found = sites(tmp_path, "b.cn\n", "a.cn")
    assert [(site.home, site.path == COMMAND_LINE) for site in found] == [
        ("http://a.cn/", True),
        ("http://b.cn/", False),
    ]


@pytest.mark.parametrize(
    ("home", "folder"),
    [
        ("http://www.x.gov.cn/", "www.x.gov.cn"),
        ("https://www.x.gov.cn/zw/", "www.x.gov.cn"),
        ("http://www.x.gov.cn:8080/", "www.x.gov.cn_8080"),
        ("https://www.x.gov.cn:80/", "www.x.gov.cn_80"),
        ("http://[2400:3200::1]/", "2400_3200__1"),
        ("http://县.中国/", "xn--5nr.xn--fiqs8s"),
    ],
)
def test_the_folder_of_a_site(home, folder):
    [site] = listed([home], None)
    assert site.folder == folder


def test_all_that_is_wrong_comes_at_once_with_its_line(tmp_path):
    found = problems(tmp_path, "a.cn\nhttp://\nb.cn c.cn\nhttps://a.cn/x/\nftp://d.cn/\n")
    assert [one.split(":", 2)[:2] for one in found] == [["sites.txt", str(n)] for n in (2, 3, 4, 5)]
    assert "一行只写一个网址" in found[1]
    assert "第 1 行" in found[2]
    assert "同一个主机" in found[2]


def test_a_site_given_twice_on_the_command_line(tmp_path):
    assert "和命令行的 http://a.cn/ 是同一个主机" in problems(tmp_path, "a.cn\n", "a.cn")[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "没有网址"), ("# 空\n", "没有网址"), ("县".encode("gbk"), "不是 UTF-8 文本")],
    ids=["empty", "comments", "GBK"],
)
def test_a_file_without_sites(tmp_path, text, words):
    assert words in problems(tmp_path, text)[0]


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(RuleErrors, match="检查 --sites 的路径"):
        listed([], tmp_path / "none.txt")


def test_a_list_without_end_is_refused(tmp_path):
    assert "超过 5 MB" in problems(tmp_path, b"# " * 2_600_000)[0]
