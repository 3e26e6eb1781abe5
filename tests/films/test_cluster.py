"""How workers are started on this machine, without starting any."""

from __future__ import annotations

from typing import Any

import pytest

from playground.films import cluster
from playground.films.settings import EngineSettings


def test_each_worker_does_one_thing_at_a_time_and_nobody_else_reaches_them(monkeypatch: pytest.MonkeyPatch):
    """Torch's random numbers belong to a process: two runs at once in one would train to other digits."""
    started: dict[str, Any] = {}
    monkeypatch.setattr(cluster, "LocalCluster", lambda **how: started.update(how))
    monkeypatch.setattr(cluster, "Client", lambda *_where, **_how: None)
    cluster.Workers(EngineSettings(workers=3))
    assert started["n_workers"] == 3
    assert started["processes"] is True
    assert started["threads_per_worker"] == 1
    assert started["host"] == "127.0.0.1"
