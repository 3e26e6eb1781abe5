"""The problems made of pairs, as the playground trains them: their data, presets and knobs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from playground.config import ModelConfig, RunConfig, Setting, TaskConfig, TrainingConfig
from playground.i18n import N_, _
from playground.listing import filled, shape
from playground.tasks import knobs
from playground.tasks.answers import NO_TARGET, Pairs
from playground.tasks.base import Baseline, BaselineScore, Dataset, FittedBaseline, Problem
from playground.tasks.pairs import PAIR_PROBLEMS, Pair, PairProblem, TokenTable
from playground.tasks.pairs.base import NOWHERE, PAD, Ids, said

Draw = Callable[[PairProblem, TaskConfig, np.random.Generator], list[Pair]]
Floats32 = NDArray[np.float32]


def make(name: str, draw: Draw, config: TaskConfig) -> Dataset:
    """Pairs with different sources, so that no test source was learned from."""
    problem, rng = PAIR_PROBLEMS[name], np.random.default_rng(config.data_seed)
    drawn = draw(problem, config, rng)
    pairs = [drawn[place] for place in rng.permutation(len(drawn))]
    source, target = TokenTable(tokens=problem.source_tokens), TokenTable(tokens=problem.target_tokens)
    read, _ = source.encode([pair.source for pair in pairs])
    _, y = target.encode_targets([pair.target for pair in pairs])
    split = round(config.train_share * len(pairs))
    x: Floats32 = read[:, :, np.newaxis].astype(np.float32)
    y = np.where(y == PAD, NO_TARGET, y)
    return Dataset(
        answer=Pairs(
            problem=problem, source=source, target=target, places=_places(problem, pairs[split:], y.shape[1])
        ),
        train_x=x[:split],
        train_y=y[:split],
        test_x=x[split:],
        test_y=y[split:],
        baseline=Baseline(loss=math.log(len(target)), sentence=N_("Gives every token the same probability.")),
    )


CODE = """
$made


# $why
def rows_of(texts, tokens):
    numbers = {"<end>": 2} | {token: n for n, token in enumerate(tokens, start=3)}
    found = np.zeros((len(texts), max(map(len, texts))), dtype=np.int64)
    for row, text in zip(found, texts, strict=True):
        row[: len(text)] = [numbers[token] for token in text]
    return found


x = rows_of(sources, $source)  # $x
y = rows_of([[*target, "<end>"] for target in targets], $target)
y[y == 0] = -100  # $y, $none
split = round(TRAIN_SHARE * len(x))
train_x, test_x = torch.tensor(x[:split]), torch.tensor(x[split:])
train_y, test_y = torch.tensor(y[:split]), torch.tensor(y[split:])
"""
_ROWS = N_("A row of numbers for each text: 0 fills up behind its end, 1 is the start, 2 the end.")
_NONE = N_("-100 asks for no answer")


def code(name: str, config: TaskConfig, data: Dataset) -> str:
    """The same pairs as numbers."""
    problem, pairs = PAIR_PROBLEMS[name], len(data.train_x) + len(data.test_x)
    return filled(
        CODE,
        made=problem.code(config),
        source=problem.code_tokens[0],
        target=problem.code_tokens[1],
        why=_(_ROWS),
        x=shape(pairs, data.train_x.shape[1]),
        y=shape(pairs, data.train_y.shape[1]),
        none=_(_NONE),
    )


def _fit_by_place(config: TaskConfig, data: Dataset) -> BaselineScore:
    """Share of right tokens of an answer that does not read the source at all."""
    train, test, tokens = data.train_y.astype(np.int64), data.test_y, len(data.answer_as(Pairs).target)
    best = [np.bincount(column[column != NO_TARGET], minlength=tokens).argmax() for column in train.T]
    asked = test != NO_TARGET
    return BaselineScore(accuracy=float((test == np.array(best))[asked].mean()))


def _places(problem: PairProblem, pairs: Sequence[Pair], steps: int) -> Ids:
    places = np.full((len(pairs), steps), NOWHERE, dtype=np.int64)
    if problem.alignment is not None:
        for row, pair in zip(places, pairs, strict=True):
            known = problem.alignment(pair.source, pair.target)
            row[: len(known)] = [NOWHERE if place is None else place for place in known]
    return places


def _mixed_lengths(problem: PairProblem, config: TaskConfig, rng: np.random.Generator) -> list[Pair]:
    """Words of 1 to `length` letters, each length as often as there are words for it.

    A network that has only ever seen one length fails at all others.
    """
    found: list[Pair] = []
    for length in range(1, config.length + 1):
        share = (config.examples - len(found)) // (config.length + 1 - length)
        found += problem.make(share, length, rng)
    return found


def _as_made(problem: PairProblem, config: TaskConfig, rng: np.random.Generator) -> list[Pair]:
    return problem.make(config.examples, config.length, rng)


def parse(name: str, text: str, config: TaskConfig, dataset: Dataset) -> Floats32:
    """A learner's own source: (source, 1) numbers of its tokens."""
    tokens = PAIR_PROBLEMS[name].parse(text)
    ids, _ = TokenTable(tokens=PAIR_PROBLEMS[name].source_tokens).encode([tokens])
    return ids[0, :, np.newaxis].astype(np.float32)


def write(name: str, example: Floats32, config: TaskConfig, dataset: Dataset) -> str:
    """The tokens of a source without what is behind its end."""
    ids = example[:, 0].astype(np.int64)
    return said(TokenTable(tokens=PAIR_PROBLEMS[name].source_tokens).decode(ids[ids != PAD]))


_EXAMPLES = knobs.knob(
    "examples",
    label=N_("Pairs"),
    low=500,
    high=10_000,
    step=500,
    help=N_("The number of pairs. Most of them are for training, the rest is for the test."),
)


_LETTERS = knobs.knob(
    "length",
    label=N_("Most letters"),
    low=2,
    high=30,
    help=N_("The most letters in a word. Longer words are harder, especially without attention."),
)
_DIGITS = knobs.knob(
    "length", label=N_("Most digits"), low=2, high=5, help=N_("The most digits in a number.")
)


_LETTERS_HINT = N_("Type 1 to 40 letters from a to z.")
_MODEL = ModelConfig(cell="gru", hidden_size=64, bidirectional=True, embedding_size=32, attention="additive")


def _problem(
    name: str,
    *,
    notice: str,
    hint: str = _LETTERS_HINT,
    draw: Draw = _mixed_lengths,
    length: int = 10,
    size: Setting | None = _LETTERS,
    epochs: int = 20,
    lr: float = 0.0005,
    target_loss: float | None = 0.004,
) -> Problem:
    problem = PAIR_PROBLEMS[name]
    training = TrainingConfig(lr=lr, max_norm=1.0, batch_size=64, epochs=epochs, target_loss=target_loss)
    return Problem(
        name=name,
        title=problem.title,
        group="pairs",
        question=problem.question,
        notice=notice,
        preset=RunConfig(
            task=TaskConfig(name=name, length=length, examples=10_000, train_share=0.95),
            model=_MODEL,
            training=training,
        ),
        knobs=(*([size] if size else []), _EXAMPLES, knobs.TRAIN_SHARE, knobs.DATA_SEED),
        make=partial(make, name, draw),
        code=partial(code, name),
        fitted=(FittedBaseline(label=N_("The most frequent token at each position"), fit=_fit_by_place),),
        input_hint=hint,
        parse=partial(parse, name),
        write=partial(write, name),
    )


ALL: tuple[Problem, ...] = (
    _problem(
        "reverse",
        notice=N_(
            "Watch a path from corner to corner appear in the map: to reverse a word, the network looks "
            "at the last letter first."
        ),
    ),
    _problem(
        "copy",
        notice=N_("Watch the path run from the first letter to the last, letter by letter."),
    ),
    _problem(
        "sort",
        notice=N_("The map has no path: the next letter of the alphabet may be anywhere in the word."),
        epochs=25,
        lr=0.001,
        target_loss=0.01,
    ),
    _problem(
        "dates",
        notice=N_("For the month, the network looks at the word's first letters, wherever the word is."),
        hint=N_("Type a date such as 7 March 2024, March 7, 2024, 07.03.2024 or 2024/03/07."),
        draw=_as_made,
        size=None,
        epochs=8,
        lr=0.001,
        target_loss=None,
    ),
    _problem(
        "numbers",
        notice=N_("One digit becomes one word or two, a zero none: the path has steps of many lengths."),
        hint=N_("Type a whole number such as 407."),
        draw=_as_made,
        length=5,
        size=_DIGITS,
        epochs=8,
        lr=0.001,
        target_loss=None,
    ),
    _problem(
        "numbers-zh",
        notice=N_(
            "Each digit becomes one character or two, several zeros one: the path has steps of many lengths."
        ),
        hint=N_("Type a whole number such as 407."),
        draw=_as_made,
        length=5,
        size=_DIGITS,
        epochs=8,
        lr=0.001,
        target_loss=None,
    ),
)
