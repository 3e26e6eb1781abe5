"""Every view of every kind of network is painted, and what it shows is what is read at that step."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import plotly.graph_objects as go
import pytest

from playground.charts.lines import kept_points
from playground.config import Cell, RunConfig
from playground.experiments.edits import edited, with_setting
from playground.experiments.presets import PRESETS
from playground.models.hold import Hold
from playground.probes.inside import InsideProbe
from playground.probes.read import read
from playground.probes.requests import ForecastProbe
from playground.tasks import PROBLEMS
from playground.training.trainer import Trainer
from playground.views.address import written
from playground.views.inside.what_if import fitting
from playground.views.paint import paint
from playground.views.registry import VIEWS
from playground.views.scene import Scene
from playground.views.view_state import PAIR_TABS, TABS, ViewState

CELLS = get_args(Cell)
INSIDE = ("states", "unit", "space", "gates", "gradients", "cell", "what-if", "weights")
STEPS = 3


def trained(config: RunConfig, steps: int = STEPS) -> Trainer:
    trainer = Trainer(config)
    trainer.run(steps)
    return trainer


def parts_of(name: str, trainer: Trainer, **look: Any) -> list[dict[str, Any]]:
    """The parts of a view, those in columns as well."""
    state = replace(ViewState(), own_task=trainer.config.task, **look)
    text = written(name, "en", state, VIEWS[name].uses, trainer.config)
    return list(flat(json.loads(paint(text, trainer))))


def flat(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        if part["is"] == "columns":
            for side in part["sides"]:
                yield from flat(side)
        else:
            yield part


def views_of(config: RunConfig) -> tuple[str, ...]:
    """The views that the pages of a problem mount, but for fits that take long."""
    kind = Scene(config=config, step=0, view_state=ViewState()).data.kind
    tabs = PAIR_TABS if kind == "pair" else TABS
    inside = tuple(name for name in INSIDE if name in ("unit", "space") or name in tabs)
    more = {
        "pair": ("attention-below", "translation"),
        "next": ("own", "fires", "unsure"),
        "forecast": ("own", "free-run"),
    }
    return ("learning", *inside, "lane", *more.get(kind, ("own",)))


def require_whole(parts: list[dict[str, Any]]) -> None:
    """Each figure is one that Plotly takes, with its words; each key stands for one part."""
    keys = [(part["is"], part["key"]) for part in parts if part.get("key")]
    assert len(keys) == len(set(keys))
    for part in parts:
        if part["is"] == "figure":
            go.Figure(json.loads(part["spec"]))
            assert part["alt"].endswith((".", ")"))
            assert part["title"]
            assert part["lookFor"]
        if part["is"] == "table":
            assert {len(row) for row in part["rows"]} <= {len(part["head"])}
            assert len(part["align"]) == len(part["head"])


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_view_of_every_problem_is_painted(name):
    trainer = trained(PROBLEMS[name].preset)
    for view in views_of(trainer.config):
        parts = parts_of(view, trainer, unit=1)
        assert parts or view == "attention-below", view  # without attention there is nothing below
        require_whole(parts)


def test_every_view_of_two_classes_as_two_outputs_is_painted():
    trainer = trained(edited(PROBLEMS["sum-sign"].preset, {"task.two_outputs": True}))
    for view in views_of(trainer.config):
        require_whole(parts_of(view, trainer, unit=1))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("shape", [{}, {"model.num_layers": 2, "model.bidirectional": True}], ids=["1", "2"])
def test_every_view_of_every_cell_and_depth_is_painted(cell, shape):
    config = edited(with_setting(PRESETS["sum-sign"].config, "model.cell", cell), {"model.hidden_size": 5})
    if cell == "by-hand" and shape:
        shape = {"model.num_layers": 2}
    trainer = trained(edited(config, shape))
    hold = fitting(Scene(config=trainer.config, step=0, view_state=ViewState()), trainer.dataset)
    for view in views_of(trainer.config):
        look = {"unit": 2, "layer": 1, "backward": True, "cell_state": True, "order": "peak"}
        require_whole(parts_of(view, trainer, **look, hold=replace(hold, silenced=(0, 1))))


@pytest.mark.parametrize("packed", [True, False])
def test_padding_that_is_read_is_drawn_as_padding_behind_the_end_of_the_text(packed):
    trainer = trained(edited(PROBLEMS["sentiment"].preset, {"model.packed": packed}))
    for view, key in (("own", "own-words"), ("states", "states-0-forward"), ("gradients", "reach")):
        parts = parts_of(view, trainer, own_text="It was a great story")
        (part,) = (part for part in parts if part.get("key") == key)
        layout = json.loads(part["spec"])["layout"]
        named = layout["xaxis"]["ticktext"]
        assert named == ["it", "was", "a", "great", "story"] + ([] if packed else ["‹pad›"] * 11)
        ends = [shape["x0"] for shape in layout.get("shapes", ())]
        assert ends == ([] if packed else [5.5])
        assert ("The text ends at the dotted line" in part["lookFor"]) is not packed


def test_the_path_of_the_state_says_where_the_text_ends_and_the_padding_begins():
    trainer = trained(edited(PROBLEMS["sentiment"].preset, {"model.packed": False}))
    (part,) = parts_of("space", trainer, own_text="it was a great story")
    path, ends = json.loads(part["spec"])["data"]
    assert ends["text"] == ["Start", "Text ends", "End"]
    assert ends["x"] == pytest.approx(numbers(path["x"])[[0, 4, 15]], abs=1e-6)


def test_a_tagger_that_reads_the_padding_answers_for_words_alone():
    trainer = trained(edited(PROBLEMS["tagging"].preset, {"model.packed": False}))
    (part, *_rest) = parts_of("states", trainer, own_text="the light box is lovely")
    said = next(trace for trace in json.loads(part["spec"])["data"] if trace.get("name") == "Answer")
    assert np.isfinite(numbers(said["y"])).tolist() == [True] * 5 + [False] * (trainer.test_x.shape[1] - 5)


def test_a_text_that_was_cut_says_how_much_of_it_is_read():
    trainer = trained(edited(PROBLEMS["sentiment"].preset, {"task.length": 4}))
    told = [part.get("text") for part in parts_of("own", trainer, own_text="it was a great story")]
    assert "As in training, only the first 4 words are read; this text has 5." in told


def numbers(packed: dict[str, str]) -> np.ndarray:
    flat_ = np.frombuffer(base64.b64decode(packed["bdata"]), dtype=packed["dtype"])
    return flat_.reshape([int(size) for size in packed["shape"].split(",")]) if "shape" in packed else flat_


def test_the_hidden_states_drawn_are_those_read_at_the_step_to_the_last_bit():
    trainer = trained(PRESETS["sum-sign"].config, 20)
    reading = read(InsideProbe(config=trainer.config, step=20, example=0), trainer)
    (part,) = (part for part in parts_of("states", trainer) if part["is"] == "figure")
    drawn = numbers(json.loads(part["spec"])["data"][-1]["z"])
    np.testing.assert_array_equal(drawn, reading.parts[0].values["h"].T)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_the_cell_opens_on_one_unit_where_its_state_changes_most_and_its_products_are_products(cell):
    trainer = trained(with_setting(PRESETS["adding"].config, "model.cell", cell), 20)
    drawing = parts_of("cell", trainer)[0]["data"]
    lines = {name: np.array(line) for name, line in drawing["values"].items()}
    assert drawing["who"] == "unit 0"
    assert drawing["t"] == np.abs(np.diff(lines["h"], prepend=0.0)).argmax()
    assert "It opens where this unit's hidden state changes most." in drawing["note"]
    assert "The layer reads 2 numbers at each time step; the x drawn is their mean." in drawing["note"]
    assert ("This is torch's GRU." in drawing["note"]) is (cell == "gru")
    if cell == "lstm":
        assert lines["c"] == pytest.approx(lines["f"] * lines["c_before"] + lines["i"] * lines["g"], abs=1e-6)
        assert lines["h"] == pytest.approx(lines["o"] * np.tanh(lines["c"]), abs=1e-6)
    else:
        kept = lines["z"] * lines["h_before"]
        assert lines["h"] == pytest.approx((1 - lines["z"]) * lines["n"] + kept, abs=1e-6)
    assert parts_of("cell", trainer, unit=3)[0]["data"]["who"] == "unit 3"


def test_the_forecast_drawn_is_that_read_at_the_step_to_the_last_bit():
    trainer = trained(PRESETS["sine"].config, 5)
    reading = read(ForecastProbe(config=trainer.config, step=5, horizon=0), trainer)
    part = parts_of("learning", trainer)[0]
    lines = {line["name"]: line for line in json.loads(part["spec"])["data"]}
    kept = kept_points(reading.one_step)  # a long line is thinned
    np.testing.assert_array_equal(numbers(lines["LSTM"]["y"]), reading.one_step[kept].astype(np.float32))


def test_the_same_step_is_painted_to_the_same_bytes_and_painting_changes_no_training():
    config = PRESETS["sum-sign"].config
    watched, alone = trained(config), trained(config)
    view = written("learning", "en", ViewState(), VIEWS["learning"].uses, config)
    assert paint(view, watched) == paint(view, alone)
    for _ in range(3):
        paint(view, watched)
    assert watched.run(5).checkpoint == alone.run(5).checkpoint


def test_an_untrained_network_is_said_to_be_untrained():
    parts = parts_of("states", trained(PRESETS["sum-sign"].config, 0))
    assert "ntrained" in parts[0]["title"] + parts[0]["alt"]


def test_nothing_is_held_where_nothing_fits():
    trainer = trained(PRESETS["sum-sign"].config)
    held = parts_of("what-if", trainer, hold=Hold(gate="f", freeze_from=3))
    assert held == parts_of("what-if", trainer)  # a plain RNN has neither gate nor cell state


def test_baselines_come_with_their_names_and_shares():
    trainer = trained(RunConfig(task=PRESETS["parity"].config.task), 0)
    rows = parts_of("baselines", trainer)
    assert all(part["is"] == "row" and part["cells"][1].endswith("%") for part in rows)


def test_simple_forecasts_come_as_rows_of_lanes_and_as_the_level_of_the_best():
    trainer = trained(RunConfig(task=PRESETS["sine"].config.task), 0)
    *rows, level = parts_of("simple", trainer)
    best = min(row["loss"] for row in rows)
    assert level["of"] == "lanes-loss"
    line, label = json.loads(level["spec"])
    assert line["y"] == pytest.approx([best, best])
    assert label["text"][0].startswith("Best simple forecast")


def test_a_view_speaks_the_language_it_is_asked_in_or_ours(loud):
    parts = parts_of("states", trained(PRESETS["sum-sign"].config))
    assert parts[0]["title"].startswith("»")
    assert parts[0]["lookFor"].startswith("»")
