"""The order in which films are developed: wishes that expire, and viewers and films served in turn.

The viewer that had least goes first, so that one who wants many films does not get more than one
who wants one; of a viewer's films the one that had least, so that one with long segments does not
get more than one with short ones. A viewer who comes later begins where the least served one stands.
A film that several viewers want has the turn of the one among them that had least, and counts for all.
Queued films come one after another and not in turn: nobody watches them, only their ends count.
"""

from __future__ import annotations

from playground.films.scheduler.messages import Wanted
from playground.films.scheduler.state import Draft, Wish

WISH_SECONDS = 2.5
"""A wish not renewed for this long is forgotten: its viewer has gone."""

EXPECTED_SECONDS = 0.25
"""Seconds a segment is taken to cost until its cost is known."""
MOST_TURNS = 1.8
"""As how many turns a long segment may count: under two, so that no film waits for two full rounds."""
MOST_CREDIT = 2.0
"""Seconds a viewer may be behind the one that had most: a viewer cannot save up what it did not ask for."""
MOST_VIEWS = 16
"""Views of one film that are painted while it is trained, for all its viewers together."""
NEWCOMER = 1e-6
"""The lead of a new film over the one it would share a place with."""


def wish(draft: Draft, event: Wanted, now: float) -> None:
    """State or renew one viewer's wish."""
    if event.film not in draft.served:
        draft.served[event.film] = min(draft.served.values(), default=0.0) - NEWCOMER
    if event.viewer not in draft.spent:
        draft.spent[event.viewer] = min(draft.spent.values(), default=0.0)
    until = min(event.until_step, draft.films[event.film].total_steps)
    renewed = Wish(until, now + WISH_SECONDS, event.queued, event.views)
    draft.wishes[event.film] = {**draft.wishes.get(event.film, {}), event.viewer: renewed}


def forget_expired(draft: Draft, now: float) -> None:
    """Only wishes that are alive stay, and what their films and viewers have had."""
    for film, wishes in list(draft.wishes.items()):
        if all(wish.expires > now for wish in wishes.values()):
            continue
        live = {viewer: wish for viewer, wish in wishes.items() if wish.expires > now}
        if live:
            draft.wishes[film] = live
        else:
            del draft.wishes[film]
            del draft.served[film]
    viewers = dict.fromkeys(viewer for wishes in draft.wishes.values() for viewer in wishes)
    least = max(draft.spent.values(), default=0.0) - MOST_CREDIT
    draft.spent = {viewer: max(draft.spent[viewer], least) for viewer in viewers}


def until(draft: Draft, film: str) -> int:
    """The furthest step anybody wants of a film; 0 if nobody does."""
    return max((wish.until_step for wish in draft.wishes.get(film, {}).values()), default=0)


def is_wanted(draft: Draft, film: str) -> bool:
    """Whether somebody wants more of a film than is known."""
    known = draft.films.get(film)
    return known is not None and until(draft, film) > known.last_step


def is_queued(draft: Draft, film: str) -> bool:
    """Whether nobody watches a film that somebody wants."""
    return all(wish.queued for wish in draft.wishes[film].values())


def views(draft: Draft, film: str) -> tuple[str, ...]:
    """The views of a film that anybody watches, in the order in which they were asked for; not too many."""
    asked = dict.fromkeys(view for wish in draft.wishes[film].values() for view in wish.views)
    return tuple(asked)[:MOST_VIEWS]


def turn(draft: Draft, film: str, *, is_new: bool) -> tuple[bool, float, bool, float]:
    """The wanted film with the least has the next turn; of equals, the one that was wanted first.

    One that somebody has just chosen to watch comes before them: its first segment is short, and whoever
    changes something should see at once what comes of it. It counts as much as any other.
    """
    queued = is_queued(draft, film)
    served = 0.0 if queued else draft.served[film]
    spent = min(draft.spent[viewer] for viewer in draft.wishes[film])
    return queued or not is_new, spent, queued, served


def serve(draft: Draft, film: str) -> None:
    """Note that a film was given a worker; its cost is only known afterwards."""
    _count(draft, film, EXPECTED_SECONDS)


def charge(draft: Draft, film: str, seconds: float) -> None:
    """Note what a segment that was served really took, within bounds: see `MOST_TURNS`."""
    turns = min(max(seconds / EXPECTED_SECONDS, 1.0), MOST_TURNS)
    _count(draft, film, (turns - 1.0) * EXPECTED_SECONDS)


def _count(draft: Draft, film: str, seconds: float) -> None:
    if film in draft.served:
        draft.served[film] += seconds
        for viewer in draft.wishes[film]:
            draft.spent[viewer] += seconds
