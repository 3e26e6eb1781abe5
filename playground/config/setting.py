"""A row of the table of settings: all that is known of one setting, in one place.

A row stands where the setting itself stands, as the field of its config:

    hidden_size: int = row(Whole(1, 512), 32, label=N_("Hidden size"), ...)

`playground.config.table` gathers the rows. The configs' own checks, edits, links, the command line,
the widgets of every page, lanes and sweeps read them, and nothing else says any of it again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from playground.config.errors import ConfigError
from playground.config.facts import Facts
from playground.config.kinds import Choice, Flag, Kind, Real, Reals, Whole
from playground.i18n import N_, Message

_ROW = "setting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something that must hold, or a setting does nothing."""

    why: Message
    """The sentence that says why the setting does nothing where it does not hold."""
    config: Callable[[Any], bool] = lambda _section: True
    """Asked of the config that holds the setting: task, model or training."""
    data: Callable[[Facts], bool] = lambda _data: True
    """Asked of the problem's data."""
    hides: bool = True
    """Whether a page leaves the setting out; else it shows it, greyed, with the reason."""
    refuses: bool = True
    """Whether another value than the default is refused; else it is kept for when it does something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row."""

    kind: Kind
    default: Any
    label: str
    """Its name, marked for translation, like all words here."""
    help: str = ""
    """One sentence: what turning it does."""
    torch: str = ""
    """What it is in PyTorch, as in `nn.LSTM(hidden_size)`, an argument of that class; empty for nothing."""
    names: Mapping[Any, str] = field(default_factory=dict)
    """The names of its values, where the values are not their own names."""
    off: str = ""
    """The name of `None`; empty where the setting always has a value."""
    offered: tuple[Any, ...] = ()
    """Values a control offers; empty for all of its kind. Any other that a link brings is added."""
    step: float = 1
    """How far one press of a control goes, where nothing is offered."""
    log: bool = False
    """Whether equal ratios matter, rather than equal differences."""
    grid: tuple[Any, ...] = ()
    """Values with which a sweep's grid begins, rising, `None` in front; empty where it is not searched."""
    first: bool = False
    """Whether it is one of the few that a page shows before all others."""
    lane: bool = True
    """Whether runs that are compared may differ in it."""
    live: bool = False
    """Whether it may change in mid-run."""
    same_run: bool = False
    """Whether what was changed in mid-run stays when it changes."""
    needs: tuple[Condition, ...] = ()
    """When it applies; set back to its default where one of them does not hold."""
    only: Mapping[Any, Condition] = field(default_factory=dict)
    """Values that are there under a condition of their own."""
    follows: Callable[[Any], Any] | None = None
    """From a config in which another setting has changed: the value that fits it."""
    late: bool = False
    """Whether it came after digests were first told: as usual it stays out of them, and old ones hold."""
    path: str = ""
    """Its section and its name, such as `model.hidden_size`; filled in by the table."""

    @property
    def section(self) -> str:
        """`task`, `model` or `training`."""
        return self.path.partition(".")[0]

    @property
    def name(self) -> str:
        """The field's name in its config."""
        return self.path.partition(".")[2]

    @property
    def low(self) -> float:
        """The smallest number allowed; only of numbers."""
        return self._range.low

    @property
    def high(self) -> float:
        """The largest number allowed; only of numbers."""
        return self._range.high

    @property
    def is_number(self) -> bool:
        """Whether a sweep may search a range of it."""
        return isinstance(self.kind, (Whole, Real))

    @property
    def values(self) -> tuple[Any, ...]:
        """All values of a choice or a flag; empty for numbers."""
        if isinstance(self.kind, Choice):
            return self.kind.words
        return (False, True) if isinstance(self.kind, Flag) else ()

    def check(self, value: Any, name: str = "") -> None:
        """Raise `ConfigError`, which calls the setting `name`, where `value` breaks its rule."""
        if value is not None or not self.off:
            self.kind.check(name or self.path, value)

    def kept(self, value: Any) -> Any:
        """`value` as a config keeps it."""
        return value if value is None else self.kind.kept(value)

    def read(self, text: str, name: str = "") -> Any:
        """The value written as `text`; raises `ConfigError`, which calls it `name`, where it holds none."""
        text = text.strip()
        if self.off and text.lower() in ("none", "off"):
            return None
        return self.kind.read(name or self.path, text)

    def unmet(self, config: Any = None, data: Facts | None = None) -> Condition | None:
        """The first condition that does not hold; a `config` or `data` not given is not asked."""
        return next(_unmet(self.needs, config, data), None)

    def unmet_by(self, value: Any, config: Any = None, data: Facts | None = None) -> Condition | None:
        """Like `unmet`, of a config that holds `value`: a value may have a condition of its own."""
        if value == self.default:
            return None
        own = (self.only[value],) if value in self.only else ()
        refusing = tuple(condition for condition in (*self.needs, *own) if condition.refuses)
        return next(_unmet(refusing, config, data), None)

    def require_fit(self, value: Any, config: Any = None, data: Facts | None = None) -> None:
        """Raise `ConfigError` where `value` would do nothing, with the reason."""
        if (condition := self.unmet_by(value, config, data)) is not None:
            raise ConfigError(
                N_("{path} must be {default}, not {value}. {why}"),
                path=self.path,
                default=written(self.default),
                value=written(value),
                why=condition.why,
            )

    @property
    def _range(self) -> Whole | Real | Reals:
        assert isinstance(self.kind, (Whole, Real, Reals)), f"{self.path} is no number"
        return self.kind


def _unmet(conditions: tuple[Condition, ...], config: Any, data: Facts | None) -> Iterator[Condition]:
    for condition in conditions:
        of_config = config is None or condition.config(config)
        of_data = data is None or condition.data(data)
        if not (of_config and of_data):
            yield condition


def row(kind: Kind, default: Any, *, label: str, **rest: Any) -> Any:
    """A field of a config with its row of the table; see `Setting` for the arguments."""
    return field_of(Setting(kind=kind, default=default, label=label, **rest))


def field_of(setting: Setting) -> Any:
    """The same, of a row that several fields share."""
    return dataclasses.field(default=setting.default, metadata={_ROW: setting})


def rows_of(section: str, config: type) -> tuple[Setting, ...]:
    """The rows of one config's fields, in their order."""
    known: Hashable = config
    return _rows(section, known)


@cache
def _rows(section: str, config: Hashable) -> tuple[Setting, ...]:
    return tuple(
        dataclasses.replace(known.metadata[_ROW], path=f"{section}.{known.name}")
        for known in dataclasses.fields(config)  # type: ignore[arg-type]
    )


def check_rows(section: str, config: Any) -> None:
    """Check every field of a config by its row, and keep it in the form that has one digest.

    Raises:
        ConfigError: a value breaks its rule, or does nothing in this config.
    """
    for setting in rows_of(section, type(config)):
        value = getattr(config, setting.name)
        setting.check(value)
        object.__setattr__(config, setting.name, setting.kept(value))
    for setting in rows_of(section, type(config)):
        setting.require_fit(getattr(config, setting.name), config)


def written(value: Any) -> str:
    """The text that `Setting.read` reads as `value`."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        separator = ";" if value and dataclasses.is_dataclass(value[0]) else ","
        return separator.join(map(written, value))
    if dataclasses.is_dataclass(value):
        return ",".join(written(getattr(value, known.name)) for known in dataclasses.fields(value))
    return _written_number(value) if isinstance(value, float) else str(value)


def _written_number(value: float) -> str:
    short = f"{value:.12g}"
    return short if float(short) == value else repr(float(value))
