"""The Mackey-Glass equation: chaos from a delay.

dx/dt = 0.2 x(t - 17) / (1 + x(t - 17)^10) - 0.1 x(t), after M. C. Mackey and L. Glass,
"Oscillation and chaos in physiological control systems", Science 197 (1977).
"""

from __future__ import annotations

import numpy as np

from playground.config import ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.i18n import N_, _
from playground.listing import filled
from playground.tasks import knobs
from playground.tasks.base import Dataset
from playground.tasks.forecast import generated_series, make_forecast, windows_code
from playground.tasks.scale import Floats

TAU = 17
STEPS = 10
"""Integration steps in one unit of time."""
WASHOUT = 300
"""Units of time at the start that are thrown away, so that the start is forgotten."""


def integrate(units: int, start: float, steps: int = STEPS) -> Floats:
    """x at the times 0, 1, ..., `units`, with x = `start` at all times up to 0.

    Fourth-order Runge-Kutta; the delayed value in the middle of a step is the cubic through
    the four known values around it, which has the same order but for the corner at time 0.
    """
    delay, h = TAU * steps, 1.0 / steps
    x = [start] * (delay + 2)  # x[i] is the value at time (i - delay - 1) * h
    for i in range(delay + 1, delay + 1 + units * steps):
        before, at, after, beyond = x[i - delay - 1 : i - delay + 3]
        middle = (9.0 * (at + after) - before - beyond) / 16.0
        grow_at, grow_middle, grow_after = _growth(at), _growth(middle), _growth(after)
        now = x[i]
        k1 = grow_at - 0.1 * now
        k2 = grow_middle - 0.1 * (now + 0.5 * h * k1)
        k3 = grow_middle - 0.1 * (now + 0.5 * h * k2)
        k4 = grow_after - 0.1 * (now + h * k3)
        x.append(now + h / 6.0 * (k1 + 2.0 * (k2 + k3) + k4))
    return np.array(x[delay + 1 :: steps])


def _growth(delayed: float) -> float:
    square = delayed * delayed
    fourth = square * square
    return 0.2 * delayed / (1.0 + fourth * fourth * square)


def make(config: TaskConfig) -> Dataset:
    """The series after the washout, one point each unit of time; the seed picks the start."""
    points = config.examples
    rng = np.random.default_rng(config.data_seed)
    start = rng.uniform(1.1, 1.3)
    values = integrate(WASHOUT + points - 1, start)[WASHOUT:]
    if config.noise > 0:
        values = values + rng.normal(0.0, config.noise, points)
    times = np.arange(points, dtype=np.float64)
    return make_forecast(values, times, config, time_label=N_("Time"), value_label=N_("Value"))


CODE = """
# $why
rng = np.random.default_rng(DATA_SEED)
delay, h = $delay, 1.0 / $steps
x = [rng.uniform(1.1, 1.3)] * (delay + 2)
for i in range(delay + 1, delay + 1 + ($washout + EXAMPLES - 1) * $steps):
    before, at, after, beyond = x[i - delay - 1 : i - delay + 3]
    delayed = np.array([at, (9.0 * (at + after) - before - beyond) / 16.0, after])
    square = delayed * delayed
    fourth = square * square
    g1, g2, g3 = 0.2 * delayed / (1.0 + fourth * fourth * square)
    k1 = g1 - 0.1 * x[i]
    k2 = g2 - 0.1 * (x[i] + 0.5 * h * k1)
    k3 = g2 - 0.1 * (x[i] + 0.5 * h * k2)
    k4 = g3 - 0.1 * (x[i] + h * k3)
    x.append(x[i] + h / 6.0 * (k1 + 2.0 * (k2 + k3) + k4))
series = np.array(x[delay + 1 :: $steps])[$washout:]
series += rng.normal(0, NOISE, EXAMPLES)  #? noise
$windows
"""
_WHY = N_("Runge-Kutta of dx/dt = 0.2 x(t - {tau}) / (1 + x(t - {tau})^10) - 0.1 x(t)")


def code(config: TaskConfig, data: Dataset) -> str:
    """The same series, and its windows."""
    return filled(
        CODE,
        delay=TAU * STEPS,
        steps=STEPS,
        washout=WASHOUT,
        why=_(_WHY).format(tau=TAU),
        noise=config.noise,
        windows=windows_code(data),
    )


PROBLEM = generated_series(
    name="mackey-glass",
    title=N_("Mackey-Glass, chaos"),
    question=N_("Which value comes next in a series that follows a rule but never repeats?"),
    notice=N_(
        "One step ahead is easy to learn. On its own output, the network soon leaves the real curve: in "
        "chaos, small errors grow."
    ),
    preset=RunConfig(
        task=TaskConfig(name="mackey-glass", length=20, examples=1000),
        model=ModelConfig(cell="gru", hidden_size=32),
        training=TrainingConfig(lr=0.003, batch_size=64, epochs=40),
    ),
    knobs=(
        knobs.window(100),
        knobs.SCALING,
        knobs.points(200, 2000),
        knobs.NOISE,
        knobs.TRAIN_SHARE,
        knobs.DATA_SEED,
    ),
    make=make,
    code=code,
)
