"""What a worker runs: the same film whether it remembers the last stretch or starts from a checkpoint."""

from __future__ import annotations

import pickle
import subprocess
import sys

import numpy as np
import pytest
import torch

from playground import tasks
from playground.config.errors import EngineError, PlaygroundError
from playground.experiments.edits import edited
from playground.films import develop as work
from playground.films.develop import OUT_OF_MEMORY, develop, look
from playground.probes.requests import AnswersProbe, Probe
from playground.training.advance import advance
from playground.training.segment import Segment
from playground.training.trainer import Trainer

CONFIG = edited(
    tasks.problem("recall").preset,
    {"task.examples": 50, "training.batch_size": 10, "training.epochs": 10, "model.head_dropout": 0.3},
)
JSON = CONFIG.to_json()


@pytest.fixture(autouse=True)
def _a_fresh_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that no machine is too slow for; a test that is about time shortens what it is about."""
    monkeypatch.setattr(develop, "__kwdefaults__", (develop.__kwdefaults__ or {}) | {"seconds": 3600.0})
    monkeypatch.setattr(work, "LONGEST_SECONDS", 3600.0)
    monkeypatch.setattr(work, "BYTES_A_SECOND", 1)
    work._trainers.clear()


def same(one: Segment, other: Segment) -> bool:
    return one.checkpoint == other.checkpoint and np.array_equal(one.train_loss, other.train_loss)


@pytest.mark.parametrize("forgetful", [False, True])
def test_stretches_join_with_or_without_the_workers_memory(forgetful: bool):
    first = develop(JSON, None, 0, 7)
    if forgetful:
        work._trainers.clear()
    second = develop(JSON, first.checkpoint, 7, 20)
    if forgetful:
        work._trainers.clear()
    third = develop(JSON, second, -1, 40)  # a segment in place of its checkpoint
    whole = advance(CONFIG, None, 40)
    joined = np.concatenate([part.train_loss for part in (first, second, third)])
    assert np.array_equal(joined, whole.train_loss)
    assert third.checkpoint == whole.checkpoint
    assert (second.from_step, third.from_step) == (7, 20)


def test_a_stretch_between_checkpoints_is_replayed_to():
    early = develop(JSON, None, 0, 7).checkpoint
    work._trainers.clear()
    assert same(develop(JSON, early, 13, 20), advance(CONFIG, advance(CONFIG, None, 13).checkpoint, 7))


def test_asking_for_what_is_known_gives_an_empty_stretch():
    known = develop(JSON, None, 0, 20)
    again = develop(JSON, known, -1, 10)
    assert (again.from_step, len(again.train_loss), again.checkpoint) == (20, 0, known.checkpoint)


def test_a_stretch_ends_after_its_time():
    first = develop(JSON, None, 0, 40, seconds=0.0)
    assert len(first.train_loss) == 1
    assert len(develop(JSON, first, -1, 40).train_loss) == 39


def test_a_stretch_is_longer_where_its_checkpoint_is_worth_it(monkeypatch: pytest.MonkeyPatch):
    first = develop(JSON, None, 0, 1)
    assert len(develop(JSON, first, -1, 40, seconds=0.0).train_loss) == 39  # in an hour at most
    monkeypatch.setattr(work, "BYTES_A_SECOND", 10**12)
    assert len(develop(JSON, first, -1, 40, seconds=0.0).train_loss) == 1


def test_looking_between_two_stretches_changes_nothing():
    first = develop(JSON, None, 0, 20)
    for step in (20, 3, 20, 0):
        look(JSON, None, AnswersProbe(config=CONFIG, step=step))
    assert same(develop(JSON, first, -1, 40), advance(CONFIG, first.checkpoint, 20))


def test_a_reading_goes_on_from_the_one_before_and_is_what_one_from_the_beginning_is(
    monkeypatch: pytest.MonkeyPatch,
):
    def alone(step: int) -> object:
        work._trainers.clear()
        return look(JSON, None, AnswersProbe(config=CONFIG, step=step))

    steps, ran = (9, 12, 30), []
    expected = [alone(step) for step in steps]
    work._trainers.clear()
    run = Trainer.run
    monkeypatch.setattr(Trainer, "run", lambda self, n, **how: (ran.append(n), run(self, n, **how))[1])
    found = [look(JSON, None, AnswersProbe(config=CONFIG, step=step)) for step in steps]
    assert pickle.dumps(found) == pickle.dumps(expected)
    assert ran == [9, 3, 18]
    late = advance(CONFIG, None, 31).checkpoint
    ran.clear()
    look(JSON, late, AnswersProbe(config=CONFIG, step=35))
    look(JSON, None, AnswersProbe(config=CONFIG, step=3))
    assert ran == [4, 3]  # from a checkpoint that is nearer than what was read last, and never back


def test_few_trainers_are_remembered():
    for step in range(10):
        look(JSON, None, AnswersProbe(config=CONFIG, step=step))
    assert len(work._trainers) <= 3


def no_memory(*_arguments: object, **_named: object) -> None:
    torch.empty(2**60, dtype=torch.uint8)  # more than any machine has


def no_more_memory(*_arguments: object, **_named: object) -> None:
    raise MemoryError


@pytest.mark.parametrize("fault", [no_memory, no_more_memory])
@pytest.mark.parametrize("where", ["run", "_load_data", "answers"])
def test_too_little_memory_is_told_in_a_sentence_wherever_it_shows(
    where: str, fault: object, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Trainer, where, fault)
    with pytest.raises(EngineError) as told:
        look(JSON, None, AnswersProbe(config=CONFIG, step=4))
    with pytest.raises(EngineError, match=OUT_OF_MEMORY):
        develop(JSON, None, 0, 4)
    assert str(told.value) == OUT_OF_MEMORY
    assert str(pickle.loads(pickle.dumps(told.value))) == OUT_OF_MEMORY  # it travels


def test_any_other_fault_stays_what_it_is(monkeypatch: pytest.MonkeyPatch):
    def broken(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    monkeypatch.setattr(Trainer, "run", broken)
    with pytest.raises(RuntimeError, match="mat1") as fault:
        develop(JSON, None, 0, 4)
    assert not isinstance(fault.value, PlaygroundError)
    assert fault.value.__cause__ is None


def test_a_run_whose_config_is_broken_is_refused():
    with pytest.raises(PlaygroundError):
        develop("{", None, 0, 4)


def test_a_probe_without_a_reading_is_a_fault_of_ours():
    with pytest.raises(TypeError, match="no reading for Probe"):
        look(JSON, None, Probe(config=CONFIG, step=0))


def test_what_comes_back_from_a_worker_is_read_without_torch():
    segment = develop(JSON, None, 0, 8)
    reading = look(JSON, segment.checkpoint, AnswersProbe(config=CONFIG, step=8))
    data = pickle.dumps((segment, reading)).hex()
    code = (
        "import pickle, sys\n"
        f"segment, reading = pickle.loads(bytes.fromhex('{data}'))\n"
        "assert segment.checkpoint.step == 8 and reading.values.shape[1] == 8\n"
        "assert 'torch' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-"], input=code, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
