from __future__ import annotations

from checker.facts.wording.site_wording import site_wording


def test_a_slip_of_the_template_is_one_slip_of_many_pages(portal):
    foot = "<div>主办：某县人名政府</div>"
    pages = {f"/{n}.html": f"<title>第{n}页</title><p>内容{n}</p>{foot}" for n in range(30)}
    links = "".join(f"<a href={n}.html>第{n}页</a>" for n in range(30))
    found = portal({"/": links + foot} | pages).once(site_wording)
    (one,) = found.slips
    assert (one.slip.found, one.slip.suggestion) == ("人名政府", "人民政府")
    assert one.count == 31
    assert len(one.pages) == 20
    assert found.read == 31
    assert not found.cut


def test_titles_are_read_too(portal):
    found = portal({"/": "<title>安排布署会</title><p>好</p>"}).once(site_wording)
    assert [one.slip.found for one in found.slips] == ["布署"]


def test_different_places_are_different_slips(portal):
    text = "<p>今天上午布署防火工作</p><p>明天下午布署防汛工作</p><p>今天上午布署防火工作</p>"
    found = portal({"/": text}).once(site_wording)
    assert [one.count for one in found.slips] == [1, 1]
