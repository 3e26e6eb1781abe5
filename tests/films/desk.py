"""The scheduler fed by hand: a test says what happens and when, and sees what is decided."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from playground.config import RunConfig
from playground.films.develop import SEGMENT_SECONDS
from playground.films.scheduler.decide import decide
from playground.films.scheduler.messages import (
    Decision,
    Event,
    FilmSeen,
    HandOut,
    KnownFilm,
    ProbeAsked,
    ReadingJob,
    SegmentDone,
    SegmentJob,
    Wanted,
    WorkersKnown,
)
from playground.films.scheduler.state import Scheduler
from playground.films.scheduler.work import FIRST_SECONDS, QUEUED_SECONDS
from playground.probes.requests import AnswersProbe, Probe

ENDLESS = KnownFilm(total_steps=10**6)


def probe(step: int = 0) -> Probe:
    return AnswersProbe(config=RunConfig(), step=step)


def segment(number: int, film: str, **values: Any) -> HandOut:
    """The decision to develop the next stretch of a film that is new."""
    usual: dict[str, Any] = {"from_step": 0, "until_step": 100, "worker": "w", "since": 0.0}
    is_first = not values.get("from_step") and values.get("after") is None
    usual["seconds"] = FIRST_SECONDS if is_first else SEGMENT_SECONDS
    if values.get("queued"):
        usual["seconds"] = QUEUED_SECONDS
    return HandOut(job=SegmentJob(number=number, film=film, **(usual | values)))


@dataclass
class Desk:
    """A scheduler and the time at which it is."""

    state: Scheduler = field(default_factory=lambda: Scheduler(budget_bytes=10**9))
    now: float = 0.0

    def tell(self, *events: Event, at: float | None = None) -> list[Decision]:
        """What is decided after these events."""
        self.now = self.now if at is None else at
        self.state, decisions = decide(self.state, self.now, events)
        return decisions

    def workers(self, *addresses: str) -> list[Decision]:
        return self.tell(WorkersKnown(addresses=addresses))

    def want(self, film: str, until: int = 100, viewer: str = "ann", **values: Any) -> list[Decision]:
        """A wish, of a film of a million steps where it is new."""
        news = [] if film in self.state.films else [FilmSeen(film=film, known=ENDLESS)]
        return self.tell(*news, Wanted(film=film, until_step=until, viewer=viewer, **values))

    def ask(self, film: str, asked: Probe) -> list[Decision]:
        news = [] if film in self.state.films else [FilmSeen(film=film, known=ENDLESS)]
        return self.tell(*news, ProbeAsked(film=film, probe=asked))

    def done(self, job: int, steps: int = 1, seconds: float = 0.25, **values: Any) -> list[Decision]:
        """A segment comes back, and its film has grown by so many steps."""
        film = self.state.films[self.state.jobs[job].film]
        known = replace(film, last_step=film.last_step + steps, **values)
        return self.tell(SegmentDone(job=job, seconds=seconds, known=known))

    def serve(self, turns: int, **values: Any) -> list[str]:
        """Let jobs come back one after another, and note which films get the free places."""
        films = []
        for _ in range(turns):
            films += developed(self.done(next(iter(self.state.jobs)), **values))
        return films


def segments(decisions: list[Decision]) -> list[SegmentJob]:
    """The stretches that are handed out."""
    jobs = [decision.job for decision in decisions if isinstance(decision, HandOut)]
    return [job for job in jobs if isinstance(job, SegmentJob)]


def developed(decisions: list[Decision]) -> list[str]:
    """The films of which a further segment was handed out."""
    return [job.film for job in segments(decisions)]


def read(decisions: list[Decision]) -> list[int]:
    """The numbers of the jobs that read a network."""
    return [
        decision.job.number
        for decision in decisions
        if isinstance(decision, HandOut) and isinstance(decision.job, ReadingJob)
    ]
