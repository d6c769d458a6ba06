"""What a page says where it has nothing to show: 暂无信息, 没有找到相关内容, 栏目建设中.

The words alone prove nothing; whether the page is empty says who asks.
"""

from __future__ import annotations

import re

NOTHING = re.compile(
    r"(?:暂无|没有|还没有|尚无|目前无)(?:找到|查到|查询到|任何)?(?:相关|符合条件的?)?(?:信息|内容|数据|记录|文章|公告|文件)"
    r"|栏目(?:正在)?建设中|建设中[，。…!！]|内容(?:正在)?(?:更新|建设)中"
)


def says_nothing(text: str) -> str:
    """Return the words by which a text says that there is nothing, "" where it does not."""
    found = NOTHING.search(text)
    return found.group() if found else ""
