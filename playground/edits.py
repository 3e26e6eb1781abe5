"""Changing an experiment by the names of its settings: `model.cell`, `training.lr`, `task.noise`.

The page, the command line and links all change experiments here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, get_type_hints

from playground import tasks
from playground.config import Change, ModelConfig, RunConfig, TaskConfig, TrainingConfig
from playground.errors import ConfigError
from playground.i18n import N_
from playground.rules import shown
from playground.training.cost import require_affordable

SECTIONS: dict[str, type] = {"task": TaskConfig, "model": ModelConfig, "training": TrainingConfig}
LIVE = ("training.lr", "training.weight_decay", "training.max_norm")
"""Settings that may change in mid-run without starting over."""
KEEPS_CHANGES = (*LIVE, "training.changes", "training.epochs")
"""Settings of the same run: what was changed in the middle of it stays."""


def setting(config: RunConfig, path: str) -> Any:
    """The value of one setting; raises `ConfigError` for an unknown name."""
    section, name = _split(path)
    return getattr(getattr(config, section), name)


def edited(config: RunConfig, values: Mapping[str, Any]) -> RunConfig:
    """`config` with some settings replaced, all at once; raises `ConfigError` where a rule breaks."""
    changes: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
    for path, value in values.items():
        section, name = _split(path)
        changes[section][name] = value
    parts: dict[str, Any] = {
        section: replace(getattr(config, section), **named) for section, named in changes.items() if named
    }
    return checked(replace(config, **parts))


def checked(config: RunConfig) -> RunConfig:
    """`config` itself, if its problem, data, network and memory fit together."""
    tasks.checked(config)
    require_affordable(config, tasks.dataset(config.task))
    return config


def settled(config: RunConfig, path: str, value: Any) -> RunConfig:
    """`config` with one setting replaced and what no longer fits it set back, as a page does it."""
    if path == "task.name":
        preset = tasks.problem(value).preset
        if config.model.cell == "by-hand" and tasks.problem(value).group == "pairs":
            return preset
        return settled(preset, "model.cell", config.model.cell)
    values = {path: value}
    cell = value if path == "model.cell" else config.model.cell
    layers = value if path == "model.num_layers" else config.model.num_layers
    nonlinearity = value if path == "model.nonlinearity" else config.model.nonlinearity
    if cell not in ("rnn", "by-hand"):
        nonlinearity = "tanh"
        values["model.nonlinearity"] = "tanh"
    if (
        nonlinearity != "relu"
        and config.model.initialisation == "identity"
        and path != "model.initialisation"
    ):
        values["model.initialisation"] = "torch"
    if cell != "lstm":
        values["model.forget_bias"] = None
    if layers == 1:
        values["model.dropout"] = 0.0
    if path == "task.periods" and isinstance(value, tuple):  # one amplitude for each: 1 for a new wave
        values["task.amplitudes"] = (*config.task.amplitudes, 1.0, 1.0, 1.0)[: len(value)]
    if path not in KEEPS_CHANGES and config.training.changes:
        values["training.changes"] = ()  # another run: changes made in the middle of the old one end
    return edited(config, values)


def forked(config: RunConfig, step: int, path: str, value: float | None) -> RunConfig:
    """`config` with a learning rate, weight decay or clipping that holds from `step` on."""
    if path not in LIVE:
        raise ConfigError(
            N_("Only {names} can change in mid-run, not {path}."), names=", ".join(LIVE), path=shown(path)
        )
    name = _split(path)[1]
    if step == 0:
        return edited(config, {path: value, "training.changes": ()})
    rates = config.training.rates_at(step)
    held = {field: getattr(rates, field) for field in ("lr", "weight_decay", "max_norm")}
    change = Change(step=step, **(held | {name: value}))
    earlier = tuple(known for known in config.training.changes if known.step < step)
    return edited(config, {"training.changes": (*earlier, change)})


def parsed(path: str, text: str) -> Any:
    """The value of a setting written as text; raises `ConfigError` where it cannot be one."""
    section, name = _split(path)
    hint = str(get_type_hints(SECTIONS[section])[name])
    text = text.strip()
    if "None" in hint and text.lower() in ("none", "off"):
        return None
    if "Change" in hint:
        return tuple(_parsed_change(part) for part in text.split(";") if part)
    if "tuple" in hint:
        return tuple(_number(path, part) for part in text.split(",") if part.strip())
    if "bool" in hint:
        return _flag(path, text)
    if "int" in hint:
        return _whole_number(path, text)
    return _number(path, text) if "float" in hint else text


def written(value: Any) -> str:
    """The text that `parsed` reads as `value`."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple) and value and isinstance(value[0], Change):
        return ";".join(
            ",".join(written(getattr(change, field.name)) for field in fields(change)) for change in value
        )
    if isinstance(value, tuple):
        return ",".join(written(one) for one in value)
    return _written_number(value) if isinstance(value, float) else str(value)


def _written_number(value: float) -> str:
    short = f"{value:.12g}"
    return short if float(short) == value else repr(float(value))


def _parsed_change(text: str) -> Change:
    names = [field.name for field in fields(Change)]
    parts = text.split(",")
    if len(parts) != len(names):
        raise ConfigError(
            N_("A change must hold {names}, not {text!r:.60}."), names=", ".join(names), text=text
        )
    step, lr, weight_decay, max_norm = parts
    return Change(
        step=_whole_number("change.step", step),
        lr=_number("change.lr", lr),
        weight_decay=_number("change.weight_decay", weight_decay),
        max_norm=None if max_norm == "none" else _number("change.max_norm", max_norm),
    )


def _split(path: str) -> tuple[str, str]:
    section, _, name = path.partition(".")
    if section not in SECTIONS or name not in {field.name for field in fields(SECTIONS[section])}:
        raise ConfigError(
            N_("There is no setting {path!r:.60}; settings are written like model.hidden_size."), path=path
        )
    return section, name


def _whole_number(path: str, text: str) -> int:
    digits = text[1:] if text[:1] == "-" else text
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 12:
        raise ConfigError(N_("{path} must be a whole number, not {text!r:.60}."), path=path, text=text)
    return int(text)


def _number(path: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ConfigError(N_("{path} must be a finite number, not {text!r:.60}."), path=path, text=text)
    return value


def _flag(path: str, text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ConfigError(N_("{path} must be true or false, not {text!r:.60}."), path=path, text=text)
    return text.lower() == "true"
