"""How a learner's own sentence is read and written; the same for every problem with words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.config import TaskConfig
from playground.config.errors import ExampleError
from playground.config.task import MAX_TIME_STEPS
from playground.data.words import words_of
from playground.i18n import N_
from playground.tasks.base import Dataset
from playground.tasks.text import require_short
from playground.tasks.texts.vocabulary import PAD, padded

MOST_CHARACTERS = 5000
"""Of one sentence; words in any number would fit into more, but not onto the page."""

_LONG_SENTENCE = N_("A sentence may have at most {most} characters, not {count}.")
_COUNT = N_("The sequence must have 1 to {most} words, not {count}.")


def parse(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """The words of a sentence as a row of the data set: cut at its length, or filled up with padding.

    Any of them may be unknown; a text of more than 200 is refused.
    """
    if len(text) > MOST_CHARACTERS:
        raise ExampleError(_LONG_SENTENCE, most=MOST_CHARACTERS, count=len(text))
    words = words_of(require_short(text))
    if not words:
        raise ExampleError(
            N_("There is no word in this text; a word is made of letters or digits, or is an emoji.")
        )
    if not 1 <= len(words) <= MAX_TIME_STEPS:
        raise ExampleError(_COUNT, most=MAX_TIME_STEPS, count=len(words))
    ids, _ = padded([dataset.words.ids(words)], dataset.train_x.shape[1])
    return ids[0, :, np.newaxis].astype(np.float32)


def write(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The words with blanks between; padding is left out."""
    ids = example[:, 0].astype(np.int64)
    return " ".join(dataset.words.word(int(number)) for number in ids if number != PAD)
