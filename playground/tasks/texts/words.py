"""How a learner's own sentence is read and written; the same for every problem with words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.config import TaskConfig
from playground.errors import ExampleError
from playground.tasks.base import Dataset
from playground.tasks.text import MAX_STEPS, require_count, require_short
from playground.tasks.texts.vocabulary import PAD, UNKNOWN, words_of


def parse(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """The words of a sentence, at most 200; some may be unknown, but not all."""
    assert dataset.vocabulary is not None
    words = words_of(require_short(text))
    require_count(len(words), 1, MAX_STEPS, "words")
    ids = dataset.vocabulary.ids(words)
    if (ids == UNKNOWN).all():
        known = ", ".join(dataset.vocabulary.words[UNKNOWN + 1 : UNKNOWN + 9])
        raise ExampleError(
            f"The network knows none of these words, so it could only guess. It knows {known} and more."
        )
    return ids[:, np.newaxis].astype(np.float32)


def write(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The words with blanks between; padding is left out."""
    assert dataset.vocabulary is not None
    ids = example[:, 0].astype(np.int64)
    return " ".join(dataset.vocabulary.word(int(number)) for number in ids if number != PAD)
