"""What a learner may type for a sentence: answered where there is a word, else one sentence."""

from __future__ import annotations

import numpy as np
import pytest

from playground.config.errors import ExampleError
from playground.tasks import dataset, problem
from playground.tasks.texts.vocabulary import PAD, UNKNOWN
from playground.training.trainer import Trainer

PROBLEMS = ("sentiment", "tagging", "own-sentences")
every_problem = pytest.mark.parametrize("name", PROBLEMS)


def read(name: str, text: str) -> np.ndarray:
    chosen = problem(name)
    return chosen.parse(text, chosen.preset.task, dataset(chosen.preset.task))


@every_problem
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The text is empty"),
        (" \n\t ", "The text is empty"),
        ("?!… \u202e \x00\x07", "There is no word in this text"),
        ("the " * 201, "must have 1 to 200 words, not 201"),
        ("long " * 2000, "at most 5000 characters, not 10000"),
        ("x" * 10_000, "at most 5000 characters, not 10000"),
    ],
    ids=["empty", "blank", "control", "many words", "long", "one long word"],
)
def test_what_cannot_be_read_gets_one_sentence(name, text, sentence):
    with pytest.raises(ExampleError, match=sentence) as refusal:
        read(name, text)
    assert "\n" not in str(refusal.value)


READABLE = {
    "unknown words alone": ("zorgly blib", 2),
    "right to left": ("שלום עולם", 2),
    "right to left with marks": ("\u202bمرحبا بالعالم\u202c", 2),
    "a word between emoji": ("\N{PILE OF POO}zorgly\N{PILE OF POO}", 3),
    "control characters between": ("zorgly\x00blib\x1b[31m", 3),
    "markup": ("<img src=x onerror=alert(1)>", 6),
    "one word as long as can be": ("x" * 5000, 1),
}


@every_problem
@pytest.mark.parametrize(("text", "words"), READABLE.values(), ids=READABLE)
def test_words_nobody_knows_are_still_read_and_answered(name, text, words):
    example = read(name, text)
    assert (example[:words] == UNKNOWN).all()
    assert (example[words:] == PAD).all()
    trainer = Trainer(problem(name).preset)
    answer = trainer.answers(trainer.train_x.new_tensor(example[None]))
    assert answer.isfinite().all()
