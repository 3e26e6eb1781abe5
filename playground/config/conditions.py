"""When settings apply, each with the sentence that says why not."""

from __future__ import annotations

from playground.config.setting import Condition
from playground.i18n import N_, Message

PLAIN_CELLS = ("rnn", "by-hand")
EVERY_STEP = ("tags", "last-tags", "bits", "next")
"""Kinds of answers that are asked for at every time step."""

# ---- the network

IS_PLAIN = Condition(
    why=Message(N_("Only a plain RNN has this choice: LSTM and GRU have fixed nonlinearities.")),
    config=lambda model: model.cell in PLAIN_CELLS,
    hides=False,
)
IS_LSTM = Condition(
    why=Message(N_("Only an LSTM has a forget gate.")),
    config=lambda model: model.cell == "lstm",
)
IS_RELU = Condition(
    why=Message(N_("Identity weights are for an RNN with relu.")),
    config=lambda model: model.nonlinearity == "relu",
)
HAS_LAYERS = Condition(
    why=Message(N_("This dropout acts between layers: it needs 2 layers or more.")),
    config=lambda model: model.num_layers > 1,
    hides=False,
)

# ---- the training

HAS_MOMENTUM = Condition(
    why=Message(N_("Of the optimizers, only SGD uses this momentum.")),
    config=lambda training: training.optimizer == "sgd",
    refuses=False,
)

# ---- the problem

HAS_GAPS = Condition(
    why=Message(N_("This series has no missing points.")),
    data=lambda data: data.has_gaps,
    hides=False,
    refuses=False,
)

HAS_SYMBOLS = Condition(
    why=Message(N_("This problem has no words: the network reads its numbers as they are.")),
    data=lambda data: data.has_words or data.kind == "pair",
)
HAS_PADDING = Condition(
    why=Message(N_("Only sentences of different lengths have padding that can be skipped.")),
    data=lambda data: data.has_words and data.kind != "pair",
)
HAS_DECODER = Condition(
    why=Message(N_("This problem has no decoder: its answer is not a sequence.")),
    data=lambda data: data.kind == "pair",
)
HAS_HEAD = Condition(
    why=Message(N_("A network with an encoder and a decoder has no such head.")),
    data=lambda data: data.kind != "pair",
)
HAS_ONE_CELL = Condition(
    why=Message(N_("The encoder and the decoder do not have this setting.")),
    data=lambda data: data.kind != "pair",
)
HAS_FUSED_CELL = Condition(
    why=Message(N_("The cell by hand has no decoder.")),
    data=lambda data: data.kind != "pair",
)
ANSWERS_ONCE = Condition(
    why=Message(N_("This problem asks for an answer at every time step.")),
    data=lambda data: data.kind not in EVERY_STEP,
    hides=False,
)
ANSWERS_WITHOUT_PADDING = Condition(
    why=Message(N_("Its averages would include the padding after shorter sentences.")),
    data=lambda data: not (data.has_words and data.kind in EVERY_STEP),
)
LOOKS_BACK = Condition(
    why=Message(N_("A direction that reads from the end has already read the answer.")),
    data=lambda data: data.kind != "next",
    hides=False,
)
