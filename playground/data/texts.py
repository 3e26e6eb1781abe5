"""The texts in the package: small files in the public domain, each with its row in `SOURCES.md`."""

from __future__ import annotations

from pathlib import Path

from playground.errors import DataError
from playground.i18n import N_

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
            N_("The data file {name}.txt is missing; please install the playground again."), name=name
        ) from error
    except UnicodeDecodeError as error:
        raise DataError(
            N_(
                "The data file {name}.txt is damaged: it is not plain text; please install the playground "
                "again."
            ),
            name=name,
        ) from error
    if len(found) != CHARACTERS[name]:
        raise DataError(
            N_(
                "The data file {name}.txt is damaged: it has {count} characters in place of {characters}; "
                "please install the playground again."
            ),
            name=name,
            count=len(found),
            characters=CHARACTERS[name],
        )
    return found
