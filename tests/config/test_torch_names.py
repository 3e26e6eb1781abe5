"""What a setting is called in PyTorch is what PyTorch calls it."""

from __future__ import annotations

import inspect
import re
from operator import attrgetter

import pytest
import torch

from playground.config import SETTINGS

NAMED = [setting for setting in SETTINGS.values() if setting.torch]


@pytest.mark.parametrize("setting", NAMED, ids=lambda setting: setting.path)
def test_a_settings_name_in_pytorch_is_there(setting):
    for name in setting.torch.split(", "):
        path, argument = re.fullmatch(r"([\w.]+)(?:\((\w+)\))?", name).groups()
        found = attrgetter(path)(torch)
        classes = found.__mro__ if inspect.isclass(found) else ()
        makers = [one.__init__ for one in classes if "__init__" in vars(one)] or [found]
        arguments = {known for maker in makers for known in inspect.signature(maker).parameters}
        stated = re.findall(
            r"^ +(\w+)[ (:]", found.__doc__ or "", re.MULTILINE
        )  # nn.RNN takes some as keywords
        assert argument is None or argument in {*arguments, *stated}


def test_the_settings_of_the_course_have_one():
    of_the_course = {
        "model.cell",
        "model.hidden_size",
        "model.num_layers",
        "model.bidirectional",
        "training.lr",
    }
    assert of_the_course <= {setting.path for setting in NAMED}
