"""A class on one server: an engine, a hub and a hundred pages, without sockets and without processes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import numpy as np
import pytest

from playground import tasks
from playground.config import RunConfig
from playground.experiments import links
from playground.experiments.edits import edited
from playground.films.dask_engine import DaskEngine
from playground.films.settings import EngineSettings
from playground.films.stream.hub import Hub
from playground.films.stream.seat import Seat
from playground.training.advance import advance
from tests.films.in_place import WorkersInPlace
from tests.films.stream.fakes import Page, wish

if TYPE_CHECKING:
    from tests.films.conftest import Help

SHORT = edited(
    tasks.problem("recall").preset,
    {"task.examples": 50, "training.batch_size": 8, "training.epochs": 2},
)
LAST = 10
CLASS = 100


@pytest.fixture
def engine() -> Iterator[Any]:
    engine = DaskEngine(EngineSettings(workers=2), connect=WorkersInPlace)
    yield engine
    engine.close()


def run_of(config: RunConfig) -> str:
    return urlencode(links.encode(config))


class Room:
    """A hundred pages at one hub."""

    def __init__(self, engine: Any, runs: list[str]) -> None:
        self.hub = Hub(lambda: engine, lambda _config, _proof: True)
        self.runs, self.now = runs, 0.0
        self.pages: list[tuple[Seat, Page]] = [(self.hub.join(), Page()) for _ in runs]
        for number, (seat, _page) in enumerate(self.pages):
            said = wish({"run": runs[number], "until": LAST}, viewer=f"learner{number}")
            self.hub.hear(seat, said, self.now)

    def turn(self) -> None:
        self.now += 0.05
        known = dict(self.pages)
        for seat, sent in self.hub.turn(list(known), self.now).messages.items():
            known[seat].take(sent)

    def have_all(self) -> bool:
        self.turn()
        return all(page.have(run) == LAST for run, (_, page) in zip(self.runs, self.pages, strict=True))


def test_a_worker_that_is_killed_while_a_hundred_watch_is_not_seen_in_any_number(engine: Any, help_: Help):
    help_.wait(lambda: engine.state().status == "ready")
    killed = itertools.count(1)

    def intercept(key: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Every third piece of work is lost with its worker."""
        return work if next(killed) % 3 else lambda *_given, **_how: _raise(OSError("lost"))

    engine._workers.client.intercept = intercept
    config = edited(SHORT, {"training.seed": 77})
    room = Room(engine, [run_of(config)] * CLASS)
    help_.wait(room.have_all)
    alone = advance(config, None, LAST)
    for _seat, page in room.pages:
        np.testing.assert_array_equal(page.numbers[room.runs[0]]["trainLoss"], alone.train_loss.astype("f4"))


def test_each_of_many_learners_comes_to_the_end_of_a_run_of_their_own(engine: Any, help_: Help):
    help_.wait(lambda: engine.state().status == "ready")
    runs = [run_of(edited(SHORT, {"training.seed": 100 + number})) for number in range(20)]
    room = Room(engine, runs)
    help_.wait(room.have_all)
    config = links.decode(dict(pair.split("=") for pair in runs[12].split("&")))
    alone = advance(config, None, LAST)
    page = room.pages[12][1]
    np.testing.assert_array_equal(page.numbers[runs[12]]["trainLoss"], alone.train_loss.astype("f4"))


def _raise(error: Exception) -> None:
    raise error
