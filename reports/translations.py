"""Reads the catalogue: reports/locale/<language>/*.po, one file per output, all taken together.

What is empty or marked fuzzy is no translation.  Two files that say a thing differently are told by
`python -m reports.catalogue check`; here the first file, by name, has the word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeAlias

# One sentence, or what is said of one thing and of several.
Wording: TypeAlias = str | tuple[str, str]


@cache
def translations(language: str) -> Mapping[str, Wording]:
    """Every translated sentence of a language, by the Chinese sentence."""
    found: dict[str, Wording] = {}
    folder = files("reports").joinpath("locale", language)
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".po"):
            for sentence, wording in entries(file.read_text(encoding="utf-8")):
                if wording:
                    found.setdefault(sentence, wording)
    return MappingProxyType(found)


def entries(text: str) -> Iterator[tuple[str, Wording | None]]:
    """Each sentence of a .po file with its translation, None where there is none yet.

    Raises ValueError for a file that cannot be read.
    """
    # Loaded here: a report in Chinese needs no catalogue.
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415 -- see above

    try:
        catalogue = read_po(text.splitlines(), locale="en", abort_invalid=True)
    except PoFileError as error:
        raise ValueError(str(error)) from error
    for message in catalogue:
        if not message.id:
            continue  # the head of the file
        sentence = message.id if isinstance(message.id, str) else message.id[0]
        said = message.string or ""
        forms = (said,) if isinstance(said, str) else tuple(said)
        if message.fuzzy or not forms or not all(forms):
            yield sentence, None
        elif len(forms) == 1:
            yield sentence, forms[0]
        else:
            yield sentence, (forms[0], forms[1])
