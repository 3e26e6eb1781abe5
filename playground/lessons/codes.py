"""The code that says what somebody found: short, and true only if it trains so again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playground.config import SETTINGS, RunConfig, value_of, written
from playground.config.errors import ConfigError
from playground.experiments import edits
from playground.films.many import Result
from playground.i18n import N_
from playground.lessons.exercise import Part, Verdict
from playground.lessons.exercises import exercise, names, trained
from playground.lessons.packing import packed, unpacked
from playground.lessons.quantities import Trial

MOST_LETTERS = 600
DIGEST_LETTERS = 8
Answer = float | RunConfig
"""Of a number or a choice: which. Of an experiment: the experiment."""

_NO_CODE = N_("This is no result code: {code!r:.40}.")
_OTHER = N_("The code names an exercise that is not here: {name!r:.40}.")
_CHANGED = N_("The code was changed: its experiment is not the one that was checked.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What a code says."""

    exercise: str
    part: int
    answer: Answer


def written_code(name: str, part: int, answer: Answer) -> str:
    """The code of an answer to a part, from 0, of an exercise."""
    given = exercise(name).parts[part]
    if isinstance(answer, RunConfig):
        settings = {
            path: written(value_of(answer, path))
            for path in SETTINGS
            if value_of(answer, path) != value_of(given.config, path)
        }
        said: list[object] = [part, settings, answer.digest[:DIGEST_LETTERS]]
    else:
        said = [part, answer]
    return f"{name}.{packed(said)}"


def read_code(code: str) -> Claimed:
    """What a code says; raises `ConfigError` where it is none."""
    name, dot, letters = code.strip().partition(".")
    if not dot or len(code) > MOST_LETTERS:
        raise ConfigError(_NO_CODE, code=code)
    if name not in names():
        raise ConfigError(_OTHER, name=name)
    try:
        said = unpacked(letters)
    except ValueError as error:
        raise ConfigError(_NO_CODE, code=code) from error
    parts = exercise(name).parts
    match said:
        case [int(part), dict(settings), str(digest)] if _is_part(part, parts, experiment=True):
            values = {path: edits.parsed(path, str(value)) for path, value in settings.items()}
            answer = edits.edited(parts[part].config, values)
            if answer.digest[:DIGEST_LETTERS] != digest:
                raise ConfigError(_CHANGED)
            return Claimed(exercise=name, part=part, answer=answer)
        case [int(part), int(value) | float(value)] if _is_part(part, parts, experiment=False):
            most = len(parts[part].choices) or float("inf")
            if 0 <= value < most:
                return Claimed(exercise=name, part=part, answer=float(value))
    raise ConfigError(_NO_CODE, code=code)


def verified(claimed: Claimed, train: Callable[[RunConfig], Result]) -> Verdict:
    """The verdict on what a code says; an experiment is trained again."""
    part = exercise(claimed.exercise).parts[claimed.part]
    if not isinstance(claimed.answer, RunConfig):
        return part.judged(claimed.answer)
    runs, twins = trained(part, claimed.answer)
    trial = Trial(config=claimed.answer, runs=tuple(map(train, runs)), twins=tuple(map(train, twins)))
    return part.judged_trial(trial)


def _is_part(place: int, parts: Sequence[Part], *, experiment: bool) -> bool:
    return 0 <= place < len(parts) and (parts[place].kind == "experiment") is experiment
