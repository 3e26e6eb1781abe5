"""The painted frames of a film, and the painting while it is trained."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from playground.config import RunConfig
from playground.films.develop import NO_PAINTER
from playground.films.frames import MOST_FRAMES, MOST_VIEWS, NEWEST_KEPT, Frames
from playground.films.inline import InlineEngine
from playground.films.watching import FRAME_SECONDS, SHARE, Watch
from playground.i18n import Message
from playground.probes.requests import ViewProbe
from playground.training.trainer import Trainer

CONFIG = replace(RunConfig(), training=replace(RunConfig().training, epochs=6))


def painted(view: str, trainer: Trainer) -> bytes:
    """Every weight of the network, so that two pictures are equal only where the networks are."""
    return view.encode() + b"".join(p.detach().numpy().tobytes() for p in trainer.module.parameters())


def test_frames_stay_spread_over_the_run_and_the_first_and_the_newest_are_among_them():
    frames = Frames()
    for step in range(1000):
        frames.add("v", [(step, b"x")])
    steps = sorted(frame.step for frame in frames.after("v", 0))
    assert len(steps) == MOST_FRAMES == frames.nbytes
    assert steps[0] == 0
    assert steps[-NEWEST_KEPT:] == list(range(1000 - NEWEST_KEPT, 1000))
    assert np.diff(steps).max() < 1000 / (MOST_FRAMES - NEWEST_KEPT) * 4


def test_only_what_came_later_is_told_again_and_a_frame_painted_twice_is_one():
    frames = Frames()
    frames.add("v", [(5, b"five"), (9, b"nine")])
    told = frames.after("v", 0)
    frames.add("v", [(5, b"anew")])
    assert [(frame.step, frame.data) for frame in frames.after("v", told[-1].serial)] == [(5, b"anew")]
    assert (frames.at("v", 5), frames.at("v", 6)) == (frames.after("v", 2)[0], None)
    assert frames.nbytes == len(b"anew") + len(b"nine")


def test_the_view_that_got_no_frame_for_longest_makes_room_for_a_new_one():
    frames = Frames()
    for number in range(MOST_VIEWS + 1):
        frames.add(f"v{number}", [(0, b"x")])
    assert frames.after("v0", 0) == ()
    assert frames.nbytes == MOST_VIEWS


def test_a_frame_equals_the_reading_of_its_step_to_the_last_bit():
    films, alone = InlineEngine(paint=painted), InlineEngine(paint=painted)
    films.want(CONFIG, 6, views=("v",))
    frames = films.frames(CONFIG, "v")
    alone.want(CONFIG, 6)
    assert alone.frames(CONFIG, "v") == ()
    assert {frame.step for frame in frames} >= {0, 6}  # how many come between is a matter of time
    for frame in frames:
        assert alone.probe(ViewProbe(config=CONFIG, step=frame.step, view="v")).value == frame.data
    assert [frame.step for frame in alone.frames(CONFIG, "v")] == [frame.step for frame in frames]


def test_painting_changes_no_digit_of_the_training():
    plain, watched = InlineEngine(), InlineEngine(paint=painted)
    plain.want(CONFIG, 6)
    watched.want(CONFIG, 6, views=("a", "b"))
    assert np.array_equal(plain.film(CONFIG).history.train_loss, watched.film(CONFIG).history.train_loss)


def test_an_engine_that_has_nobody_who_paints_says_so_and_goes_on():
    engine = InlineEngine()
    engine.want(CONFIG, 3, views=("v",))
    reply = engine.probe(ViewProbe(config=CONFIG, step=3, view="v"))
    assert (reply.status, reply.sentence) == ("failed", Message(NO_PAINTER))
    engine.want(CONFIG, 6, views=("v",))
    assert engine.film(CONFIG).is_over


@pytest.mark.parametrize("cost", [0.001, 0.05])
def test_a_view_is_painted_ten_times_a_second_and_takes_no_more_than_its_share(cost: float):
    trainer, time, steps = Trainer(CONFIG), [0.0], 4000

    def paint(_view: str, _trainer: Any) -> bytes:
        time[0] += cost
        return b""

    watch = Watch(trainer, ("a", "b"), paint, lambda: time[0], {})
    for _step in range(steps):
        time[0] += 0.01
        watch()
    count = sum(len(frames) for frames in watch.frames().values())
    usual = min(2 * steps * 0.01 / FRAME_SECONDS, SHARE * steps * 0.01 / cost)
    assert count == pytest.approx(usual, rel=0.15)
    assert count * cost <= 1.05 * SHARE * steps * 0.01 + 2 * cost
