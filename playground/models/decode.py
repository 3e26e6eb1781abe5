"""Answers of a sequence-to-sequence model: the likeliest token each time, or a beam of whole answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from playground.config.errors import ExampleError
from playground.i18n import N_
from playground.models.evaluating import evaluating
from playground.models.seq2seq import Seq2Seq, Source, State
from playground.tasks.pairs.base import END, PAD, START

_PLACES = N_("Attention can be moved to positions 0 to {most}, not {position}.")


class Decoded(NamedTuple):
    """The tokens that the decoder said, and where it looked."""

    ids: Tensor  # (batch, most) with PAD behind END
    weights: Tensor | None  # (batch, most, source), 0 behind END; None without attention


class _Next(NamedTuple):
    logits: Tensor  # (batch, target_size)
    state: State
    weights: Tensor | None  # (batch, source)


@torch.no_grad()
def greedy(
    model: Seq2Seq,
    source: Tensor,
    lengths: Tensor,
    most: int,
    *,
    prefix: Sequence[int] = (),
    uniform: bool = False,
    forced: Mapping[int, int] | None = None,
) -> Decoded:
    """Say the likeliest token at every step.

    Args:
        model: in any mode; it answers as in eval mode and is left as it was.
        source: (batch, source) ids with PAD behind.
        lengths: (batch,) real tokens in each row, 1 or more.
        most: steps after which an answer is cut off, 1 or more.
        prefix: ids said first, whatever the model would say.
        uniform: whether attention is even over the real tokens, whatever the model would do.
        forced: steps at which all attention is on one source position, from 0; goes before `uniform`.

    Raises:
        ExampleError: attention is forced where there is none, or outside a source.
    """
    with evaluating(model):
        encoded, state = model.encode(source, lengths)
        given = _given(model, encoded.mask, most, uniform, forced or {})
        said = source.new_full((len(source),), START)
        ended = torch.zeros_like(said, dtype=torch.bool)
        ids = source.new_full((len(source), most), PAD)
        looked = encoded.states.new_zeros(len(source), most, source.shape[1])
        for t in range(most):
            logits, state, weights = _next(model, encoded, state, said, given[t])
            said = torch.full_like(said, prefix[t]) if t < len(prefix) else logits.argmax(dim=1)
            said[ended] = PAD
            ids[:, t] = said
            if weights is not None:
                looked[:, t] = weights.masked_fill(ended[:, None], 0.0)
            ended |= said == END
            if bool(ended.all()):
                break
    return Decoded(ids, None if model.attention is None else looked)


@torch.no_grad()
def beam(
    model: Seq2Seq,
    source: Tensor,
    most: int,
    width: int,
    *,
    prefix: Sequence[int] = (),
    uniform: bool = False,
    forced: Mapping[int, int] | None = None,
) -> Tensor:
    """The best complete answer found by keeping `width` of them growing (Sutskever et al., 2014).

    Answers are compared by their mean log probability for each token, END and prefix among them, so
    that short ones have no advantage. An answer that is cut off counts as it is. A width of 1 is
    `greedy`.

    Args:
        model: as in `greedy`, and so `most`, `prefix`, `uniform`, `forced` and the errors.
        source: (source,) ids of one source without PAD.
        most: steps after which an answer is cut off, 1 or more.
        width: continuations kept at every step, 1 or more; those that end are set aside.

    Returns:
        (most,) ids with PAD behind END.
    """
    finished: list[tuple[float, Tensor]] = []
    with evaluating(model):
        encoded, state = model.encode(source[None], torch.tensor([len(source)]))
        given = _given(model, encoded.mask, most, uniform, forced or {})
        ids = source.new_full((1, 1), START)  # (answers, steps so far)
        scores = encoded.states.new_zeros(1)  # (answers,) log probability so far
        for t in range(most):
            logits, state, _ = _next(model, _repeated(encoded, len(ids)), state, ids[:, -1], given[t])
            totals = scores[:, None] + logits.log_softmax(dim=1)  # (answers, target_size)
            rows, said = _best(totals, width) if t >= len(prefix) else _only(totals, prefix[t])
            ids, scores = torch.cat([ids[rows], said[:, None]], dim=1), totals[rows, said]
            ended = (said == END) | (t + 1 == most)
            means = (scores / (t + 1)).tolist()
            finished += [(means[n], ids[n, 1:]) for n in ended.nonzero()[:, 0].tolist()]
            ids, scores, state = ids[~ended], scores[~ended], state.rows(rows[~ended])
            if not len(ids):
                break
    _, answer = max(finished, key=lambda found: found[0])
    return torch.nn.functional.pad(answer, (0, most - len(answer)), value=PAD)


def _next(model: Seq2Seq, source: Source, state: State, said: Tensor, given: Tensor | None) -> _Next:
    weights = None if given is None else given.expand(len(said), -1)
    state, weights = model.step(model.token_part(said), state, source, model.layers(), weights)
    looked = None if weights is None else weights[:, None]
    return _Next(model.say(state.h[-1][:, None], looked, source)[:, 0], state, weights)


def _best(totals: Tensor, width: int) -> tuple[Tensor, Tensor]:
    """The `width` best of (answers, target_size) continuations: which answer, and which token."""
    best = totals.flatten().topk(min(width, totals.numel())).indices
    return best // totals.shape[1], best % totals.shape[1]


def _only(totals: Tensor, token: int) -> tuple[Tensor, Tensor]:
    said = torch.tensor([token], device=totals.device)
    return torch.zeros_like(said), said


def _given(
    model: Seq2Seq, mask: Tensor, most: int, uniform: bool, forced: Mapping[int, int]
) -> list[Tensor | None]:
    """For every step the attention weights (batch, source) to use, or `None` for the model's own."""
    if (uniform or forced) and model.attention is None:
        raise ExampleError(N_("This network has no attention that could be moved."))
    shortest = int(mask.sum(dim=1).min())
    for position in forced.values():
        if not 0 <= position < shortest:
            raise ExampleError(_PLACES, most=shortest - 1, position=position)
    real = mask.to(model.head.weight.dtype)
    even = real / real.sum(dim=1, keepdim=True) if uniform else None
    given = [even] * most
    for step, position in forced.items():
        if 0 <= step < most:
            given[step] = torch.zeros_like(real).index_fill(1, torch.tensor(position), 1.0)
    return given


def _repeated(source: Source, rows: int) -> Source:
    return Source(*(part.expand(rows, *part.shape[1:]) for part in source))
