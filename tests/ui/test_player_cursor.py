"""The cursor in the browser moves as the one in Python does; but it never outruns what is developed."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from playground.config import RunConfig, TrainingConfig
from playground.films import cursor as python
from playground.films.cursor import Cursor, Paused, Playing, Seeking, move, wanted_step
from playground.films.film import Film
from playground.films.film_group import FilmGroup
from playground.films.history import History
from tests.ui.node import run_module

CASES = 4000
CONFIG = RunConfig()
OTHER = RunConfig(training=TrainingConfig(seed=1))


def film(last: int, total: int, status: str, epoch_steps: int = 10, pace: float | None = None) -> Film:
    numbers = np.zeros(0)
    return Film(
        config=CONFIG,
        history=History(
            train_loss=np.zeros(last),
            grad_norm=np.zeros(last),
            epoch_step=np.zeros(0, np.int64),
            epoch_train_loss=numbers,
            test_loss=numbers,
            metrics={},
        ),
        status=status,  # type: ignore[arg-type]
        total_steps=total,
        epoch_steps=epoch_steps,
        seconds=(pace or 0.0) * 1000,
        trained=1000 if pace is not None else 0,
    )


def facts(film: Film) -> dict[str, Any]:
    return {
        "lastStep": film.last_step,
        "totalSteps": film.total_steps,
        "epochSteps": film.epoch_steps,
        "status": film.status,
        "isOver": film.is_over,
        "secondsLeft": film.seconds_left,
        "secondsPerStep": film.seconds_per_step,
    }


def any_film(chance: random.Random) -> Film:
    epoch_steps = chance.choice([1, 3, 10, 50])
    total = epoch_steps * chance.randint(1, 30)
    status = chance.choice(["developing", "finished", "diverged", "failed"])
    last = total if status == "finished" else chance.randint(0, total)
    return film(last, total, status, epoch_steps, chance.choice([None, 0.001, 0.02, 0.37]))


def any_cursor(chance: random.Random, seen: Film) -> Cursor:
    step = chance.randint(0, seen.last_step + chance.choice([0, 0, 5]))
    mode = chance.choice([Paused(), Playing(0.0), Seeking(chance.randint(step, seen.total_steps + 5))])
    pace = chance.choice([None, None, 0.5, 4.0, 20.0])
    return Cursor(config=CONFIG, step=step, mode=mode, pace=pace, step_fraction=chance.randrange(8) / 8)


def any_event(chance: random.Random, seen: Film) -> tuple[python.Event, dict[str, Any]]:
    seconds, step = chance.choice([0.0, 0.016, 0.25, 3.0]), chance.randint(-3, seen.total_steps + 3)
    to_epoch, pace = chance.random() < 0.5, chance.choice([None, 4.0])
    return chance.choice(
        [
            (python.Play(0.0), {"kind": "play"}),
            (python.Pause(), {"kind": "pause"}),
            (python.Tick(seconds), {"kind": "tick", "seconds": seconds}),
            (python.Seek(step), {"kind": "seek", "step": step}),
            (python.Step(to_epoch=to_epoch), {"kind": "step", "toEpoch": to_epoch}),
            (python.Choose(OTHER), {"kind": "choose"}),
            (python.Fork(OTHER), {"kind": "fork"}),
            (python.Pace(pace), {"kind": "pace", "pace": pace}),
        ]
    )


def told(cursor: Cursor) -> dict[str, Any]:
    mode = "playing" if cursor.is_playing else "seeking" if cursor.is_seeking else "paused"
    goal = cursor.mode.step if isinstance(cursor.mode, Seeking) else None
    return {
        "step": cursor.step,
        "mode": mode,
        "goal": goal,
        "pace": cursor.pace,
        "fraction": pytest.approx(cursor.step_fraction),
    }


def plain(cursor: Cursor) -> dict[str, Any]:
    return told(cursor) | {"fraction": cursor.step_fraction}


def is_smoothed(cursor: Cursor, event: python.Event, seen: Film) -> bool:
    return isinstance(event, python.Tick) and cursor.is_playing and not seen.is_over


def test_it_moves_as_the_cursor_in_python_does_in_thousands_of_cases():
    chance = random.Random(12)
    given, expected = [], []
    for _case in range(CASES):
        seen = any_film(chance)
        cursor = any_cursor(chance, seen)
        event, sent = any_event(chance, seen)
        if is_smoothed(cursor, event, seen):
            continue
        given.append([plain(cursor), sent, facts(seen)])
        after = move(cursor, event, seen)
        expected.append([told(after), wanted_step(after, seen)])
    assert len(given) > CASES * 0.9
    found = run_module(
        """
        import { move, wantedStep } from "web/cursor.js";
        tell(given.map(([cursor, event, film]) => {
          const after = move(cursor, event, film);
          return [after, wantedStep(after, film)];
        }));
        """,
        given,
    )
    for case, after, wished in zip(given, found, expected, strict=True):
        assert after == wished, case


def test_several_films_are_one_as_they_are_in_python():
    chance = random.Random(13)
    given, expected = [], []
    for _case in range(1000):
        films = tuple(any_film(chance) for _lane in range(chance.randint(1, 4)))
        group = FilmGroup(films=films, by_time=chance.random() < 0.5)
        place = chance.randint(0, group.total_steps + 2)
        given.append([[facts(one) for one in films], group.by_time, place])
        lanes = range(len(films))
        expected.append(
            {
                "lastStep": group.last_step,
                "totalSteps": group.total_steps,
                "epochSteps": group.epoch_steps,
                "isOver": group.is_over,
                "status": group.status,
                "secondsLeft": group.seconds_left and pytest.approx(group.seconds_left),
                "steps": [group.step_of(lane, place) for lane in lanes],
                "wanted": [group.wanted(lane, place) for lane in lanes],
            }
        )
    found = run_module(
        """
        import { groupOf } from "web/cursor.js";
        tell(given.map(([films, byTime, place]) => {
          const group = groupOf(films, byTime);
          const each = (ask) => films.map((_, lane) => group[ask](lane, place));
          return { ...group, steps: each("stepOf"), wanted: each("wanted") };
        }));
        """,
        given,
    )
    assert found == expected


WATCHED = """
    import { START, move } from "web/cursor.js";
    const { bursts, every, rate, pace } = given;
    const film = { lastStep: 0, totalSteps: 10000, epochSteps: 10, status: "developing", isOver: false };
    let cursor = { ...START, mode: "playing", pace };
    const seen = [];
    for (let frame = 1; frame <= bursts * every; frame++) {
      if (frame % every === 0) film.lastStep += rate;
      cursor = move(cursor, { kind: "tick", seconds: 1 / 60 }, film);
      seen.push([cursor.step, film.lastStep]);
    }
    tell(seen);
"""


def test_motion_is_smooth_between_the_messages_of_a_film_that_develops():
    """Four messages a second of 60 steps each: 240 steps a second, 4 at a frame, and never a rest."""
    seen = run_module(WATCHED, {"bursts": 12, "every": 15, "rate": 60, "pace": None})
    steps = [step for step, _last in seen][60:]
    strides = np.diff(steps)
    assert strides.min() >= 2
    assert strides.max() <= 6
    assert strides.mean() == pytest.approx(4, rel=0.1)
    assert all(step <= last for step, last in seen)
    lags = [last - step for step, last in seen][60:]
    assert max(lags) < 240 * 0.75  # it is less than three messages behind


def test_slow_motion_keeps_its_pace_where_there_is_more_than_enough():
    seen = run_module(WATCHED, {"bursts": 12, "every": 15, "rate": 60, "pace": 20})
    assert seen[-1][0] - seen[119][0] == pytest.approx(20, abs=1)


def test_a_film_that_is_over_plays_as_fast_as_a_replay():
    found = run_module(
        """
        import { START, move } from "web/cursor.js";
        const film = { lastStep: 400, totalSteps: 400, epochSteps: 10, status: "finished", isOver: true };
        let cursor = move({ ...START, step: 395 }, { kind: "play" }, film);
        const steps = [];
        for (let n = 0; n < 6; n++) {
          cursor = move(cursor, { kind: "tick", seconds: 0.02 }, film);
          steps.push([cursor.step, cursor.mode]);
        }
        tell(steps);
        """
    )
    assert found == [[n, "playing"] for n in (397, 399)] + [[400, "paused"]] * 4
