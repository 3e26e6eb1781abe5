"""A text as single characters: what a learner types in the signs of the data, and how they are shown."""

from __future__ import annotations

from collections.abc import Iterable

from playground.listing import called, filled

SHOWN = {" ": "␣", "\n": "⏎"}
"""The signs for characters that cannot be seen."""

_ALIKE = str.maketrans(
    {
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "`": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{NO-BREAK SPACE}": " ",
        "\t": " ",
    }
)
"""The signs that keyboards and books write for the plain signs of the data."""


def signs_of(text: str) -> tuple[str, ...]:
    """The characters of `text`, lower-cased, with plain quotation marks, dashes, blanks and line ends."""
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").lower().translate(_ALIKE))


def shown(sign: str) -> str:
    """A character as it is drawn: a blank and a line end have signs of their own."""
    return SHOWN.get(sign, sign)


CODE = """
alike = str.maketrans($alike)  #? alike


def signs_of(text):
    return list(" ".join(text.split()).lower())  #? !alike
    return list(" ".join(text.split()).lower().translate(alike))  #? alike
"""


def signs_code(texts: Iterable[str]) -> str:
    """The lines that find the same characters in these texts, each of them on one line."""
    found = {sign for text in texts for sign in " ".join(text.split()).lower()}
    alike = [f'"\\u{sign:04x}": {plain!r}' for sign, plain in _ALIKE.items() if chr(sign) in found]
    return filled(
        CODE, alike=called("", *alike, ends="{}", indent=len("alike = str.maketrans()")) if alike else ""
    )
