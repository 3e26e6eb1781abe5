"""Two ways to score source positions for a decoder's query, and the softmax that makes weights of scores."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import linear


class Attention(nn.Module):
    """The part both ways share: keys of the source, known before any query, then weights for a query."""

    def keys(self, states: Tensor) -> Tensor:
        """(batch, source, attention_size) what a query is compared with; query_size for dot products."""
        raise NotImplementedError

    def scores(self, query: Tensor, keys: Tensor) -> Tensor:
        """(batch, source) how well a query (batch, query_size) fits each key, before any softmax."""
        raise NotImplementedError

    def forward(self, query: Tensor, keys: Tensor, mask: Tensor) -> Tensor:
        """Attention weights of one query for each source.

        Args:
            query: (batch, query_size).
            keys: as `keys` gave them.
            mask: (batch, source) true at real tokens, at least one in every row.

        Returns:
            (batch, source) rows that sum to 1, exactly 0 where `mask` is false.
        """
        return masked_softmax(self.scores(query, keys), mask)


class AdditiveAttention(Attention):
    """Scores v^T tanh(W_q q + W_k k) (Bahdanau, Cho and Bengio, 2015)."""

    def __init__(self, query_size: int, key_size: int, attention_size: int) -> None:
        super().__init__()
        self.query = nn.Linear(query_size, attention_size, bias=False)
        self.key = nn.Linear(key_size, attention_size, bias=False)
        self.score = nn.Linear(attention_size, 1, bias=False)

    def keys(self, states: Tensor) -> Tensor:
        """W_k k."""
        keys: Tensor = self.key(states)
        return keys

    def scores(self, query: Tensor, keys: Tensor) -> Tensor:
        """v^T tanh(W_q q + keys)."""
        joint = torch.tanh(keys + self.query(query)[:, None])  # (batch, source, attention_size)
        return joint @ self.score.weight[0]


class DotAttention(Attention):
    """Scores k^T q, or k^T W q where query and key have different sizes (Luong, Pham and Manning, 2015)."""

    def __init__(self, query_size: int, key_size: int) -> None:
        super().__init__()
        self.map = None if query_size == key_size else nn.Linear(query_size, key_size, bias=False)

    def keys(self, states: Tensor) -> Tensor:
        """W^T k: k^T W q is then one dot product for each query."""
        return states if self.map is None else linear(states, self.map.weight.T)

    def scores(self, query: Tensor, keys: Tensor) -> Tensor:
        """The dot products of keys and query."""
        return torch.bmm(keys, query[:, :, None]).squeeze(2)


def masked_softmax(scores: Tensor, mask: Tensor) -> Tensor:
    """Softmax over the places where `mask` is true; the others get exactly 0. Both (batch, source)."""
    return torch.where(mask, scores, -torch.inf).softmax(dim=1)
