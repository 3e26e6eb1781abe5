"""The texts in the package: small files in the public domain, each with its row in `SOURCES.md`."""

from __future__ import annotations

from pathlib import Path

from playground.errors import DataError

FOLDER = Path(__file__).parent
CHARACTERS = {"alice": 59_973}
"""How long each text is."""


def text(name: str, folder: Path = FOLDER) -> str:
    r"""The text `name`: lower-case letters, blanks, `\n` between paragraphs, and . , ; : ! ? ' " ( ) -

    Raises:
        DataError: the file is missing, cut, or holds something other than a text.
    """
    try:
        found = (folder / f"{name}.txt").read_bytes().decode("ascii")
    except OSError as error:
        raise DataError(
            f"The data file {name}.txt is missing; please install the playground again."
        ) from error
    except UnicodeDecodeError as error:
        raise _damaged(name, "it is not plain text") from error
    if len(found) != CHARACTERS[name]:
        raise _damaged(name, f"it has {len(found)} characters in place of {CHARACTERS[name]}")
    return found


def _damaged(name: str, what: str) -> DataError:
    return DataError(f"The data file {name}.txt is damaged: {what}; please install the playground again.")
