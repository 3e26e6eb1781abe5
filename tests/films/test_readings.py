"""Readings are kept while somebody may look at them again, within a budget."""

from __future__ import annotations

import numpy as np

from playground.config import RunConfig
from playground.films.engine import Reply
from playground.films.readings import Readings
from playground.probes.requests import AnswersProbe, AnswersReading, ForecastReading


def probe(step: int) -> AnswersProbe:
    return AnswersProbe(config=RunConfig(), step=step)


def reply(size: int) -> Reply:
    values = np.zeros(size // 4, np.float32)
    return Reply(status="ready", value=AnswersReading(values=values, correct=None, confusion=None, loss=0.0))


def test_what_was_put_is_got_by_an_equal_probe():
    readings = Readings(10_000)
    kept = reply(100)
    readings.put(probe(1), kept)
    assert readings.get(probe(1)) is kept
    assert readings.get(probe(2)) is None


def test_the_least_recently_asked_for_is_dropped_first():
    readings = Readings(4 * 3000)
    for step in range(4):
        readings.put(probe(step), reply(2000))
    readings.get(probe(0))
    readings.put(probe(4), reply(2000))
    assert [readings.get(probe(step)) is not None for step in range(5)] == [True, False, True, True, True]


def test_putting_again_counts_once_and_one_reading_is_always_kept():
    readings = Readings(5000)
    for _ in range(100):
        readings.put(probe(0), reply(2000))
    readings.put(probe(1), reply(500))
    assert readings.get(probe(0)) is not None
    readings.put(probe(2), reply(10**6))
    assert readings.get(probe(2)) is not None
    assert readings.get(probe(0)) is None


def test_every_array_of_a_reading_counts():
    readings = Readings(40_000)
    both = ForecastReading(one_step=np.zeros(2000), free_run=np.zeros(2000))  # 32,000 bytes
    readings.put(probe(0), Reply(status="ready", value=both))
    readings.put(probe(1), reply(8000))
    assert readings.get(probe(0)) is None
    readings.put(probe(2), Reply(status="failed", sentence="No."))
    assert readings.get(probe(1)) is not None
