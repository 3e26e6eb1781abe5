"""Every problem keeps the contract, every knob works, and whatever does not fit is refused."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace

import numpy as np
import pytest

from playground.config import ModelConfig, RunConfig, Setting, TaskConfig, TrainingConfig
from playground.config.errors import ConfigError
from playground.tasks import PROBLEMS, checked, dataset, problem
from playground.tasks.answers import NO_TARGET
from playground.tasks.base import Dataset, Problem
from playground.tasks.pairs.base import END
from playground.tasks.texts.vocabulary import PAD
from tests.tasks.gappy import with_gaps

every_problem = pytest.mark.parametrize("chosen", PROBLEMS.values(), ids=PROBLEMS)
KNOBS = [
    pytest.param(one, knob, id=f"{one.name}-{knob.name}") for one in PROBLEMS.values() for knob in one.knobs
]
every_knob = pytest.mark.parametrize(("chosen", "knob"), KNOBS)
every_range = pytest.mark.parametrize(("chosen", "knob"), [one for one in KNOBS if not one.values[1].values])
ALTERED: dict[str, dict[str, object]] = {
    "length": {"length": 11},
    "examples": {"examples": 900},
    "noise": {"noise": 0.25},
    "train_share": {"train_share": 0.75},
    "data_seed": {"data_seed": 7},
    "periods": {"periods": (10.0,), "amplitudes": (1.0,)},
    "amplitudes": {"periods": (10.0,), "amplitudes": (1.0,)},
    "trend": {"trend": 1.5},
    "symbols": {"symbols": 3},
    "own": {"own": "0" * 32},
    "two_outputs": {"two_outputs": True},
    "scaling": {"scaling": "differences"},
    "gaps": {"gaps": "left-out"},
    "pieces": {"pieces": "characters"},
}


def with_task(chosen: Problem, **settings: object) -> RunConfig:
    return replace(chosen.preset, task=replace(chosen.preset.task, **settings))


def turned(chosen: Problem, knob: Setting, value: float) -> RunConfig:
    """The preset with one knob at `value`; a tuple has it in every place."""
    before = getattr(chosen.preset.task, knob.name)
    if isinstance(before, tuple):
        return with_task(chosen, **{knob.name: tuple(float(value) for _ in before)})
    return with_task(chosen, **{knob.name: type(before)(value)})


def content(data: Dataset) -> bytes:
    arrays = (data.train_x, data.train_y, data.test_x, data.test_y)
    return b"|".join(str(array.shape).encode() + array.tobytes() for array in arrays)


@every_problem
def test_the_arrays_are_what_the_contract_says(chosen: Problem):
    data = dataset(chosen.preset.task)
    for x, y in ((data.train_x, data.train_y), (data.test_x, data.test_y)):
        assert x.dtype == np.float32
        assert x.ndim == 3
        assert np.isfinite(x).all()
        assert x.flags.c_contiguous
        assert len(x) == len(y) > 0
        if data.answer.loss == "cross_entropy":
            assert y.dtype == np.int64
            if data.kind == "pair":
                assert (y == END).sum(axis=1).tolist() == [1] * len(y)
                assert (y[:, 1:] == NO_TARGET)[y[:, :-1] == END].all()
                assert y.max() < data.answer.output_size == len(data.answer.target) == len(data.answer.names)
                continue
            assert y.shape == (x.shape[:2] if data.answer.every_step else (len(x),))
            asked = y[y != NO_TARGET]
            assert 0 <= asked.min() <= asked.max() < data.answer.output_size == len(data.answer.names)
            if data.kind == "last-tags":
                assert ((y == NO_TARGET).sum(axis=1) == x.shape[1] - data.answer.count).all()
                assert (y[:, -data.answer.count :] != NO_TARGET).all()
            elif data.answer.every_step:
                assert ((y == NO_TARGET) == (x[:, :, 0] == PAD)).all()
        else:
            assert y.dtype == np.float32
            assert y.shape == ((*x.shape[:2], 1) if data.answer.every_step else (len(x), 1))
            assert data.answer.output_size == 1
            assert len(data.answer.names) == (2 if data.answer.loss == "bce" else 0)


@every_problem
def test_the_preset_passes_the_gate_and_comes_back_from_its_json(chosen: Problem):
    assert chosen.preset.task.name == chosen.name
    assert checked(RunConfig.from_json(chosen.preset.to_json())) == chosen.preset


@every_problem
def test_the_same_config_makes_the_same_bytes(chosen: Problem):
    assert content(chosen.make(chosen.preset.task)) == content(chosen.make(chosen.preset.task))


@every_problem
def test_the_shared_arrays_cannot_be_written_to(chosen: Problem):
    data = dataset(chosen.preset.task)
    arrays = [data.train_x, data.train_y, data.test_x, data.test_y]
    arrays += [data.answer.series.values, data.answer.series.times] if data.kind == "forecast" else []
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    assert dataset(chosen.preset.task) is data


@every_problem
def test_the_words_are_whole_and_in_sentence_case(chosen: Problem):
    sentences = [
        chosen.question,
        chosen.notice,
        chosen.input_hint,
        dataset(chosen.preset.task).baseline.sentence,
    ]
    sentences += [knob.help for knob in chosen.knobs]
    for sentence in sentences:
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence[-1] in ".?)"
        assert "  " not in sentence
    for label in (chosen.title, *(knob.label for knob in chosen.knobs)):
        assert label[0].isupper()
        assert not label.endswith(".")


@every_problem
def test_a_written_example_is_read_back_as_it_was(chosen: Problem):
    task = chosen.preset.task
    data = dataset(task)
    for number in (*range(5), *range(-5, 0)):
        example = data.test_x[number]
        text = chosen.write(data.held_out(number), task, data)
        again = chosen.parse(text, task, data)
        assert again.dtype == np.float32
        if data.kind == "pair":
            example = example[example[:, 0] != PAD]  # an encoder reads a source without its padding
        assert again.shape == example.shape
        assert np.allclose(again, example, rtol=0, atol=6e-4)
        assert chosen.write(chosen.points(text, task, data), task, data) == text


@every_knob
def test_a_knob_may_stand_at_both_its_ends_and_changes_the_data(chosen: Problem, knob: Setting):
    settings = {"noise": 0.2} if any(one.name == "noise" for one in chosen.knobs) else {}
    settings |= {"own": with_gaps()} if knob.name == "gaps" else {}
    base = replace(chosen, preset=with_task(chosen, **settings))
    low, high = (
        dataset(checked(turned(base, knob, value)).task) for value in knob.values[:2] or (knob.low, knob.high)
    )
    for data in (low, high):
        assert np.isfinite(data.train_x).all()
    assert content(low) != content(high)


@every_range
def test_a_knob_beyond_its_ends_is_refused(chosen: Problem, knob: Setting):
    for value in (knob.low - knob.step, knob.high + knob.step):
        with pytest.raises(ConfigError, match=rf"task\.{knob.name}"):
            checked(turned(chosen, knob, value))


@every_range
def test_the_preset_of_a_knob_is_within_its_ends(chosen: Problem, knob: Setting):
    at = getattr(chosen.preset.task, knob.name)
    for value in at if isinstance(at, tuple) else (at,):
        assert knob.low <= value <= knob.high
    assert knob.step > 0


@every_problem
def test_a_setting_that_the_problem_does_not_use_must_stay_as_it_is(chosen: Problem):
    used = {knob.name for knob in chosen.knobs} | {"name"} | ({"own"} if chosen.read_own else set())
    unused = {field.name for field in fields(TaskConfig)} - used
    assert unused <= set(ALTERED)
    for name in unused:
        with pytest.raises(ConfigError, match=f"{chosen.name} does not use task"):
            checked(with_task(chosen, **ALTERED[name]))


def test_an_unknown_problem_is_refused_with_the_known_ones():
    with pytest.raises(ConfigError, match=r"no problem 'cosine'; there are sine, waves"):
        problem("cosine")
    with pytest.raises(ConfigError, match="cosine"):
        checked(RunConfig(task=TaskConfig(name="cosine")))


def test_a_window_longer_than_the_series_is_refused():
    with pytest.raises(ConfigError, match="at most 90, not 95"):
        checked(with_task(PROBLEMS["sine"], examples=100, length=95))


def test_an_answer_at_every_step_needs_the_readout_of_every_step():
    parity = PROBLEMS["parity"].preset
    with pytest.raises(ConfigError, match=r"model\.readout must be last"):
        checked(replace(parity, model=replace(parity.model, readout="mean")))
    sine = PROBLEMS["sine"].preset
    assert checked(replace(sine, model=replace(sine.model, readout="mean")))


@pytest.mark.parametrize(
    ("batch", "fits"), [(None, True), (32, True), (1, False), (113, False), (9999, True)]
)
def test_batch_normalisation_never_meets_a_batch_of_one(batch: int | None, fits: bool):
    run = replace(  # 792 training windows are 7 batches of 113, and one left over
        PROBLEMS["sine"].preset,
        model=ModelConfig(head_batch_norm=True),
        training=TrainingConfig(batch_size=batch),
    )
    if fits:
        assert checked(run) is run
    else:
        with pytest.raises(ConfigError, match=r"change training\.batch_size"):
            checked(run)


def test_the_server_gets_the_problems_without_torch_pandas_or_streamlit():
    code = (
        "import sys, playground.tasks as t; [t.dataset(p.preset.task) for p in t.PROBLEMS.values()];"
        "print([m for m in ('torch', 'pandas', 'streamlit', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
