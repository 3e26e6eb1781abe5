"""What is asked is a value: equal questions are one question, and torch is not needed to ask."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.probes.requests import AnswersProbe, ForecastProbe, OwnProbe, Probe

CONFIG = RunConfig()
PROBES: list[Probe] = [
    AnswersProbe(config=CONFIG, step=1),
    AnswersProbe(config=CONFIG, step=2),
    AnswersProbe(config=edited(CONFIG, {"training.seed": 1}), step=1),
    Probe(config=CONFIG, step=1),
    ForecastProbe(config=CONFIG, step=1, horizon=10),
    ForecastProbe(config=CONFIG, step=1, horizon=11),
    OwnProbe(config=CONFIG, step=1, text="1 2"),
    OwnProbe(config=CONFIG, step=1, text="1 2 "),
]


def test_equal_questions_are_one_question_and_others_are_not():
    assert len(set(PROBES)) == len(PROBES)
    again = pickle.loads(pickle.dumps(PROBES))
    assert set(again) == set(PROBES)


def test_a_question_cannot_be_changed():
    with pytest.raises(AttributeError):
        PROBES[0].step = 3  # type: ignore[misc]


def test_asking_loads_no_torch():
    code = "import sys, playground.probes.requests\nassert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
