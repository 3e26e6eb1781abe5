"""Torch's compiler stays asleep: nothing here compiles, and to load it takes a second and 70 MB of a worker.

Every optimizer step of torch's says `torch._dynamo.graph_break()`, which means something to the compiler
alone, and loads it for that.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import torch

NAME = "torch._dynamo"


class _Asleep(ModuleType):
    """What an optimizer asks of the compiler; whoever asks for anything else wakes it."""

    def graph_break(self, msg: str = "") -> None:
        """Nothing is compiled, so nothing is to be broken off."""

    def disable(self, fn: Callable[..., Any], recursive: bool = True, **_how: object) -> Callable[..., Any]:
        """The function as it is: not compiled."""
        return fn

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":  # by its path a part of the compiler is found
            raise AttributeError(name)
        if sys.modules.get(NAME) is self:
            del sys.modules[NAME]
        return getattr(importlib.import_module(NAME), name)


def let_it_sleep() -> None:
    """Put a sleeper in the compiler's place, where nobody has loaded it yet."""
    if NAME not in sys.modules:
        sys.modules[NAME] = sleeper = _Asleep(NAME)
        torch._dynamo = sleeper
