"""The measure: a plain torch loop of the same run, computing the same numbers, in a process of its own."""

from __future__ import annotations

import multiprocessing as mp
import time
from typing import Any

from playground.config import RunConfig


def bare_seconds(config: RunConfig, *, loader: bool) -> float:
    """Seconds a bare loop of `config` takes on one thread, imports and set-up not counted."""
    with mp.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (config.to_json(), loader))


def _measure(config_json: str, loader: bool) -> float:
    import torch

    from playground import tasks

    torch.set_num_threads(1)
    config = RunConfig.from_json(config_json)
    data = tasks.dataset(config.task)
    _loop(config, data, loader, epochs=1)  # warm up
    begin = time.perf_counter()
    _loop(config, data, loader, epochs=config.training.epochs)
    return time.perf_counter() - begin


def _loop(config: RunConfig, data: Any, loader: bool, epochs: int) -> None:
    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    from playground.training.losses import LOSSES, metrics

    model = config.model
    cells: dict[str, Any] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
    torch.manual_seed(config.training.seed)
    recurrent = cells[model.cell](data.input_size, model.hidden_size, model.num_layers, batch_first=True)
    head = nn.Linear(model.hidden_size, data.answer.output_size)
    parameters = [*recurrent.parameters(), *head.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=config.training.lr)
    x, y, test_x, test_y = (torch.tensor(a) for a in (data.train_x, data.train_y, data.test_x, data.test_y))
    loss_of = LOSSES[data.answer.loss]
    batch = config.training.batch_size or len(x)
    batches: Any = DataLoader(TensorDataset(x, y), batch_size=batch, shuffle=True)
    losses, norms, tests = [], [], []
    for _ in range(epochs):
        if not loader:
            order = torch.randperm(len(x)) if batch < len(x) else None
            xs, ys = (x, y) if order is None else (x[order], y[order])
            batches = [(xs[i : i + batch], ys[i : i + batch]) for i in range(0, len(x), batch)]
        for one_x, one_y in batches:
            optimizer.zero_grad()
            loss = loss_of(head(recurrent(one_x)[0][:, -1]), one_y)
            loss.backward()
            norms.append(nn.utils.get_total_norm([p.grad for p in parameters]).item())
            optimizer.step()
            losses.append(loss.item())
        with torch.no_grad():
            answers = head(recurrent(test_x)[0][:, -1])
            tests.append((loss_of(answers, test_y).item(), metrics(data, answers.numpy())))
