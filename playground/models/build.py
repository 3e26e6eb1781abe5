"""From a config to the network it describes."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from playground.config import ModelConfig
from playground.models.initialise import initialise
from playground.models.network import Network
from playground.models.seq2seq import RecurrentCell, Seq2Seq
from playground.tasks.answers import Pairs
from playground.tasks.base import Dataset


def build(config: ModelConfig, data: Dataset) -> Network | Seq2Seq:
    """An encoder and a decoder for pairs of sequences, one network for everything else."""
    answer = data.answer
    if isinstance(answer, Pairs):
        return _translator(config, len(answer.source), len(answer.target))
    return Network(
        config, data.input_size, answer.output_size, every_step=answer.every_step, tokens=data.tokens
    )


def _translator(config: ModelConfig, source_size: int, target_size: int) -> Seq2Seq:
    translator = Seq2Seq(
        cell=cast(RecurrentCell, config.cell),
        source_size=source_size,
        target_size=target_size,
        embedding_size=config.embedding_size,
        hidden_size=config.hidden_size,
        num_layers=config.num_layers,
        bidirectional=config.bidirectional,
        attention=config.attention,
        dropout=config.dropout,
        embedding_dropout=config.embedding_dropout,
    )
    initialise(translator.encoder, config)
    initialise(translator.decoder, replace(config, bidirectional=False))
    return translator
