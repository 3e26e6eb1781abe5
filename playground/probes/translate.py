"""Reads an encoder and a decoder; runs in a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground import tasks
from playground.models.decode import beam, greedy
from playground.models.evaluating import evaluating
from playground.models.seq2seq import Seq2Seq, State
from playground.models.steps import GRUStep, LSTMStep, RNNStep
from playground.models.unroll import LayerTrace, Step, traces_of
from playground.probes.decoded import (
    AttendingProbe,
    AttendingReading,
    DecodedProbe,
    DecodedReading,
    TranslationProbe,
    TranslationReading,
)
from playground.probes.inside import ExampleProbe, InsideProbe, InsideReading, PartReading
from playground.tasks.answers import NO_TARGET, Pairs
from playground.tasks.pairs.base import END, NOWHERE, PAD, START
from playground.tasks.pairs.scores import alignment_score
from playground.training.losses import loss_of
from playground.training.teaching import answers_to_test_part, read_sources, teaching_metrics, whole_answers
from playground.training.trainer import Trainer

STATES = {"rnn": "h", "gru": "h", "lstm": "hc"}
"""The letters of what each cell passes on."""


def decoded(probe: DecodedProbe, trainer: Trainer) -> DecodedReading:
    """The answer to one source, greedy or by a beam, with attention as it is or moved."""
    source = _source(probe, trainer)
    most = trainer.dataset.answer_as(Pairs).most_steps(source.shape[1])
    even, forced, prefix = probe.uniform, dict(probe.forced), probe.prefix[:most]
    if probe.beam > 1:
        ids = beam(
            trainer.translator, source[0], most, probe.beam, prefix=prefix, uniform=even, forced=forced
        )
        prefix = tuple(ids[: _length(ids.numpy())].tolist())
    lengths = torch.tensor([source.shape[1]])
    answer = greedy(trainer.translator, source, lengths, most, prefix=prefix, uniform=even, forced=forced)
    said = answer.ids[0].numpy()
    end = _length(said)
    return DecodedReading(
        source=source[0].numpy(),
        said=said[:end],
        weights=None if answer.weights is None else answer.weights[0, :end].numpy(),
    )


@torch.no_grad()
def attending(probe: AttendingProbe, trainer: Trainer) -> AttendingReading:
    """The scores of one token's look at the source, and the context it got.

    The decoder says its answer again, so that its state before that token is known.
    """
    found, model = decoded(probe, trainer), trainer.translator
    assert found.weights is not None
    assert model.attention is not None
    with evaluating(model):
        source = torch.tensor(found.source)[None]
        encoded, state = model.encode(source, torch.tensor([source.shape[1]]))
        output = min(probe.output, len(found.said) - 1)
        weights = torch.tensor(found.weights)
        for t, token in enumerate([START, *found.said.tolist()][:output]):
            said = model.token_part(torch.tensor([token]))
            state, _ = model.step(said, state, encoded, model.layers(), weights[t][None])
        scores = model.attention.scores(state.h[-1], encoded.keys)[0]
    states = encoded.states[0].double()
    return AttendingReading(
        decoded=found,
        output=output,
        scores=scores.double().numpy(),
        states=states.numpy(),
        context=(weights[output].double() @ states).numpy(),
    )


def translation(probe: TranslationProbe, trainer: Trainer) -> TranslationReading:
    """Tokens, whole answers, attention, and whole answers by the length of their source."""
    pairs, y = trainer.dataset.answer_as(Pairs), trainer.test_y
    taught = answers_to_test_part(trainer.translator, trainer.test_x, y)
    found = teaching_metrics(taught, y, pairs)
    right = whole_answers(taught.free, y)
    sizes = read_sources(trainer.test_x)[1].numpy()
    lengths, group = np.unique(sizes, return_inverse=True)
    counts = np.bincount(group)
    on, within_one, correlation = _alignment(taught.weights, pairs, sizes, y)
    return TranslationReading(
        loss=loss_of(trainer.dataset, taught.logits, y),
        accuracy=found["accuracy"],
        accuracy_free=found["accuracy_free"],
        exact_match=found["exact_match"],
        on=on,
        within_one=within_one,
        rank_correlation=correlation,
        lengths=lengths,
        counts=counts,
        exact=np.bincount(group, weights=right) / counts,
    )


def _alignment(
    weights: Tensor | None, pairs: Pairs, sizes: NDArray[np.int64], y: Tensor
) -> tuple[float | None, float | None, float | None]:
    if weights is None or not (pairs.places != NOWHERE).any():
        return None, None, None
    scores = []
    for row, places, size, asked in zip(weights.numpy(), pairs.places, sizes, y != NO_TARGET, strict=True):
        steps = int(asked.sum()) - 1  # END comes from nowhere
        truth = [None if place == NOWHERE else int(place) for place in places[:steps]]
        if any(place is not None for place in truth):
            scores.append(alignment_score(row[:steps, :size], tuple(truth)))
    ordered = [score.rank_correlation for score in scores if score.rank_correlation is not None]
    return (
        float(np.mean([score.on for score in scores])),
        float(np.mean([score.within_one for score in scores])),
        float(np.mean(ordered)) if ordered else None,
    )


@torch.no_grad()
def inside_translator(probe: InsideProbe, trainer: Trainer) -> InsideReading:
    """The encoder while it reads one source, or the decoder while it says its own answer to it."""
    source, translator = _source(probe, trainer), trainer.translator
    if not probe.decoder:
        features = translator.source_embedding(source)  # (1, source, embedding_size)
        return _reading(features, parts_of(traces_of(translator.encoder, features)))
    cell, lengths = translator.cell, torch.tensor([source.shape[1]])
    most = trainer.dataset.answer_as(Pairs).most_steps(source.shape[1])
    said = greedy(translator, source, lengths, most).ids
    reads = torch.cat([torch.full_like(said[:, :1], START), said[:, : _length(said[0].numpy()) - 1]], dim=1)
    features = _decoder_inputs(translator, source, lengths, reads)
    with evaluating(translator):
        start = _first_steps(translator, translator.encode(source, lengths)[1])
    parts = parts_of(traces_of(translator.decoder, features, start))
    parts = tuple(
        replace(part, start={name: getattr(start[part.layer], name)[0].numpy() for name in STATES[cell]})
        for part in parts
    )
    return _reading(features, parts, tuple(reads[0].tolist()))


def _decoder_inputs(translator: Seq2Seq, source: Tensor, lengths: Tensor, reads: Tensor) -> Tensor:
    """(1, target, features) each token's embedding, and the context where there is attention."""
    embedded: Tensor = translator.target_embedding(reads)
    with evaluating(translator):
        weights = translator.answer(source, lengths, reads).weights
        if weights is None:
            return embedded
        return torch.cat([embedded, weights @ translator.encode(source, lengths)[0].states], dim=2)


def _first_steps(translator: Seq2Seq, state: State) -> list[Step]:
    """The states a decoder begins with, as if a step had left them; that step's gates are nobody's."""
    match translator.cell:
        case "lstm":
            return [LSTMStep(h, c, h, h, h, h) for h, c in zip(state.h, state.c, strict=True)]
        case "gru":
            return [GRUStep(h, h, h, h) for h in state.h]
        case "rnn":
            return [RNNStep(h) for h in state.h]


def parts_of(traces: Sequence[LayerTrace]) -> tuple[PartReading, ...]:
    """The traces of one example as plain numbers."""
    return tuple(
        PartReading(
            layer=trace.layer,
            backward=trace.backward,
            values={name: trace.values(name)[0].numpy() for name in trace.steps[0]._fields},
        )
        for trace in traces
    )


def _reading(features: Tensor, parts: tuple[PartReading, ...], tokens: tuple[int, ...] = ()) -> InsideReading:
    inputs = features[0].numpy().copy()
    return InsideReading(inputs=inputs, parts=parts, answer=None, target=None, loss=None, tokens=tokens)


def _source(probe: ExampleProbe, trainer: Trainer) -> Tensor:
    """(1, source) ids of the chosen example, without padding."""
    if probe.text:
        task = trainer.config.task
        return torch.tensor(tasks.problem(task.name).parse(probe.text, task, trainer.dataset)).long().T
    source, _ = read_sources(trainer.test_x[probe.example % len(trainer.test_x)][None])
    return source[:, source[0] != PAD]


def _length(ids: NDArray[np.int64]) -> int:
    """Tokens up to and with END; without one, all of them."""
    ends = np.flatnonzero(ids == END)
    return int(ends[0]) + 1 if len(ends) else len(ids)
