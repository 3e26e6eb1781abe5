"""Numbers as people type them: with a comma or a point before the decimals, in any width, in brackets.

What may be read in two ways is refused with the ways to write it, and never decided in silence.
"""

from __future__ import annotations

import re

from playground.config.errors import ExampleError
from playground.i18n import N_

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0) not in "\"'"}
"""Full-width signs and the plain ones; quotation marks stay, as a table's have a meaning of their own."""
_PLAIN = str.maketrans(
    _WIDE
    | {
        ord("\N{IDEOGRAPHIC SPACE}"): " ",
        ord("\N{IDEOGRAPHIC COMMA}"): ",",
        ord("\N{MINUS SIGN}"): "-",
        ord("\N{SMALL HYPHEN-MINUS}"): "-",
        ord("\N{EN DASH}"): "-",
    }
)
_NOT_PLAIN = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_BRACKETS = re.compile(r"[\[\](){}]")
_BETWEEN = re.compile(r"[\s;]+")
_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?\*?")
"""Thousands with commas between, and perhaps decimals; a number may have a star as its mark."""
_POINT_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+\*?")
_MANY_POINT_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}")

_CHINESE_COMMAS = re.compile("[，、]")
_CHINESE_GROUPS = re.compile(r"(?<![0-9.,|])[1-9][0-9]{0,2}(?:\|[0-9]{3})+(?![0-9|])")
"""What may be thousands, with a bar for each Chinese comma."""

_UNCLEAR = N_("{word} can be read in more than one way. Please type one of these: {ways}.")


def plain(text: str) -> str:
    """`text` with full-width digits, commas and minus signs in the plain ones."""
    return text.translate(_PLAIN) if _NOT_PLAIN.search(text) else text


def one_number(text: str) -> str:
    """One number, with a point before its decimals and nothing between its thousands.

    Raises:
        ExampleError: it is a number in more than one way. What is no number stays as it is.
    """
    word = plain(text).strip()
    if _POINT_GROUPS.fullmatch(word):
        return word.replace(".", "").replace(",", ".")
    if _MANY_POINT_GROUPS.fullmatch(word):
        return word.replace(".", "")
    if _GROUPS.fullmatch(word):
        if word.count(",") == 1 and "." not in word:
            raise _unclear(word, word.replace(",", "."), word.replace(",", ""))
        return word.replace(",", "")
    return word.replace(",", ".") if word.count(",") == 1 and "." not in word else word


def several(text: str) -> list[str]:
    """The words between blanks, commas, semicolons, brackets and line ends; decimals get a point.

    A comma stands before decimals where every word has at most one, and something else stands between the
    words: in 0,1 0,2 and in 0,1; 0,2. Where words have points, a comma stands between them;
    a Chinese comma always does, unless it may stand between thousands.

    Raises:
        ExampleError: a comma may stand between two numbers, before decimals, or between thousands.
    """
    apart = _BRACKETS.sub(" ", plain(_CHINESE_COMMAS.sub("|", text.replace("|", " "))))
    apart = _CHINESE_GROUPS.sub(lambda found: found[0].replace("|", ","), apart).replace("|", " ")
    words = [word for word in _BETWEEN.split(apart) if word.strip(",")]
    if unclear := next((word for word in words if re.match(r"[+-]?,[0-9]", word)), None):
        raise _unclear(unclear, unclear.replace(",", "0.", 1), unclear.replace(",", "", 1))
    words = [word.rstrip(",") for word in words]
    inner = [word for word in words if "," in word]
    if not any("." in word for word in words) and all(word.count(",") == 1 for word in inner):
        if len(words) == 1 and inner and _is_of_digits(inner[0]):
            raise _unclear(inner[0], *_ways(inner[0]))
        if len(words) > 1 and not all(map(_GROUPS.fullmatch, inner)):
            return [word.replace(",", ".") for word in words]
    for word in inner:
        if _GROUPS.fullmatch(word) or _POINT_GROUPS.fullmatch(word):
            raise _unclear(word, *_ways(word))
    return [part for word in words for part in word.split(",") if part]


def _is_of_digits(word: str) -> bool:
    return all(re.fullmatch(r"[+-]?[0-9]+\*?", part) for part in word.split(","))


def _ways(word: str) -> list[str]:
    """The ways to write what a word with commas may be."""
    if _POINT_GROUPS.fullmatch(word):
        return [word.replace(".", "").replace(",", "."), word.replace(",", " ")]
    ways = [word.replace(",", " ")]
    if word.count(",") == 1 and "." not in word:
        ways.insert(0, word.replace(",", "."))
    return [*ways, word.replace(",", "")] if _GROUPS.fullmatch(word) else ways


def _unclear(word: str, *ways: str) -> ExampleError:
    return ExampleError(_UNCLEAR, word=f"'{word[:30]}'", ways=" | ".join(way[:30] for way in ways))
