"""The words of a text, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from playground.i18n import N_, _
from playground.listing import filled

_JOINERS = {"'": "'", "’": "'", "-": "-", "\u2010": "-", "\u2011": "-"}
"""The signs that may stand inside a word, in all the ways they are typed."""

_WORD = re.compile("w[wm]*(?:jw[wm]*)*|c[mv]*|e[mv]*(?:ze[mv]*)*")

_UNSPACED = re.compile(
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, Kana and Han: written without blanks between the words."""
_EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2b55\U0001f000-\U0001f3fa\U0001f400-\U0001faff]")


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text`, lower-cased, in Unicode's composed form (NFC).

    A word is letters and digits of any script, with apostrophes and hyphens inside; one character of a
    script that is written without blanks; or one emoji. Everything
    else separates words and is dropped: "Don't <b>stop</b>!" is don't, b, stop, b.
    """
    plain = unicodedata.normalize("NFC", text.lower())
    plain = "".join(_JOINERS.get(sign, sign) for sign in plain)
    shapes = "".join(map(_shape, plain))
    return tuple(plain[match.start() : match.end()] for match in _WORD.finditer(shapes))


def is_unspaced(word: str) -> bool:
    """Whether a word is a character of a script that is written without blanks."""
    return _UNSPACED.match(word) is not None


def _shape(sign: str) -> str:
    """Which part of a word a sign may be.

    w: letter or digit. m: a mark on the sign before it, as in Hindi. j: joiner. c: a character that is a
    word. e: an emoji; v: what changes how it looks; z: what joins two. Space: anything else.
    """
    if sign.isascii():
        return "w" if sign.isalnum() else "j" if sign in _JOINERS else " "
    if sign in _JOINERS:
        return "j"
    if sign == "\u200d":
        return "z"
    if sign == "\ufe0f" or "\U0001f3fb" <= sign <= "\U0001f3ff":
        return "v"
    if _EMOJI.match(sign):
        return "e"
    kind = {"L": "w", "N": "w", "M": "m"}.get(unicodedata.category(sign)[0], " ")
    return "c" if kind == "w" and _UNSPACED.match(sign) else kind


SIMPLE = r"""
def words_of(text):
    return re.findall(r"$pattern", text.lower())
"""
_SIMPLE = (r"[a-z0-9]+(?:['-][a-z0-9]+)*", r"[^\W_]+(?:['-][^\W_]+)*")

ANY_SCRIPT = r"""
JOINERS = {"'": "'", "\u2019": "'", "-": "-", "\u2010": "-", "\u2011": "-"}
UNSPACED = re.compile(
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2b55\U0001f000-\U0001f3fa\U0001f400-\U0001faff]")


def shape_of(sign):
    if sign in JOINERS:
        return "j"
    if sign == "\u200d":
        return "z"
    if sign == "\ufe0f" or "\U0001f3fb" <= sign <= "\U0001f3ff":
        return "v"
    if EMOJI.match(sign):
        return "e"
    kind = {"L": "w", "N": "w", "M": "m"}.get(unicodedata.category(sign)[0], " ")
    return "c" if kind == "w" and UNSPACED.match(sign) else kind


# $why
def words_of(text):
    plain = unicodedata.normalize("NFC", text.lower())
    plain = "".join(JOINERS.get(sign, sign) for sign in plain)
    shapes = "".join(map(shape_of, plain))
    found = re.finditer("w[wm]*(?:jw[wm]*)*|c[mv]*|e[mv]*(?:ze[mv]*)*", shapes)
    return [plain[one.start() : one.end()] for one in found]
"""
_WHY = N_(
    "Words of any script: letters and digits (w), marks on them (m), joiners (j), signs (c), emoji (e)."
)


def words_code(texts: Iterable[str]) -> str:
    """The lines that find the same words in these texts: a simple rule, where one is enough."""
    known = [(text, words_of(text)) for text in texts]
    for pattern in _SIMPLE:
        if all(tuple(re.findall(pattern, text.lower())) == words for text, words in known):
            return filled(SIMPLE, pattern=pattern)
    return filled(ANY_SCRIPT, why=_(_WHY))
