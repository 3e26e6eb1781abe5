"""The facts worth knowing about units: an order to draw them in, a label, their main directions."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from playground.i18n import _

Floats = NDArray[np.float64]
Numbers = NDArray[Any]
Order = Literal["index", "peak", "similarity"]
Scale = Literal["common", "layer", "unit"]

MOST_LAGS = 20
"""Time steps back, at most, that a label looks for the input in a unit."""
_FEWEST_POINTS = 5
"""With fewer time steps in common, a strong correlation is mostly chance."""
_SILENT = 0.02
_SATURATED, _MOSTLY = 0.95, 0.8
_STRONG = 0.8


def finite(values: Numbers) -> Floats:
    """`values` as float64, with NaN in place of what is not finite."""
    numbers = np.asarray(values, dtype=np.float64)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def filled(values: Numbers) -> Floats:
    """`values` as float64, with 0 in place of what is not finite."""
    numbers = np.asarray(values, dtype=np.float64)
    return np.where(np.isfinite(numbers), numbers, 0.0)


def known(values: Numbers) -> Floats:
    """The finite ones among `values`, in one row."""
    numbers = np.asarray(values, dtype=np.float64)
    return numbers[np.isfinite(numbers)]


def largest(values: Numbers) -> float:
    """The largest finite |value|, or 0 where there is none."""
    return float(np.abs(filled(values)).max(initial=0.0))


def order_of(values: Numbers, by: Order) -> NDArray[np.int64]:
    """(hidden_size,) the units of (time steps, hidden_size) in the order in which they are drawn, from 0.

    `index` is their own order; `peak` the time step of their largest |value|; `similarity` puts
    after each unit the one that correlates best with it, those that never change last.
    """
    known = filled(values)
    units = known.shape[1]
    match by:
        case "index":
            return np.arange(units)
        case "peak":
            return np.argsort(np.abs(known).argmax(axis=0), kind="stable")
        case "similarity":
            return _chain(known)


def _chain(values: Floats) -> NDArray[np.int64]:
    """From the unit that varies most, always on to the unit left that correlates best."""
    centred = values - values.mean(axis=0)
    lengths = np.linalg.norm(centred, axis=0)  # (hidden_size,)
    varies = _varies(values)
    unit_length = centred / np.where(varies, lengths, 1.0)
    likeness = unit_length.T @ unit_length  # (hidden_size, hidden_size)
    likeness[:, ~varies] = -2.0
    chain = [int(np.where(varies, lengths, -1.0).argmax())]
    left = np.ones(len(lengths), dtype=np.bool_)
    while len(chain) < len(lengths):
        left[chain[-1]] = False
        chain.append(int(np.where(left, likeness[chain[-1]], -np.inf).argmax()))
    return np.asarray(chain, dtype=np.int64)


def _varies(values: Floats) -> NDArray[np.bool_]:
    """Whether each column is more than one number with rounding errors."""
    size = np.maximum(np.abs(values).max(axis=0), 1.0)
    result: NDArray[np.bool_] = np.ptp(values, axis=0) > 1e-6 * size
    return result


def scaled(values: Numbers) -> Floats:
    """(time steps, hidden_size) each unit divided by its own largest |value| over 0; NaN if not finite."""
    tops = np.abs(filled(values)).max(axis=0, initial=0.0)  # (hidden_size,)
    result: Floats = finite(values) / np.where(tops > 0, tops, 1.0)
    return result


def correlation_by_lag(unit: Numbers, inputs: Numbers, most: int) -> Floats:
    """(most + 1,) Pearson correlation of h_t with x_{t-lag}, each (time steps,), for every lag.

    0 where either side is constant or fewer than 3 pairs are finite.
    """
    h, x = finite(unit), finite(inputs)
    return np.array([_pearson(h[lag:], x[: max(len(x) - lag, 0)]) for lag in range(most + 1)])


def _pearson(h: Floats, x: Floats) -> float:
    pairs = np.stack([h, x], axis=1)
    pairs = pairs[np.isfinite(pairs).all(axis=1)]
    if len(pairs) < 3 or not _varies(pairs).all():
        return 0.0
    centred = pairs - pairs.mean(axis=0)
    lengths = np.linalg.norm(centred, axis=0)
    return float(np.clip(centred[:, 0] @ centred[:, 1] / lengths.prod(), -1.0, 1.0))


def label_lags(steps: int) -> int:
    """The largest lag at which a sequence of `steps` time steps still says enough; -1 for none."""
    return min(MOST_LAGS, steps // 2, steps - _FEWEST_POINTS)


def described(unit: Numbers, inputs: Numbers, bounded: bool) -> str:
    """A plain label for what a unit (time steps,) does to one feature of the input.

    `bounded` says that its values lie between -1 and 1, so that they can saturate.
    """
    known = finite(unit)
    known = known[np.isfinite(known)]
    if not len(known) or np.abs(known).max() < _SILENT:
        return _("silent")
    if bounded and (np.abs(known) > _SATURATED).mean() >= _MOSTLY:
        return _("saturated")
    if np.ptp(known) < _SILENT:
        return _("constant")
    correlation = correlation_by_lag(unit, inputs, label_lags(len(unit)))
    if not len(correlation):
        return _("mixed")
    lag = int(np.abs(correlation).argmax())
    if abs(correlation[lag]) < _STRONG:
        return _("mixed")
    follows = _("follows the input with lag {lag}"), _("inverts the input with lag {lag}")
    return follows[int(correlation[lag] < 0)].format(lag=lag)


def principal(states: Numbers) -> tuple[Floats, Floats, Floats]:
    """The two directions along which the states spread most: the first principal components.

    From the singular values s of the centred states, a direction's share is s^2 / sum s^2. Its
    largest loading is positive, so that the picture does not flip.

    Args:
        states: (time steps, hidden_size); rows that are not finite are left out.

    Returns:
        basis (hidden_size, 2), mean (hidden_size,) and share (2,); a direction that is missing
        is all zeros and has the share 0.
    """
    known = finite(states)
    known = known[np.isfinite(known).all(axis=1)]
    units = known.shape[1]
    basis, share = np.zeros((units, 2)), np.zeros(2)
    if not len(known):
        return basis, np.zeros(units), share
    mean: Floats = known.mean(axis=0)
    _left, lengths, directions = np.linalg.svd(known - mean, full_matrices=False)
    for place in np.flatnonzero(lengths[:2] > 1e-9 * max(largest(known), 1e-9)):
        direction = directions[place]
        basis[:, place] = direction * np.sign(direction[np.abs(direction).argmax()])
        share[place] = lengths[place] ** 2 / (lengths**2).sum()
    return basis, mean, share
