"""The problems of pairs: what they reach, what training costs beside a bare loop, how soon a map is there."""

from __future__ import annotations

import multiprocessing as mp
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.report import Figure, median
from playground import tasks
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS

SEEDS = (0, 1, 2)
ROUNDS = 3
WORDS = ("playground", "stressed", "zebra", "desserts", "abcdefghij", "notebook", "drawer", "lamp")
REVERSE = edited(PRESETS["reverse"].config, {"training.epochs": 3})
MAPPED = """(word) => new Promise((found) => {
  const named = () => [...document.querySelectorAll('.st-key-attention .xtick text')]
    .map((tick) => tick.textContent).join('');
  document.addEventListener('keydown', () => {
    const begin = performance.now();
    const look = () => named() === word ? found(performance.now() - begin) : requestAnimationFrame(look);
    look();
  }, { once: true, capture: true });
})"""
"""Milliseconds from a key to the frame in which the map of `word` stands."""


def figures() -> Iterator[Figure]:
    """What each preset reaches on three seeds, then the cost of training, then the page."""
    for name in ("reverse", "dates", "copy", "sort", "numbers"):
        yield from _reached(name)
    with mp.get_context("spawn").Pool(1) as pool:
        yield pool.apply(_against_bare)
        pool.apply(_how_time_divides)
    yield _enter_to_map()


def _reached(name: str) -> Iterator[Figure]:
    """Wrong answers of the worst of three seeds; of letters those of ten, the hardest."""
    with mp.get_context("spawn").Pool(1) as pool:
        found = [pool.apply(_trained, (name, seed)) for seed in SEEDS]
    wrong, seconds = (max(column) for column in zip(*found, strict=True))
    print(f"     ({name}: " + ", ".join(f"{100 - one:.1f} % in {took:.0f} s" for one, took in found) + ")")
    bar, time_bar = {"reverse": (2.0, 60.0), "dates": (5.0, 300.0)}.get(name, (5.0, 120.0))
    yield Figure(f"wrong whole answers, {name}, worst of three seeds", wrong, bar, "%")
    yield Figure(f"training of {name}, one core, longest of three", seconds, time_bar, "s")


def _trained(name: str, seed: int) -> tuple[float, float]:
    """Wrong answers in per cent to 500 longest new sources, and the seconds of training."""
    import torch

    from playground.probes.decoded import TranslationProbe
    from playground.probes.read import read
    from playground.training.trainer import Trainer

    torch.set_num_threads(1)
    trainer = Trainer(edited(PRESETS[name].config, {"training.seed": seed}))
    begin = time.perf_counter()
    trainer.run(10**9)
    seconds = time.perf_counter() - begin
    if name in ("reverse", "copy", "sort"):
        _test_on(trainer, _words_of_full_length(trainer))
    reading = read(TranslationProbe(config=trainer.config, step=trainer.step), trainer)
    return 100 * (1 - reading.exact_match), seconds


def _words_of_full_length(trainer: Any) -> Any:
    """500 random words as long as the problem has them, none of which was learned from."""
    task, data = trainer.config.task, trainer.dataset
    learned = {row.tobytes() for row in data.train_x}
    random = np.random.default_rng(12345)
    pairs = data.answer.problem.make(600, task.length, random)
    rows = [tasks.problem(task.name).parse("".join(pair.source), task, data) for pair in pairs]
    new = [place for place, row in enumerate(rows) if row.tobytes() not in learned][:500]
    return [pairs[place] for place in new]


def _test_on(trainer: Any, pairs: Any) -> None:
    """Put `pairs` in the place of the trainer's test part."""
    import dataclasses

    import torch

    known = trainer.dataset.answer
    x, _ = known.source.encode([pair.source for pair in pairs])
    _, y = known.target.encode_targets([pair.target for pair in pairs])
    trainer.test_x = torch.tensor(x[:, :, np.newaxis], dtype=torch.float32)
    trainer.test_y = torch.tensor(y)
    places = np.full(y.shape, -1)
    trainer.dataset = dataclasses.replace(trainer.dataset, answer=dataclasses.replace(known, places=places))


def _against_bare() -> Figure:
    """Our trainer beside the shortest loop around the same module, both with the same evaluation."""
    import torch

    torch.set_num_threads(1)
    ratios = []
    for seed in range(ROUNDS):
        config = edited(REVERSE, {"training.seed": seed})
        _bare(edited(config, {"training.epochs": 1}))
        bare, ours = _bare(config), _ours(config)
        ratios.append(ours / bare)
    return Figure("training / bare loop: reverse GRU, additive, 3 epochs", median(ratios), 1.10, "ratio")


def _ours(config: RunConfig) -> float:
    from playground.training.advance import advance

    begin = time.perf_counter()
    advance(config, None, 10**9)
    return time.perf_counter() - begin


def _bare(config: RunConfig) -> float:
    """Seconds of a plain loop: batches, loss, clipping, Adam, and the test part after each epoch."""
    import torch
    from torch.nn.functional import cross_entropy

    from playground.models.build import build
    from playground.models.decode import greedy

    data = tasks.dataset(config.task)
    torch.manual_seed(config.training.seed)
    begin = time.perf_counter()
    model = build(config.model, data)
    optimizer = torch.optim.Adam(model.parameters(), lr=config.training.lr, fused=True)
    x, test_x = (torch.tensor(part[:, :, 0]).long() for part in (data.train_x, data.test_x))
    y, test_y = (torch.tensor(part) for part in (data.train_y, data.test_y))
    lengths, test_lengths = (x != 0).sum(1), (test_x != 0).sum(1)
    reads, test_reads = (
        torch.cat([torch.ones_like(p[:, :1]), p[:, :-1].clamp(min=0)], 1) for p in (y, test_y)
    )
    losses = []
    for _ in range(config.training.epochs):
        model.train()
        for rows in torch.randperm(len(x)).split(config.training.batch_size or len(x)):
            optimizer.zero_grad()
            logits = model(x[rows], lengths[rows], reads[rows])
            loss = cross_entropy(logits.flatten(0, 1), y[rows].flatten(), ignore_index=-100)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            model(test_x, test_lengths, test_reads)
            greedy(model, test_x, test_lengths, y.shape[1])  # type: ignore[arg-type]
    return time.perf_counter() - begin


def _how_time_divides() -> None:
    """Print which share of a training step each part takes."""
    import torch

    from playground.training.teaching import read_pairs
    from playground.training.trainer import Trainer

    torch.set_num_threads(1)
    trainer = Trainer(REVERSE)
    trainer.run(20)
    translator, x, y = trainer.translator, trainer.train_x[:64], trainer.train_y[:64]
    spent = dict.fromkeys(("encoder", "decoder's steps", "loss", "backward", "optimizer"), 0.0)
    for _ in range(50):
        trainer.optimizer.zero_grad()
        source, lengths, target_in = read_pairs(x, y)
        marks = [time.perf_counter()]
        translator.encode(source, lengths)
        marks.append(time.perf_counter())
        logits = translator(source, lengths, target_in)
        marks.append(time.perf_counter())
        loss = trainer.loss(logits, y)
        marks.append(time.perf_counter())
        loss.backward()
        marks.append(time.perf_counter())
        trainer.optimizer.step()
        marks.append(time.perf_counter())
        for name, took in zip(spent, np.diff(marks), strict=True):
            spent[name] += float(took)
    spent["decoder's steps"] -= spent["encoder"]  # the whole answer encodes once more
    whole = sum(spent.values())
    told = ", ".join(f"{name} {100 * took / whole:.0f} %" for name, took in spent.items())
    print(f"     (a step of reverse takes {1000 * whole / 50:.1f} ms: {told})")


def _enter_to_map() -> Figure:
    """Milliseconds from Enter to the new map, the run at its end."""
    from playwright.sync_api import sync_playwright

    from benchmarks.page import FLAGS, server
    from tests.browser.chromium import find_chromium

    with sync_playwright() as playwright, server() as running:
        browser = playwright.chromium.launch(executable_path=find_chromium(whole=True), args=FLAGS)
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        time.sleep(4)
        page.goto(f"{running.url}attention?v=1&problem=reverse&training.epochs=2")
        page.locator(".pg-timeline-status", has_text="Finished").wait_for(timeout=60_000)
        took = [_milliseconds(page, word) for word in WORDS]
        browser.close()
    print("     (" + ", ".join(f"{one:.0f}" for one in took) + " ms)")
    return Figure("Enter to the new attention map, middle of eight", median(took[1:]), 150, "ms")


def _milliseconds(page: Any, word: str) -> float:
    time.sleep(2)  # the maps through training are read
    box = page.get_by_role("textbox", name="Read this")
    box.fill(word)
    waiting = page.evaluate_handle(f"window.mapped = ({MAPPED})({word!r}); 0")
    box.press("Enter")
    waiting.dispose()
    return float(page.evaluate("window.mapped"))
