"""The strip above every page: one example on its way through the network, at the step of the cursor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from playground.i18n import _
from playground.probes.decoded import DecodedProbe
from playground.probes.inside import InsideProbe, InsideReading
from playground.tasks.answers import NO_TARGET, NextPoint
from playground.tasks.base import Dataset
from playground.views.answers.names import decision
from playground.views.answers.tags import said_names
from playground.views.attention.answer import understood
from playground.views.drawings.unrolled import Answer, Row, unrolled
from playground.views.inside import chosen
from playground.views.parts import Parts
from playground.views.scene import Read, Scene
from playground.views.words import number


def draw(scene: Scene, read: Read) -> Parts:
    """Inputs, the states of every layer and direction, and the answer."""
    if chosen.has_decoder(scene):
        yield from _translator(scene, read)
        return
    reading = read(InsideProbe(config=scene.config, step=scene.step, **chosen.example(scene)))
    words = chosen.words(scene, scene.data) or _signs(scene, reading)
    each, end = _answers(scene, reading)
    yield unrolled(
        inputs=words or reading.inputs,
        rows=_rows(reading),
        cell=scene.config.model.cell,
        alt=_in_words(scene, len(reading.inputs), each, end),
        each=each,
        end=end,
    )


def _signs(scene: Scene, reading: InsideReading) -> tuple[str, ...]:
    """The sign of each time step where one feature is 1 and stands for it; else none."""
    inputs = reading.inputs
    if (
        inputs.shape[1] < 3
        or not ((inputs == 0) | (inputs == 1)).all()
        or not (inputs.sum(axis=1) == 1).all()
    ):
        return ()
    text = chosen.written(scene, scene.data)
    asked = len(inputs) - len(text)  # behind the text a problem may ask, with a sign of its own
    return (*text, *"?" * asked) if 0 <= asked < len(text) else ()


def _translator(scene: Scene, read: Read) -> Parts:
    """The encoder over the source, and behind it the decoder over its answer."""
    data, how = scene.data, chosen.example(scene)
    probe = InsideProbe(config=scene.config, step=scene.step, **how)
    encoder, decoder = read(probe), read(replace(probe, decoder=True))
    answer = understood(read(DecodedProbe(config=scene.config, step=scene.step, **how)), data)
    source, steps = len(answer.source), len(decoder.inputs)
    said = [
        Answer(said=token, is_right=right) for token, right in zip(answer.said, answer.right, strict=True)
    ]
    if len(said) < steps:
        said.append(Answer(said=_("end"), is_right=len(said) == len(answer.true)))
    told = _(
        "An encoder reads {source}. At step {step}, the decoder outputs {said}; the right answer is {right}."
    )
    yield unrolled(
        inputs=[*answer.source, *chosen.words(scene, data, decoder)],
        rows=[*_rows(encoder), *_rows(decoder, start=source)],
        cell=scene.config.model.cell,
        alt=told.format(
            source=" ".join(answer.source),
            step=scene.step,
            said=" ".join(answer.said) or _("nothing"),
            right=" ".join(answer.true),
        ),
        each=[*[None] * source, *said],
    )


def _rows(reading: InsideReading, start: int = 0) -> list[Row]:
    return [
        Row(states=part.values["h"], backward=part.backward, slot=slot, start=start)
        for slot, part in enumerate(reading.parts)
    ]


def _answers(scene: Scene, reading: InsideReading) -> tuple[list[Answer | None], Answer | None]:
    """The answers at the time steps, or the one at the end."""
    data = scene.data
    assert reading.answer is not None
    if data.answer.every_step:
        return _at_each(data, reading, reading.answer), None
    return [], _at_the_end(scene, reading, reading.answer)


def _at_each(data: Dataset, reading: InsideReading, answer: np.ndarray) -> list[Answer | None]:
    names = data.answer.names
    if data.answer.output_size == 1:
        said = [names[int(one > 0.5)] for one in answer.ravel()]
    else:
        said = said_names(answer, data)
    none = len(reading.inputs) - len(said)
    if reading.target is None:
        return [*[None] * none, *(Answer(said=name) for name in said)]
    right = np.asarray(reading.target).ravel()[-len(said) :].astype(int)
    told = [
        None if place == NO_TARGET else Answer(said=name, is_right=name == names[place])
        for name, place in zip(said, right, strict=True)
    ]
    return [*[None] * none, *told]


def _at_the_end(scene: Scene, reading: InsideReading, answer: np.ndarray) -> Answer:
    data, target = scene.data, reading.target
    if data.answer.names:
        decided, probability = decision(data, answer)
        true = None if target is None else int(np.ravel(target)[0])
        return Answer(
            said=_(data.answer.names[decided]),
            share=f"{probability:.0%}",
            right="" if true is None else _(data.answer.names[true]),
            is_right=None if true is None else decided == true,
        )
    said = number(float(answer[0]))
    right = "" if target is None else number(float(target[0]))
    if not isinstance(data.answer, NextPoint):
        return Answer(said=said, right=right)
    scale, last = data.answer.series.scale, float(chosen.points(scene, data)[-1, 0])
    values = [
        None if one is None else float(scale.of(one.astype(np.float64), last)[0]) for one in (answer, target)
    ]
    return Answer(said=said, right=right, value=values[0], target=values[1])


def _in_words(scene: Scene, steps: int, each: list[Answer | None], end: Answer | None) -> str:
    told = [_("One example of {count} time steps enters the cell.").format(count=steps)]
    if end is not None:
        told.append(_("At step {step}, the network answers {said}.").format(step=scene.step, said=end.said))
        if end.right:
            told.append(_("The right answer is {right}.").format(right=end.right))
    elif judged := [one.is_right for one in each if one is not None and one.is_right is not None]:
        told.append(
            _("At step {step}, {right} of {count} answers are right.").format(
                step=scene.step, right=sum(judged), count=len(judged)
            )
        )
    return " ".join(told)
