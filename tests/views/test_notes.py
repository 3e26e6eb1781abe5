"""Notes in a link are a stranger's: as many, as long and as plain as they may be, or none."""

from __future__ import annotations

import json

import pytest

from playground.views.notes import LONGEST_NOTE, MOST_LETTERS, MOST_NOTES, Notes, NotesError, parsed
from tests.ui.node import run_module

LONG = [[step, "é" * LONGEST_NOTE] for step in range(MOST_NOTES)]


def test_notes_come_back_as_they_were_written():
    notes = [[0, "untrained"], [30, "<b>here</b> it turns; 这里"]]
    assert parsed(json.dumps(notes)) == ((0, "untrained"), (30, "<b>here</b> it turns; 这里"))
    assert len(json.dumps(LONG)) <= MOST_LETTERS
    assert len(parsed(json.dumps(LONG))) == MOST_NOTES


BAD = [
    "",
    "{",
    "null",
    "{}",
    '[["a","b"]]',
    "[[1]]",
    '[[1,"a",2]]',
    '[[1,""]]',
    '[[-1,"a"]]',
    '[[true,"a"]]',
    '[[1.5,"a"]]',
    '[[1e99,"a"]]',
    '[[1,"a\\u0000b"]]',
    '[[1,"\\u202etxt.exe"]]',
    json.dumps([[1, "a" * (LONGEST_NOTE + 1)]]),
    json.dumps([*LONG, [99, "one more"]]),
    "[" * 10_000,
    " " * MOST_LETTERS + "[]",
]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_what_holds_no_notes_is_refused_in_a_sentence(text):
    with pytest.raises(NotesError, match=r"^The notes in this link cannot be read\.$"):
        parsed(text)


def test_notes_of_a_link_say_nothing_of_the_next_experiment():
    notes = Notes(serial=3, notes=((1, "a"),))
    assert (notes.of(3), notes.of(4)) == ([(1, "a")], [])


def test_the_browser_keeps_no_more_than_a_link_may_hold():
    source = """
        import { LONGEST_NOTE, MOST_NOTES, notesIn } from "web/history.js";
        tell([MOST_NOTES, LONGEST_NOTE, ...[given.long, given.wild, {}, null].map(notesIn)]);
    """
    wild = [[5, "b"], [1, " a\n b "], None, 3, [2], [-1, "x"], ["1", "x"], [7, ""], [5, "newer"]]
    most, longest, long, tidy, *none = run_module(source, {"long": LONG, "wild": wild})
    assert (most, longest, long) == (MOST_NOTES, LONGEST_NOTE, LONG)
    assert tidy == [[1, "a b"], [5, "newer"]]
    assert none == [[], []]
