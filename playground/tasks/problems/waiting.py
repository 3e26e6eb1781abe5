"""Letters that are said again after a long wait: the first one (recall), or the first three (copying)."""

from __future__ import annotations

import math
import re

import numpy as np
from numpy.typing import NDArray

from playground.config import ModelConfig, RunConfig, Setting, TaskConfig, TrainingConfig
from playground.config.errors import ExampleError
from playground.config.task import MAX_TIME_STEPS
from playground.i18n import N_, _
from playground.tasks import knobs
from playground.tasks.answers import NO_TARGET, LastTags, OneClass
from playground.tasks.base import Baseline, Dataset, Problem
from playground.tasks.sequences import make_sequences, split_code
from playground.tasks.text import require_short

LETTERS = tuple("ABCDEFGHIJ")
COUNT = 3
"""Letters to copy; the mark comes as often, once for each."""
MOST_BLANKS = MAX_TIME_STEPS - 2 * COUNT

_OTHER_LETTER = N_("Each of the first {count} must be one of {known}, not {wrong!r}.")
_LETTERS = N_("The sequence must have exactly {count} letters, not {given}.")
_OTHER_SIGN = N_("After the first {count} letters there may be dots only, not {wrong!r}.")
_DOTS = N_("The sequence must have 1 to {most} dots after its letters, not {count}.")
_OTHER_FIRST = N_("The first symbol must be one of {letters}, not {wrong!r}.")
_OTHER_REST = N_("After the first symbol there may be dots only, not {wrong!r}.")
_STEPS = N_("The sequence must have 2 to {most} time steps, a symbol and dots, not {count}.")


_BLANK = N_("the blank has the last feature")
_MARKS = N_("blanks, then a mark for each letter")
_NONE = N_("-100 asks for no answer")


def _encode(letters: NDArray[np.int64], blanks: int, kinds: int, marks: int = 0) -> NDArray[np.float32]:
    """(examples, time steps, features) a feature for each kind of letter, then the blank and any mark.

    `letters` are (examples, letters) from 0; `blanks` time steps wait, and `marks` ask.
    """
    wait = np.repeat([kinds, kinds + 1], [blanks, marks])
    read = np.hstack([letters, np.tile(wait, (len(letters), 1))])  # (examples, time steps)
    x: NDArray[np.float32] = np.eye(kinds + (2 if marks else 1), dtype=np.float32)[read]
    return x


def _pieces(text: str, count: int) -> tuple[str, str]:
    typed = re.sub(r"\s+", "", require_short(text)).upper()
    return typed[:count], typed[count:]


def _parsed(letters: str, blanks: int, known: tuple[str, ...], marks: int = 0) -> NDArray[np.float32]:
    numbers = np.array([[known.index(letter) for letter in letters]])
    example: NDArray[np.float32] = _encode(numbers, blanks, len(known), marks)[0]
    return example


def _knobs(most_blanks: int, wait: str, letters: str, kinds: str, most: int) -> tuple[Setting, ...]:
    return (
        knobs.knob("length", label=N_("Blanks"), low=1, high=most_blanks, help=wait),
        knobs.knob("symbols", label=letters, low=2, high=len(LETTERS), help=kinds),
        knobs.sequences(most),
        knobs.TRAIN_SHARE,
        knobs.DATA_SEED,
    )


# ---- the first letter


def make_recall(config: TaskConfig) -> Dataset:
    """A symbol, then `length` blanks; each is a feature that is 1, the blank the last of them."""
    rng = np.random.default_rng(config.data_seed)
    symbols = rng.integers(config.symbols, size=config.examples)
    return make_sequences(
        _encode(symbols[:, np.newaxis], config.length, config.symbols),
        symbols,
        config,
        answer=OneClass(names=LETTERS[: config.symbols]),
        baseline=Baseline(
            loss=math.log(config.symbols), sentence=N_("Gives every symbol the same probability.")
        ),
    )


RECALL_CODE = """
rng = np.random.default_rng(DATA_SEED)
y = rng.integers(SYMBOLS, size=EXAMPLES)  # $y
wait = np.full((EXAMPLES, LENGTH), SYMBOLS)  # $blank
read = np.hstack([y[:, None], wait])  # (examples, time steps)
x = np.eye(SYMBOLS + 1, dtype=np.float32)[read]  # $x
"""


def recall_code(config: TaskConfig, data: Dataset) -> str:
    """The same symbols and blanks."""
    return split_code(RECALL_CODE, data, blank=_(_BLANK))


def parse_recall(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """A letter and up to 199 dots, such as `C.....`."""
    letter, dots = _pieces(text, 1)
    known = dataset.answer.names
    if letter not in known:
        raise ExampleError(_OTHER_FIRST, letters=" ".join(known), wrong=letter)
    if rest := dots.replace(".", ""):
        raise ExampleError(_OTHER_REST, wrong=rest[0])
    if not 1 <= len(dots) < MAX_TIME_STEPS:
        raise ExampleError(_STEPS, most=MAX_TIME_STEPS, count=len(dots) + 1)
    return _parsed(letter, len(dots), known)


def write_recall(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The letter, then a dot for each blank."""
    return dataset.answer.names[int(example[0].argmax())] + "." * (len(example) - 1)


RECALL = Problem(
    name="recall",
    title=N_("Recall the first symbol"),
    group="sequences",
    question=N_("Which symbol came first, before all the blanks?"),
    notice=N_(
        "Training and test have the same few sequences, so only the delay matters. Make it longer to see "
        "which network forgets."
    ),
    preset=RunConfig(
        task=TaskConfig(name="recall", length=10, examples=400, symbols=8),
        model=ModelConfig(cell="gru", hidden_size=32),
        training=TrainingConfig(lr=0.005, max_norm=1.0, batch_size=32, epochs=30),
    ),
    knobs=_knobs(
        MAX_TIME_STEPS - 1,
        N_("The number of blanks before the network must answer."),
        N_("Symbols"),
        N_("The number of different symbols."),
        2000,
    ),
    make=make_recall,
    code=recall_code,
    input_hint=N_("Type a letter and then a dot for each blank, up to 199 of them, such as C....."),
    parse=parse_recall,
    write=write_recall,
)


# ---- three letters in their order


def make_copying(config: TaskConfig) -> Dataset:
    """Letters, `length` blanks, and a mark for each letter; only at the marks there is an answer.

    After Hochreiter and Schmidhuber (1997), in the form of Arjovsky, Shah and Bengio (2016), where the
    mark stands at every time step that asks.
    """
    rng = np.random.default_rng(config.data_seed)
    letters = rng.integers(config.symbols, size=(config.examples, COUNT))
    x = _encode(letters, config.length, config.symbols, COUNT)
    y = np.full(x.shape[:2], NO_TARGET)
    y[:, -COUNT:] = letters
    return make_sequences(
        x,
        y,
        config,
        answer=LastTags(names=LETTERS[: config.symbols], count=COUNT),
        baseline=Baseline(
            loss=math.log(config.symbols), sentence=N_("Gives every letter the same probability.")
        ),
    )


COPYING_CODE = """
rng = np.random.default_rng(DATA_SEED)
letters = rng.integers(SYMBOLS, size=(EXAMPLES, $count))
wait = np.repeat([SYMBOLS, SYMBOLS + 1], [LENGTH, $count])  # $blank
read = np.hstack([letters, np.tile(wait, (EXAMPLES, 1))])  # (examples, time steps)
x = np.eye(SYMBOLS + 2, dtype=np.float32)[read]  # $x
y = np.full(read.shape, -100)  # $y, $none
y[:, -$count:] = letters
"""


def copying_code(config: TaskConfig, data: Dataset) -> str:
    """The same letters, blanks and marks."""
    return split_code(COPYING_CODE, data, count=COUNT, blank=_(_MARKS), none=_(_NONE))


def parse_copying(text: str, config: TaskConfig, dataset: Dataset) -> NDArray[np.float32]:
    """Three letters and 1 to 194 dots, such as `CAB.....`; the marks come by themselves."""
    letters, dots = _pieces(text, COUNT)
    known = dataset.answer.names
    wrong = [letter for letter in letters if letter not in known]
    if wrong:
        raise ExampleError(_OTHER_LETTER, count=COUNT, known=" ".join(known), wrong=wrong[0])
    if len(letters) != COUNT:
        raise ExampleError(_LETTERS, count=COUNT, given=len(letters))
    if rest := dots.replace(".", ""):
        raise ExampleError(_OTHER_SIGN, count=COUNT, wrong=rest[0])
    if not 1 <= len(dots) <= MOST_BLANKS:
        raise ExampleError(_DOTS, most=MOST_BLANKS, count=len(dots))
    return _parsed(letters, len(dots), known, COUNT)


def write_copying(example: NDArray[np.float32], config: TaskConfig, dataset: Dataset) -> str:
    """The letters, then a dot for each blank."""
    letters = "".join(dataset.answer.names[int(kind)] for kind in example[:COUNT].argmax(axis=1))
    return letters + "." * (len(example) - 2 * COUNT)


COPYING = Problem(
    name="copying",
    title=N_("Copy letters after a wait"),
    group="sequences",
    question=N_("Which three letters were read before all the blanks? A mark asks for one after the other."),
    notice=N_(
        "Most sequences are in training and test, so only the delay matters. Choose the RNN and press "
        "Play: it forgets. The LSTM starts with open forget gates; set their bias to 0, and it forgets "
        "as well."
    ),
    preset=RunConfig(
        task=TaskConfig(name="copying", length=20, examples=1000, symbols=8),
        model=ModelConfig(cell="lstm", hidden_size=32, forget_bias=3.0),
        training=TrainingConfig(lr=0.015, max_norm=1.0, batch_size=32, epochs=60),
    ),
    knobs=_knobs(
        MOST_BLANKS,
        N_("The number of blanks before the network must answer the first letter."),
        N_("Letters"),
        N_("The number of different letters."),
        5000,
    ),
    make=make_copying,
    code=copying_code,
    input_hint=N_("Type three letters and then a dot for each blank, up to 194 of them, such as CAB....."),
    parse=parse_copying,
    write=write_copying,
)
