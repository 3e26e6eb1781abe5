"""Torch's compiler is not loaded for a training that compiles nothing."""

from __future__ import annotations

import subprocess
import sys

ASKED = """
import sys
from playground.config import RunConfig
from playground.training.trainer import Trainer
import torch

Trainer(RunConfig()).run(2)
assert "torch._dynamo.eval_frame" not in sys.modules, "training loads torch's compiler"

asleep = torch._dynamo
assert torch._dynamo.config.suppress_errors is False  # who needs the compiler, has it
assert torch._dynamo is not asleep and "torch._dynamo.eval_frame" in sys.modules
Trainer(RunConfig()).run(2)
"""


A_PART = """
from playground.training.trainer import Trainer
import torch._dynamo.utils, sys
assert sys.modules["torch._dynamo"].utils is torch._dynamo.utils
"""


def test_whoever_asks_for_a_part_of_the_compiler_has_it() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", A_PART], check=True)


def test_training_leaves_the_compiler_alone_and_whoever_asks_for_it_has_it() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", ASKED], check=True)
