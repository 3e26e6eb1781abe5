"""The script of one experiment: the templates of its parts put together, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from playground import tasks
from playground.config import RunConfig
from playground.export import names, result
from playground.export.result import Known
from playground.i18n import N_, _
from playground.listing import WIDTH, filled, placed, wrapped
from playground.models import code as network_code
from playground.models import translator_code
from playground.tasks.base import DataFile, Dataset
from playground.training import code as training_code

LINES, TEXT_LINES = 120, 180
"""How long a script may be, of numbers and of texts or pairs: the losses of a long run fill what is left."""

BlockName = Literal["about", "imports", "settings", "data", "model", "training", "result"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a script; a comment above it says what it is for."""

    name: BlockName
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One experiment as Python: plain torch and NumPy."""

    blocks: tuple[Block, ...]
    file: DataFile | None
    """The file that must be beside it."""

    @property
    def text(self) -> str:
        """The whole script."""
        return spaced("\n\n".join(block.code for block in self.blocks)) + "\n"

    @property
    def places(self) -> list[tuple[BlockName, int]]:
        """Each part with the line it begins at, from 0."""
        found, place, lines = [], 0, self.text.splitlines()
        for block in self.blocks:
            place = lines.index(block.code.splitlines()[0], place)
            found.append((block.name, place))
            place += 1
        return found


HEAD = '''
"""$question

$trains
$link
$told
"""
'''
_TRAINS = N_("An experiment of the RNN Playground, to the same digits, in torch and NumPy:")
_FILE = N_("The file {file} must be beside it.")

SETTINGS = """
# $settings
$constants
torch.set_num_threads(1)  # $threads
"""
_SETTINGS = N_("Settings")
_THREADS = N_("more would change the last digits")

PART = """
# $why
$code
"""
_FORECAST = N_("Data: each window of the series is an example, and the value after it is its target.")
_DATA = N_("Data: each row of x is an example, and y is what the network should answer.")
_MODEL = N_("Model: recurrent layers read step by step; the head makes an answer of their states.")

TRAINING = """
$functions

# $why
$start

$loop
"""
_TRAINING = N_("Training: each step moves the weights a little against the gradient of the loss.")


def script(config: RunConfig, link: str, known: Known) -> Script:
    """The script of `config`.

    Args:
        config: the experiment.
        link: where it opens.
        known: what the playground knows of the run, with which the script compares.
    """
    problem, data = tasks.problem(config.task.name), tasks.dataset(config.task)
    why, made = _(_FORECAST if data.kind == "forecast" else _DATA), problem.code(config.task, data)
    parts: dict[BlockName, str] = {
        "data": filled(PART, why=why, code=made),
        "model": filled(PART, why=_(_MODEL), code=_network(config, data)),
        "training": _training(config, data, known),
    }
    read = frozenset(names.used("\n".join(parts.values())))
    shortest = _whole(config, link, known, parts, read, 1)
    room = (TEXT_LINES if data.has_words or data.kind == "pair" else LINES) - shortest.text.count("\n")
    return _whole(config, link, known, parts, read, 1 + room) if room > 0 else shortest


def _whole(
    config: RunConfig,
    link: str,
    known: Known,
    parts: Mapping[BlockName, str],
    read: frozenset[str],
    rows: int,
) -> Script:
    """The script of these parts, which read these names, with so many rows of losses."""
    problem, end = tasks.problem(config.task.name), result.comparison(known, rows)
    file, read = problem.file(config.task), read | names.used(end)
    constants = names.constants(config, problem, file, read)
    settings = filled(SETTINGS, settings=_(_SETTINGS), constants=constants, threads=_(_THREADS))
    begins: dict[BlockName, str] = {
        "about": _head(config, link, known, file),
        "imports": names.imports(read | names.used(settings)),
        "settings": settings,
    }
    blocks = {**begins, **parts, "result": end}.items()
    return Script(
        blocks=tuple(Block(name=name, code=placed(code)) for name, code in blocks if code), file=file
    )


def _network(config: RunConfig, data: Dataset) -> str:
    if data.kind == "pair":
        forced = training_code.teaches_at_times(config.training, data)
        reading = training_code.encoder_reading(config, data)
        return translator_code.translator(config.model, data, reading, forced=forced)
    batches = training_code.batch_sizes(config, data)
    return network_code.network(config.model, data, batches, *_sizes(config, data))


def _sizes(config: RunConfig, data: Dataset) -> tuple[str, str]:
    """Features and outputs as the script writes them: whoever changes the symbols changes both."""
    if any(knob.name == "symbols" for knob in tasks.problem(config.task.name).knobs):
        return "train_x.shape[2]", "SYMBOLS"
    return str(data.input_size), str(data.answer.output_size)


def _training(config: RunConfig, data: Dataset, known: Known) -> str:
    return filled(
        TRAINING,
        why=_(_TRAINING),
        functions=training_code.preparation(config.training, data),
        start=training_code.start(config.training, data),
        loop=training_code.loop(config.training, data, diverged=known.diverged),
    )


def _head(config: RunConfig, link: str, known: Known, file: DataFile | None) -> str:
    told, beside = result.told(known), "" if file is None else _(_FILE).format(file=file.name)
    return filled(
        HEAD,
        question="\n".join(wrapped(_(tasks.problem(config.task.name).question), WIDTH - 3)),
        trains="\n".join(wrapped(_(_TRAINS))),
        link=cut(link),
        told="\n" + "\n".join(filter(None, (told, beside))) if told or beside else "",
    )


def cut(link: str) -> str:
    r"""A link over as many lines as it needs; a `\` at the end of one keeps it whole in the docstring."""
    pieces = [link[start : start + WIDTH - 1] for start in range(0, len(link), WIDTH - 1)]
    return "\\\n".join(pieces)


def spaced(text: str) -> str:
    """The code with blank lines as formatters have them: two around functions and classes, or one."""
    found: list[str] = []
    inside = False
    for line in text.splitlines():
        at_left = line[:1] not in ("", " ", "#", ")", "]", "}")
        opens = line.startswith(("def ", "class "))
        if (opens or (inside and (at_left or line.startswith("#")))) and found:
            _two_blank_lines_above_what_is_told(found)
        if line or found[-1:] != [""]:
            found.append(line)
        inside = opens or (inside and line[:1] in ("", " "))
    return "\n".join(found)


def _two_blank_lines_above_what_is_told(found: list[str]) -> None:
    """Above the comment that belongs to the next line, where there is one."""
    place = len(found)
    while place and found[place - 1].startswith("#"):
        place -= 1
    while place and not found[place - 1]:
        del found[place - 1]
        place -= 1
    found[place:place] = ["", ""]
