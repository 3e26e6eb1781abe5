"""The numbers of a picture, and of a whole run, as a table: all of them, to the last digit."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
import pytest

from playground.charts.attention.maps import attention_figure
from playground.charts.picture import Picture, base_layout, scatter
from playground.views.drawings.cell_diagram import BIASES, QUANTITIES, cell_diagram
from playground.views.drawings.coloured_text import coloured_text
from playground.views.drawings.ribbons import ribbons
from playground.views.drawings.unrolled import Answer, Row, unrolled
from playground.views.parts import Part, figure
from tests.ui.film_messages import film
from tests.ui.node import run_module
from tests.ui.played import played

NUMBERS = np.random.default_rng(0)


def read(text: str) -> list[dict[str, str]]:
    """The rows, as any program reads them."""
    return list(csv.DictReader(io.StringIO(text)))


def of_picture(picture: Picture) -> list[dict[str, str]]:
    source = """
        import { csv } from "web/csv.js";
        import { drawnOf } from "web/drawn.js";
        import { figureNumbers } from "web/figure_numbers.js";
        tell(csv(figureNumbers(drawnOf(given))));
    """
    return read(run_module(source, figure(picture, key="a")))


def drawn(*traces: dict[str, Any], **layout: Any) -> Picture:
    spec = {"data": list(traces), "layout": base_layout("Step", "Loss") | layout}
    return Picture(spec=spec, alt="", title="", look_for="")


def test_a_line_gives_every_point_as_the_same_number_of_its_kind():
    exact, narrow = NUMBERS.random(50), NUMBERS.standard_normal(50).astype(np.float32)
    lines = [scatter("lines", np.arange(50), y, name=name) for name, y in (("a, b", exact), ("c", narrow))]
    rows = of_picture(drawn(*lines))
    assert [row["series"] for row in rows] == ["a, b"] * 50 + ["c"] * 50
    assert [float(row["Step"]) for row in rows] == [*range(50), *range(50)]
    assert [float(row["Loss"]) for row in rows[:50]] == exact.tolist()
    assert np.array([row["Loss"] for row in rows[50:]], dtype=np.float32).tolist() == narrow.tolist()


def test_a_gap_is_an_empty_cell_and_words_in_a_chart_are_no_points():
    words = scatter("text", [1], [1], text=["Baseline"], name="words")
    rows = of_picture(drawn(scatter("lines", [0, 1], np.array([np.nan, 2.0]), name="a"), words))
    assert [row["Loss"] for row in rows] == ["", "2"]


def test_a_map_gives_every_cell_with_the_words_of_its_row_and_its_column():
    weights = NUMBERS.random((2, 3)).astype(np.float32)
    picture = attention_figure(weights, source=("a", "b", "a"), target=("x", "<b>"), cell="gru")
    rows = [row for row in of_picture(picture) if row["value"]]
    assert [row["Output"] for row in rows] == ["x"] * 3 + ["<b>"] * 3
    assert [row["Source"] for row in rows] == ["1 a", "2 b", "3 a"] * 2
    assert np.array([row["value"] for row in rows], dtype=np.float32).tolist() == weights.ravel().tolist()


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x", '"', "a,b", "a\nb"])
def test_no_word_of_a_stranger_is_a_formula_or_breaks_the_table(name):
    (row,) = of_picture(drawn(scatter("markers", [1], [-2.5], name=name)))
    assert row["Loss"] == "-2.5"
    assert row["series"] == (f"'{name}" if name[0] in "=+-@" else name)


# ---- the page's own drawings


def of_drawing(part: Part) -> list[dict[str, str]]:
    source = """
        globalThis.window = globalThis.document = {};
        const { csv } = await import("web/csv.js");
        const { numbers } = await import("web/NAME.js");
        tell(csv(numbers(given)));
    """
    return read(run_module(source.replace("NAME", part["name"]), part["data"]))


def test_a_strip_gives_inputs_states_and_answers_by_their_time_steps():
    states = NUMBERS.random((3, 2)).astype(np.float32)
    rows = [Row(states=states, slot=0)]
    end = Answer(said="0.5", value=0.5)
    found = of_drawing(unrolled(inputs=np.ones((3, 1), np.float32), rows=rows, cell="gru", alt="", end=end))
    of = {name: [row for row in found if row["row"] == name] for name in ("Input", "State 1", "Its answer")}
    assert [row["time step"] for row in of["Input"]] == ["1", "2", "3"]
    np.testing.assert_allclose([float(row["value"]) for row in of["State 1"]], states.ravel(), atol=1e-3)
    assert [(row["time step"], row["value"]) for row in of["Its answer"]] == [("3", "0.5")]


def test_a_cell_gives_every_quantity_of_every_time_step_and_what_comes_of_them():
    values = {name: [0.5, 0.25] for name in QUANTITIES["lstm"]}
    biases = dict.fromkeys(BIASES["lstm"], 0.1)
    part = cell_diagram(cell="lstm", values=values, biases=biases, t=0, key="c", who="unit 0")
    first, second = of_drawing(part)
    assert {*QUANTITIES["lstm"], *BIASES["lstm"]} <= first.keys()
    assert (first["c"], second["c"], first["b_f"]) == ("0.5", "0.25", "0.1")


def test_ribbons_give_their_weights_and_a_coloured_text_its_units():
    found = of_drawing(ribbons(weights=[[0.25, 0.75]], source=["a", "b"], target=["x"], key="r", cell="gru"))
    assert [tuple(row.values()) for row in found] == [("x", "a", "0.25"), ("x", "b", "0.75")]
    states = NUMBERS.standard_normal((4, 3))
    found = of_drawing(coloured_text(signs="ab c", states=states, unit=0, key="t"))
    assert [row["character"] for row in found] == ["a", "b", " ", "c"]
    told = [[float(value) for value in list(row.values())[1:]] for row in found]
    np.testing.assert_allclose(told, states, atol=np.abs(states).max() / 100)


# ---- whole runs


RUN = """
    import { csv } from "web/csv.js";
    import { runNumbers } from "web/run_numbers.js";
    begin();
    given.forEach(hear);
    const tracks = ["r", "q"].map((run) => one.tracks(run));
    tell([csv(runNumbers([{ name: "A", tracks: tracks[0] }])),
      csv(runNumbers(["A", "B", "C"].map((name, at) => ({ name, tracks: tracks[at] ?? null }))))]);
"""


def test_a_run_gives_a_row_for_each_step_and_its_epochs_where_they_end():
    alone, together = map(read, played(RUN, [film(last=25), film("q", last=12)]))
    assert [int(row["step"]) for row in alone] == [*range(1, 26)]
    assert [float(row["train_loss"]) for row in alone] == [float(step) for step in range(1, 26)]
    ends = [(row["step"], row["epoch"], row["test_loss"], row["accuracy"]) for row in alone if row["epoch"]]
    assert ends == [("10", "1", "10", "0.1"), ("20", "2", "20", "0.2")]
    assert [row["run"] for row in together] == ["A"] * 25 + ["B"] * 12
