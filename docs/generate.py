"""Write what the rules say of themselves into docs/generated/: rule pages, packs, JSON Schemas; and all messages.

Generated and therefore not committed: a rule is one file, and nothing beside it has to be kept in step.  The
index of the decisions (docs/decisions.md) is written too, and is committed: it is read where the pages are.
"""

from __future__ import annotations

from pathlib import Path

from messages import page as messages

from rules.describe import describe_rule
from rules.loader import Library, load_library
from rules.pack_model import Pack
from rules.schema import schema_text

FOLDER = Path(__file__).parent / "generated"


def write(library: Library, folder: Path) -> list[Path]:
    """Write all pages of a library; returns their paths."""
    pages = {"index.md": _index(library), "messages.md": messages(Path(__file__).parents[1])}
    for rule in library.rules.values():
        pages[f"rules/{rule.id}.md"] = _page(
            rule.title, describe_rule(rule, library.packs.values())
        )
    for pack in library.packs.values():
        pages[f"packs/{pack.id}.md"] = _page(pack.title, _clauses(pack))
    pages["schema/rule.json"] = schema_text("rule")
    pages["schema/pack.json"] = schema_text("pack")
    written = []
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def decisions(folder: Path) -> str:
    """The index of the decision records, each under the title that it gives itself."""
    lines = [
        "# Decisions",
        "",
        "Why things are as they are; each page says context, decision and consequences.",
        "A decision that is revised keeps its page and says so. `make docs` writes this list.",
        "",
    ]
    for page in sorted(folder.glob("*.md")):
        heading = page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        number, _, title = heading.partition(". ")
        lines.append(f"{number}. [{title}](decisions/{page.name})")
    return "\n".join(lines) + "\n"


def _page(title: str, text: str) -> str:
    return f"# {title}\n\n```text\n{text.rstrip()}\n```\n"


def _index(library: Library) -> str:
    lines = ["# 规则与工作要点包", "", "## 规则", ""]
    lines += [f"- [{r.title}](rules/{r.id}.md)（`{r.id}`）" for r in library.rules.values()]
    lines += ["", "## 工作要点包", ""]
    lines += [f"- [{p.title}](packs/{p.id}.md)（`{p.id}`）" for p in library.packs.values()]
    lines += ["", "## 程序的提示", "", "- [全部提示](messages.md)"]
    lines += ["", "## 编辑器用的 JSON Schema", ""]
    lines += ["- [规则文件](schema/rule.json)", "- [工作要点包](schema/pack.json)", ""]
    return "\n".join(lines)


def _clauses(pack: Pack) -> str:
    lines = [f"{pack.document.name}　{pack.document.number or ''}".rstrip(), ""]
    for clause in pack.clauses:
        lines.append(f"{clause.id}　{clause.section}　{clause.title}")
        lines += [f"  规则：{use.judged_as}" for use in clause.rules]
        if clause.question:
            lines.append(f"  请检查人员回答：{clause.question}")
    return "\n".join(lines)


if __name__ == "__main__":
    here = Path(__file__).parent
    (here / "decisions.md").write_text(decisions(here / "decisions"), encoding="utf-8")
    written = write(load_library(), FOLDER)
    print(f"{len(written)} 个文件已写入 {FOLDER}，从 {FOLDER / 'index.md'} 看起")  # noqa: T201  # it is a command
