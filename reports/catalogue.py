"""Holds the catalogue against what reports say.

    python -m reports.catalogue check           what is missing, obsolete, said in two ways, or has other slots
    python -m reports.catalogue update OUTPUT   adds what is missing to locale/en/OUTPUT.po, drops the obsolete

A tool for developers, run by the tests too; no report needs it.
"""

from __future__ import annotations

import string
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from reports.sentences import Use, uses
from reports.translations import Wording, entries

REPORTS = Path(__file__).parent
_LANGUAGE = "en"
_HEAD = (
    "# {output}: the Chinese sentence and its English.  `python -m reports.catalogue` holds it in order.\n"
    'msgid ""\n'
    'msgstr ""\n'
    '"Language: en\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    '"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n'
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence of the catalogue; `wording` is None where it waits for its translation."""

    file: str
    sentence: str
    wording: Wording | None


def check(reports: Path) -> list[str]:
    """Everything that is wrong, a line each; nothing where the catalogue fits."""
    used = list(uses(reports))
    kept = list(_entries(reports))
    return [*_wrong_uses(used), *_wrong_entries(kept, used)]


def update(reports: Path, output: str) -> list[str]:
    """Add what is missing to a file of the catalogue, drop the obsolete from all; say what was done."""
    used = dict.fromkeys(use.sentence for use in uses(reports) if not use.trouble)
    said = []
    held: set[str] = set()
    for path in _files(reports):
        catalogue = read_po(path.read_text(encoding="utf-8").splitlines(), locale=_LANGUAGE)
        ids = [
            message.id if isinstance(message.id, str) else message.id[0] for message in catalogue
        ]
        obsolete = [each for each in ids if each and each not in used]
        for each in obsolete:
            catalogue.delete(each)
            said.append(f"{path.name}: dropped: {each}")
        held.update(ids)
        if obsolete:
            _write(path, catalogue)
    missing = [sentence for sentence in used if sentence not in held]
    if missing:
        path = reports / "locale" / _LANGUAGE / f"{output}.po"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        catalogue = read_po(text.splitlines(), locale=_LANGUAGE)
        for sentence in missing:
            catalogue.add(sentence)
            said.append(f"{path.name}: to be translated: {sentence}")
        _write(path, catalogue)
    return said


def _write(path: Path, catalogue: Catalog) -> None:
    for message in catalogue:
        message.locations = []
    body = BytesIO()
    write_po(body, catalogue, width=0, omit_header=True)
    head = _HEAD.format(output=path.stem)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{head}\n{body.getvalue().decode().strip()}\n", encoding="utf-8")


def _files(reports: Path) -> list[Path]:
    return sorted((reports / "locale" / _LANGUAGE).glob("*.po"))


def _entries(reports: Path) -> Iterator[Entry]:
    for path in _files(reports):
        for sentence, wording in entries(path.read_text(encoding="utf-8")):
            yield Entry(path.name, sentence, wording)


def _wrong_uses(used: Sequence[Use]) -> Iterator[str]:
    for use in used:
        if use.trouble:
            yield f"{use.place}: {use.trouble}"
            continue
        wanted = _slots(use.sentence)
        if wanted is None:
            yield f"{use.place}: slots must be named, and braces in pairs: {use.sentence}"
        elif use.slots is not None and use.slots != wanted:
            given = ", ".join(sorted(use.slots)) or "none"
            yield f"{use.place}: filled are the slots {given}: {use.sentence}"


def _wrong_entries(kept: Sequence[Entry], used: Sequence[Use]) -> Iterator[str]:
    places = {use.sentence: use.place for use in reversed(used) if not use.trouble}
    first: dict[str, Entry] = {}
    for entry in kept:
        known = first.setdefault(entry.sentence, entry)
        if known.wording != entry.wording:
            yield f"{entry.file}: {known.file} has other words for it: {entry.sentence}"
        if entry.sentence not in places:
            yield f"{entry.file}: obsolete: {entry.sentence}"
        elif entry.wording is None:
            yield f"{entry.file}: not translated yet: {entry.sentence}"
        elif not _fits(entry.sentence, entry.wording):
            yield f"{entry.file}: the translation has other slots: {entry.sentence}"
    for sentence, place in _missing(places, first):
        yield f"{place}: not in the catalogue: {sentence}"


def _missing(places: Mapping[str, str], kept: Mapping[str, Entry]) -> list[tuple[str, str]]:
    return sorted(
        ((sentence, place) for sentence, place in places.items() if sentence not in kept),
        key=lambda item: item[1],
    )


def _fits(sentence: str, wording: Wording) -> bool:
    """Hold the slots to be the same; what is said of one thing need not name the number."""
    wanted = _slots(sentence)
    if isinstance(wording, str):
        return _slots(wording) == wanted
    one, several = (_slots(form) for form in wording)
    return (
        several == wanted
        and one is not None
        and wanted is not None
        and "n" in wanted
        and wanted - {"n"} <= one <= wanted
    )


def _slots(text: str) -> frozenset[str] | None:
    """The named slots of a sentence; None where one has no name of its own or a brace stands alone."""
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        return None
    return frozenset(names) if all(name.isidentifier() for name in names) else None


def main(words: Sequence[str]) -> int:
    """Run one of the two commands; 1 where something is wrong, 2 for a wrong command."""
    match list(words):
        case ["check"]:
            lines = check(REPORTS)
            code = int(bool(lines))
        case ["update", output] if output.isidentifier():
            lines, code = update(REPORTS, output), 0
        case _:
            lines, code = [(__doc__ or "").strip()], 2
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
