"""Numbers as programs and people write them: one column, one convention, checked against all of its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MISSING = frozenset(
    [
        *(
            "",
            "?",
            "na",
            "n/a",
            "#n/a",
            "<na>",
            "n.a.",
            "nan",
            "-nan",
            "null",
            "(null)",
            "\\n",
            "none",
            "nil",
        ),
        *(
            "nat",
            "nd",
            "n.d.",
            "n/d",
            "s/d",
            "n/v",
            "k.a.",
            "k. a.",
            "missing",
            "unknown",
            "no data",
            "nodata",
        ),
        *(
            "keine daten",
            "#value!",
            "#div/0!",
            "#ref!",
            "#name?",
            "#num!",
            "#null!",
            "#nv",
            "#wert!",
            "#bezug!",
        ),
        *("#zahl!", "#valeur!", ": c", ": u", ": z", "无", "無", "缺测", "暂无"),
    ]
)
"""The words that stand for a gap, in lower case."""
_LONGEST_MISSING = max(map(len, MISSING))
_SIGNS_ALONE = re.compile(r"[-\u2013\u2014.*/_:\u2026#?~]+")
"""Nothing but signs is a gap, too, such as --- or ***."""

_NOT_PLAIN = re.compile("[^0-9.eE+-]")
_SIMPLE = re.compile(r"([+-])?([0-9][0-9.,]*)(%)?")
"""A number with nothing around it but a sign or a percent sign."""
PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_CURRENCY = (
    r"(?:[A-Z]{0,3}\$|[€£¥₹₽₩₺₪฿₫]|kr\.?|Kč|Ft|zł|Fr\.|Rs\.?|元|円|원|USD|EUR|GBP|CHF|JPY|CNY|RMB|INR|BRL|AUD|CAD|"
    r"SEK|NOK|DKK|PLN|CZK|HUF|TRY|RUB|KRW|MXN|ZAR|SGD|HKD|TWD|NZD)"
)
_MARK = r"(?:[*†‡]+|\s[bcdefnprsuz]{1,2}|\[[^\]]*\]|\([a-z0-9]\))"
"""What stands behind a number that says something of it: a mark, a flag, an interval, a note."""
_NUMBER = re.compile(
    rf"(?P<open>\()?\s*(?P<below>[<>≤≥~≈])?\s*(?P<sign>[+-])?\s*(?P<front>{_CURRENCY})?\s*(?P<sign2>[+-])?"
    r"(?P<body>[0-9](?:[0-9.,'’]|[ \u00a0\u202f](?=[0-9]{3}(?![0-9])))*|[.,][0-9]+)"
    r"(?P<power>[eE][+-]?[0-9]+)?"
    rf"(?P<unit>[kKmMBT](?![A-Za-z])|\s*(?:[mM]io\b\.?|[mM]rd\b\.?|bn\b|mn\b|万|亿|萬|億))?\s*(?P<percent>%|‰)?"
    rf"\s*(?P<back>{_CURRENCY})?(?P<minus>-)?\s*(?P<close>\))?(?:\s*(?P<side>CR|DR|Cr|Dr))?(?P<mark>\s*{_MARK})?"
)
_UNITS = {
    "k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "b": 1e9, "bn": 1e9, "mrd": 1e9, "t": 1e12,
    "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8,
}  # fmt: skip
_GROUPED = re.compile(
    r"[0-9]{1,3}(?:([ .,'’\u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})*|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}"
)
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
"""A number that may be thousands, or may have three decimals."""


class Written(NamedTuple):
    """A cell as a number: its digits with their signs, and what they are multiplied by."""

    body: str
    factor: float
    below: str = ""
    has_mark: bool = False
    """Whether something stands behind it that says something of it."""


class Convention(NamedTuple):
    """What the cells of a column say of their decimal sign."""

    point: str = ""
    """The first cell that has a decimal point for sure."""
    comma: str = ""
    unclear: str = ""
    """The first that may have thousands as well as decimals."""
    wholes: bool = False
    """Whether there are numbers without any sign."""


def is_missing(cell: str) -> bool:
    """Whether `cell` stands for a gap."""
    if not cell:
        return True
    if len(cell) > _LONGEST_MISSING or (cell[0].isdigit() and cell[-1].isdigit()):
        return False
    return cell.casefold() in MISSING or _SIGNS_ALONE.fullmatch(cell) is not None


def plain_values(cells: Sequence[str]) -> Floats | None:
    """The numbers of a column that has nothing but plain ones and gaps, else `None`."""
    if _NOT_PLAIN.search("".join(cells)) is None:
        try:
            return np.array([float(cell) if cell else np.nan for cell in cells], dtype=np.float64)
        except ValueError:
            pass
    known: dict[str, float] = {}
    for cell in dict.fromkeys(cells):
        if PLAIN.fullmatch(cell):
            known[cell] = float(cell)
        elif is_missing(cell):
            known[cell] = np.nan
        else:
            return None
    return np.array([known[cell] for cell in cells], dtype=np.float64)


def may_be_thousands(cell: str) -> bool:
    """Whether the one sign in a cell may stand between thousands."""
    return _ONE_GROUP.fullmatch(cell.lstrip("+-")) is not None


def written(cell: str) -> Written | None:
    """What stands in a cell, `None` where it is no number in any convention."""
    if (simple := _SIMPLE.fullmatch(cell)) is not None:
        return Written(simple[2], -1.0 if simple[1] == "-" else 1.0)
    found = _NUMBER.fullmatch(cell.replace("\N{MINUS SIGN}", "-"))
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    signs = sum(found[name] == "-" for name in ("sign", "sign2", "minus")) + bool(found["open"])
    signs += (found["side"] or "").upper() == "DR"
    if signs > 1:
        return None
    factor = (-1.0 if signs else 1.0) * _UNITS.get((found["unit"] or "").strip().rstrip(".").lower(), 1.0)
    return Written(found["body"] + (found["power"] or ""), factor, found["below"] or "", bool(found["mark"]))


def convention(cells: Mapping[str, Written | None]) -> Convention:
    """What the different cells of a column say of their decimal sign."""
    first: dict[str, str] = {}
    wholes = False
    for text, cell in cells.items():
        if cell is None:
            continue
        if kind := _kind(cell.body):
            first.setdefault(kind, text)
        else:
            wholes = True
    return Convention(first.get("point", ""), first.get("comma", ""), first.get("unclear", ""), wholes)


def _kind(body: str) -> str:
    """`point` or `comma`, where one is the decimal sign for sure; `unclear`; empty without any sign."""
    if body.isdigit():
        return ""
    body = body.lower().partition("e")[0]
    points, commas = body.count("."), body.count(",")
    if not points and not commas:
        return ""
    if points and commas:
        return "comma" if body.rfind(",") > body.rfind(".") else "point"
    sign, count = ("point", points) if points else ("comma", commas)
    other = "comma" if sign == "point" else "point"
    if count > 1:
        return other
    return "unclear" if _ONE_GROUP.fullmatch(body) else sign


def value(cell: Written, decimal: str, below: str = "half") -> float:
    """The number in a cell.

    Args:
        cell: what stands in it.
        decimal: the sign before its decimals.
        below: what <5 is, which cannot be told apart from less: `half` of it, the `whole`, or a `gap`.

    Returns:
        The number; NaN where the cell has none of this form, or where it is a gap.
    """
    whole, sign, decimals = cell.body.partition(decimal)
    if not sign and whole.isdigit():
        number = float(whole)
    elif sign and (decimals.isdigit() or not decimals) and (whole.isdigit() or not whole):
        number = float(f"{whole or 0}.{decimals}")
    else:
        number = _grouped(cell.body.lower(), decimal)
    if cell.below == "<":
        number = np.nan if below == "gap" else number / 2 if below != "whole" else number
    return number * cell.factor


def _grouped(body: str, decimal: str) -> float:
    """A number with signs between its thousands, or with an exponent; NaN where it is none."""
    digits, _e, power = body.partition("e")
    whole, sign, decimals = digits.partition(decimal)
    if not (whole.isdigit() or not whole):
        if not _GROUPED.fullmatch(whole):
            return float("nan")
        whole = re.sub("[^0-9]", "", whole)
    if decimals and not decimals.isdigit():
        return float("nan")
    return float(f"{whole or 0}{'.' if sign else ''}{decimals}{'e' + power if power else ''}")
