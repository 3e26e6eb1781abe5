"""The network's answer to the learner's own sequence, and the words it hangs on."""

from __future__ import annotations

import numpy as np

from playground.charts.answers.words import PADDING, influence_of_words_figure
from playground.charts.picture import brief
from playground.i18n import _
from playground.probes.inside import GradientsProbe
from playground.probes.requests import OwnProbe
from playground.tasks import problem
from playground.tasks.base import Dataset
from playground.tasks.texts.characters import shown
from playground.tasks.texts.vocabulary import PAD, UNKNOWN
from playground.views.answers import told_of
from playground.views.inside import chosen
from playground.views.parts import Parts, caption, figure
from playground.views.scene import Read, Scene
from playground.views.words import plain


def draw(scene: Scene, read: Read) -> Parts:
    """The answer at this step, to what is typed, drawn or held out."""
    data, text = scene.data, chosen.written(scene, scene.data)
    probe = OwnProbe(config=scene.config, step=scene.step, text=text)
    yield from told_of(data).own(read(probe).values, probe, data)
    if data.has_words:
        yield from _words(scene, read, text)


def _words(scene: Scene, read: Read, text: str) -> Parts:
    """Which words the network does not know, and which of them all its answer hangs on."""
    data, task = scene.data, scene.config.task
    example = problem(task.name).parse(text, task, data)
    pieces, read_in = problem(task.name).cut(text, task), example[example != PAD]
    typed = [shown(piece) for piece in pieces[: len(read_in)]]
    unknown = [word for word, number in zip(typed, read_in, strict=True) if number == UNKNOWN]
    signs = data.words.is_of_characters
    if len(unknown) == len(typed) and not signs:
        yield caption(_none_known(data))
    elif unknown:
        told = _("Words unknown to the network, which it reads as one and the same word: {words}.")
        if signs:
            told = _("Characters unknown to the network, which it reads as one and the same: {words}.")
        yield caption(told.format(words=plain(", ".join(brief(word) for word in dict.fromkeys(unknown)))))
    if len(pieces) > len(typed):
        told = _("As in training, only the first {most} words are read; this text has {count}.")
        yield caption(told.format(most=len(typed), count=len(pieces)))
    reading = read(GradientsProbe(config=scene.config, step=scene.step, example=0, text=text))
    named = [f"{word} ?" if word in unknown and not signs else word for word in typed]
    named += [PADDING] * (len(reading.inputs) - len(named))
    picture = influence_of_words_figure(np.asarray(reading.inputs), named, cell=scene.config.model.cell)
    yield figure(picture, key="own-words", height=240)


def _none_known(data: Dataset) -> str:
    """That the answer is a guess, and a few words that the network does know."""
    few = ", ".join(map(brief, data.words.words[UNKNOWN + 1 : UNKNOWN + 9]))
    told = _("The network knows none of these words, so it can only guess. It knows {words} and more.")
    return told.format(words=plain(few))
