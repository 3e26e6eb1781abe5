"""One experiment as a value: problem, model and training, checked when built.

These types are the only gate. The page, a link, the command line and a test all build
them, and a value outside its rule raises `ConfigError` with the rule and the value in it.
A rule that only one problem can know (how long its sequences may be) is checked by
`playground.tasks.checked`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from typing import Any

from playground.config.errors import ConfigError
from playground.config.model import ModelConfig
from playground.config.rules import shown
from playground.config.setting import rows_of
from playground.config.task import TaskConfig
from playground.config.training import Change, TrainingConfig
from playground.i18n import N_

NUMERICS_VERSION = 1
"""Raised when the same config would train to other digits, so that old digests end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfig:
    """One experiment: the same value always trains to the same digits."""

    task: TaskConfig = field(default_factory=TaskConfig)
    model: ModelConfig = field(default_factory=ModelConfig)
    training: TrainingConfig = field(default_factory=TrainingConfig)

    def __post_init__(self) -> None:
        for name, part in (("task", TaskConfig), ("model", ModelConfig), ("training", TrainingConfig)):
            if not isinstance(value := getattr(self, name), part):
                raise ConfigError(
                    N_("run.{name} must be a {part}, not {value}."),
                    name=name,
                    part=part.__name__,
                    value=shown(value),
                )

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON and of the numerics version, in hexadecimal.

        A setting that came later (`Setting.late`) is left out where it is as usual.
        """
        return _digest(self, NUMERICS_VERSION)

    def digest_on(self, device: str) -> str:
        """The digest of this run on a device: on a graphics card the same config trains to other digits."""
        return self.digest if device == "cpu" else _digest(self, f"{NUMERICS_VERSION} {device}")

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, every field."""
        return _canonical(self)

    @classmethod
    def from_json(cls, text: str) -> RunConfig:
        """The config in `text`; raises `ConfigError` where it breaks a rule."""
        try:
            values = json.loads(text)
        except (ValueError, TypeError, RecursionError) as error:
            raise ConfigError(N_("The experiment is not valid JSON.")) from error
        return cls.from_mapping(values)

    @classmethod
    def from_mapping(cls, values: object) -> RunConfig:
        """The config in nested mappings; unknown names and wrong types raise `ConfigError`."""
        parts = _known_fields("run", values, cls)
        training = dict(_known_fields("training", parts.get("training", {}), TrainingConfig))
        changes = training.pop("changes", ())
        if not isinstance(changes, (list, tuple)):
            raise ConfigError(N_("training.changes must be a list of changes."))
        return cls(
            task=TaskConfig(**_tuples(_known_fields("task", parts.get("task", {}), TaskConfig))),
            model=ModelConfig(**_known_fields("model", parts.get("model", {}), ModelConfig)),
            training=TrainingConfig(**training, changes=tuple(_change(change) for change in changes)),
        )


@lru_cache(maxsize=512)
def _canonical(config: RunConfig) -> str:
    return _dense(asdict(config))


def _dense(known: dict[str, Any]) -> str:
    return json.dumps(known, sort_keys=True, separators=(",", ":"), allow_nan=False)


@lru_cache(maxsize=512)
def _digest(config: RunConfig, numerics: int | str) -> str:
    known = asdict(config)
    for section, values in known.items():
        for setting in rows_of(section, type(getattr(config, section))):
            if setting.late and values[setting.name] == setting.default:
                del values[setting.name]
    text = f"{numerics}\n{_dense(known)}"
    return hashlib.sha256(text.encode()).hexdigest()


def _change(values: object) -> Change:
    known = _known_fields("change", values, Change)
    missing = {"step", "lr"} - set(known)
    if missing:
        raise ConfigError(N_("A change needs {names}."), names=", ".join(sorted(missing)))
    return Change(**known)


def _known_fields(where: str, values: object, cls: type) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise ConfigError(
            N_("{where} must hold named settings, not {values}."), where=where, values=shown(values)
        )
    names = {known.name for known in fields(cls)}
    for name in values:
        if name not in names:
            raise ConfigError(
                N_("{where} has no setting {name}; there are {names}."),
                where=where,
                name=shown(name),
                names=", ".join(sorted(names)),
            )
    return dict(values)


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
