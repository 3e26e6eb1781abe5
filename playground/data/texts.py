"""The texts in the package: small files, each with its row in `SOURCES.md`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playground.config.errors import DataError
from playground.i18n import N_

FOLDER = Path(__file__).parent
CHARACTERS = {"alice": 59_973}
"""How long each text is."""

_OTHER_LENGTH = N_(
    "The data file {file} is damaged: it has {count} characters in place of {characters}; please "
    "install the playground again."
)


def content(file: str, folder: Path = FOLDER) -> bytes:
    """The bytes of a file in the package; raises `DataError` where it is missing."""
    try:
        return (folder / file).read_bytes()
    except OSError as error:
        raise DataError(
            N_("The data file {file} is missing; please install the playground again."), file=file
        ) from error


def made(name: str) -> dict[str, Any]:
    """Our own word lists and templates: the parts of `made/{name}.json` in their order."""
    parts: dict[str, Any] = json.loads(content(f"made/{name}.json"))
    return parts


def text(name: str, folder: Path = FOLDER) -> str:
    r"""The text `name`: lower-case letters, blanks, `\n` between paragraphs, and . , ; : ! ? ' " ( ) -

    Raises:
        DataError: the file is missing, cut, or holds something other than a text.
    """
    file, characters = f"{name}.txt", CHARACTERS[name]
    try:
        found = content(file, folder).decode("ascii")
    except UnicodeDecodeError as error:
        raise DataError(
            N_("The data file {file} is damaged: it is not plain text; please install the playground again."),
            file=file,
        ) from error
    if len(found) != characters:
        raise DataError(_OTHER_LENGTH, file=file, count=len(found), characters=characters)
    return found
