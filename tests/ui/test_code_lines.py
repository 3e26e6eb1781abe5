"""The words and the changed lines of a script, as the tab Code shows them."""

from __future__ import annotations

import io
import keyword
import random
import tokenize

import pytest

from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from tests.export.scripts import script_of
from tests.ui.node import run_module

WORDS = 'import { wordsOf } from "web/code_lines.js"; tell(given.map((lines) => wordsOf(lines)));'
CHANGED = 'import { changed } from "web/code_lines.js"; tell(given.map(([a, b]) => changed(a, b)));'
NAMES = ("first", "copying", "own-sentences", "reverse", "dates", "numbers")


@pytest.fixture(scope="module")
def texts() -> dict[str, list[str]]:
    return {name: script_of(PRESETS[name].config).text.rstrip("\n").split("\n") for name in NAMES}


def test_words_put_together_are_the_lines_and_their_kinds_are_pythons(texts: dict[str, list[str]]):
    found = dict(zip(texts, run_module(WORDS, list(texts.values())), strict=True))
    for name, lines in texts.items():
        assert ["".join(word["text"] for word in line) for line in found[name]] == lines
        told = [(word["kind"], word["text"]) for line in found[name] for word in line]
        python = list(tokenize.generate_tokens(io.StringIO("\n".join(lines)).readline))
        names = [one.string for one in python if one.type == tokenize.NAME]
        comments = [one.string for one in python if one.type == tokenize.COMMENT]
        numbers = [one.string for one in python if one.type == tokenize.NUMBER]
        assert [text for kind, text in told if kind in ("name", "keyword")] == names
        assert [text for kind, text in told if kind == "keyword"] == list(filter(keyword.iskeyword, names))
        assert [text for kind, text in told if kind == "comment"] == comments
        assert [text for kind, text in told if kind == "number"] == numbers


def test_without_the_changed_lines_a_script_is_part_of_the_one_before():
    rng = random.Random(0)
    pairs = []
    for _case in range(60):
        before = [rng.choice("abcdef") for _line in range(rng.randrange(12))]
        after = [line for line in before if rng.random() < 0.7]
        for _line in range(rng.randrange(4)):
            after.insert(rng.randrange(len(after) + 1), rng.choice("abcxyz"))
        pairs.append([before, after])
    for (before, after), places in zip(pairs, run_module(CHANGED, pairs), strict=True):
        rest = iter(before)
        assert all(line in rest for at, line in enumerate(after) if at not in places), (before, after, places)
        assert len(places) <= len(after)


def test_a_control_lights_up_the_lines_that_it_changes_and_no_other():
    sine = PRESETS["first"].config
    others = {
        "model.cell": "gru",
        "training.lr": 0.01,
        "training.max_norm": 1.0,
        "model.head_dropout": 0.5,
    }
    scripts = [script_of(edited(sine, {path: value})).text.split("\n") for path, value in others.items()]
    before = script_of(sine).text.split("\n")
    found = run_module(CHANGED, [[before, after] for after in scripts])
    lit = [
        {after[at].strip().partition("  #")[0] for at in places if after[at] and "http" not in after[at]}
        for after, places in zip(scripts, found, strict=True)
    ]
    assert lit[0] == {"self.gru = nn.GRU(1, HIDDEN_SIZE, batch_first=True)", "output, _h_n = self.gru(x)"}
    assert lit[1] == {"LR = 0.01"}
    clips = "nn.utils.clip_grad_norm_(net.parameters(), MAX_NORM)"
    told = "# Clipping: a longer gradient is scaled down to this norm."
    assert lit[2] == {"MAX_NORM = 1.0", told, clips}
    assert {
        "HEAD_DROPOUT = 0.5",
        "self.dropout = nn.Dropout(HEAD_DROPOUT)",
        "read = self.dropout(read)",
    } == lit[3]
