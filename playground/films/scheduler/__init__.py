"""Who gets the workers, what is tried again, what is given up, what is kept: policy, as a pure function.

    state, decisions = decide(state, now, events)

There is no clock, no thread and no dask in here. An engine tells what happened and when, and carries
out what was decided; a test does the same by hand.
"""

from __future__ import annotations

from playground.films.scheduler.decide import RETRY_SECONDS, decide
from playground.films.scheduler.fairness import WISH_SECONDS
from playground.films.scheduler.memory import within_budget
from playground.films.scheduler.messages import (
    Decision,
    DevelopSegment,
    Disconnected,
    Drop,
    EndWorkerOf,
    Event,
    FilmDecision,
    FilmKnown,
    FilmSeen,
    GiveUp,
    KnownFilm,
    ProbeAsked,
    ReadingDone,
    ReadingJob,
    ReadingLost,
    ReadProbe,
    SegmentDone,
    SegmentFailed,
    SegmentJob,
    SegmentLost,
    Thin,
    TryAgain,
    Wanted,
    Withdraw,
    WorkDecision,
    WorkersKnown,
)
from playground.films.scheduler.state import PendingReading, Scheduler, Wish
from playground.films.scheduler.work import AHEAD, GRACE_SECONDS, OVERDUE_SECONDS

__all__ = [
    "AHEAD",
    "GRACE_SECONDS",
    "OVERDUE_SECONDS",
    "RETRY_SECONDS",
    "WISH_SECONDS",
    "Decision",
    "DevelopSegment",
    "Disconnected",
    "Drop",
    "EndWorkerOf",
    "Event",
    "FilmDecision",
    "FilmKnown",
    "FilmSeen",
    "GiveUp",
    "KnownFilm",
    "PendingReading",
    "ProbeAsked",
    "ReadProbe",
    "ReadingDone",
    "ReadingJob",
    "ReadingLost",
    "Scheduler",
    "SegmentDone",
    "SegmentFailed",
    "SegmentJob",
    "SegmentLost",
    "Thin",
    "TryAgain",
    "Wanted",
    "Wish",
    "Withdraw",
    "WorkDecision",
    "WorkersKnown",
    "decide",
    "within_budget",
]
