"""Every claim of every lesson on three seeds: what the texts say of trained runs is so."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from benchmarks.report import Figure
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.films.inline import InlineEngine
from playground.films.many import Results
from playground.lessons import reading, readings
from playground.lessons.lesson import Claim
from playground.lessons.quantities import QUANTITIES, Trial

SEEDS = (0, 1, 2)
ONLY = "LESSONS"
"""The environment's variable that names the lessons that are tried, by what their folders begin with."""


def figures() -> Iterator[Figure]:
    """Lesson by lesson how many claims failed, and at the end of how many."""
    wanted = tuple(os.environ.get(ONLY, "").split())
    held = count = 0
    for name in reading.names():
        claims = reading.lesson(name).claims
        if not claims or not name.startswith(wanted or ("",)):
            continue
        begin = time.perf_counter()
        engine = InlineEngine()
        holding = sum([_holds(claim, engine) for claim in claims])
        seconds = time.perf_counter() - begin
        held, count = held + holding, count + len(claims)
        yield Figure(f"claims that fail, {name} ({seconds:.0f} s)", len(claims) - holding, 0, "")
    print(f"     held / all: {held} / {count}, each on seeds {', '.join(map(str, SEEDS))}")
    yield Figure("claims of lessons that fail", count - held, 0, f"of {count}")


def _holds(claim: Claim, engine: InlineEngine) -> bool:
    """Whether a claim holds for every seed; it is printed with what was measured."""
    side = claim.below if claim.below is not None else claim.above
    assert side is not None
    rows = []
    for seed in SEEDS:
        measured = _measured(claim, claim.left, seed, engine)
        other = _measured(claim, side, seed, engine) if isinstance(side, RunConfig) else side
        rows.append((measured, other))
    sign = "<" if claim.below is not None else ">"
    told = ", ".join(f"{one:.3g} {sign} {claim.times:g} * {other:.3g}" for one, other in rows)
    holds = all(claim.holds(*row) for row in rows)
    print(f"     {'' if holds else 'NOT '}{claim.metric}: {told}")
    return holds


def _measured(claim: Claim, config: RunConfig, seed: int, engine: InlineEngine) -> float:
    """Of one seed; a run that an earlier claim was about is trained already."""
    config = edited(config, {"training.seed": seed})
    if claim.begins == "start":
        place = readings.Place(config=config, step=0, own_text=claim.own_text)
        return _read(engine, claim.metric, place)
    while not engine.film(config).is_over:
        engine.want(config, engine.film(config).total_steps)
    if claim.metric in QUANTITIES:
        run = Results().keep(engine.film(config))
        return QUANTITIES[claim.metric].measure(Trial(config=config, runs=(run,)))[0]
    place = readings.Place(config=config, step=engine.film(config).last_step, own_text=claim.own_text)
    return _read(engine, claim.metric, place)


def _read(engine: InlineEngine, name: str, place: readings.Place) -> float:
    reply = engine.probe(readings.probe_of(name, place))
    return readings.value_in(reply.value, name, place)
