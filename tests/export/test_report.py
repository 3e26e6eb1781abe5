"""A report stands alone: it needs no network, runs nothing, and every stranger's word in it is letters."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import numpy as np

from playground.experiments.edits import edited
from playground.experiments.lanes import Lanes
from playground.experiments.presets import PRESETS
from playground.export.history_csv import history_csv
from playground.export.report import HOLES, Run, filled, skeleton, table
from playground.export.report_of_film import film_report
from playground.films.inline import InlineEngine
from tests.ui import film_messages
from tests.ui.film_messages import packed
from tests.ui.played import played

HOSTILE = "<script>alert(1)</script><img src=x onerror=y> \"'&<!--pictures--> $& </table>"
SINE = PRESETS["sine"].config
LINK = "http://here/train?v=1&problem=sine"


class Reader(HTMLParser):
    """The elements of a page and what they point at, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.sources: list[str] = []
        self.handlers: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.sources += [str(value) for name, value in attrs if name in ("src", "srcset", "data", "style")]
        self.handlers += [name for name, _value in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def stands_alone(page: str) -> Reader:
    read = Reader(page)
    assert not read.tags & {"script", "link", "iframe", "object", "embed", "base", "form"}
    assert all(source.startswith("data:image/svg+xml") for source in read.sources)
    assert not read.handlers
    assert "url(" not in page
    assert "@import" not in page
    return read


def run(config: Any = SINE, name: str = "LSTM") -> Run:
    return Run(name=name, config=config)


def test_a_report_says_what_was_asked_and_how_to_repeat_it():
    config = edited(SINE, {"training.lr": 0.02, "model.hidden_size": 7})
    page = skeleton([run(config)], LINK, command="python -m playground")
    words = "".join(stands_alone(page).words)
    for told in (
        "Learning rate",
        "0.02",
        "0.001",
        "Hidden size",
        "python -m playground",
        LINK,
        config.digest,
    ):
        assert told in words
    assert "Batch size" not in words  # as the problem has it
    assert all(page.count(f"<!--{hole}-->") == 1 for hole in HOLES)
    assert "<!--" not in filled(page, {})


def test_a_report_of_several_runs_tells_what_each_has_for_itself():
    lanes = Lanes().of(edited(SINE, {"training.epochs": 5}))
    page = skeleton([run(lane, name) for lane, name in zip(lanes, "ABC", strict=True)], LINK)
    words = stands_alone(page).words
    assert {"Epochs", "Cell", "RNN", "GRU"} <= set(words)
    assert all(lane.digest in words for lane in lanes)


def test_no_word_of_a_stranger_is_markup():
    runs = [run(SINE, HOSTILE), run(replace(SINE, model=replace(SINE.model, cell="gru")), "b")]
    page = skeleton(runs, HOSTILE, command=HOSTILE, sentence=HOSTILE, more={HOSTILE: [[HOSTILE], [HOSTILE]]})
    page = filled(page, {"numbers": table([[HOSTILE], ["1"]])})
    read = stands_alone(page)
    assert "img" not in read.tags
    assert "".join(read.words).count(HOSTILE) >= 6


IN_THE_BROWSER = """
    import { filledReport, figureOf, numbersOf, tableOf } from "web/report.js";
    const picture = {
      root: { closest: () => null }, title: () => given.hostile, words: () => given.hostile,
      svg: async () => ({ text: `<svg onload="x">${given.hostile}</svg>`, width: 10, height: 5 }),
    };
    begin();
    hear(given.film);
    const numbers = numbersOf({ ...given, runs: [{ name: given.hostile, run: "r" }] }, one);
    tell(filledReport(given.page, {
      numbers: tableOf(numbers), scores: tableOf([[given.hostile], [given.hostile]]),
      pictures: await figureOf(picture),
    }));
"""
WORDS = {"at": "{run} at step {step}", "run": "Run", "epoch": "Epoch", "baseline": "Baseline"}
WORDS |= {"trainLoss": "Train loss", "testLoss": "Test loss"}


def test_what_the_browser_adds_is_letters_and_pictures_that_do_nothing():
    given = {
        "hostile": HOSTILE,
        "page": skeleton([run()], LINK),
        "film": film_messages.film(last=30),
        "words": WORDS,
    }
    page = played(IN_THE_BROWSER, given | {"metrics": {"accuracy": HOSTILE}, "baseline": 0.5})
    read = stands_alone(page)
    assert len(read.sources) == 1
    assert "".join(read.words).count(HOSTILE) >= 5
    assert "<!--" not in page.replace(HOSTILE, "")


def test_a_run_without_a_browser_is_reported_with_its_numbers_and_its_losses():
    config, engine = edited(SINE, {"training.epochs": 4}), InlineEngine()
    engine.want(config, 100)
    film = engine.film(config)
    page = film_report(film, LINK, command="c", device="cpu", scores=[[["Baseline", "RMSE"], ["a", "1"]]])
    read = stands_alone(page)
    assert len(read.sources) == 1
    words = "".join(read.words)
    assert f"{film.history.test_loss[-1]:.3g}" in words
    assert "not better" in words
    assert film_report(engine.film(SINE), LINK, command="c", device="cpu")  # of which nothing is known yet


def test_the_page_and_the_command_line_save_the_same_table():
    config, engine = edited(PRESETS["parity"].config, {"training.epochs": 2}), InlineEngine()
    engine.want(config, 10**6)
    history = engine.film(config).history
    names = {
        "trainLoss": ("f4", history.train_loss.astype(np.float32)),
        "gradNorm": ("f4", history.grad_norm.astype(np.float32)),
        "epochStep": ("i4", history.epoch_step.astype(np.int32)),
        "epochTrainLoss": ("f8", history.epoch_train_loss),
        "testLoss": ("f8", history.test_loss),
        "margin": ("f8", history.margin),
        "verdict": ("i4", history.verdict),
    } | {f"metric:{name}": ("f8", values) for name, values in history.metrics.items()}
    head = {"kind": "film", "run": "r", "from": 0, "lastStep": history.last_step, "status": "finished"}
    head |= {"totalSteps": history.last_step, "epochSteps": int(history.epoch_step[0])}
    head["columns"] = [{"name": name, "type": kind, "length": len(it)} for name, (kind, it) in names.items()]
    source = """
        import { csv } from "web/csv.js";
        import { runNumbers } from "web/run_numbers.js";
        begin();
        hear(given);
        tell(csv(runNumbers([{ name: "", tracks: one.tracks("r") }])));
    """
    message = packed(head, *(it.tobytes() for _, it in names.values()))
    texts = (history_csv(history), played(source, message))
    ours, theirs = (list(csv.reader(io.StringIO(text))) for text in texts)
    assert ours[0] == theirs[0]
    assert len(ours) == history.last_step + 1
    np.testing.assert_array_equal(numbers(ours), numbers(theirs))


def numbers(rows: list[list[str]]) -> list[list[float]]:
    return [[float(cell or "nan") for cell in row] for row in rows[1:]]
