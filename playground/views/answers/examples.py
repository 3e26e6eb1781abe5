"""Training examples with their right answers, and how many there are of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playground.charts.answers.sequences import sequence_preview_figure
from playground.config import RunConfig
from playground.i18n import _, n_
from playground.tasks import problem
from playground.tasks.base import Dataset
from playground.tasks.texts.vocabulary import PAD, RESERVED
from playground.views.parts import Part, caption, figure, table
from playground.views.words import plain

TEXTS, SEQUENCES = 6, 4
"""How many are shown."""
Truth = Callable[[Dataset, int], str]
"""The right answer to a training example."""


def amount(data: Dataset) -> str:
    """How many examples there are, and how large they are."""
    train, test, steps = len(data.train_x), len(data.test_x), data.train_x.shape[1]
    if not data.has_words:
        numbers = n_(
            "{train} training and {test} test examples; time steps of each: {steps}, with {count} number.",
            "{train} training and {test} test examples; time steps of each: {steps}, with {count} numbers.",
            data.input_size,
        )
        return numbers.format(train=train, test=test, steps=steps, count=data.input_size)
    told = _("{train} training and {test} test texts, filled up to {steps} words; {count} known words.")
    if data.words.is_of_characters:
        told = _("{train} training and {test} test texts of {steps} symbols each; {count} different symbols.")
    return told.format(train=train, test=test, steps=steps, count=data.tokens - len(RESERVED))


def some(truth: Truth) -> Callable[[RunConfig, Dataset], Iterator[Part]]:
    """Draws a few texts, or a few sequences of numbers, with their right answers."""

    def draw(config: RunConfig, data: Dataset) -> Iterator[Part]:
        if data.has_words:
            yield from _texts(config, data, truth)
        else:
            answers = [truth(data, index) for index in range(SEQUENCES)]
            picture = sequence_preview_figure(data.train_x[:SEQUENCES], answers)
            yield figure(picture, key="preview", height=300)

    return draw


def _texts(config: RunConfig, data: Dataset, truth: Truth) -> Iterator[Part]:
    """A few texts, and how much of the reading is padding."""
    write = problem(config.task.name).write
    rows = [
        [f"`{write(data.train_x[index], config.task, data)}`", plain(truth(data, index))]
        for index in range(TEXTS)
    ]
    yield table([_("Training text"), _("True")], rows, "ll")
    if padding := float((data.train_x == PAD).mean()):
        told = _("{share} of all time steps are padding. The network reads them too.")
        if config.model.packed:
            told = _("{share} of all time steps are padding. The network skips them.")
        yield caption(told.format(share=f"{padding:.0%}"))
