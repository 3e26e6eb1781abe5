"""The scheduler's knowledge: a value that never changes, and the copy on which one step is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from playground.films.scheduler.messages import Decision, KnownFilm, ReadingJob, SegmentJob
from playground.probes.requests import Probe


class Wish(NamedTuple):
    """The wish of one viewer for one film."""

    until_step: int
    expires: float
    queued: bool
    views: tuple[str, ...] = ()


class PendingReading(NamedTuple):
    """One reading that somebody waits for."""

    film: str
    asked: float
    """When somebody asked last."""
    job: ReadingJob | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduler:
    """Everything known at one moment; `decide` makes the next one of it."""

    budget_bytes: int
    """Memory for the films of all learners."""
    workers: tuple[str, ...] = ()
    """Addresses of those that can take work."""
    films: Mapping[str, KnownFilm] = field(default_factory=dict)
    """By digest, the one that was asked for longest ago first."""
    wishes: Mapping[str, Mapping[str, Wish]] = field(default_factory=dict)
    """By film and viewer, films in the order in which they were wanted first."""
    served: Mapping[str, float] = field(default_factory=dict)
    """Worker time that each wanted film has had."""
    spent: Mapping[str, float] = field(default_factory=dict)
    """Worker time that each viewer has had."""
    jobs: Mapping[int, SegmentJob] = field(default_factory=dict)
    """Segments handed out, by number; those of one film follow each other."""
    unwanted: Mapping[int, float] = field(default_factory=dict)
    """Since when nobody wants what a job develops."""
    failed: Mapping[str, float] = field(default_factory=dict)
    """When each film that failed did."""
    readings: Mapping[Probe, PendingReading] = field(default_factory=dict)
    next_job: int = 0

    @property
    def waiting_viewers(self) -> int:
        """How many viewers wait for more of some film."""
        waiting = {
            viewer
            for film, wishes in self.wishes.items()
            for viewer, wish in wishes.items()
            if (known := self.films.get(film)) is not None
            and known.status == "developing"
            and wish.until_step > known.last_step
        }
        return len(waiting)

    def first_jobs(self) -> list[SegmentJob]:
        """Of each film the job that comes back next."""
        first: dict[str, SegmentJob] = {}
        for job in self.jobs.values():
            first.setdefault(job.film, job)
        return list(first.values())


class Draft:
    """A copy of a scheduler that one step changes, and the decisions made on the way.

    The mappings are copied, the values in them are not: they never change.
    """

    def __init__(self, state: Scheduler) -> None:
        self.budget_bytes = state.budget_bytes
        self.workers = state.workers
        self.films = dict(state.films)
        self.wishes = dict(state.wishes)
        self.served = dict(state.served)
        self.spent = dict(state.spent)
        self.jobs = dict(state.jobs)
        self.unwanted = dict(state.unwanted)
        self.failed = dict(state.failed)
        self.readings = dict(state.readings)
        self.next_job = state.next_job
        self.decisions: list[Decision] = []

    def finished(self) -> Scheduler:
        """The scheduler after the step."""
        return Scheduler(**{known.name: getattr(self, known.name) for known in fields(Scheduler)})

    def number(self) -> int:
        """A number no job has had."""
        self.next_job += 1
        return self.next_job - 1

    def jobs_of(self, film: str) -> list[SegmentJob]:
        """The jobs of a film that are handed out, in order."""
        return [job for job in self.jobs.values() if job.film == film]

    def touch(self, film: str) -> None:
        """Somebody looked at a film that is known."""
        self.films[film] = self.films.pop(film)
