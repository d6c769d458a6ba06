"""What all Office Open XML containers share: relations between parts, and document properties."""

from __future__ import annotations

import posixpath

from checker.facts.attachments.archive import Archive, attribute, tag
from checker.facts.attachments.parts import Parts

_PROPERTIES = {
    "title": "标题",
    "subject": "主题",
    "creator": "作者",
    "lastModifiedBy": "最后修改人",
    "description": "备注",
    "keywords": "关键词",
    "created": "创建时间",
    "modified": "修改时间",
    "Company": "单位",
    "Manager": "主管",
}


def relations(archive: Archive, part: str) -> dict[str, str]:
    """The parts that a part points to, by their ids; links out of the file are left out."""
    folder, name = posixpath.split(part)
    tree = archive.xml(f"{folder}/_rels/{name}.rels")
    found: dict[str, str] = {}
    if tree is not None:
        for one in tree:
            key, target = attribute(one, "Id"), attribute(one, "Target")
            if key and target and attribute(one, "TargetMode") != "External":
                joined = target if target.startswith("/") else posixpath.join(folder, target)
                found[key] = posixpath.normpath(joined).lstrip("/")
    return found


def read_properties(archive: Archive, parts: Parts) -> None:
    """Who made the file, who changed it last, and when."""
    for part in ("docProps/core.xml", "docProps/app.xml"):
        tree = archive.xml(part)
        for one in tree if tree is not None else ():
            name = _PROPERTIES.get(tag(one))
            text = " ".join((one.text or "").split())
            if name and text:
                parts.metadata.setdefault(name, text[:200])
