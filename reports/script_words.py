"""What the page's script says to its reader, from the catalogue: it has no words of its own."""

from __future__ import annotations

import json

from checker.results import AuditResult
from reports.language import Language
from reports.visible import clip, visible

_MAX_NAME = 200


def script_words(t: Language) -> str:
    """The sentences of the script as JSON; it fills their slots itself."""
    words = {
        "comma": t.comma,
        "semicolon": t.semicolon,
        "shown": t.sentence("显示 {shown} / {all}"),
        "shown_in_all": t.sentence("筛选后显示 {shown} / {all} 条。"),
        "narrowed": t.sentence("以下只显示符合筛选条件的条目（{by}），打印时也是这样。"),
        "by_unit": t.sentence("责任单位：{name}"),
        "by_theme": t.sentence("主题：{name}"),
        "by_verdict": t.sentence("判定：{name}"),
        "by_words": t.sentence("查找：{name}"),
        "by_open": t("还没有答的"),
        "answered": t.sentence("已答 {done} / {all}"),
        "kept": t("已自动保存在这台电脑的浏览器里。"),
        "not_kept": t("浏览器不允许保存，关闭页面前请导出答复或保存填好的副本。"),
        "will_keep": t("填写的内容会自动保存在这台电脑的浏览器里。"),
        "recalled": t("已取回上次在这台电脑上填写的内容。"),
        "imported": t.sentence("已导入 {used} / {all} 条答复。"),
        "other_audit": t.sentence("这个文件是另一次检查的答复（{site}，{as_of}），没有导入。"),
        "not_answers": t("这个文件不是本工具导出的答复（gongkai-answers/1），没有导入。"),
        "exported": t("答复已导出，请在下载文件夹里查看。"),
        "copied": t("填好的副本已保存，请在下载文件夹里查看。"),
        "file_name": t("人工核查答复"),
    }
    return json.dumps(words, ensure_ascii=False)


def script_audit(result: AuditResult, digest: str, t: Language) -> str:
    """Which audit answers belong to, as JSON: it goes into every exported file."""
    audit = {
        "digest": digest,
        "site": visible(clip(result.site.name, _MAX_NAME, t), t),
        "home": visible(clip(result.site.home, _MAX_NAME, t), t),
        "as_of": visible(clip(result.as_of, _MAX_NAME, t), t),
    }
    return json.dumps(audit, ensure_ascii=False)
