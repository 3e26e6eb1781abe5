"""Runs side by side: what lanes cost, how the page answers a class, whether known science comes out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from benchmarks.bare import bare_seconds
from benchmarks.engine import SINE, develop
from benchmarks.learners import learners
from benchmarks.report import Figure, median
from playground import tasks
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.films.dask_engine import DaskEngine
from playground.films.settings import EngineSettings
from playground.tasks.baselines.series import autoregression, fit_autoregression, persistence, scores

ROUNDS = 3
LEARNERS = 10
CLICKS = 40
VIEWERS = 30
SEEDS = (1, 2, 3)
CELLS = ("rnn", "lstm", "gru")
LONG_DELAY = 20
ORDER = 12


def figures() -> Iterator[Figure]:
    """The engine's share first, then the page's, then what the networks learn."""
    engine = DaskEngine(EngineSettings(workers=2))
    engine.wait_until_ready()
    develop(engine, [edited(PRESETS["sum-sign"].config, {"training.epochs": 2})])  # torch is imported
    try:
        yield _three_lanes(engine)
        yield _one_training(engine)
    finally:
        engine.close()
    yield from _pages()
    yield from _science()


def _three_lanes(engine: DaskEngine) -> Figure:
    ratios = []
    for seed in range(ROUNDS):
        lanes = [
            edited(SINE, {"training.lr": lr, "training.seed": 300 + seed}) for lr in (0.001, 0.005, 0.02)
        ]
        bare = sum(bare_seconds(config, loader=False) for config in lanes)
        ratios.append(develop(engine, lanes) / (bare / 2))
    return Figure("three lanes on two workers / (sum of bare / 2)", median(ratios), 1.25, "ratio")


def _one_training(engine: DaskEngine) -> Figure:
    """Thirty viewers of one link: steps trained, by the steps there are."""
    config = edited(SINE, {"training.seed": 999})
    while not engine.film(config).is_over:
        for viewer in range(VIEWERS):
            engine.want(config, 10**9, viewer=f"learner {viewer}")
        time.sleep(0.2)
    film = engine.film(config)
    return Figure(
        "steps trained for thirty viewers of one link / steps", film.trained / film.total_steps, 1.0, "ratio"
    )


def _pages() -> Iterator[Figure]:
    from playwright.sync_api import sync_playwright

    from benchmarks.page import FLAGS, server
    from tests.browser.chromium import find_chromium

    with sync_playwright() as playwright, server() as running:
        browser = playwright.chromium.launch(executable_path=find_chromium(whole=True), args=FLAGS)
        time.sleep(4)
        yield _tick(browser, running)
        yield _class_of_ten(browser, running)
        browser.close()


def _tick(browser: Any, running: Any) -> Figure:
    """Replay three finished lanes in slow motion: ticks without training."""
    from benchmarks.page import TICKS_A_SECOND, _cpu_share

    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{running.url}compare?v=1&problem=sine&training.epochs=600")
    page.locator(".pg-timeline-status", has_text="Finished").wait_for(timeout=120_000)
    page.get_by_text("runs are done").wait_for(timeout=120_000)
    page.get_by_text("15 of 15").wait_for(timeout=240_000)
    page.get_by_role("button", name="Reset", exact=True).click()
    page.get_by_role("button", name="Speed and view").click()
    page.get_by_text("20 steps a second").click()
    page.keyboard.press("Escape")
    page.locator(".pg-timeline-status", has_text="Untrained").wait_for()
    time.sleep(3)
    idle = _cpu_share(running, 6)
    page.get_by_role("button", name="Play", exact=False).first.click()
    time.sleep(2)
    live = _cpu_share(running, 12)
    page.context.close()
    tick = 1000 * (live - idle) / TICKS_A_SECOND
    return Figure("server CPU time for one live tick, compare, three lanes", tick, 40.0, "ms")


def _class_of_ten(browser: Any, running: Any) -> Figure:
    """Ten learners with ten runs that train all the while; one of them presses Pause and Play.

    The other nine need no browser: ten on the server's two cores would measure Chromium.
    """
    queries = [
        f"v=1&problem=adding&task.length=30&training.epochs=500&training.seed={learner}"
        for learner in range(LEARNERS)
    ]
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    with learners(running.url, queries[1:]) as ticks:
        page.goto(f"{running.url}?{queries[0]}")
        page.get_by_role("button", name="Pause").wait_for(timeout=60_000)
        time.sleep(5)
        before, begin = sum(ticks), time.perf_counter()
        times = sorted(_answered(page, name) for _ in range(CLICKS // 2) for name in ("Pause", "Play"))
        rate = (sum(ticks) - before) / (time.perf_counter() - begin)
    page.context.close()
    print(f"     (median {median(times):.2f} s over {len(times)} clicks, beside {rate:.0f} ticks a second)")
    return Figure(
        "ten learners, ten runs: click to answer, 95th percentile", times[int(0.95 * len(times))], 1.0, "s"
    )


def _answered(page: Any, name: str) -> float:
    other = {"Pause": "Play", "Play": "Pause"}[name]
    begin = time.perf_counter()
    page.locator(".st-key-play button").click()
    page.locator(".st-key-play button", has_text=other).wait_for()
    return time.perf_counter() - begin


def _science() -> Iterator[Figure]:
    """Three seeds on the default settings: the worst that must succeed, the best that must not."""
    adding = edited(PRESETS["adding"].config, {"task.length": 50})
    solved = {cell: [_final(adding, cell, seed) for seed in SEEDS] for cell in CELLS}
    for cell in ("lstm", "gru"):
        yield Figure(f"adding over 50 steps, {cell}, worst of three seeds", max(solved[cell]), 0.0167, "loss")
    yield Figure(
        "adding over 50 steps: baseline loss / best RNN of three", 0.167 / min(solved["rnn"]), 3.0, "ratio"
    )
    yield _memory()
    sunspots = PRESETS["sunspots"].config
    trained = [edited(sunspots, {"training.seed": seed}) for seed in SEEDS]
    yield Figure(
        "sunspots: error / repeating, worst of three seeds",
        max(_metric(one, "relative") for one in trained),
        0.8,
        "ratio",
    )
    yield Figure(
        f"sunspots: error / that of AR({ORDER}), median of three seeds",
        median([_metric(one, "rmse") for one in trained]) / _autoregression_error(sunspots),
        1.15,
        "ratio",
    )


def _autoregression_error(config: RunConfig) -> float:
    series = tasks.dataset(config.task).answer.series
    assert series is not None
    forecast = autoregression(series, fit_autoregression(series, ORDER))
    return scores(series.values[series.split :], forecast, persistence(series)).rmse


def _memory() -> Figure:
    """Torch's LSTM begins by forgetting half of what it holds at every step, so it is given a forget bias."""
    recall = edited(PRESETS["recall"].config, {"task.length": LONG_DELAY})
    keeping = edited(recall, {"model.cell": "lstm", "model.forget_bias": 3.0})
    runs = {cell: edited(recall, {"model.cell": cell}) for cell in CELLS} | {"lstm, forget bias 3": keeping}
    right = {
        name: median([_metric(edited(run, {"training.seed": seed}), "accuracy") for seed in SEEDS])
        for name, run in runs.items()
    }
    print(f"     (recall over {LONG_DELAY} blanks, median of right answers: {right})")
    gated = min(right["gru"], right["lstm, forget bias 3"])
    return Figure(
        f"recall over {LONG_DELAY} blanks: right answers, RNN / gated cells",
        right["rnn"] / gated,
        0.9,
        "ratio",
    )


def _final(config: RunConfig, cell: str, seed: int) -> float:
    segment = _trained(edited(config, {"model.cell": cell, "training.seed": seed}))
    return float(segment.test_loss[-1])


def _metric(config: RunConfig, name: str) -> float:
    return float(_trained(config).metrics[name][-1])


def _trained(config: RunConfig) -> Any:
    import torch

    from playground.training.advance import advance

    torch.set_num_threads(1)
    return advance(config, None, 10**9)
