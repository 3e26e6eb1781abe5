"""A name at every time step, or at the last few alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from playground.charts.answers.words import are_characters
from playground.i18n import _
from playground.probes.requests import AnswersReading, OwnProbe
from playground.tasks import problem
from playground.tasks.answers import NO_TARGET, LastTags, f1_of
from playground.tasks.base import Dataset
from playground.views.answers import examples, held_out, names
from playground.views.answers.views import AnswerViews, Told, Values
from playground.views.parts import Part, code, markdown, table
from playground.views.words import plain


def said_names(values: np.ndarray, data: Dataset) -> list[str]:
    """The likeliest name of each time step, from probabilities (time steps, names)."""
    return [data.answer.names[int(row.argmax())] for row in values]


def _both(data: Dataset, reading: AnswersReading, index: int) -> tuple[list[str], list[str]]:
    """True and said names where one is asked for."""
    places = held_out.asked(data)[index]
    truth = [data.answer.names[int(tag)] for tag in data.test_y[index, places]]
    return truth, said_names(reading.values[index, places], data)


def _row(data: Dataset, reading: AnswersReading, index: int) -> list[str]:
    """Long rows of signs are compared sign by sign."""
    if not are_characters(data.answer.names):
        return _marked_row(data, reading, index)
    truth, said = _both(data, reading, index)
    return [f"`{held_out.cut(''.join(tags))}`" for tags in (truth, said)] + [held_out.mark(said == truth)]


def _marked_row(data: Dataset, reading: AnswersReading, index: int) -> list[str]:
    """The true tags, and where the network says another."""
    truth, said = _both(data, reading, index)
    told = " ".join(tag if tag == right else f"**{tag}**✗" for tag, right in zip(said, truth, strict=True))
    return [" ".join(truth), told, held_out.mark(said == truth)]


def _by_tag(data: Dataset, reading: AnswersReading) -> Iterator[Part]:
    if reading.confusion is None:
        return
    scores, totals = f1_of(reading.confusion), reading.confusion.sum(axis=1)
    rows = [
        [name, f"{score:.1%}", f"{total}"]
        for name, score, total in zip(data.answer.names, scores, totals, strict=True)
    ]
    yield table([_("Tag"), "F1", _("Words")], rows, "lrr")


def _by_time_step(data: Dataset, reading: AnswersReading) -> Iterator[Part]:
    if reading.correct is None:
        return
    shares = list(enumerate(reading.correct.mean(axis=0), 1))[data.answer_as(LastTags).asked]
    rows = [[f"{time_step}", f"{share:.1%}"] for time_step, share in shares]
    yield table([_("Asked at time step"), _("Right")], rows, "lr")


def _own(values: Values, probe: OwnProbe, data: Dataset) -> Iterator[Part]:
    """A table of words and tags; of single signs, one row under the other."""
    pieces = problem(probe.config.task.name).cut(probe.text, probe.config.task)
    if are_characters((*pieces, *data.answer.names)):
        yield code("\n".join(["".join(pieces), "".join(said_names(values, data))]))
        said = _("The network's answer at step {step}, under every symbol.")
    else:
        rows = [
            [plain(word), tag, f"{row.max():.0%}"]
            for word, tag, row in zip(pieces, said_names(values, data), values, strict=False)
        ]
        yield table([_("Word"), _("Tag"), _("Sure")], rows, "llr")
        said = _("The network's answer at step {step}, for every word.")
    yield markdown(said.format(step=probe.step))


def _own_last(values: Values, probe: OwnProbe, data: Dataset) -> Iterator[Part]:
    sure = [
        f"**{plain(_(name))}** ({row.max():.0%})"
        for name, row in zip(said_names(values, data), values, strict=True)
    ]
    told = _("The network's answer at step {step}: {answers}.")
    yield markdown(told.format(step=probe.step, answers=", ".join(sure)))


def _briefly(values: Values, data: Dataset) -> str:
    return plain(" ".join(said_names(values, data)))


def _truth(data: Dataset, index: int) -> str:
    between = "" if are_characters(data.answer.names) else " "
    return between.join(data.answer.names[int(tag)] for tag in data.train_y[index] if tag != NO_TARGET)


HELD_OUT = held_out.HeldOut(row=_row, below=_by_tag)
VIEWS = AnswerViews(
    learning=names.beside_loss(HELD_OUT),
    picture=names.picture,
    told=Told(own=_own, briefly=_briefly),
    problem=examples.some(_truth),
)
LAST_HELD_OUT = held_out.HeldOut(row=_marked_row, below=_by_time_step)
LAST_VIEWS = replace(
    VIEWS, learning=names.beside_loss(LAST_HELD_OUT), told=Told(own=_own_last, briefly=_briefly)
)
