"""The table of settings: every row, by its path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.config.errors import ConfigError
from playground.config.model import ModelConfig
from playground.config.run import RunConfig
from playground.config.setting import Setting, rows_of
from playground.config.task import TaskConfig
from playground.config.training import TrainingConfig
from playground.i18n import N_

SECTIONS: Mapping[str, type] = {"task": TaskConfig, "model": ModelConfig, "training": TrainingConfig}

SETTINGS: Mapping[str, Setting] = {
    setting.path: setting for section, config in SECTIONS.items() for setting in rows_of(section, config)
}
"""All of them, in the order in which a page shows them."""


def setting_at(path: str) -> Setting:
    """The row of a setting; raises `ConfigError` for an unknown name."""
    if path not in SETTINGS:
        raise ConfigError(
            N_("There is no setting {path!r:.60}; settings are written like model.hidden_size."), path=path
        )
    return SETTINGS[path]


def value_of(config: RunConfig, path: str) -> Any:
    """The value of one setting; raises `ConfigError` for an unknown name."""
    setting = setting_at(path)
    return getattr(getattr(config, setting.section), setting.name)
