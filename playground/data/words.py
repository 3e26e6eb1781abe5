"""The words of a text, in any script."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = {"'": "'", "’": "'", "-": "-", "\u2010": "-", "\u2011": "-"}
"""The signs that may stand inside a word, in all the ways they are typed."""

_WORD = re.compile("w[wm]*(?:jw[wm]*)*")


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text`, lower-cased, in Unicode's composed form (NFC).

    A word is letters and digits of any script, with apostrophes and hyphens inside. Everything
    else separates words and is dropped: "Don't <b>stop</b>!" is don't, b, stop, b.
    """
    plain = unicodedata.normalize("NFC", text.lower())
    plain = "".join(_JOINERS.get(sign, sign) for sign in plain)
    shapes = "".join(map(_shape, plain))
    return tuple(plain[match.start() : match.end()] for match in _WORD.finditer(shapes))


def _shape(sign: str) -> str:
    """w: letter or digit. m: a mark on the sign before it, as in Hindi. j: joiner. Space: anything else."""
    if sign in _JOINERS:
        return "j"
    return {"L": "w", "N": "w", "M": "m"}.get(unicodedata.category(sign)[0], " ")
