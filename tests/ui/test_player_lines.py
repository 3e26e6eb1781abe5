"""Lines are smoothed in the browser as pandas does it, and thinned as they are in Python."""

from __future__ import annotations

import numpy as np
import pandas as pd

from playground.charts.lines import kept_points
from tests.ui.node import run_module


def line(seed: int) -> np.ndarray:
    """A wild line with gaps, some of it all gap."""
    numbers = np.random.default_rng(seed)
    values = numbers.standard_normal(int(numbers.integers(1, 5000))).round(int(numbers.integers(1, 9)))
    values[numbers.random(len(values)) < 0.1] = np.nan
    values[numbers.random(len(values)) < 0.02] = np.inf
    start = int(numbers.integers(0, len(values)))
    values[start : start + 70] = -np.inf
    return values


LINES = [line(seed) for seed in range(60)]


def smoothed(values: np.ndarray, strength: float) -> np.ndarray:
    """The debiased moving average over finite values; a gap counts as time that passed."""
    series = pd.Series(values, dtype=np.float64).where(np.isfinite(values))
    average = series.ewm(alpha=1 - strength, adjust=True, ignore_na=False).mean()
    return average.where(np.isfinite(values)).to_numpy(copy=True)


def test_smoothing_agrees_with_pandas():
    strengths = [0.0, 0.3, 0.9, 0.99]
    found = run_module(
        """
        import { smoothed } from "web/lines.js";
        tell(given.lines.map((line) => given.strengths.map((strength) => [...smoothed(line, strength)])));
        """,
        {"lines": [values[:300].tolist() for values in LINES], "strengths": strengths},
    )
    for values, each in zip(LINES, found, strict=True):
        for strength, average in zip(strengths, each, strict=True):
            ours = np.array(average, dtype=float)  # null is no number
            np.testing.assert_allclose(ours, smoothed(values[:300], strength), rtol=0, atol=1e-14)


def test_the_same_points_are_kept_in_both_languages():
    found = run_module(
        """
        import { keptPoints } from "web/lines.js";
        tell(given.map((line) => [[...keptPoints(line)], [...keptPoints(line, 50)]]));
        """,
        [values.tolist() for values in LINES],
    )
    for values, (kept, few) in zip(LINES, found, strict=True):
        assert kept == kept_points(values).tolist()
        assert few == kept_points(values, 50).tolist()


def test_smoothing_refuses_a_strength_that_never_forgets():
    refused = """
        import { smoothed } from "web/lines.js";
        try { smoothed([1], 1); } catch (error) { tell(error.name); }
    """
    assert run_module(refused) == "RangeError"


def test_lines_that_are_added_to_a_figure_find_room_on_its_axis():
    found = run_module(
        """
        import { holding } from "web/drawn.js";
        const layout = { yaxis: { range: [-1, 1], title: "y" } };
        const on = (y, more = {}) => holding(layout, [{ y: Float32Array.from(y), ...more }]).yaxis.range;
        const hidden = on([9], { visible: "legendonly" });
        tell([on([0, 1, NaN]), on([1.5]), on([-7, 0]), hidden, holding({}, [{ y: [9] }])]);
        """,
        None,
    )
    assert found == [[-1, 1], [-1, 1.5], [-7, 1], [-1, 1], {}]
