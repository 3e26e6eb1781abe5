"""The training loop: one network, one optimizer, and everything that must survive a cut."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils import clip_grads_with_norm_, get_total_norm

from playground import tasks
from playground.config import RunConfig, TrainingConfig
from playground.models.build import build
from playground.models.evaluating import evaluating
from playground.models.network import Network
from playground.models.seq2seq import Seq2Seq
from playground.tasks.answers import Pairs
from playground.tasks.base import Dataset
from playground.training import compiler, plan
from playground.training.devices import CPU
from playground.training.losses import LOSSES, loss_of, metrics
from playground.training.margin import margin
from playground.training.on_device import (
    device_called,
    fused_as_reproducible,
    on_cpu,
    random_numbers_apart,
    random_states,
    set_random_states,
)
from playground.training.recorder import Recorder, Tested
from playground.training.segment import Checkpoint, Reason, Segment, Status
from playground.training.teaching import answers_to_test_part, read_pairs, teaching_metrics
from playground.training.verdicts import against_baseline

compiler.let_it_sleep()

Clock = Callable[[], float]
"""A reading in seconds; only who runs a worker has one."""
EVALUATION_CHUNK = 1024
"""Test examples read at once, which bounds the memory of an evaluation."""


class Trainer:
    """Trains one config, step by step, from its beginning or from a checkpoint.

    Random numbers: the initial weights and then dropout draw from one stream seeded by
    `training.seed`, as after `torch.manual_seed`; the order of examples has its own stream for
    each epoch. The global generator is left as it was found. On another device than the CPU the initial
    weights and the order are the same, and dropout draws from the device's own generator.
    """

    def __init__(self, config: RunConfig, checkpoint: Checkpoint | None = None, *, device: str = CPU) -> None:
        """Build the network with its initial weights, then move to `checkpoint` if there is one."""
        self.config = config
        self.device = device_called(device)
        self._reader: Trainer | None = None
        self.dataset: Dataset = tasks.dataset(config.task)
        self.step = 0
        self.status: Status = "developing"
        self.reason: Reason = ""
        self.epoch_loss = 0.0
        self.best_loss, self.best_epoch = math.inf, 0
        self._load_data()
        with random_numbers_apart(self.device):
            torch.manual_seed(config.training.seed)
            self.module = build(config.model, self.dataset).to(self.device)
            self.random_state = random_states(self.device)
        self.parameters = list(self.module.parameters())
        self.optimizer = _optimizer(config.training, self.parameters)
        self._order_epoch = -1
        if checkpoint is not None:
            self._restore(checkpoint)

    @property
    def network(self) -> Network:
        """The network of every problem that is not made of pairs."""
        assert isinstance(self.module, Network)
        return self.module

    @property
    def translator(self) -> Seq2Seq:
        """The encoder and decoder of a problem made of pairs."""
        assert isinstance(self.module, Seq2Seq)
        return self.module

    def for_reading(self) -> Trainer:
        """This trainer on the CPU, where every reading is made: itself, or a copy of its network."""
        if self.device.type == CPU:
            return self
        if self._reader is None:
            self._reader = Trainer(self.config)
        self._reader.module.load_state_dict(self.module.state_dict())
        self._reader.step = self.step
        return self._reader

    def run(
        self,
        steps: int,
        *,
        seconds: float = math.inf,
        clock: Clock = lambda: 0.0,
        watch: Callable[[], None] = lambda: None,
    ) -> Segment:
        """Train at most `steps` optimizer steps, or until `seconds` have passed on `clock`.

        `watch` is called after every step; it may read the network and must leave it as it is.
        """
        begin, from_step = clock(), self.step
        recorder = Recorder()
        with self._own_random_stream():
            self.module.train()
            while self.status == "developing" and self.step < from_step + steps:
                self._train_step(recorder)
                watch()
                if clock() - begin >= seconds:
                    break
        return recorder.segment(
            from_step=from_step,
            checkpoint=self.checkpoint(),
            status=self.status,
            reason=self.reason,
            seconds=clock() - begin,
        )

    def checkpoint(self) -> Checkpoint:
        """Everything needed to go on from here to the same digits."""
        state = {
            "model": self.module.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "random_state": self.random_state,
            "progress": [self.epoch_loss, self.best_loss, self.best_epoch, self.status, self.reason],
        }
        buffer = io.BytesIO()
        torch.save(state if self.device.type == CPU else on_cpu(state), buffer)
        return Checkpoint(step=self.step, data=buffer.getvalue())

    @torch.no_grad()
    def answers(self, x: Tensor) -> Tensor:
        """The head's numbers for `x`, without dropout and with the running averages."""
        with evaluating(self.network):
            return torch.cat([self.network(chunk) for chunk in x.split(EVALUATION_CHUNK)])

    def _load_data(self) -> None:
        data = self.dataset
        arrays = (data.train_x, data.train_y, data.test_x, data.test_y)
        tensors = [torch.tensor(array).to(self.device) for array in arrays]
        self.train_x, self.train_y, self.test_x, self.test_y = tensors
        self.loss = LOSSES[data.answer.loss]
        self.batch = plan.batch_size(self.config.training, len(self.train_x))
        self.epoch_steps = plan.steps_per_epoch(self.config.training, len(self.train_x))

    def _train_step(self, recorder: Recorder) -> None:
        x, y = self._batch()
        self.optimizer.zero_grad()
        loss = self.loss(self._outputs(x, y), y)
        value = loss.item()
        self.step += 1
        if not math.isfinite(value):
            recorder.step(value, math.nan)
            self.status = "diverged"
            return
        loss.backward()
        norm = get_total_norm([p.grad for p in self.parameters if p.grad is not None])
        self._use_rates(norm)
        self.optimizer.step()
        recorder.step(value, norm.item())
        self.epoch_loss += value * len(x)
        if self.step % self.epoch_steps == 0:
            self._end_epoch(recorder)

    def _outputs(self, x: Tensor, y: Tensor) -> Tensor:
        """The outputs for the loss; a decoder reads true tokens as often as it is to be taught."""
        if isinstance(self.module, Network):
            outputs: Tensor = self.module(x)
            return outputs
        share = self.config.training.forcing_in(self.step // self.epoch_steps)
        forced = None if share == 1.0 else (torch.rand(y.shape) < share).to(self.device)
        return self.module.answer(*read_pairs(x, y), teacher_forcing=forced).logits

    def _batch(self) -> tuple[Tensor, Tensor]:
        if self.config.training.batch_size is None:
            return self.train_x, self.train_y
        epoch, within = divmod(self.step, self.epoch_steps)
        if epoch != self._order_epoch:
            order = example_order(self.config.training.seed, epoch, len(self.train_x)).to(self.device)
            self._shuffled = self.train_x[order], self.train_y[order]
            self._order_epoch = epoch
        piece = slice(within * self.batch, (within + 1) * self.batch)
        return self._shuffled[0][piece], self._shuffled[1][piece]

    def _use_rates(self, norm: Tensor) -> None:
        """Clip, and set the learning rate and weight decay that hold for this update."""
        rates = self.config.training.rates_at(self.step - 1)
        if rates.max_norm is not None:
            clip_grads_with_norm_(self.parameters, rates.max_norm, norm)
        for group in self.optimizer.param_groups:
            group["lr"], group["weight_decay"] = rates.lr, rates.weight_decay

    def _end_epoch(self, recorder: Recorder) -> None:
        tested = self._test()
        test_loss = tested.loss
        recorder.epoch(self.step, self.epoch_loss / len(self.train_x), tested)
        self.epoch_loss = 0.0
        if not math.isfinite(test_loss):
            self.status = "diverged"
            return
        epoch = self.step // self.epoch_steps
        if test_loss < self.best_loss:
            self.best_loss, self.best_epoch = test_loss, epoch
        self.reason = self._reason_to_stop(epoch, test_loss)
        if self.reason:
            self.status = "finished"

    def _test(self) -> Tested:
        if isinstance(self.module, Seq2Seq):
            taught = answers_to_test_part(self.module, self.test_x, self.test_y)
            outputs, found = (
                taught.logits,
                teaching_metrics(taught, self.test_y, self.dataset.answer_as(Pairs)),
            )
        else:
            outputs = self.answers(self.test_x)
            found = metrics(self.dataset, outputs.cpu().numpy())
        loss = loss_of(self.dataset, outputs, self.test_y)
        needed = margin(self.dataset, outputs, self.test_y)
        decided = against_baseline(loss, needed, self.dataset.baseline.loss)
        return Tested(loss=loss, margin=needed, verdict=decided, metrics=found)

    def _reason_to_stop(self, epoch: int, test_loss: float) -> Reason:
        training = self.config.training
        if training.target_loss is not None and test_loss <= training.target_loss:
            return "target loss"
        if training.patience is not None and epoch - self.best_epoch >= training.patience:
            return "no progress"
        return "last epoch" if epoch >= training.epochs else ""  # last: a longer run goes on from here

    def _restore(self, checkpoint: Checkpoint) -> None:
        state: dict[str, Any] = torch.load(io.BytesIO(checkpoint.data), weights_only=True, map_location="cpu")
        self.module.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.random_state = state["random_state"]
        self.epoch_loss, self.best_loss, self.best_epoch, self.status, self.reason = state["progress"]
        self.step = checkpoint.step
        if self.reason == "last epoch" and self.step < plan.last_step(
            self.config.training, len(self.train_x)
        ):
            self.status, self.reason = "developing", ""  # a longer run shares the shorter one's film

    @contextmanager
    def _own_random_stream(self) -> Iterator[None]:
        with random_numbers_apart(self.device), fused_as_reproducible(self.device, self.config.model):
            set_random_states(self.device, self.random_state)
            yield
            self.random_state = random_states(self.device)


def example_order(seed: int, epoch: int, examples: int) -> Tensor:
    """The order in which one epoch reads the training examples; the same for every cell."""
    digest = hashlib.sha256(f"order {seed} {epoch}".encode()).digest()
    generator = torch.Generator().manual_seed(int.from_bytes(digest[:4], "big"))
    return torch.randperm(examples, generator=generator)


def _optimizer(config: TrainingConfig, parameters: list[torch.nn.Parameter]) -> torch.optim.Optimizer:
    """Torch's own, in its fused form where there is one: a small net's step is a sixth faster with it."""
    match config.optimizer:
        case "adam":
            return torch.optim.Adam(parameters, lr=config.lr, weight_decay=config.weight_decay, fused=True)
        case "sgd":
            return torch.optim.SGD(
                parameters,
                lr=config.lr,
                momentum=config.momentum,
                weight_decay=config.weight_decay,
                fused=True,
            )
        case "rmsprop":
            return torch.optim.RMSprop(parameters, lr=config.lr, weight_decay=config.weight_decay)
