"""Columns of numbers: one convention for all cells of a column, or the first cell that does not follow it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from playground.config.errors import ExampleError
from playground.i18n import N_, Message
from playground.uploads import dates, numbers
from playground.uploads.columns import Cell, Column, Signs
from playground.uploads.delimited import short
from playground.uploads.numbers import Floats, is_missing
from playground.uploads.report import Line, asked

MOST_NUMBER = 1e12
"""The largest number there may be, on both sides of zero."""

_TWO_SIGNS = N_(
    "In the column {column}, row {point.row:,} has {point.shown} and row {comma.row:,} has "
    "{comma.shown}: write all decimals with the same sign."
)
_UNCLEAR_SIGN = N_(
    "In the column {column}, row {cell.row:,} has {cell.shown}, with decimals or with thousands: write "
    "thousands without, or choose the decimal sign."
)
_TOO_LARGE = N_("In the column {column}, row {cell.row:,} has {cell.shown}; numbers may go to {most:,.0f}.")
_OTHER_SIGN = N_(
    "In the column {column}, row {cell.row:,} has {cell.shown}, but other decimals follow a {sign}."
)
_NO_NUMBER = N_("In the column {column}, row {cell.row:,} has {cell.shown}, which is no number.")
_BELOW = N_("In the column {column}, {cell} is read as half of it, {value:g}.")
_BELOW_WHOLE = N_("In the column {column}, {cell} is read as {value:g}.")
_BELOW_GAP = N_("In the column {column}, {cell} is read as a gap.")
_PERCENT = N_("In the column {column}, {cell} is read as {value:g}.")
_WORD = N_("In the column {column}, {word} is no number; it stands for a gap, {count:,} times.")
_MOST_WORDS = 2
"""Different words of a column that may stand for gaps."""
_UNIT = re.compile(r"[^\W\d_]{0,3}\s?[-+]?[0-9][0-9.,]*\s*([^\d\s.,+-][^\d]{0,11})")
_SIGN_NAMES = {".": Message(N_("point")), ",": Message(N_("comma"))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How numbers are to be read."""

    may_have_comma: bool = False
    """Whether an unclear comma may stand before decimals."""
    decimals: str = ""
    """The sign before decimals that the learner chose, `point` or `comma`."""
    below: str = ""
    """What <5 is, see `numbers.value`."""
    words: str = ""
    """Whether a word that comes again and again stands for gaps (`gaps`) or is a `fault`."""


def numbers_of(name: str, rows: Sequence[int], cells: Sequence[str], how: Numbers) -> Column:
    """The column with its numbers, or with its days where the numbers are dates; else with its fault."""
    plain = numbers.plain_values(cells) if how.decimals != "comma" else None
    if plain is not None and (days := dates.of_digits(plain, name)) is not None:
        fault = ExampleError(N_("The column {column} holds dates."), column=short(name))
        return Column(name=name, days=days, fault=fault)
    if plain is None or not np.all(np.abs(plain[~np.isnan(plain)]) <= MOST_NUMBER):
        return _Written(name, rows, cells, how).column()
    point = next((cell for cell in cells if "." in cell), None) if how.may_have_comma else None
    if point and not how.decimals and any(numbers.may_be_thousands(cell) for cell in cells if "." in cell):
        return _Written(name, rows, cells, how).column()
    sure = None if point is None else Cell(rows[cells.index(point)], point)
    return Column(name=name, numbers=plain, signs=Signs(sure))


@dataclass(slots=True)
class _Written:
    """Numbers with signs around them, or with other ones in them than a decimal point.

    Equal cells are read once.
    """

    name: str
    rows: Sequence[int]
    cells: Sequence[str]
    how: Numbers
    known: dict[str, numbers.Written | None] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    """The cells without what stands behind the number in all of them."""
    words: list[Line] = field(default_factory=list)
    """What is said of words that stand for gaps."""

    def column(self) -> Column:
        """The column."""
        odd = self._understood()
        if odd and (unit := self._common_unit(odd[0])):
            self.units = {
                text: text[: -len(unit)].rstrip() if text.endswith(unit) else text for text in self.known
            }
            odd = self._understood()
        if odd and not self._are_gaps(odd):
            return self._faulty(ExampleError(_NO_NUMBER, column=short(self.name), cell=self._cell(odd[0])))
        found = numbers.convention(self.known)
        point, comma, unclear = (self._cell(text) for text in found[:3])
        if self.how.decimals:
            return self._read({"comma": ",", "point": "."}[self.how.decimals])
        if point and comma:
            return self._faulty(ExampleError(_TWO_SIGNS, column=short(self.name), point=point, comma=comma))
        if unclear and not point and not comma and self.how.may_have_comma:
            either = (self._all(self._values(".")), self._all(self._values(",")))
            signs = Signs(unclear=unclear, either=either)
            if found.wholes:
                fault = ExampleError(_UNCLEAR_SIGN, column=short(self.name), cell=unclear)
                return Column(name=self.name, fault=fault, signs=signs)
            return Column(name=self.name, numbers=either["," in unclear.text], signs=signs)
        signs = Signs(point if self.how.may_have_comma else None, comma)
        return replace(self._read("," if comma else "."), signs=signs)

    def _understood(self) -> list[str]:
        """Understand all cells; those that are no numbers and no gaps, the first few of them."""
        odd: list[str] = []
        for text in dict.fromkeys(self.cells):
            plain = self.units.get(text, text)
            self.known[text] = one = None if is_missing(plain) else numbers.written(plain)
            if one is None and not is_missing(plain):
                odd.append(text)
                if len(odd) > _MOST_WORDS and not self.units:
                    break
        return odd

    def _common_unit(self, text: str) -> str:
        """What stands behind the number in all cells, such as bpm or °C; empty where they differ."""
        match = _UNIT.fullmatch(text)
        unit = match[1] if match else ""
        there = [cell for cell in dict.fromkeys(self.cells) if not is_missing(cell)]
        if not unit or sum(cell.endswith(unit) for cell in there) < max(2, len(there) - _MOST_WORDS):
            return ""
        self.known = dict.fromkeys(self.cells)
        return unit

    def _are_gaps(self, odd: Sequence[str]) -> bool:
        """Whether the cells that are no numbers are words that come again and again, and stand for gaps."""
        counts = [self.cells.count(text) for text in odd]
        few = len(odd) <= _MOST_WORDS and 3 * sum(counts) < len(self.cells)
        if not few or min(counts) < 2 or any(sign.isdigit() for text in odd for sign in text):
            return False
        for text, count in zip(odd, counts, strict=True):
            said = Message(_WORD, column=short(self.name), word=short(text), count=count)
            self.words.append(asked(said, "words"))
        return self.how.words != "fault"

    def _read(self, decimal: str) -> Column:
        values = self._values(decimal)
        gap = self.how.below == "gap"
        codes = [text for text, value in values.items() if abs(value) > MOST_NUMBER]
        are_codes = len(codes) == 1 and self.cells.count(codes[0]) > 1
        for text, value in values.items():
            one = self.known[text]
            if one is None or abs(value) <= MOST_NUMBER or (are_codes and text == codes[0]):
                continue
            if not (gap and one.below == "<"):
                return self._faulty(_no_number(self.name, self._cell(text), decimal, value))
        return Column(name=self.name, numbers=self._all(values), notes=(*self.words, *self._notes(values)))

    def _values(self, decimal: str) -> dict[str, float]:
        below = self.how.below or "half"
        return {
            text: np.nan if one is None else numbers.value(one, decimal, below)
            for text, one in self.known.items()
        }

    def _all(self, values: dict[str, float]) -> Floats:
        return np.array([values[cell] for cell in self.cells], dtype=np.float64)

    def _cell(self, text: str) -> Cell | None:
        return Cell(self.rows[self.cells.index(text)], text) if text else None

    def _faulty(self, fault: ExampleError) -> Column:
        return Column(name=self.name, fault=fault, notes=tuple(self.words))

    def _notes(self, values: dict[str, float]) -> list[Line]:
        """How values with signs around them were read, an example of each."""
        found: dict[str, Line] = {}
        for text, one in self.known.items():
            if one is None or len(found) == 2:
                continue
            column, cell, value = short(self.name), short(text), values[text]
            if one.below == "<":
                said = Message(_BELOW, column=column, cell=cell, value=value)
                if self.how.below == "gap":
                    said = Message(_BELOW_GAP, column=column, cell=cell)
                elif self.how.below == "whole":
                    said = Message(_BELOW_WHOLE, column=column, cell=cell, value=value)
                found.setdefault("below", asked(said, "below"))
            elif text[-1] in "%‰" or abs(one.factor) != 1 or one.has_mark or text in self.units:
                found.setdefault("unit", Line(Message(_PERCENT, column=column, cell=cell, value=value)))
        return [*found.values()]


def _no_number(name: str, cell: Cell | None, decimal: str, value: float) -> ExampleError:
    column = short(name)
    assert cell is not None
    if not np.isnan(value):
        return ExampleError(_TOO_LARGE, column=column, cell=cell, most=MOST_NUMBER)
    if re.search("[.,]", cell.text):
        return ExampleError(_OTHER_SIGN, column=column, cell=cell, sign=_SIGN_NAMES[decimal])
    return ExampleError(_NO_NUMBER, column=column, cell=cell)
