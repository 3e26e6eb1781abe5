"""Changing an experiment by the names of its settings: `model.cell`, `training.lr`, `task.noise`.

The page, the command line and links all change experiments here. The row of a setting in
the table (`playground.config`) says which values it may have, when it applies and what follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType, SimpleNamespace
from typing import Any

from playground import tasks
from playground.config import SECTIONS, SETTINGS, Change, RunConfig, Setting, setting_at, value_of
from playground.config.errors import ConfigError
from playground.config.rules import shown
from playground.config.training import RATES
from playground.i18n import N_
from playground.training import plan
from playground.training.cost import require_affordable

LIVE = tuple(path for path, setting in SETTINGS.items() if setting.live)
"""Settings that may change in mid-run without starting over."""


def edited(config: RunConfig, values: Mapping[str, Any]) -> RunConfig:
    """`config` with some settings replaced, all at once; raises `ConfigError` where a rule breaks."""
    changes: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
    for path, value in values.items():
        setting = setting_at(path)
        changes[setting.section][setting.name] = value
    parts: dict[str, Any] = {
        section: replace(getattr(config, section), **named) for section, named in changes.items() if named
    }
    return checked(replace(config, **parts))


def checked(config: RunConfig) -> RunConfig:
    """`config` itself, if its problem, data, network and memory fit together."""
    tasks.checked(config)
    require_affordable(config, tasks.dataset(config.task))
    return config


def with_setting(config: RunConfig, path: str, value: Any) -> RunConfig:
    """`config` with one setting replaced and what no longer fits it set back, as a page does it.

    Another problem comes with its own experiment; only the cell stays, where the problem has it.
    """
    if path == "task.name":
        preset, cell = tasks.problem(value).preset, config.model.cell
        fits = SETTINGS["model.cell"].unmet_by(cell, data=tasks.dataset(preset.task)) is None
        return with_setting(preset, "model.cell", cell) if fits else preset
    values = _following(config, path, value)
    if not setting_at(path).same_run and config.training.changes:
        values["training.changes"] = ()  # another run: changes made in the middle of the old one end
    return _without_late_changes(edited(config, values))


def _without_late_changes(config: RunConfig) -> RunConfig:
    """`config` without the changes that a shorter run does not come to any more."""
    end = last_step(config)
    changes = tuple(change for change in config.training.changes if change.step < end)
    return config if changes == config.training.changes else edited(config, {"training.changes": changes})


def _following(config: RunConfig, path: str, value: Any) -> dict[str, Any]:
    changed = setting_at(path)
    changed.check(value)
    rows = [setting for setting in SETTINGS.values() if setting.section == changed.section]
    section = SimpleNamespace(**{row.name: value_of(config, row.path) for row in rows})
    setattr(section, changed.name, value)
    for row in rows:
        setattr(section, row.name, _fitting(row, section, itself=row is changed))
    values = {row.path: getattr(section, row.name) for row in rows}
    return {path: value for path, value in values.items() if value != value_of(config, path)}


def _fitting(row: Setting, section: SimpleNamespace, *, itself: bool) -> Any:
    """A setting's value as the rest of its section lets it be; the value asked for is not put right."""
    value = getattr(section, row.name)
    if not itself and row.follows is not None:
        return row.follows(section)
    refusing = (row.unmet(section), None if itself else row.unmet_by(value, section))
    return row.default if any(one is not None and one.refuses for one in refusing) else value


def last_step(config: RunConfig) -> int:
    """The step at which the last epoch ends."""
    return plan.last_step(config.training, len(tasks.dataset(config.task).train_x))


def forked(config: RunConfig, step: int, path: str, value: float | None) -> RunConfig:
    """`config` with a learning rate, weight decay or clipping that holds from `step` on.

    Before the first step and after the last there is nothing to share: that is another run from step 0.
    """
    if path not in LIVE:
        raise ConfigError(
            N_("Only {live} can change during the run, not {path}."), live=", ".join(LIVE), path=shown(path)
        )
    if step == 0 or step >= last_step(config):
        return from_the_start(config, step, {path: value})
    rates = config.training.rates_at(step)
    held = {name: getattr(rates, name) for name in RATES}
    change = Change(step=step, **(held | {setting_at(path).name: value}))
    earlier = tuple(known for known in config.training.changes if known.step < step)
    return edited(config, {"training.changes": (*earlier, change)})


def from_the_start(
    config: RunConfig, step: int, values: Mapping[str, Any] = MappingProxyType({})
) -> RunConfig:
    """The run that trains from its step 0 on with the rates that hold at `step`, and with these values."""
    rates = config.training.rates_at(step)
    held = {f"training.{name}": getattr(rates, name) for name in RATES}
    return edited(config, held | dict(values) | {"training.changes": ()})


def continued(config: RunConfig) -> RunConfig | None:
    """The run of as many epochs again, or of as many as there may be; `None` where it has these already."""
    epochs = config.training.epochs
    longer = min(2 * epochs, int(SETTINGS["training.epochs"].high))
    return edited(config, {"training.epochs": longer}) if longer > epochs else None


def parsed(path: str, text: str) -> Any:
    """The value of a setting written as text; raises `ConfigError` where it cannot be one."""
    return setting_at(path).read(text)
