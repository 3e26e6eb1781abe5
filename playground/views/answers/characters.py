"""The character model: what it writes, how unsure it is, and where each of its units fires."""

from __future__ import annotations

import re

import numpy as np

from playground.charts.theme import CELL_NAMES
from playground.config.task import MAX_TIME_STEPS
from playground.i18n import N_, _
from playground.probes.inside import InsideProbe
from playground.probes.sample import SampleProbe
from playground.tasks import problem
from playground.tasks.answers import NO_TARGET
from playground.tasks.base import Dataset
from playground.tasks.texts.characters import shown, signs_of
from playground.views import baselines
from playground.views.answers import train_part
from playground.views.answers.views import answers_probe
from playground.views.drawings import coloured_text
from playground.views.inside import chosen
from playground.views.parts import Part, Parts, caption, markdown, table
from playground.views.scene import Looked, Read, Scene
from playground.views.words import number

WRITTEN = 200
"""Characters of the sample at the cursor."""
RUNG = 60
"""Of these, the characters in the row of an earlier step."""
PROMPT = 40
"""Held-out characters that are read before the first is written."""
USES = ("own_text", "own_example", "temperature", "sample_seed")


def sample(scene: Scene, read: Read) -> Parts:
    """The text that the network writes, and the row of this step in the ladder of all steps."""
    prompt, view = passage(scene, scene.data, PROMPT), scene.view_state
    probe = SampleProbe(
        config=scene.config,
        step=scene.step,
        prompt=prompt,
        length=WRITTEN,
        temperature=view.temperature,
        seed=view.sample_seed,
    )
    text = read(probe).text
    yield {"is": "sample", "prompt": prompt, "text": text}
    told = _("Written at step {step}. The given beginning is underlined.")
    yield caption(told.format(step=scene.step) if text else _(NO_NUMBERS))
    yield _ladder(scene.step, text)


def _ladder(step: int, text: str) -> Part:
    """The same beginning at earlier steps, so that noise is seen to become words: the browser has them."""
    cells = [f"{step:,}", shown_line_ends(text[:RUNG])]
    return {"is": "ladder", "head": [_("Step"), _("Its text")], "row": cells}


def passage(looked: Looked, data: Dataset, most: int) -> str:
    """The learner's own text, or else whole held-out words, at most `most` characters in a row."""
    text: str = chosen.example(looked)["text"]
    if text:
        return text
    first = looked.view_state.own_example % len(data.test_x)
    windows = data.test_x[first : first + 1 + -(-most // data.test_x.shape[1])]
    task = looked.config.task
    held_out = problem(task.name).write(windows.reshape(-1, 1), task, data)
    begun = re.match(r"\S*\s+", held_out)  # the end of a word that began in the window before
    held_out = held_out[begun.end() if begun else 0 :][:most]
    return re.sub(r"(?<=\s)\S+$", "", held_out)


def excerpt(data: Dataset, most: int) -> str:
    """The beginning of the training part."""
    ids = data.train_x.reshape(-1)[:most].astype(np.int64)
    return "".join(data.words.word(int(place)) for place in ids)


NO_NUMBERS = N_("Its outputs are infinite or undefined, so it cannot write.")


def shown_line_ends(text: str) -> str:
    """In one line; blanks stay as they are, so that words are seen as words."""
    return text.replace("\n", shown("\n"))


def unsure(scene: Scene, read: Read) -> Parts:
    """Perplexity as a number of equally likely characters, and beside it what counting reaches."""
    data = scene.data
    reading = read(answers_probe(scene))
    right, perplexity = _scores(data, reading.values)
    told = _(
        "It is as unsure as a choice between about **{count} equally likely characters**; pure guessing "
        "is a choice between {all}."
    )
    yield markdown(told.format(count=f"{perplexity:.2g}", all=data.answer.output_size))
    row = [f"**{CELL_NAMES[scene.config.model.cell]}**", f"{right:.1%}", number(perplexity)]
    more = baselines.asked(scene.config.task, "baselines-unsure")
    yield table([_("Test part"), _("Right"), _("Perplexity")], [row], "lrr", more=more)
    yield train_part.of_answers(scene, read, reading)


def _scores(data: Dataset, values: np.ndarray) -> tuple[float, float]:
    """The share of right characters, and the perplexity, over the test part."""
    asked = data.test_y != NO_TARGET
    truth, said = data.test_y[asked], values[asked]
    given = said[np.arange(len(truth)), truth].astype(np.float64)  # to the true character
    with np.errstate(divide="ignore", over="ignore"):
        return float(np.mean(said.argmax(axis=-1) == truth)), float(np.exp(-np.mean(np.log(given))))


def fires(scene: Scene, read: Read) -> Parts:
    """The text in the colours of one unit of the top layer."""
    text = passage(scene, scene.data, MAX_TIME_STEPS)
    reading = read(InsideProbe(config=scene.config, step=scene.step, example=0, text=text))
    states = reading.parts[-1].values["h"]
    yield coloured_text(signs=signs_of(text), states=states, unit=chosen.unit(scene) or 0, key="fires")
