"""Sequence to sequence: an encoder reads the source, a decoder says the target, with attention or without."""

from __future__ import annotations

from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import dropout as drop
from torch.nn.functional import linear
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from playground.models.attention import AdditiveAttention, DotAttention
from playground.models.steps import Weights, gru_step, input_part, lstm_step, rnn_step

RecurrentCell = Literal["rnn", "lstm", "gru"]
AttentionKind = Literal["none", "additive", "dot"]

FUSED = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


class Source(NamedTuple):
    """An encoded batch, and what follows from it for every step of the decoder."""

    states: Tensor  # (batch, source, directions * hidden_size), 0 behind the end
    mask: Tensor  # (batch, source) true at real tokens
    keys: Tensor  # (batch, source, ...) what attention compares a query with
    fed: Tensor  # (batch, source, gates * hidden_size) what each state adds to the decoder's first layer


class State(NamedTuple):
    """The decoder's states, one tensor (batch, hidden_size) for each layer."""

    h: tuple[Tensor, ...]
    c: tuple[Tensor, ...]  # an LSTM's cell states, else empty

    def rows(self, rows: Tensor) -> State:
        """The states of some rows of the batch, in the order of `rows`."""
        return State(tuple(h[rows] for h in self.h), tuple(c[rows] for c in self.c))


class Answer(NamedTuple):
    """The answer of the decoder, and where it looked."""

    logits: Tensor  # (batch, target, target_size)
    weights: Tensor | None  # (batch, target, source) attention weights; None without attention


def _attention(kind: AttentionKind, query: int, key: int) -> AdditiveAttention | DotAttention | None:
    match kind:
        case "additive":
            return AdditiveAttention(query, key, query)
        case "dot":
            return DotAttention(query, key)
        case "none":
            return None


class Seq2Seq(nn.Module):
    """Encoder and decoder (Sutskever et al., 2014), with attention if wanted (Bahdanau et al., 2015).

    The decoder reads [token, context] and the head reads [decoder state, context]; the context is the
    encoder's states weighted by attention, whose query is the decoder's top state of the step before.
    """

    def __init__(
        self,
        *,
        cell: RecurrentCell,
        source_size: int,
        target_size: int,
        embedding_size: int,
        hidden_size: int,
        num_layers: int,
        bidirectional: bool,
        attention: AttentionKind,
        dropout: float = 0.0,
        embedding_dropout: float = 0.0,
    ) -> None:
        """Build encoder, bridge, attention, decoder and head, in this order.

        Args:
            cell: of encoder and decoder.
            source_size: different source ids, PAD, START and END among them.
            target_size: different target ids, likewise.
            embedding_size: numbers for each token.
            hidden_size: units in each layer and direction, and in additive attention.
            num_layers: of the encoder and of the decoder.
            bidirectional: whether the encoder reads in both directions.
            attention: `none` leaves the decoder with the encoder's final states alone.
            dropout: between recurrent layers, 0 to 0.9; needs two layers or more.
            embedding_dropout: on the embeddings, 0 to 0.9.
        """
        super().__init__()
        self.cell, self.dropout = cell, dropout
        self.embedding_dropout = nn.Dropout(embedding_dropout) if embedding_dropout else nn.Identity()
        self.source_embedding = nn.Embedding(source_size, embedding_size, padding_idx=0)
        sizes = {"num_layers": num_layers, "dropout": dropout, "batch_first": True}
        self.encoder = FUSED[cell](embedding_size, hidden_size, bidirectional=bidirectional, **sizes)
        width = hidden_size * (2 if bidirectional else 1)
        ends = (2 if cell == "lstm" else 1) if bidirectional else 0
        self.bridges = nn.ModuleList(nn.Linear(width, hidden_size) for _ in range(ends))
        self.attention = _attention(attention, hidden_size, width)
        context = width if self.attention else 0
        self.target_embedding = nn.Embedding(target_size, embedding_size, padding_idx=0)
        self.decoder = FUSED[cell](embedding_size + context, hidden_size, **sizes)
        self.head = nn.Linear(hidden_size + context, target_size)

    def forward(
        self,
        source: Tensor,
        source_lengths: Tensor,
        target_in: Tensor,
        *,
        teacher_forcing: Tensor | None = None,
    ) -> Tensor:
        """The logits of `answer`."""
        return self.answer(source, source_lengths, target_in, teacher_forcing=teacher_forcing).logits

    def answer(
        self,
        source: Tensor,
        source_lengths: Tensor,
        target_in: Tensor,
        *,
        teacher_forcing: Tensor | None = None,
    ) -> Answer:
        """Read the sources and say as many tokens as `target_in` has.

        Args:
            source: (batch, source) ids with PAD behind.
            source_lengths: (batch,) real tokens in each row, 1 or more.
            target_in: (batch, target) START, then the true tokens with PAD behind.
            teacher_forcing: (target,) or (batch, target) bool: true reads the true token at this step,
                false what the decoder itself said last. The first step always reads START. `None` is
                true everywhere.
        """
        encoded, state = self.encode(source, source_lengths)
        if teacher_forcing is not None:
            teacher_forcing = teacher_forcing.expand(target_in.shape)
            teacher_forcing = None if bool(teacher_forcing[:, 1:].all()) else teacher_forcing
        if self.attention is None and teacher_forcing is None:
            return self._answer_at_once(state, target_in)
        return self._answer_in_steps(encoded, state, target_in, teacher_forcing)

    def encode(self, source: Tensor, source_lengths: Tensor) -> tuple[Source, State]:
        """The encoded sources, and the states the decoder starts with; arguments as in `answer`."""
        states, final = self._read(self.embedding_dropout(self.source_embedding(source)), source_lengths)
        mask = torch.arange(source.shape[1], device=source.device) < source_lengths[:, None]
        if self.attention is None:  # nobody asks for keys, nothing is fed
            return Source(states, mask, states, states), self._start(final)
        of_context = self.layers()[0].ih[:, self.target_embedding.embedding_dim :]
        fed = linear(states, of_context)
        return Source(states, mask, self.attention.keys(states), fed), self._start(final)

    def _read(self, embedded: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor | tuple[Tensor, Tensor]]:
        if bool((lengths == embedded.shape[1]).all()):  # nothing to leave out, and a tenth faster
            states, final = self.encoder(embedded)
            return states, final
        packed = pack_padded_sequence(embedded, lengths.cpu(), batch_first=True, enforce_sorted=False)
        out, final = self.encoder(packed)
        return pad_packed_sequence(out, batch_first=True, total_length=embedded.shape[1])[0], final

    def _start(self, final: Tensor | tuple[Tensor, Tensor]) -> State:
        ends = list(final) if isinstance(final, tuple) else [final]
        if self.bridges:
            both = [torch.cat([end[0::2], end[1::2]], dim=2) for end in ends]  # (layers, batch, 2 * hidden)
            ends = [torch.tanh(bridge(end)) for bridge, end in zip(self.bridges, both, strict=True)]
        h, *c = (end.unbind(0) for end in ends)
        return State(tuple(h), tuple(c[0]) if c else ())

    def layers(self) -> list[Weights]:
        """The decoder's weights, layer by layer."""
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        return [
            Weights(*(getattr(self.decoder, f"{name}_l{layer}") for name in names))
            for layer in range(self.decoder.num_layers)
        ]

    def token_part(self, tokens: Tensor) -> Tensor:
        """The part that tokens add to the decoder's first layer: (...) ids to (..., gates * hidden_size)."""
        first = self.layers()[0]
        embedded = self.embedding_dropout(self.target_embedding(tokens))
        return linear(embedded, first.ih[:, : embedded.shape[-1]], first.b_ih)

    def step(
        self,
        token_part: Tensor,
        state: State,
        source: Source,
        layers: list[Weights],
        weights: Tensor | None = None,
    ) -> tuple[State, Tensor | None]:
        """One step of the decoder.

        Args:
            token_part: (batch, gates * hidden_size) from `token_part`.
            state: of the step before.
            source: from `encode`.
            layers: from `layers`, asked for once.
            weights: (batch, source) attention weights to use in place of the network's own.

        Returns:
            The new states and the attention weights that were used, `None` without attention.
        """
        if self.attention is not None:
            if weights is None:
                weights = self.attention(state.h[-1], source.keys, source.mask)
            # W (sum of weights * states) is sum of weights * (W states), and those are known already.
            token_part = torch.baddbmm(token_part[:, None], weights[:, None], source.fed).squeeze(1)
        return self._advance(token_part, state, layers), weights

    def _advance(self, x_part: Tensor, state: State, layers: list[Weights]) -> State:
        h: list[Tensor] = []
        c: list[Tensor] = []
        for number, own in enumerate(layers):
            if number:
                x_part = input_part(drop(h[-1], self.dropout, self.training), own)
            match self.cell:
                case "lstm":
                    step = lstm_step(x_part, state.h[number], state.c[number], own)
                    c.append(step.c)
                    h.append(step.h)
                case "gru":
                    h.append(gru_step(x_part, state.h[number], own).h)
                case "rnn":
                    h.append(rnn_step(x_part, state.h[number], own, torch.tanh).h)
        return State(tuple(h), tuple(c))

    def say(self, tops: Tensor, weights: Tensor | None, source: Source) -> Tensor:
        """The head's logits for decoder states, all at once.

        Args:
            tops: (batch, target, hidden_size) top states.
            weights: (batch, target, source), `None` without attention.
            source: from `encode`.

        Returns:
            (batch, target, target_size).
        """
        read = tops if weights is None else torch.cat([tops, weights @ source.states], dim=2)
        logits: Tensor = self.head(read)
        return logits

    def _answer_at_once(self, state: State, target_in: Tensor) -> Answer:
        h = torch.stack(state.h)
        start = (h, torch.stack(state.c)) if state.c else h
        tops, _ = self.decoder(self.embedding_dropout(self.target_embedding(target_in)), start)
        return Answer(self.head(tops), None)

    def _answer_in_steps(
        self, source: Source, state: State, target_in: Tensor, teacher_forcing: Tensor | None
    ) -> Answer:
        layers = self.layers()
        tops: list[Tensor] = []
        looked: list[Tensor] = []
        for t, token_part in enumerate(self.token_part(target_in).unbind(1)):
            if t and teacher_forcing is not None and not bool(teacher_forcing[:, t].all()):
                own = self._said(tops, looked, source)
                token_part = torch.where(teacher_forcing[:, t, None], token_part, self.token_part(own))
            state, weights = self.step(token_part, state, source, layers)
            tops.append(state.h[-1])
            if weights is not None:
                looked.append(weights)
        weights = torch.stack(looked, dim=1) if looked else None  # (batch, target, source)
        return Answer(self.say(torch.stack(tops, dim=1), weights, source), weights)

    @torch.no_grad()
    def _said(self, tops: list[Tensor], looked: list[Tensor], source: Source) -> Tensor:
        """(batch,) the token said at the last step; no gradient passes a choice."""
        weights = looked[-1][:, None] if looked else None
        return self.say(tops[-1][:, None], weights, source)[:, 0].argmax(dim=1)
