"""The facts of a page as JSON, `gongkai-facts/1`; what each key means stands in docs/facts.md.

Keys keep their meaning; new ones may come.  Same page, same bytes.  Numbers of persons are masked.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import Any

from audits.facts.gathered import Gathered
from checker.facts.attached import AttachedFile
from checker.facts.column_tree import ColumnSeen
from checker.facts.dates import Candidate, Rank, settle
from checker.facts.entries import Entry
from checker.facts.identity import Brought, Identity
from checker.facts.personal_data.hiding import hide
from checker.facts.places import Fact
from checker.facts.site_identity import codes_of
from checker.facts.tables import Table

FORMAT = "gongkai-facts/1"
# As much of an ID as shows more than its region.
_CUT_AT_START = re.compile(r"[0-9]{7,}[Xx]?")
_CUT_AT_END = re.compile(r"[0-9]{7,}$")


def facts_json(gathered: Gathered) -> str:
    """Return the facts as JSON text, two-space indent, a line break at the end."""
    return json.dumps(_shown(as_data(gathered)), ensure_ascii=False, indent=2) + "\n"


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, dict):
        # The portal's own number, which it prints to be called, may be a mobile.
        return {hide(key): one if key == "contact" else _shown(one) for key, one in value.items()}
    return [_shown(one) for one in value] if isinstance(value, list) else value


def as_data(gathered: Gathered) -> dict[str, Any]:
    """Return the facts as plain data."""
    page = gathered.page
    settled = settle(page.dates)
    entries = page.entries or gathered.rows
    data: dict[str, Any] = {
        "format": FORMAT,
        "url": page.url,
        "encoding": gathered.encoding,
        "title": page.own_title or page.title,
        "page_title": page.title,
        "column": page.column_name or None,
        "breadcrumb": list(page.breadcrumb),
        "entries": [_entry(entry) for entry in entries],
        "beside": [_entry(entry) for entry in page.beside],
        "date": settled.best.value.isoformat() if settled.best else None,
        "date_conflict": settled.conflict,
        "dates": [_date(candidate) for candidate in page.dates],
        "source": _value(page.source),
        "document_number": _value(page.number),
        "index_table": {one.label: one.value for one in page.index.fields},
        "index_names": {one.name: one.value for one in reversed(page.index.fields) if one.value},
        "attachments": [_attachment(one) for one in page.attachments],
        "tables": [_table(table) for table in gathered.tables],
        "related": [
            {"label": one.label, "title": one.text, "url": one.url} for one in gathered.related
        ],
        "identity": _identity(gathered),
        "body": {"chars": page.body_chars, "path": page.body.path if page.body else None},
        "text": page.text,
        "list": {
            "records": page.records,
            "pages": page.pages,
            "script_only": page.script_only,
            "script_may_add": page.draws,
            "image_only": page.image_only,
            "turned_by_script": page.turns.value,
        },
        "wall": page.wall,
        "letter": _letter(gathered),
        "places": _places(gathered),
        "notes": gathered.notes,
    }
    if gathered.fetch is not None:
        data["snapshot"] = _snapshot(gathered)
    return data


def _value(fact: Fact | None) -> str | None:
    return fact.value if fact is not None else None


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "url": entry.url,
        "date": entry.date.isoformat() if entry.date else None,
        "stamp": entry.stamp,
        "year_from": entry.year_from,
        "pinned": entry.pinned,
        "path": entry.path,
        "others": [{"title": title, "url": url} for title, url in entry.others],
    }


def _date(candidate: Candidate) -> dict[str, Any]:
    return {
        "date": candidate.value.isoformat(),
        "text": candidate.text,
        "kind": candidate.kind.value,
        "label": candidate.label,
        "rank": int(candidate.rank),
        "where": candidate.where,
        "path": candidate.path,
        "certainty": candidate.certainty.value,
        "publication": candidate.rank < Rank.OTHER,
    }


def _attachment(one: AttachedFile) -> dict[str, Any]:
    return {"name": one.text, "url": one.target, "type": one.kind, "path": one.path}


def _table(table: Table) -> dict[str, Any]:
    rows = [
        [table.text(row, column) for column in range(table.width)] for row in range(len(table.rows))
    ]
    return {
        "caption": table.caption,
        "header_rows": table.header_rows,
        "header_columns": table.header_columns,
        "rows": rows,
    }


def marks_of(gathered: Gathered) -> Identity:
    """Return the page's marks, those of its frames included where a snapshot holds them."""
    return gathered.identity.marks if gathered.identity else gathered.page.identity


def _identity(gathered: Gathered) -> dict[str, Any]:
    marks = marks_of(gathered)
    codes = codes_of(marks)
    agree = gathered.identity.agree if gathered.identity else None
    if gathered.identity is None and len(codes) > 1:
        agree = len({code.value.lower() for code in codes}) == 1
    return {
        "site_name": _value(marks.site_name),
        "site_id_code": _value(marks.site_id_code),
        "icp": _value(marks.icp),
        "police": _value(marks.police),
        "host_unit": _value(marks.host_unit),
        "run_by": _value(marks.run_by),
        "contact": _value(marks.contact),
        "conac": _brought(marks.conac),
        "jiucuo": _brought(marks.jiucuo),
        "sitemap": marks.sitemap,
        "codes": [{"value": code.value, "where": code.where} for code in codes],
        "codes_agree": agree,
        "metas": gathered.metas,
    }


def _brought(how: Brought) -> str | None:
    return None if how is Brought.NOTHING else how.value


def _letter(gathered: Gathered) -> dict[str, Any] | None:
    letter = gathered.letter
    if letter is None:
        return None
    return {
        "asked": letter.asked.day.isoformat() if letter.asked else None,
        "answered": letter.answered.day.isoformat() if letter.answered else None,
        "number": letter.number,
        "department": letter.department,
        "decidable": letter.decidable,
    }


def _places(gathered: Gathered) -> dict[str, Any]:
    """Say where each single fact stands, and how sure it is."""
    page, marks = gathered.page, marks_of(gathered)
    named = {"title": page.title_place, "source": page.source, "document_number": page.number}
    named |= {
        f"identity.{field.name}": value
        for field in fields(Identity)
        if isinstance(value := getattr(marks, field.name), Fact)
    }
    return {
        name: {"certainty": fact.certainty.value, "where": fact.where, "excerpt": _excerpt(fact)}
        for name, fact in named.items()
        if fact is not None
    }


def _excerpt(fact: Fact) -> str:
    """The words around a fact; of a number that was cut in two the half is left out."""
    start = _CUT_AT_START.match(fact.excerpt)
    end = _CUT_AT_END.search(fact.excerpt)
    text = fact.excerpt
    if end and end.group() not in fact.value:
        text = text[: end.start()] + "…"
    if start and start.group() not in fact.value:
        text = "…" + text[start.end() :]
    return text


def _snapshot(gathered: Gathered) -> dict[str, Any]:
    fetch = gathered.fetch
    joined = gathered.joined
    return {
        "fetched_at": gathered.seen_at.isoformat() if gathered.seen_at else None,
        "sha256": fetch.sha256 if fetch else None,
        "rendered": fetch is not None and fetch.drawn is not None,
        "clicks": gathered.clicks,
        "column": _column(gathered.column) if gathered.column else None,
        "columns": [_column(one) for one in gathered.columns],
        "joined_entries": [_entry(entry) for entry in joined.entries] if joined else None,
        "joined_pages": [page.url for page in joined.pages] if joined else None,
        "not_seen": [one.detail for one in (*joined.unseen, *joined.doubts)] if joined else [],
    }


def _column(column: ColumnSeen) -> dict[str, Any]:
    return {
        "name": column.name,
        "url": column.url,
        "parent": column.parent,
        "names": list(column.names),
        "told_by": [told.value for told in column.told],
        "clicks": column.clicks,
        "state": column.state.value,
        "detail": column.detail,
        "entries": column.entries,
        "below": list(column.below),
    }
