"""A learner's own rows reach every worker, also one that was not there when they came."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from playground import tasks
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.films.develop import develop
from playground.films.engine import Engine
from playground.probes.requests import AnswersProbe, OwnProbe
from playground.tasks.problems import own_sentences
from playground.uploads import own_data

if TYPE_CHECKING:
    from tests.films.conftest import Help

_numbers = itertools.count(1)


@pytest.fixture
def config() -> RunConfig:
    """A run on rows that nobody has brought before."""
    number = next(_numbers)
    rows = [f"{'good' if n % 2 else 'bad'} thing {number} {n},{'yes' if n % 2 else 'no'}" for n in range(40)]
    return on("\n".join(rows))


def on(rows: str) -> RunConfig:
    read = own_sentences.PROBLEM.read_own
    assert read is not None
    return edited(own_sentences.PROBLEM.preset, {"task.own": own_data.keep(read(rows)), "training.epochs": 4})


def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process where nobody has brought anything."""
    empty = own_data.Store(own_data.BUDGET_BYTES)
    for name in ("keep", "find", "has"):
        monkeypatch.setattr(own_data, name, getattr(empty, name))
    tasks.dataset.cache_clear()


@pytest.fixture(autouse=True)
def _fresh_datasets() -> Iterator[None]:
    yield
    tasks.dataset.cache_clear()


def test_a_run_on_own_rows_is_the_same_on_every_engine(engine: Engine, config: RunConfig, help_: Help):
    film = help_.develop(engine, config)
    assert film.status == "finished"
    assert help_.same(film, help_.undisturbed(config))
    own = OwnProbe(config=config, step=film.last_step, text="a good thing")
    for probe in (AnswersProbe(config=config, step=2), own):
        help_.wait(lambda probe=probe: engine.probe(probe).status != "pending")
        assert engine.probe(probe).status == "ready"


def test_rows_come_with_the_work_to_a_process_that_has_none(
    config: RunConfig, monkeypatch: pytest.MonkeyPatch
):
    data = own_data.find(config.task.own)
    here = develop(config.to_json(), None, 0, 1)
    forgotten(monkeypatch)
    there = develop(config.to_json(), None, 0, 1, data)
    assert np.array_equal(here.train_loss, there.train_loss)


def test_rows_are_sent_once_and_given_up_with_the_store(embedded: Any, config: RunConfig, help_: Help):
    workers = embedded._workers
    help_.develop(embedded, config)
    (sent,) = workers.own_data(config.task.own)
    assert workers.own_data(config.task.own) == (sent,)
    store = own_data.find.__self__
    del store._kept[config.task.own]
    other = on("\n".join(f"other {n},{n % 2}" for n in range(20)))
    help_.develop(embedded, other)
    assert workers.own_data(config.task.own) == ()
    assert set(workers._own) <= set(store._kept)


def test_rows_that_were_forgotten_end_the_run_in_a_sentence(embedded: Any, config: RunConfig, help_: Help):
    never_there = edited(config, {"training.seed": 5})
    tasks.dataset(never_there.task)  # this process still has what it made of them
    del own_data.find.__self__._kept[config.task.own]

    def failed() -> bool:
        embedded.want(never_there, 10)
        return embedded.film(never_there).status == "failed"

    help_.wait(failed)
    assert "add the same rows again" in str(embedded.film(never_there).reason)
    embedded.want(never_there, 0)
