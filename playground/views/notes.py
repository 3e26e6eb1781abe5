"""Notes that somebody pinned to steps of a run, as a link holds them: a stranger's text."""

from __future__ import annotations

import json
from dataclasses import dataclass

from playground.config.errors import PlaygroundError
from playground.i18n import N_

MOST_NOTES = 20
LONGEST_NOTE = 120
"""Letters of one."""
MOST_LETTERS = 6 * MOST_NOTES * (LONGEST_NOTE + 20)
"""Of all together in a link, where a letter may be written as six."""
MOST_STEP = 10**9
_NO_NOTES = N_("The notes in this link cannot be read.")

Note = tuple[int, str]
"""A step, and what is noted there."""


class NotesError(PlaygroundError):
    """A text in which there are no notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What a link brought along."""

    serial: int = 0
    """The number of the experiment it was brought for: they say nothing of another."""
    notes: tuple[Note, ...] = ()

    def of(self, serial: int) -> list[Note]:
        """Those of this experiment."""
        return list(self.notes) if serial == self.serial else []


def parsed(text: str) -> tuple[Note, ...]:
    """The notes in a text such as `[[12,"here it turns"]]`; raises `NotesError` where there are none."""
    try:
        given = json.loads(text) if len(text) <= MOST_LETTERS else None
    except (ValueError, RecursionError) as error:
        raise NotesError(_NO_NOTES) from error
    if not isinstance(given, list) or len(given) > MOST_NOTES:
        raise NotesError(_NO_NOTES)
    return tuple(map(_note, given))


def _note(given: object) -> Note:
    match given:
        case [int(step), str(told)] if type(step) is int and 0 <= step <= MOST_STEP:
            words = " ".join(told.split())
            if words.isprintable() and 0 < len(words) <= LONGEST_NOTE:
                return step, words
    raise NotesError(_NO_NOTES)
