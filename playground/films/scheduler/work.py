"""Jobs: handed out to the workers, taken back from them, and given up."""

from __future__ import annotations

from playground.films.develop import SEGMENT_SECONDS
from playground.films.scheduler import fairness
from playground.films.scheduler.messages import EndWorkerOf, HandOut, ReadingJob, SegmentJob, Withdraw
from playground.films.scheduler.state import Draft

FIRST_SECONDS = 0.05
"""How long the first segment of a film takes, so that something moves at once."""
QUEUED_SECONDS = 0.45
"""The same where nobody watches a film; a learner's click waits no longer than this for a worker."""
UNHURRIED_SECONDS = 0.6
"""The same at most where a worker is free for whoever comes: each segment costs the server milliseconds."""
SHARE_OF_PAST = 0.25
"""Such a segment is no longer than this part of the training so far, so that a short run comes evenly."""
AHEAD = 2
"""Segments of one film handed out at once: the second starts where the first will end."""
OVERDUE_SECONDS = 1.5
"""A segment that runs longer than this, and whose viewers have gone, is ended with its worker."""
GRACE_SECONDS = 0.5
"""How long a segment may go on after nobody wants it any more."""


def settle(draft: Draft, number: int) -> None:
    """A segment's job came back, or is not waited for any more."""
    del draft.jobs[number]
    draft.unwanted.pop(number, None)
    draft.decisions.append(Withdraw(job=number))


def forget_film(draft: Draft, film: str) -> None:
    """Withdraw what was handed out for one film, the last first."""
    for job in reversed(draft.jobs_of(film)):
        settle(draft, job.number)


def forget_all(draft: Draft) -> None:
    """Forget every job handed out, for none will come back; wishes and probes asked for stay."""
    for film in {job.film: None for job in draft.jobs.values()}:
        forget_film(draft, film)
    for probe, pending in draft.readings.items():
        if pending.job is not None:
            draft.decisions.append(Withdraw(job=pending.job.number))
            draft.readings[probe] = pending._replace(job=None)


def forget_unwanted(draft: Draft, now: float) -> None:
    """Let go what nobody wants any more, and ask again for what was lost with its worker."""
    for film in {job.film: None for job in draft.jobs.values()}:
        first, *later = draft.jobs_of(film)
        if any(job.worker not in draft.workers for job in (first, *later)):
            forget_film(draft, film)  # dask would wait for a dead worker if none is left
        elif fairness.is_wanted(draft, film):
            draft.unwanted.pop(first.number, None)
        else:
            for job in reversed(later):
                settle(draft, job.number)
            _end_if_overdue(draft, first, now)
    for probe, pending in list(draft.readings.items()):
        if now - pending.asked > fairness.WISH_SECONDS:
            del draft.readings[probe]
            _give_up_reading(draft, pending.job, now)


def _end_if_overdue(draft: Draft, job: SegmentJob, now: float) -> None:
    since = draft.unwanted.setdefault(job.number, now)
    if now - since > GRACE_SECONDS and now - job.since > OVERDUE_SECONDS:
        draft.decisions.append(EndWorkerOf(job=job.number))
        forget_film(draft, job.film)


def _give_up_reading(draft: Draft, job: ReadingJob | None, now: float) -> None:
    if job is None:
        return
    if now - job.since > OVERDUE_SECONDS:
        draft.decisions.append(EndWorkerOf(job=job.number))
    draft.decisions.append(Withdraw(job=job.number))


def hand_out_readings(draft: Draft, now: float) -> None:
    """All that are waited for: they are short, and workers take them first."""
    for probe, pending in draft.readings.items() if draft.workers else ():
        if pending.job is None:
            job = ReadingJob(number=draft.number(), film=pending.film, probe=probe, since=now)
            draft.readings[probe] = pending._replace(job=job)
            draft.decisions.append(HandOut(job=job))


def hand_out_segments(draft: Draft, now: float) -> None:
    """Films in turn, until every worker has a segment to do and one to do next."""
    while len(draft.jobs) < AHEAD * len(draft.workers):
        handed_out: dict[str, list[SegmentJob]] = {}
        for job in draft.jobs.values():
            handed_out.setdefault(job.film, []).append(job)
        open_films = [film for film in draft.wishes if _may_go_on(draft, film, handed_out.get(film, []))]
        if not open_films:
            return
        begun = {film for film in open_films if draft.films[film].last_step or film in handed_out}
        film = min(open_films, key=lambda film: fairness.turn(draft, film, is_new=film not in begun))
        _hand_out(draft, film, handed_out.get(film, []), now)


def _is_in_work(draft: Draft, film: str) -> bool:
    """Whether there is more of a film, and somebody wants it."""
    return draft.films[film].status == "developing" and fairness.is_wanted(draft, film)


def _may_go_on(draft: Draft, film: str, jobs: list[SegmentJob]) -> bool:
    """Whether a further segment of a film can be handed out.

    Of a queued one only where more than a piece is left, or a worker may be given a piece with nothing in it.
    """
    known = draft.films[film]
    if not _is_in_work(draft, film) or len(jobs) >= AHEAD:
        return False
    return not (jobs and fairness.is_queued(draft, film) and known.may_end_within(QUEUED_SECONDS))


def _hand_out(draft: Draft, film: str, before: list[SegmentJob], now: float) -> None:
    job = SegmentJob(
        number=draft.number(),
        film=film,
        from_step=draft.films[film].last_step,
        after=before[-1].number if before else None,
        until_step=fairness.until(draft, film),
        worker=_best_worker(draft, before[-1] if before else None),
        seconds=_seconds(draft, film, is_first=not before and not draft.films[film].last_step),
        queued=fairness.is_queued(draft, film),
        views=fairness.views(draft, film),
        since=now,
    )
    draft.jobs[job.number] = job
    draft.decisions.append(HandOut(job=job))
    fairness.serve(draft, film)


def _seconds(draft: Draft, film: str, *, is_first: bool) -> float:
    """How long the next segment is to take."""
    if fairness.is_queued(draft, film):
        return QUEUED_SECONDS
    if is_first:
        return FIRST_SECONDS
    if sum(_is_in_work(draft, one) for one in draft.wishes) >= len(draft.workers):
        return SEGMENT_SECONDS
    return min(max(SEGMENT_SECONDS, SHARE_OF_PAST * draft.films[film].seconds), UNHURRIED_SECONDS)


def _best_worker(draft: Draft, before: SegmentJob | None) -> str:
    """The worker that can begin first; of equals, the one that holds the segment `before`.

    Every segment counts as one. One that continues `before` cannot begin until that is done.
    """
    queues: dict[str, list[SegmentJob]] = {address: [] for address in draft.workers}
    for job in draft.jobs.values():
        queues[job.worker].append(job)
    home = before.worker if before is not None else ""
    ready = queues[home].index(before) + 1 if before is not None else 0
    return min(draft.workers, key=lambda address: (max(len(queues[address]), ready), address != home))
