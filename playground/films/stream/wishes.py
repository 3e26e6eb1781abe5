"""What a page says: which films it watches, how far it has them, and where its cursor is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from playground.config.errors import StreamError
from playground.config.rules import shown
from playground.i18n import N_

VERSION = 1
MOST_CHARACTERS = 64 * 1024
MOST_FILMS = 16
"""Films that one page may watch at once."""
MOST_VIEWS = 12
"""Views of one film that one page may watch at once."""
MOST_VIEW_CHARACTERS = 8000
MOST_RUN_CHARACTERS = 9000
MOST_STEP = 10**9
MODES = ("playing", "paused", "seeking")

_TOO_LONG = N_("The page sent a message of more than {most} characters.")
_NOT_READABLE = N_("The page sent a message that the server cannot read. Reload the page.")
_OTHER_VERSION = N_("This page is of another version than the server. Reload it.")
_WRONG = N_("The page sent a message in which {name} is {value}. Reload the page.")
_TOO_MANY_FILMS = N_("A page can watch {most} runs at once, not {count}.")
_TOO_MANY_VIEWS = N_("A page can watch {most} pictures of a run at once, not {count}.")

_VIEWER = re.compile(r"[0-9A-Za-z-]{1,64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][0-9A-Za-z]{2,8}){0,2}")
_HEX = re.compile(r"[0-9a-f]{0,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page's cursor is."""

    step: int = 0
    mode: str = "paused"
    """One of `MODES`."""
    serial: int = 0
    """Of the experiment in which it is, as the page counts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmWish:
    """What a page wants of one film."""

    run: str
    """The run, as a link has it."""
    proof: str = ""
    """That the page may see it, where it learns from somebody's own data."""
    until: int = 0
    """The film is wanted up to this step."""
    have: int = 0
    """The last step whose numbers the page has."""
    film: str = ""
    """Which film those are of, as the server named it; empty where the page was not told."""
    at: int | None = None
    """The step for which the pictures should be exact; `None`: frames as they come will do."""
    queued: bool = False
    """Whether it can wait for the other queued ones."""
    views: tuple[str, ...] = ()
    """The pictures that are watched, in words of the floors above."""
    along: tuple[str, ...] = ()
    """Those of them that show the whole run, and need frames from all along it."""

    @property
    def goal(self) -> int:
        """The last step that anything is wanted of."""
        return max(self.until, self.at or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """All that a page wants, in place of what it wanted before."""

    viewer: str
    language: str = "en"
    place: Place | None = None
    films: tuple[FilmWish, ...] = ()


def heard(text: str) -> Wish:
    """The wish in a message; raises `StreamError` where it is none or wants too much."""
    if len(text) > MOST_CHARACTERS:
        raise StreamError(_TOO_LONG, most=MOST_CHARACTERS)
    try:
        said = json.loads(text)
        text.encode()
    except (ValueError, RecursionError) as error:
        raise StreamError(_NOT_READABLE) from error
    if not isinstance(said, dict):
        raise StreamError(_NOT_READABLE)
    if said.get("v") != VERSION:
        raise StreamError(_OTHER_VERSION)
    films = _list(said, "films")
    if len(films) > MOST_FILMS:
        raise StreamError(_TOO_MANY_FILMS, most=MOST_FILMS, count=len(films))
    wishes = tuple(_film(film) for film in films)
    if len({wish.run for wish in wishes}) < len(wishes):
        _refuse("films", films)
    return Wish(
        viewer=_text(said, "viewer", _VIEWER),
        language=_text({"language": "en"} | said, "language", _LANGUAGE),
        place=None if said.get("place") is None else _place(said["place"]),
        films=wishes,
    )


def _film(said: Any) -> FilmWish:
    if not isinstance(said, dict):
        _refuse("films", said)
    views, along = _views(said, "views"), _views(said, "along")
    run, queued = said.get("run"), said.get("queued", False)
    if not isinstance(run, str) or len(run) > MOST_RUN_CHARACTERS or not _is_utf8(run):
        _refuse("run", run)
    if not isinstance(queued, bool):
        _refuse("queued", queued)
    return FilmWish(
        run=run,
        proof=_text({"proof": ""} | said, "proof", _HEX),
        until=_step(said, "until"),
        have=_step(said, "have"),
        film=_text({"film": ""} | said, "film", _HEX),
        at=None if said.get("at") is None else _step(said, "at"),
        queued=queued,
        views=views,
        along=tuple(view for view in along if view in views),
    )


def _views(said: dict[str, Any], name: str) -> tuple[str, ...]:
    views = _list(said, name)
    if len(views) > MOST_VIEWS:
        raise StreamError(_TOO_MANY_VIEWS, most=MOST_VIEWS, count=len(views))
    for view in views:
        if not isinstance(view, str) or not 0 < len(view) <= MOST_VIEW_CHARACTERS or not _is_utf8(view):
            _refuse(name, view)
    return tuple(dict.fromkeys(views))


def _place(said: Any) -> Place:
    if not isinstance(said, dict):
        _refuse("place", said)
    mode = said.get("mode", "paused")
    if mode not in MODES:
        _refuse("mode", mode)
    return Place(step=_step(said, "step"), mode=mode, serial=_step(said, "serial"))


def _step(said: dict[str, Any], name: str) -> int:
    value = said.get(name, 0)
    if type(value) is not int or not 0 <= value <= MOST_STEP:
        _refuse(name, value)
    return value


def _text(said: dict[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = said.get(name)
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        _refuse(name, value)
    return value


def _list(said: dict[str, Any], name: str) -> list[Any]:
    value = said.get(name, [])
    if not isinstance(value, list):
        _refuse(name, value)
    return value


def _is_utf8(text: str) -> bool:
    """Whether it can be sent back: JSON may name halves of a pair, which are no text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse(name: str, value: object) -> NoReturn:
    raise StreamError(_WRONG, name=name, value=shown(value))
