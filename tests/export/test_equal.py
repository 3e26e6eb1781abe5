"""Scripts that were taken home find the very losses of the film, where nothing of ours can be imported.

`python -m benchmarks export` does the same with every preset to its last epoch.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from playground.config import Change, RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.tasks.problems import own_sentences
from playground.training.segment import Segment
from playground.uploads import own_data
from playground.uploads.labelled import read_rows
from playground.uploads.series import choose
from playground.uploads.tables import read_table
from tests.export.scripts import (
    NUMBERS,
    PAIRS,
    TEXTS,
    Ran,
    digits,
    known_of,
    pairwise,
    run,
    save,
    script_of,
    trained,
)

TABLE = [
    "when,wind,rain",
    *(f"{n},{n * n % 13 + 1 if n % 7 else ''},{n * 7 % 5 if n % 11 else ''}" for n in range(80)),
]
TEXTS_OF_ANY_SCRIPT = [
    f"{word} {n} 很好 ไม่ดี,{label}" for word, label in (("good", "yes"), ("bad", "no")) for n in range(15)
]


def short(preset: str, epochs: int = 1, **changes: object) -> RunConfig:
    named = {path.replace("__", "."): value for path, value in changes.items()}
    return edited(PRESETS[preset].config, {"training.epochs": epochs, **named})


def own_series(**changes: object) -> RunConfig:
    """Two columns with gaps."""
    kept = choose(read_table("\n".join(TABLE).encode()), "wind", inputs=["rain"]).to_bytes()
    return short("own-series", 2, task__own=own_data.keep(kept), **changes)


def own_rows() -> RunConfig:
    """Scripts without blanks, which only the long rule for words can read."""
    kept = read_rows("\n".join(["text,label", *TEXTS_OF_ANY_SCRIPT])).to_bytes()
    return own_sentences.fitting(short("own-sentences", 2, task__own=own_data.keep(kept)))


def special() -> dict[str, RunConfig]:
    """The problems that no pairwise set has, and ways to end."""
    alone = {name: short(name, model__hidden_size=8) for name in ("co2", "recall", "noise", "characters")}
    alone |= {name: short(name, task__examples=500) for name in ("copy", "sort")}
    alone["co2"] = short("co2", task__length=5)
    few: dict[str, object] = {"task__examples": 500, "task__train_share": 0.5, "task__length": 3}
    late = (Change(step=2, lr=0.1), Change(step=4, lr=0.001))
    return alone | {
        "own columns": own_series(),
        "own columns without gaps": own_series(task__gaps="left-out", task__scaling="differences"),
        "own columns as growth": own_series(task__scaling="growth"),
        "own rows": own_rows(),
        "diverged": short("exploding", 5, training__lr=100.0),
        "good enough": short("first", 60, training__target_loss=0.3, training__lr=0.01),
        "no progress": short("noise", 20, training__patience=2, training__lr=0.01, model__hidden_size=8),
        OTHER: short("first", 4),
        "changed": short("first", 6, training__changes=late),
        "a long run": short("first", 300, task__examples=100, model__hidden_size=2),
        "one example": short("reverse", **few, training__batch_size=1, model__hidden_size=4),
        "by hand": short("parity", model__cell="by-hand", model__num_layers=3, model__dropout=0.2),
        "one row": short(
            "parity", task__length=1, task__examples=51, training__batch_size=1, model__head_batch_norm=True
        ),
        "many tests": short("sum-sign", task__examples=5000, task__train_share=0.5, training__batch_size=500),
    }


OTHER = "other digits"
"""A script that is told other losses from its third epoch on."""
Compared = dict[str, tuple[RunConfig, Segment, Ran]]


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    """Every experiment with its film and what its script found; one process runs all scripts."""
    sets = {"numbers": pairwise(NUMBERS, 60), "texts": pairwise(TEXTS, 40), "pairs": pairwise(PAIRS, 30)}
    configs = special() | {f"{name} {n}": one for name, some in sets.items() for n, one in enumerate(some)}
    films = {name: trained(config) for name, config in configs.items()}
    scripts = {name: script_of(config, known_of(films[name])) for name, config in configs.items()}
    known = known_of(films[OTHER])
    others = [loss + 0.5 * (epoch >= 2) for epoch, loss in enumerate(known.test_losses)]
    scripts[OTHER] = script_of(configs[OTHER], replace(known, test_losses=tuple(others)))
    paths = save(scripts, tmp_path_factory.mktemp("scripts"))
    ran = run(paths.values())
    return {name: (config, films[name], ran[paths[name]]) for name, config in configs.items()}


def test_every_script_finds_the_losses_of_the_film_to_the_last_digit(compared: Compared):
    other = {
        name: (digits(film.test_loss), digits(ran.losses), config)
        for name, (config, film, ran) in compared.items()
        if film.status != "diverged" and digits(film.test_loss) != digits(ran.losses)
    }
    assert not other
    assert len(compared) > 80


def test_the_last_line_says_so_with_all_digits(compared: Compared):
    for name, (_config, film, ran) in compared.items():
        if film.status != "diverged" and name != OTHER:
            [last] = digits(film.test_loss[-1:])
            assert ran.printed[-1] == f"expected {last}, found {last}: the same to the last digit", name


def test_a_run_that_diverges_does_so_in_the_same_epoch(compared: Compared):
    _config, film, ran = compared["diverged"]
    assert film.status == "diverged"
    assert ran.printed[-1] == "expected nan, found nan: the same to the last digit"


def test_runs_that_stop_early_stop_at_the_same_epoch(compared: Compared):
    for name, reason in (("good enough", "target loss"), ("no progress", "no progress")):
        config, film, ran = compared[name]
        assert film.reason == reason
        assert len(ran.losses) == len(film.test_loss) < config.training.epochs


def test_other_digits_are_told_with_the_first_epoch_that_differs(compared: Compared):
    _config, film, ran = compared[OTHER]
    found, expected = digits([film.test_loss[2], film.test_loss[2] + 0.5])
    differs, versions, machine = ran.printed[-3:]
    assert differs == f"epoch 3 differs first: expected {expected}, found {found}"
    assert versions.startswith(f"torch {torch.__version__} ")
    assert machine.startswith("NumPy ")
