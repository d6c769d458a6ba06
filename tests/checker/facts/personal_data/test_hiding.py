"""Numbers of persons are hidden in what is only shown; all other numbers stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.personal_data.hiding import hide

ID = "11010519491231002X"
CARD = "6222021202001234567"


@pytest.mark.parametrize(
    "written",
    [
        ID,
        ID.lower(),
        "110105 19491231 002X",
        "110105-19491231-002X",
        "1101051949\n1231002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        ID[:-1] + " X",
        "11010519491231002X44",
        CARD,
        "6222 0212 0200 1234 567",
        "13812345678",
        "138 1234 5678",
        "138-12345678",
    ],
)
def test_numbers_of_persons_are_hidden(written: str) -> None:
    for text in (written, f"张三（{written}）", f"电话0571-88888888 {written}，2024-05-06"):
        shown = hide(text)
        assert written not in shown
        assert "***" in shown
    assert hide(f"电话0571-88888888 {written}，2024").startswith("电话0571-88888888 ")


@pytest.mark.parametrize(
    "text",
    [
        "发布时间：2024-05-06 08:51:32 浏览次数：20240101",
        "索引号 014314799/2024-00002",
        "统一社会信用代码 11330106002497512N",
        "330106********1234",
        "浙公网安备 33010602000012号，电话 0571-88888888",
        "合计 150 1234 567 8 622 202 12 0200 1234567",
        f"http://www.x.gov.cn/f/{ID}.pdf?id={CARD}",
    ],
)
def test_all_else_stays(text: str) -> None:
    assert hide(text) == text


@given(st.text(alphabet="0123456789 -Xx张，\u3000１", max_size=80))
def test_an_id_is_hidden_behind_any_text(text: str) -> None:
    assert hide(f"{text}，{ID}").endswith("，110*************2X")
