"""The experiment as a value, and the one table of settings."""

from playground.config.facts import AnswerKind, Facts
from playground.config.model import Attention, Cell, Initialisation, ModelConfig, Nonlinearity, Readout
from playground.config.run import NUMERICS_VERSION, RunConfig
from playground.config.setting import Condition, Setting, written
from playground.config.table import SECTIONS, SETTINGS, setting_at, value_of
from playground.config.task import TaskConfig
from playground.config.training import Change, Optimizer, TrainingConfig

__all__ = [
    "NUMERICS_VERSION",
    "SECTIONS",
    "SETTINGS",
    "AnswerKind",
    "Attention",
    "Cell",
    "Change",
    "Condition",
    "Facts",
    "Initialisation",
    "ModelConfig",
    "Nonlinearity",
    "Optimizer",
    "Readout",
    "RunConfig",
    "Setting",
    "TaskConfig",
    "TrainingConfig",
    "setting_at",
    "value_of",
    "written",
]
