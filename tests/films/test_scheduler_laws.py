"""Whatever happens, in whatever order: laws of the scheduler, on random events."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from playground.films.scheduler.fairness import WISH_SECONDS
from playground.films.scheduler.messages import (
    Disconnected,
    Drop,
    EndWorkerOf,
    FilmSeen,
    HandOut,
    KnownFilm,
    Lost,
    ProbeAsked,
    ReadingDone,
    SegmentDone,
    SegmentFailed,
    SegmentJob,
    Wanted,
    Withdraw,
    WorkersKnown,
)
from playground.films.scheduler.state import Scheduler
from playground.films.scheduler.work import AHEAD
from tests.films.desk import Desk, probe

FILMS = [f"film {number}" for number in range(6)]
TOTAL = 40
CHECKPOINT, NUMBERS = 50, 100
BUDGET = 1500


class World:
    """Workers and viewers by chance, and all that was ever handed out and withdrawn."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.desk = Desk(Scheduler(budget_bytes=BUDGET))
        self.handed_out: dict[int, Any] = {}
        self.withdrawn: Counter[int] = Counter()

    def tell(self, *events: Any) -> None:
        before = self.desk.state
        decisions = self.desk.tell(*events)
        for decision in decisions:
            match decision:
                case HandOut(job=job):
                    assert job.number not in self.handed_out
                    self.handed_out[job.number] = job
                case Withdraw(job=number):
                    self.withdrawn[number] += 1
                case EndWorkerOf(job=number):
                    assert number in self.handed_out
                    assert not self.withdrawn[number]
                case Drop(film=film):
                    assert film in before.films or any(isinstance(e, FilmSeen) for e in events)
                    assert film not in self.desk.state.wishes
        self.check()

    def check(self) -> None:
        """What always holds."""
        state = self.desk.state
        readings = [pending.job for pending in state.readings.values() if pending.job is not None]
        live = {*state.jobs, *(job.number for job in readings)}
        assert live == {number for number in self.handed_out if not self.withdrawn[number]}
        assert max(self.withdrawn.values(), default=1) == 1
        self.check_films(state)
        in_use = {*state.wishes, *(job.film for job in (*state.jobs.values(), *readings))}
        held = sum(known.nbytes for known in state.films.values())
        least = all(len(known.checkpoints) <= 1 for known in state.films.values())
        assert held <= BUDGET or (least and set(state.films) <= in_use)

    def check_films(self, state: Scheduler) -> None:
        by_film: dict[str, list[SegmentJob]] = {}
        for job in state.jobs.values():
            by_film.setdefault(job.film, []).append(job)
        for film, jobs in by_film.items():
            assert len(jobs) <= AHEAD  # one runs, one waits behind it: never two at the same stretch
            assert all(later.after == earlier.number for earlier, later in pairwise(jobs))
            assert film in state.films
            assert state.films[film].status != "failed"
        assert {job.worker for job in state.jobs.values()} <= set(state.workers)
        free = AHEAD * len(state.workers) - len(state.jobs)
        idle = [film for film in state.wishes if film not in by_film and self.is_open(film)]
        assert free <= 0 or not idle  # nobody waits while a worker has nothing to do

    def is_open(self, film: str) -> bool:
        known, wishes = self.desk.state.films[film], self.desk.state.wishes[film].values()
        return known.status == "developing" and known.last_step < max(wish.until_step for wish in wishes)

    def happen(self) -> None:
        """Anything at all."""
        film, viewer = self.chance.choice(FILMS), self.chance.choice("abc")
        if film not in self.desk.state.films:
            self.tell(FilmSeen(film=film, known=KnownFilm(total_steps=TOTAL, numbers_nbytes=NUMBERS)))
        job = self.chance.choice([*self.handed_out, 0])
        wish = Wanted(
            film=film,
            until_step=self.chance.randrange(60),
            viewer=viewer,
            queued=self.chance.random() < 0.3,
        )
        happenings: list[tuple[int, Any]] = [
            (12, wish),
            (3, ProbeAsked(film=film, probe=probe(self.chance.randrange(3)))),
            (2, FilmSeen(film=film)),
            (2, Lost(job=job)),
            (1, SegmentFailed(job=job, reason="No.")),
            (2, ReadingDone(job=job)),
            (1, Disconnected()),
            (3, WorkersKnown(addresses=tuple("uvw"[: self.chance.randrange(4)]))),
        ]
        weights, events = zip(*happenings, strict=True)
        self.desk.now += self.chance.expovariate(2.0)
        if self.chance.random() < 0.5:
            self.come_back()
        else:
            self.tell(*self.chance.choices(events, weights))

    def come_back(self) -> None:
        """A job by chance is done, also one that is not the first of its film."""
        if self.desk.state.jobs:
            self.done(self.chance.choice(list(self.desk.state.jobs)))

    def done(self, number: int) -> None:
        known = self.desk.state.films[self.desk.state.jobs[number].film]
        step = min(known.last_step + self.chance.randrange(8), TOTAL)
        checkpoints = known.checkpoints + (((step, CHECKPOINT),) if step > known.last_step else ())
        status = "finished" if step == TOTAL else "developing"
        grown = replace(known, last_step=step, checkpoints=checkpoints, status=status, seconds_left=1.0)
        self.tell(SegmentDone(job=number, seconds=self.chance.random(), known=grown))


@pytest.mark.parametrize("seed", range(40))
def test_the_laws_hold_whatever_happens(seed: int):
    world = World(seed)
    for _ in range(150):
        world.happen()


@pytest.mark.parametrize("seed", range(10))
def test_everything_ends_when_the_viewers_have_gone(seed: int):
    world = World(seed)
    for _ in range(60):
        world.happen()
    world.tell(WorkersKnown(addresses=("w",)))
    for _ in range(12):
        world.desk.now += WISH_SECONDS / 2
        world.tell()
    state = world.desk.state
    assert (state.wishes, state.jobs, state.readings, state.unwanted) == ({}, {}, {}, {})
    assert (state.served, state.spent) == ({}, {})
    assert set(world.handed_out) == set(world.withdrawn)


@pytest.mark.parametrize("seed", range(10))
def test_every_film_that_stays_wanted_comes_to_its_end(seed: int):
    world = World(seed)
    for _ in range(60):
        world.happen()
    world.tell(WorkersKnown(addresses=("v", "w")))
    for _ in range(600):
        world.desk.now += 0.1
        for film in FILMS:
            known = KnownFilm(total_steps=TOTAL, numbers_nbytes=NUMBERS)
            news = [] if film in world.desk.state.films else [FilmSeen(film=film, known=known)]
            world.tell(*news, Wanted(film=film, until_step=TOTAL, viewer=film))
        if first := world.desk.state.first_jobs():
            world.done(world.chance.choice(first).number)
    assert [world.desk.state.films[film].last_step for film in FILMS] == [TOTAL] * 6
