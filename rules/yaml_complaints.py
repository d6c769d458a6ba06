"""What the YAML parser complains of, retold for people who write rules and not parsers."""

from __future__ import annotations

import re

import yaml

from rules.problems import Problem, shown

_UNFINISHED = re.compile(
    r"could not find expected ':'|expected ',' or|unexpected end of stream|separator"
)
_QUOTE = "给整段文字加上英文引号"

# The parser's words -> what is wrong, what to do.  The first that matches counts.  Of what was
# begun and never finished, the parser sees the end of the file; an author wants the beginning.
_RETOLD = (
    (
        r"cannot start any token.*|found character '\\t'",
        "这里的字符不能直接开头（制表符、@、`、% 等）",
        f"缩进只用空格；文字以特殊符号开头时{_QUOTE}",
    ),
    (
        r"mapping values are not allowed",
        "这里不能再出现“键: 值”",
        f"检查上一行的缩进；文字里有英文冒号加空格时{_QUOTE}",
    ),
    (r"sequence entries are not allowed", "这里不能用“- ”", "“- ”要另起一行，写在键的下面"),
    (
        r"could not find expected ':'",
        "这一行或上一行缺少冒号",
        "写成“键: 值”，冒号用英文，后面空一格",
    ),
    (
        r"expected <block end>",
        "缩进与上文对不齐",
        "同一层的键或“- ”从同一列开始",
    ),
    (
        r"expected '<document start>'",
        "这里多出了内容",
        "检查前面的括号和引号是否提前结束，并删去以 % 开头的行",
    ),
    (
        r"expected ',' or '[\]}]'",
        "方括号或花括号没有写完整",
        "各项之间用英文逗号分开，并补上右括号；括号里的文字有 ? : # 等符号的，加上双引号",
    ),
    (
        r"expected the node content",
        "这里少了内容，或多了一个括号",
        "补上内容或删去多余的符号",
    ),
    (r"unexpected end of stream", "引号没有成对", "补上结尾的引号"),
    (r"document separator", "引号没有成对", "补上结尾的引号"),
    (r"escape", "双引号里的反斜杠写法无效", "改用单引号，或把 \\ 写成 \\\\"),
    (r"unacceptable character|special characters", "含有不允许的控制字符", "删去该字符后重新输入"),
    (
        r"block scalar|chomping|indentation indicator",
        "“|”或“>”后面的写法无效",
        "“|”单独放在行尾，正文从下一行起缩进",
    ),
    (r"expected alphabetic or numeric", "“&”或“*”后面缺少名字", f"以 & 或 * 开头的文字要{_QUOTE}"),
    (r"duplicate|incompatible|directive", "不支持 YAML 的 % 指令", "删去以 % 开头的行"),
    (r"undefined alias|tag", "不支持 YAML 标签（!…）", f"删去标签；以 ! 开头的文字要{_QUOTE}"),
)


def retell(error: yaml.YAMLError, text: str, path: str) -> Problem:
    """Turn a refusal of the parser into a problem with a line."""
    if isinstance(error, yaml.MarkedYAMLError):
        words = f"{error.problem or ''} {error.context or ''}"
        mark = error.problem_mark or error.context_mark
        if _UNFINISHED.search(words) and error.context_mark:
            mark = error.context_mark
        line = mark.line + 1 if mark else 1
    elif isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        words = str(error.reason)
    else:
        line, words = 1, str(error)
    for pattern, message, remedy in _RETOLD:
        if re.search(pattern, words):
            return Problem(path, line, message, remedy)
    return Problem(path, line, f"YAML 写法有误（{shown(words)}）", "对照其他规则文件检查缩进和符号")
