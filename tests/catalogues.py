"""The catalogues: every sentence a learner may read, collected, brought up to date, and compiled.

`make messages` runs this; the tests hold what is kept to what it would make.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from playground.i18n import DOMAIN, LANGUAGES, LOCALES, SOURCE_LANGUAGE

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("playground", "pages")
KEYWORDS = {"_": None, "N_": None, "n_": (1, 2)}
TRANSLATED = tuple(language for language in LANGUAGES if language != SOURCE_LANGUAGE)
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
HEADER = """# {name}
msgid ""
msgstr ""
"Project-Id-Version: RNN Playground\\n"
"Language: {language}\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""No dates and no names: a catalogue changes with its sentences only."""


def folder_of(language: str) -> Path:
    """Where a language's catalogue is, written and compiled."""
    return LOCALES / language / "LC_MESSAGES"


def collected() -> Catalog:
    """Every marked sentence, without translations."""
    found = Catalog()
    for folder in FOLDERS:
        for _path, _line, message, _comments, context in extract_from_dir(ROOT / folder, keywords=KEYWORDS):
            found.add(message, context=context)
    return found


def written(language: str) -> Catalog:
    """The catalogue as it is kept."""
    path = folder_of(language) / f"{DOMAIN}.po"
    found = read_po(io.BytesIO(path.read_bytes()), locale=language)
    found.creation_date = found.revision_date = NO_DATE
    return found


def compiled(language: str) -> bytes:
    """What a program reads of it."""
    made = io.BytesIO()
    write_mo(made, written(language))
    return made.getvalue()


def bring_up_to_date() -> None:
    """Add new sentences, drop those that are gone, and compile."""
    sentences = collected()
    for language in TRANSLATED:
        catalogue = written(language)
        catalogue.update(sentences, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        body = io.BytesIO()
        write_po(body, catalogue, width=0, omit_header=True, sort_output=True, no_location=True)
        head = HEADER.format(name=LANGUAGES[language], language=language)
        folder = folder_of(language)
        (folder / f"{DOMAIN}.po").write_text(head + body.getvalue().decode(), encoding="utf-8")
        (folder / f"{DOMAIN}.mo").write_bytes(compiled(language))
        left = sum(not _is_translated(one.string) for one in catalogue if one.id)
        print(f"{LANGUAGES[language]}: {len(catalogue)} sentences, {left} to be translated")


def _is_translated(text: str | tuple[str, ...] | None) -> bool:
    return bool(text if isinstance(text, str) else text and all(text))


if __name__ == "__main__":
    bring_up_to_date()
