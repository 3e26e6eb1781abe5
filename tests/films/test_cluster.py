"""How workers are started on this machine, without starting any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from playground.films import cluster
from playground.films.settings import EngineSettings


class Started:
    """A cluster that starts more workers in no time."""

    def scale(self, workers: int) -> None:
        self.workers = workers


def test_each_worker_does_one_thing_at_a_time_and_nobody_else_reaches_them(monkeypatch: pytest.MonkeyPatch):
    """Torch's random numbers belong to a process: two runs at once in one would train to other digits."""
    started: dict[str, Any] = {}
    whole = Started()
    monkeypatch.setattr(cluster, "LocalCluster", lambda **how: started.update(how) or whole)
    monkeypatch.setattr(cluster, "Client", lambda *_where, **_how: None)
    cluster.Workers(EngineSettings(workers=3))
    assert (started["n_workers"], whole.workers) == (1, 3)  # the first alone, while the first page loads
    assert started["processes"] is True
    assert started["threads_per_worker"] == 1
    assert started["host"] == "127.0.0.1"


class Asked:
    """A client whose workers say what they have."""

    def __init__(self, *cards: str) -> None:
        self.cards = cards

    def wait_for_workers(self, count: int, timeout: float) -> None:
        if not self.cards:
            raise TimeoutError("no worker came")

    def run(self, function: Callable[[], str]) -> dict[str, str]:
        return dict(enumerate(self.cards))


@pytest.mark.parametrize(
    ("cards", "gpu"), [(["cuda", "cuda"], "cuda"), (["mps"], "mps"), (["cuda", ""], ""), (["", ""], "")]
)
def test_a_card_counts_where_every_worker_has_it(monkeypatch: pytest.MonkeyPatch, cards, gpu):
    monkeypatch.setattr(cluster, "_start", lambda: Started())
    monkeypatch.setattr(cluster, "Client", lambda *_where, **_how: Asked(*cards))
    assert cluster.Workers(EngineSettings(device="auto")).gpu == gpu


def test_workers_are_not_asked_where_it_does_not_matter(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cluster, "_start", lambda: Started())
    monkeypatch.setattr(cluster, "Client", lambda *_where, **_how: None)
    for device in ("cpu", "cuda"):
        assert cluster.Workers(EngineSettings(device=device)).gpu == ""
