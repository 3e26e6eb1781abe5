"""Attention for one token of the answer, in numbers: scores, their softmax, and the context."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.config import Attention
from playground.i18n import N_, _
from playground.probes.decoded import AttendingProbe, AttendingReading
from playground.views.attention import asked
from playground.views.attention.answer import pairs_of
from playground.views.inside import chosen
from playground.views.parts import Parts, caption, markdown, table
from playground.views.scene import Read, Scene
from playground.views.words import plain

ENTRIES = 4
"""Entries of the context that are shown, of as many as the encoder's states have."""
DECIMALS = 3
"""Of the context; what it is made of has as many as it takes."""
MOST_DECIMALS = 10

FORMULAS: dict[Attention, str] = {
    "additive": N_("score = v · tanh(W_q q + W_k k)"),
    "dot": N_("score = k · W q, or k · q where both have the same size"),
}

Values = NDArray[np.float64]


def draw(scene: Scene, read: Read) -> Parts:
    """A row for each source token, and below them the context."""
    probe = AttendingProbe(
        config=scene.config,
        step=scene.step,
        output=scene.view_state.output,
        prefix=asked.prefix(scene, scene.data),
        beam=scene.view_state.beam,
        **chosen.example(scene),
        **asked.moved(scene, scene.data),
    )
    reading: AttendingReading = read(probe)
    assert reading.decoded.weights is not None
    pairs, moved = pairs_of(scene.data), bool(asked.moved(scene, scene.data))
    said = pairs.target.names[int(reading.decoded.said[reading.output])]
    told = _("**Attention in numbers**, for output {number}: **{token}**")
    yield markdown(told.format(number=reading.output + 1, token=plain(said)))
    weights = reading.decoded.weights[reading.output].astype(np.float64)
    states = reading.states[:, :ENTRIES]
    scores, looked, entries = digits(reading.scores, weights, states, moved=moved)
    rows = [
        [plain(pairs.source.names[int(token)]), score, weight, *entry]
        for token, score, weight, entry in zip(reading.decoded.source, scores, looked, entries, strict=True)
    ]
    context = [f"**{one:.{DECIMALS}f}**" for one in reading.context[:ENTRIES]]
    rows.append([_("**Context**"), "", "", *context])
    head = [_("Source"), _("Score"), _("Weight"), *(f"k[{at}]" for at in range(states.shape[1]))]
    yield table(head, rows, "l" + "r" * (len(head) - 1))
    yield caption(_about(scene, moved, reading.states.shape[1]))


def digits(
    scores: Values, weights: Values, states: Values, *, moved: bool
) -> tuple[list[str], list[str], list[list[str]]]:
    """The numbers with the fewest decimals with which weights come out of scores, and the context of both.

    Args:
        scores: (source,)
        weights: (source,) their softmax, unless attention was `moved`.
        states: (source, entries)
    """
    context = weights @ states

    def comes_out(decimals: int) -> bool:
        made = weights.round(decimals) @ states.round(decimals)
        return bool((np.round(made, DECIMALS) == np.round(context, DECIMALS)).all())

    of_weights = next(filter(comes_out, range(DECIMALS, MOST_DECIMALS)), MOST_DECIMALS)

    def softmax_comes_out(decimals: int) -> bool:
        made = _softmax(scores.round(decimals))
        return bool((np.round(made, of_weights) == np.round(weights, of_weights)).all())

    enough = range(DECIMALS, MOST_DECIMALS + 3)
    of_scores = DECIMALS if moved else next(filter(softmax_comes_out, enough), MOST_DECIMALS)
    return (
        [f"{one:.{of_scores}f}" for one in scores],
        [f"{one:.{of_weights}f}" for one in weights],
        [[f"{one:.{of_weights}f}" for one in row] for row in states],
    )


def _softmax(scores: Values) -> Values:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def _about(scene: Scene, moved: bool, width: int) -> str:
    what = _("{formula}: q is the decoder's state before this token, k the encoder's at each source token.")
    told = [what.format(formula=_(FORMULAS[scene.config.model.attention]))]
    told.append(
        _("Attention is moved by hand here: the weights are not the softmax of the scores.")
        if moved
        else _("The weights are the softmax of the scores.")
    )
    context = _(
        "The context is the sum of weight times k; of its {count} entries the first {shown} stand here."
    )
    told.append(context.format(count=width, shown=min(width, ENTRIES)))
    told.append(_("Click another output word above to see its numbers."))
    return " ".join(told)
