"""Exercises: parts that are a number, a choice or an experiment, and what is wrong with an answer."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal, get_args

from playground import tasks
from playground.config import SETTINGS, RunConfig, typed, value_of
from playground.config.errors import ExampleError
from playground.experiments.edits import LIVE
from playground.i18n import N_, Message, _
from playground.lessons.quantities import QUANTITIES, Trial
from playground.views.words import number

MOST_DIGITS = 15
PartKind = Literal["number", "choice", "experiment"]
PART_KINDS = get_args(PartKind)
State = Literal["not tried", "not yet", "passed"]

_BELOW = N_("Asked: {what} below {bound}. Seen: {seen}.")
_ABOVE = N_("Asked: {what} above {bound}. Seen: {seen}.")
_EXACTLY = N_("Asked: {what} of exactly {bound}. Seen: {seen}.")
_DIGITS = {
    0.0: N_("The digits are the same without it: it never acted."),
    1.0: N_("The digits are not the same without it: it acted."),
}
"""Of a twin that should differ, and of one that should not."""
_WRONG_NUMBER = N_("Asked: {asked}. {given} is not it.")
_STRANGE = N_("The setting {path} was changed; only those of this exercise may be.")
_TOO_FEW = N_("{count} of {of} runs are trained.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Must:
    """One condition on an experiment; it holds for every seed."""

    what: str
    """A name of `QUANTITIES`."""
    below: float | None = None
    above: float | None = None
    exactly: float | None = None

    def remark(self, trial: Trial) -> str:
        """What was asked and what was seen; empty where it holds."""
        least, most = QUANTITIES[self.what].measure(trial)
        what = _(QUANTITIES[self.what].label)
        if self.below is not None and not most < self.below:
            return _(_BELOW).format(what=what, bound=number(self.below), seen=number(most))
        if self.above is not None and not least > self.above:
            return _(_ABOVE).format(what=what, bound=number(self.above), seen=number(least))
        if self.exactly is not None and not least == most == self.exactly:
            if self.what == "same_as_twin":
                return _(_DIGITS[self.exactly])
            seen = least if least != self.exactly else most
            return _(_EXACTLY).format(what=what, bound=number(self.exactly), seen=number(seen))
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How far somebody is with a part."""

    state: State = "not tried"
    remark: str = ""
    """One at a time; empty where nothing was tried, and where all is well unless there is more to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing to find out; it is ticked by itself."""

    name: str
    kind: PartKind
    text: str
    """Markdown, with facts of `config` in it."""
    config: RunConfig
    """What the question is about, or the experiment that a learner begins with."""
    hints: tuple[str, ...]
    """Two, the last of which opens a view."""
    opens: str = ""
    """The side of the run that the last hint opens."""
    solution: str
    """The worked solution in words."""
    passed: str = ""
    """What is to be said once it is right."""
    choices: tuple[tuple[str, str], ...] = ()
    """Of a choice: each answer, with the remark on it."""
    decimals: int = 0
    """Of a number: to how many decimals it is asked for."""
    right: float = 0
    """Of a number: the number. Of a choice: its place, from 0."""
    mistakes: dict[float, str] = field(default_factory=dict)
    """Of a number: what is said to some that are wrong."""
    controls: tuple[str, ...] = ()
    """Of an experiment: the settings that may be changed."""
    seeds: tuple[int, ...] = (0,)
    """Of an experiment: with which seeds it is trained."""
    twin: tuple[tuple[str, str], ...] = ()
    """Of an experiment: the settings of the run beside it, without what it is to show."""
    musts: tuple[Must, ...] = ()
    solved: RunConfig | None = None
    """Of an experiment: one that passes."""
    failing: tuple[tuple[RunConfig, str], ...] = ()
    """Of an experiment: some that do not, and which condition says why. Tests train them."""

    def typed(self, text: str) -> float | None:
        """The number that somebody typed; a whole one has marks between its thousands, or none."""
        if not self.decimals:
            digits = re.sub(r"[\s,.'’]", "", typed.plain(text))
            return float(digits) if digits.isdecimal() and len(digits) < MOST_DIGITS else None
        with suppress(ExampleError, ValueError):
            number = float(typed.one_number(text))
            return number if abs(number) < 10**MOST_DIGITS else None
        return None

    def judged(self, answer: float | None) -> Verdict:
        """The verdict on a number or a choice."""
        if answer is None:
            return Verdict()
        if self.kind == "choice":
            remark = self.choices[int(answer)][1]
            return Verdict(state="passed" if answer == self.right else "not yet", remark=remark)
        answer = round(answer, self.decimals)
        if answer == self.right:
            return Verdict(state="passed", remark=self.passed)
        usual = Message(_WRONG_NUMBER, asked=self.name, given=number(answer))
        return Verdict(state="not yet", remark=self.mistakes.get(answer, str(usual)))

    def tried(self, config: RunConfig) -> bool:
        """Whether an experiment is another than the one it began with."""
        return any(value_of(config, path) != value_of(self.config, path) for path in self.controls)

    def strange(self, config: RunConfig) -> str:
        """The path of a setting that was changed and is not among the controls; empty without one.

        The seed counts for nothing, and a setting that no longer applies was set back by another.
        """
        free = {*self.controls, "training.seed"}
        if not free.isdisjoint(LIVE):
            free.add("training.changes")
        data = tasks.dataset(config.task)
        for path, setting in SETTINGS.items():
            is_other = path not in free and value_of(config, path) != value_of(self.config, path)
            if is_other and setting.unmet(getattr(config, setting.section), data) is None:
                return path
        return ""

    def refused(self, config: RunConfig) -> str:
        """Why an experiment need not be trained: what is wrong with it is known before."""
        if strange := self.strange(config):
            return _(_STRANGE).format(path=strange)
        untrained = Trial(config=config, runs=())
        known = (must.remark(untrained) for must in self.musts if not QUANTITIES[must.what].needs_runs)
        return next(filter(None, known), "")

    def judged_trial(self, trial: Trial) -> Verdict:
        """The verdict on an experiment: the first condition that does not hold."""
        if refused := self.refused(trial.config):
            return Verdict(state="not yet", remark=refused)
        wanted = len(self.seeds)
        if len(trial.runs) < wanted or (self.twin and len(trial.twins) < wanted):
            count = len(trial.runs) + len(trial.twins)
            of = wanted * (2 if self.twin else 1)
            return Verdict(state="not yet", remark=_(_TOO_FEW).format(count=count, of=of))
        for must in self.musts:
            if remark := must.remark(trial):
                return Verdict(state="not yet", remark=remark)
        return Verdict(state="passed", remark=self.passed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A task that checks itself."""

    name: str
    title: str
    question: str
    parts: tuple[Part, ...]
