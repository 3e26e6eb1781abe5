"""The sequence-to-sequence model against its definition: padding, teacher forcing, attention, learning."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from playground.models.seq2seq import Seq2Seq
from playground.tasks.pairs import END, PAD, START

SOURCE = torch.tensor([[3, 4, 5, 6], [6, 5, PAD, PAD], [4, PAD, PAD, PAD]])
LENGTHS = torch.tensor([4, 2, 1])
READS = torch.tensor([[START, 7, 3, 4, 6], [START, 5, PAD, PAD, PAD], [START, 4, 6, PAD, PAD]])
SAYS = torch.tensor([[7, 3, 4, 6, END], [5, END, PAD, PAD, PAD], [4, 6, END, PAD, PAD]])

KINDS: list[dict[str, Any]] = [
    {"cell": cell, "num_layers": layers, "bidirectional": both_ways, "attention": attention}
    for cell, attention in product(("rnn", "lstm", "gru"), ("none", "additive", "dot"))
    for layers, both_ways in ((1, False), (2, True))
]
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: "-".join(map(str, kind.values())))


def model(seed: int = 0, **changes: Any) -> Seq2Seq:
    sizes: dict[str, Any] = {"source_size": 7, "target_size": 8, "embedding_size": 4, "hidden_size": 5}
    kind: dict[str, Any] = {"cell": "gru", "num_layers": 1, "bidirectional": True, "attention": "additive"}
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return Seq2Seq(**(sizes | kind | changes)).double()


def loss(logits: Tensor, says: Tensor) -> Tensor:
    return cross_entropy(logits.flatten(0, 1), says.flatten(), ignore_index=PAD, reduction="sum")


def same(one: Tensor, other: Tensor, tolerance: float = 1e-12) -> None:
    torch.testing.assert_close(one, other, rtol=0, atol=tolerance)


@every_kind
def test_a_padded_batch_is_its_sequences_one_by_one(kind: dict[str, Any]):
    network = model(**kind)
    together, alone = network(SOURCE, LENGTHS, READS), []
    for row, length in enumerate(LENGTHS.tolist()):
        real = int((SAYS[row] != PAD).sum())
        logits = network(SOURCE[row, None, :length], LENGTHS[row, None], READS[row, None, :real])
        same(together[row, :real], logits[0])
        alone.append(loss(logits, SAYS[row, None, :real]) / real)
    counts = (SAYS != PAD).sum(dim=1)
    mean = sum(one * count for one, count in zip(alone, counts, strict=True)) / counts.sum()
    same(loss(together, SAYS) / counts.sum(), mean)


@every_kind
def test_gradients_reach_every_parameter(kind: dict[str, Any]):
    network = model(**kind)
    loss(network(SOURCE, LENGTHS, READS), SAYS).backward()
    for name, parameter in network.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.isfinite().all(), name
        assert parameter.grad.abs().max() > 0, name


@every_kind
def test_the_loop_is_the_definition_written_out(kind: dict[str, Any]):
    """[token, context] into torch's own module one step at a time, the head on [state, context]."""
    network = model(**kind)
    source, start = network.encode(SOURCE, LENGTHS)
    h = torch.stack(start.h)
    state = (h, torch.stack(start.c)) if start.c else h
    expected = []
    for token in READS.unbind(1):
        context, top = [], (state[0] if isinstance(state, tuple) else state)[-1]
        if network.attention is not None:
            weights = network.attention(top, network.attention.keys(source.states), source.mask)
            context = [(weights[:, :, None] * source.states).sum(dim=1)]
        reads = torch.cat([network.target_embedding(token), *context], dim=1)
        out, state = network.decoder(reads[:, None], state)
        expected.append(network.head(torch.cat([out[:, 0], *context], dim=1)))
    same(network(SOURCE, LENGTHS, READS), torch.stack(expected, dim=1))


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("num_layers", [1, 2])
def test_without_attention_the_fused_decoder_is_the_loop(cell: Any, num_layers: int):
    network = model(cell=cell, num_layers=num_layers, attention="none").float()
    source, state = network.encode(SOURCE, LENGTHS)
    in_steps = network._answer_in_steps(source, state, READS, None)
    always = torch.ones(READS.shape[1], dtype=torch.bool)
    same(network(SOURCE, LENGTHS, READS, teacher_forcing=always), in_steps.logits, 1e-6)
    assert in_steps.weights is None


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_decoder_starts_with_the_state_at_the_true_ends(cell: Any, bidirectional: bool):
    network = model(cell=cell, num_layers=2, bidirectional=bidirectional)
    _, state = network.encode(SOURCE, LENGTHS)
    for row, length in enumerate(LENGTHS.tolist()):
        _, final = network.encoder(network.source_embedding(SOURCE[row, None, :length]))
        finals = final if isinstance(final, tuple) else (final,)
        for number, (mine, end) in enumerate(zip((state.h, state.c), finals, strict=False)):
            for layer in range(2):
                expected = end[layer, 0]
                if bidirectional:
                    both = torch.cat([end[2 * layer, 0], end[2 * layer + 1, 0]])
                    bridge = network.bridges[number]
                    expected = torch.tanh(bridge.weight @ both + bridge.bias)
                same(mine[layer][row], expected)


@pytest.mark.parametrize("kind", ["additive", "dot"])
def test_the_weights_of_every_step_sum_to_one_on_real_tokens(kind: Any):
    weights = model(attention=kind).answer(SOURCE, LENGTHS, READS).weights
    assert weights is not None
    assert weights.shape == (3, 5, 4)
    same(weights.sum(dim=2), torch.ones(3, 5, dtype=torch.float64))
    pads = torch.arange(4) >= LENGTHS[:, None, None]
    assert (weights.masked_select(pads) == 0.0).all()


@pytest.mark.parametrize("attention", ["none", "additive"])
def test_without_teacher_forcing_the_decoder_reads_what_it_said(attention: Any):
    network = model(attention=attention)
    never = torch.zeros(READS.shape[1], dtype=torch.bool)
    own = network(SOURCE, LENGTHS, READS, teacher_forcing=never)
    nonsense = torch.full_like(READS, 6)
    nonsense[:, 0] = START
    same(own, network(SOURCE, LENGTHS, nonsense, teacher_forcing=never))
    said = own.argmax(dim=2)
    reads = torch.cat([READS[:, :1], said[:, :-1]], dim=1)
    same(own, network(SOURCE, LENGTHS, reads))
    assert not torch.allclose(own, network(SOURCE, LENGTHS, READS))


def test_teacher_forcing_is_chosen_for_each_step_or_for_each_row_and_step():
    network = model()
    mixed = torch.tensor([True, False, True, False, False])
    own = network(SOURCE, LENGTHS, READS, teacher_forcing=mixed)
    said = torch.cat([READS[:, :1], own.argmax(dim=2)[:, :-1]], dim=1)
    same(own, network(SOURCE, LENGTHS, torch.where(mixed, READS, said)))
    by_row = torch.stack([mixed, torch.ones(5, dtype=torch.bool), torch.zeros(5, dtype=torch.bool)])
    rows = network(SOURCE, LENGTHS, READS, teacher_forcing=by_row)
    same(rows[0], own[0])
    same(rows[1], network(SOURCE, LENGTHS, READS)[1])


def test_dropout_acts_in_training_alone_and_in_encoder_and_decoder():
    network = model(num_layers=2, dropout=0.5)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        assert not torch.equal(network(SOURCE, LENGTHS, READS), network(SOURCE, LENGTHS, READS))
        source, state = network.encode(SOURCE, LENGTHS)
        steps = [network._answer_in_steps(source, state, READS, None).logits for _ in range(2)]
    assert not torch.equal(*steps)
    network.eval()
    assert torch.equal(network(SOURCE, LENGTHS, READS), network(SOURCE, LENGTHS, READS))
    same(network(SOURCE, LENGTHS, READS), model(num_layers=2)(SOURCE, LENGTHS, READS))


@pytest.mark.parametrize("attention", ["none", "dot"])
def test_dropout_on_the_embedding_acts_on_both_embeddings_and_only_in_training(attention: Any):
    torch.manual_seed(0)
    sizes: dict[str, Any] = {"source_size": 7, "target_size": 8, "embedding_size": 4, "hidden_size": 5}
    how: dict[str, Any] = {"cell": "gru", "num_layers": 1, "bidirectional": False, "attention": attention}
    model = Seq2Seq(**how, embedding_dropout=0.5, **sizes)
    seen: list[Tensor] = []
    model.embedding_dropout.register_forward_hook(lambda _module, _given, made: seen.append(made))
    given = torch.tensor([[3, 4, 5]]), torch.tensor([3]), torch.tensor([[1, 3, 4]])
    model(*given)
    source, target = seen
    for made, table, ids in ((source, model.source_embedding, 0), (target, model.target_embedding, 2)):
        kept = made != 0
        assert 0 < kept.sum() < made.numel()
        torch.testing.assert_close(made[kept], 2 * table(given[ids])[kept])
    model.eval()
    torch.testing.assert_close(model(*given), model(*given))
