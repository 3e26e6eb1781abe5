"""One step of the scheduler: it is told what happened and says what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from playground.films.scheduler import fairness, memory, messages, work
from playground.films.scheduler.messages import Decision, Event
from playground.films.scheduler.state import Draft, PendingReading, Scheduler
from playground.probes.requests import Probe

RETRY_SECONDS = 10.0
"""A film that failed is tried again when it is wanted after this long."""


def decide(state: Scheduler, now: float, events: Iterable[Event] = ()) -> tuple[Scheduler, list[Decision]]:
    """The scheduler after `events`, and what is to be done, in order.

    Pure: the same arguments give the same result, and `state` stays as it is. An event that does not
    fit, such as a job that is not handed out, changes nothing.

    Args:
        state: what is known.
        now: a reading of a clock that never goes back, in seconds.
        events: what happened, in order. Without any, time alone goes on.
    """
    draft = Draft(state)
    for event in events:
        _take_in(draft, event, now)
    fairness.forget_expired(draft, now)
    work.forget_unwanted(draft, now)
    work.hand_out_readings(draft, now)
    work.hand_out_segments(draft, now)
    memory.keep_within_budget(draft)
    return draft.finished(), draft.decisions


def _take_in(draft: Draft, event: Event, now: float) -> None:
    match event:
        case messages.WorkersKnown(addresses=addresses):
            draft.workers = addresses
        case messages.Disconnected():
            draft.workers = ()
            work.forget_all(draft)
        case messages.FilmSeen(film=film, known=known) if known is not None or film in draft.films:
            draft.films[film] = known or draft.films[film]
            draft.touch(film)
        case messages.Wanted(film=film) if film in draft.films:
            _want(draft, event, now)
        case messages.ProbeAsked(film=film, probe=probe) if film in draft.films:
            _ask(draft, film, probe, now)
        case messages.SegmentDone() | messages.SegmentFailed() | messages.Lost() if event.job in draft.jobs:
            _take_back_segment(draft, event, now)
        case messages.ReadingDone() | messages.Lost():
            _take_back_reading(draft, event)


def _want(draft: Draft, event: messages.Wanted, now: float) -> None:
    draft.touch(event.film)
    if event.film in draft.failed and now - draft.failed[event.film] > RETRY_SECONDS:
        del draft.failed[event.film]
        draft.films[event.film] = replace(draft.films[event.film], status="developing")
        draft.decisions.append(messages.SetStatus(film=event.film, status="developing"))
    fairness.wish(draft, event, now)


def _ask(draft: Draft, film: str, probe: Probe, now: float) -> None:
    draft.touch(film)
    if probe.step <= draft.films[film].last_step:
        pending = draft.readings.get(probe, PendingReading(film=film, asked=now))
        draft.readings[probe] = pending._replace(asked=now)


def _take_back_segment(
    draft: Draft, event: messages.SegmentDone | messages.SegmentFailed | messages.Lost, now: float
) -> None:
    """Segments come back in order; where one is missing, those after it are of no use."""
    job = draft.jobs[event.job]
    if draft.jobs_of(job.film)[0] is not job:
        return
    if isinstance(event, messages.SegmentDone):
        work.settle(draft, job.number)
        draft.films[job.film] = event.known
        fairness.charge(draft, job.film, event.seconds)
        return
    work.forget_film(draft, job.film)
    if isinstance(event, messages.SegmentFailed):
        draft.films[job.film] = replace(draft.films[job.film], status="failed")
        draft.failed[job.film] = now
        draft.decisions.append(messages.SetStatus(film=job.film, status="failed", reason=event.reason))


def _take_back_reading(draft: Draft, event: messages.ReadingDone | messages.Lost) -> None:
    for probe, pending in draft.readings.items():
        if pending.job is not None and pending.job.number == event.job:
            draft.decisions.append(messages.Withdraw(job=event.job))
            if isinstance(event, messages.Lost):
                draft.readings[probe] = pending._replace(job=None)
            else:
                del draft.readings[probe]
            return
