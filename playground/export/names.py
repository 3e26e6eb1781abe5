"""The names that the templates of a script use: what is imported, and the settings as constants."""

from __future__ import annotations

import ast
from collections.abc import Container, Set

from playground.config import SETTINGS, RunConfig, value_of
from playground.i18n import _
from playground.listing import filled
from playground.tasks.base import DataFile, Problem
from playground.training import code as training_code

STANDARD = {
    "csv": "",
    "hashlib": "",
    "json": "",
    "math": "",
    "platform": "",
    "re": "",
    "string": "",
    "unicodedata": "",
    "Counter": "collections",
    "date": "datetime",
    "timedelta": "datetime",
    "zip_longest": "itertools",
    "Path": "pathlib",
}
"""Names of the standard library, each with the module it is imported from; modules have none."""
OTHERS = {
    "torch": "",
    "sliding_window_view": "numpy.lib.stride_tricks",
    "nn": "torch",
    "linear": "torch.nn.functional",
}
SHORT = {
    "np": "import numpy as np",
    "pack": "from torch.nn.utils.rnn import pack_padded_sequence as pack",
    "unpack": "from torch.nn.utils.rnn import pad_packed_sequence as unpack",
}


def used(code: str) -> set[str]:
    """Every name that the code reads."""
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def imports(names: Set[str]) -> str:
    """The lines that import those of `names` that a script may import, as formatters sort them."""
    others = _imports(OTHERS, names) + [line for name, line in SHORT.items() if name in names]
    parts = (_imports(STANDARD, names), sorted(others, key=lambda line: (line.startswith("from"), line)))
    return "\n\n".join("\n".join(part) for part in parts if part)


def _imports(known: dict[str, str], names: Set[str]) -> list[str]:
    modules = sorted(f"import {name}" for name in names if known.get(name) == "")
    homes: dict[str, list[str]] = {}
    for name in sorted(names & known.keys()):
        homes.setdefault(known[name], []).append(name)
    return [*modules, *(f"from {home} import {', '.join(homes[home])}" for home in sorted(homes) if home)]


def constants(config: RunConfig, problem: Problem, file: DataFile | None, names: Container[str]) -> str:
    """The settings that the code reads, each with its name in capitals, and the digest of its file."""
    named = {knob.name: knob for knob in problem.knobs}
    found = []
    for path, setting in SETTINGS.items():
        if setting.name.upper() in names:
            label = _(named.get(setting.name, setting).label)
            told = "" if label.casefold() == setting.name.replace("_", " ") else label
            found.append(filled("$line  # $told", line=_line(config, path), told=told))
    if file is not None:
        found.append(f'DIGEST = "{file.digest}"')
    return "\n".join(found)


def _line(config: RunConfig, path: str) -> str:
    if path == "training.changes":
        return training_code.changes(config.training)
    return f"{SETTINGS[path].name.upper()} = {value_of(config, path)!r}"
