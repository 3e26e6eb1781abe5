"""The training as lines of a script: `Trainer`'s loop with nothing that this run does not use."""

from __future__ import annotations

import math

from playground.config import Optimizer, RunConfig, TrainingConfig
from playground.config.conditions import EVERY_STEP
from playground.config.training import RATES
from playground.i18n import N_, _
from playground.listing import called, filled, printed
from playground.models.translator_code import Reading
from playground.tasks.answers import Loss
from playground.tasks.base import Dataset
from playground.tasks.pairs.base import PAD
from playground.training import plan

EVALUATION_CHUNK = 1024
"""As in `Trainer`, which reads no more test examples at once."""
NEVER = 1e-6
"""A chance that is none."""

OPTIMIZERS: dict[Optimizer, tuple[str, ...]] = {
    "adam": ("torch.optim.Adam", "fused=True"),
    "sgd": ("torch.optim.SGD", "momentum=MOMENTUM", "fused=True"),
    "rmsprop": ("torch.optim.RMSprop",),
}
"""Torch's class, and what it is given beside the rates."""

LOSSES: dict[Loss, str] = {
    "mse": "nn.MSELoss()",
    "bce": "nn.BCEWithLogitsLoss()",
    "cross_entropy": "nn.CrossEntropyLoss()",
}

BATCHES = """
# $why
def batches(epoch):
    digest = hashlib.sha256(f"order {SEED} {epoch}".encode()).digest()
    generator = torch.Generator().manual_seed(int.from_bytes(digest[:4], "big"))
    order = torch.randperm(len(train_x), generator=generator)
    x, y = train_x[order].split(BATCH_SIZE), train_y[order].split(BATCH_SIZE)
    return zip(x, y, strict=True)
"""

START = """
torch.manual_seed(SEED)  # $seed
net = Net()
loss_of = $loss  # $loss_why
$optimizer
"""

LOOP = """
test_losses = []
step = 0  #? changes batches
max_norm = $first_norm  #? norm_changes
for epoch in range(EPOCHS):
    net.train()
    share = TEACHER_FORCING * FORCING_DECAY**epoch  #? decays
    for x, y in batches(epoch):  #? batches
        $step  #? batches
    $step  #? !batches

    # $evaluation
    net.eval()
    with torch.no_grad():
        answer = $first  #? first
        test_losses.append(loss_of($answer).item())
    $printed
    # $stop  #? target
    if test_losses[-1] <= TARGET_LOSS:  #? target
        break  #? target
    # $patience  #? patience
    if epoch - np.argmin(test_losses) >= PATIENCE:  #? patience
        break  #? patience
    # $diverged  #? diverged
    if not math.isfinite(test_losses[-1]):  #? diverged
        test_losses[-1] = math.nan  #? diverged
        break  #? diverged
"""

STEP = """
# $change  #? changes
if $step in CHANGES:  #? changes
    $names = CHANGES[$step]  #? changes
    optimizer.param_groups[0].update($rates)  #? rates
step += 1  #? changes batches
optimizer.zero_grad()
# $forcing  #? share
forced = torch.rand($y.shape) < $share  #? share sometimes
forced = torch.rand($y.shape) < $share if $share < 1 else None  #? share !sometimes
loss = loss_of($answer)
loss.backward()
# $clipping  #? clips
nn.utils.clip_grad_norm_(net.parameters(), $max_norm)  #? clips
optimizer.step()
"""

_ORDER = N_("The train part in an order of its own for each epoch, cut into batches.")
_EVERY_STEP = N_("over all time steps; -100 asks for no answer")
_SEED = N_("the initial weights")
_EVALUATION = N_("Evaluation: examples that the network does not learn from.")
_PRINTED = N_("Epoch {epoch}: test loss {loss}")
_CLIPPING = N_("Clipping: a longer gradient is scaled down to this norm.")
_CHANGE = N_("Schedule: from these steps on, other values hold.")
_FORCING = N_("Teacher forcing: how often the decoder reads the true token, not its own.")
_TARGET = N_("Early stopping: good enough.")
_PATIENCE = N_("Early stopping: no better test loss for so many epochs.")
_DIVERGED = N_("Diverged: the weights are no numbers any more.")


def preparation(config: TrainingConfig, data: Dataset) -> str:
    """The functions that the loop calls, without blank lines between."""
    return "" if config.batch_size is None else filled(BATCHES, why=_(_ORDER))


def start(config: TrainingConfig, data: Dataset) -> str:
    """The network, the loss and the optimizer."""
    told = _(_EVERY_STEP) if _answers_in_rows(data) else ""
    loss = LOSSES[data.answer.loss]
    return filled(START, seed=_(_SEED), loss=loss, loss_why=told, optimizer=_optimizer(config))


def _answers_in_rows(data: Dataset) -> bool:
    """Whether the answers to all time steps are put below each other, as torch's cross-entropy takes them."""
    return data.answer.loss == "cross_entropy" and data.kind in (*EVERY_STEP, "pair")


def _compared(data: Dataset, answer: str, y: str) -> str:
    """The arguments of the loss."""
    return f"{answer}.flatten(0, 1), {y}.flatten()" if _answers_in_rows(data) else f"{answer}, {y}"


def _optimizer(config: TrainingConfig) -> str:
    made, *own = OPTIMIZERS[config.optimizer]
    decay = config.weight_decay > 0 and "weight_decay=WEIGHT_DECAY"
    return called(f"optimizer = {made}", "net.parameters()", "lr=LR", decay, *own)


def loop(config: TrainingConfig, data: Dataset, *, diverged: bool) -> str:
    """The loop over the epochs; `diverged` says that the run ends with numbers that are none."""
    first = _answer_first(data)
    return filled(
        LOOP,
        changes=bool(changing(config)),
        norm_changes="max_norm" in changing(config),
        first_norm="math.inf" if config.max_norm is None else "MAX_NORM",
        batches=config.batch_size is not None,
        decays=teaches_at_times(config, data) and config.forcing_decay < 1,
        step=_step(config, data),
        evaluation=_(_EVALUATION),
        first=first,
        answer=_compared(data, "answer" if first else "net(test_x)", "test_y"),
        printed=printed(_(_PRINTED), indent=4, epoch="epoch + 1", loss="test_losses[-1]:.6f"),
        target=config.target_loss is not None,
        stop=_(_TARGET),
        patience=config.patience is not None and _(_PATIENCE),
        diverged=diverged and _(_DIVERGED),
    )


def _answer_first(data: Dataset) -> str:
    """The answers to the test part, where they have a line of their own."""
    pairs = data.kind == "pair"
    if len(data.test_x) <= EVALUATION_CHUNK:
        return "net(test_x, test_y)" if pairs else ""
    x, y = (f"{part}.split({EVALUATION_CHUNK})" for part in ("test_x", "test_y"))
    if pairs:
        return f"torch.cat(list(map(net, {x}, {y})))"
    return f"torch.cat([net(part) for part in {x}])"


def teaches_at_times(config: TrainingConfig, data: Dataset) -> bool:
    """Whether the decoder sometimes reads its own tokens."""
    return data.kind == "pair" and (config.teacher_forcing, config.forcing_decay) != (1.0, 1.0)


def _step(config: TrainingConfig, data: Dataset) -> str:
    names, part = changing(config), "train_" if config.batch_size is None else ""
    clips = config.max_norm is not None or "max_norm" in names
    rates = ", ".join(f"{name}={name}" for name in names if name != "max_norm")
    at_times, both = teaches_at_times(config, data), ", ".join(f"{part}{one}" for one in "xy")
    given = f"{both}, forced" if at_times else both if data.kind == "pair" else f"{part}x"
    return filled(
        STEP,
        step="epoch" if config.batch_size is None else "step",
        batches=config.batch_size is not None,
        change=_(_CHANGE),
        changes=bool(names),
        names=", ".join(names),
        rates=rates,
        forcing=_(_FORCING),
        share=at_times and ("share" if config.forcing_decay < 1 else "TEACHER_FORCING"),
        sometimes=config.teacher_forcing < 1,
        y=f"{part}y",
        answer=_compared(data, f"net({given})", f"{part}y"),
        clipping=_(_CLIPPING),
        clips=clips,
        max_norm="max_norm" if "max_norm" in names else "MAX_NORM",
    )


def changing(config: TrainingConfig) -> tuple[str, ...]:
    """The rates that take another value in mid-run."""
    return tuple(name for name in RATES if len(config.course_of(name)) > 1)


def changes(config: TrainingConfig) -> str:
    """The steps from which they do, with their values."""
    names, rows = changing(config), []
    for change in config.changes:
        values = ", ".join(_number(getattr(change, name)) for name in names)
        rows.append(f"{change.step}: {values if len(names) == 1 else f'({values})'}")
    return called("CHANGES = ", *rows, ends="{}")


def _number(value: float | None) -> str:
    return "math.inf" if value is None else repr(value)


def encoder_reading(config: RunConfig, data: Dataset) -> Reading:
    """How an encoder reads the padding of its batches.

    It is stopped at the end of each source, unless all sources of a batch are of full length. Where such a
    batch among others is less likely than `NEVER`, a script has no line for it.
    """
    full, tests = ((part[:, -1, 0] != PAD) for part in (data.train_x, data.test_x))
    chunks = [bool(tests[at : at + EVALUATION_CHUNK].all()) for at in range(0, len(tests), EVALUATION_CHUNK)]
    if full.all() and all(chunks):
        return "whole"
    last, size = smallest_batch(config, data), plan.batch_size(config.training, len(full))
    count, batches = int(full.sum()), plan.steps_per_epoch(config.training, len(full))
    chance = (batches - 1) * _all_of(size, count, len(full)) + _all_of(last, count, len(full))
    return "either" if config.training.epochs * chance > NEVER or any(chunks) else "packed"


def _all_of(size: int, count: int, examples: int) -> float:
    """The chance that all of so many are among `count` of the examples."""
    return math.prod(max(count - place, 0) / (examples - place) for place in range(size))


def smallest_batch(config: RunConfig, data: Dataset) -> int:
    """Examples in the smallest batch of an epoch."""
    examples = len(data.train_x)
    size = plan.batch_size(config.training, examples)
    return examples % size or size


def batch_sizes(config: RunConfig, data: Dataset) -> set[int]:
    """How many examples the batches have that the network reads, in training and in evaluation."""
    tests = len(data.test_x)
    trained = {plan.batch_size(config.training, len(data.train_x)), smallest_batch(config, data)}
    return trained | {min(tests, EVALUATION_CHUNK), tests % EVALUATION_CHUNK or tests}
