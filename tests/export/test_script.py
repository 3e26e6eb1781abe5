"""The text of a script: whole, clean, short, and in the page's language."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from playground import tasks
from playground.config import SETTINGS, Change, RunConfig, value_of
from playground.config.errors import PlaygroundError
from playground.config.training import RATES
from playground.experiments import links
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.export.result import Known
from playground.export.script import LINES, TEXT_LINES, Script
from playground.listing import width
from playground.tasks.problems import own_series
from playground.uploads import own_data
from playground.uploads.series import read_series
from tests.export.scripts import NUMBERS, PAIRS, TEXTS, code_of, pairwise, save, script_of

MOST_LETTERS = 100
RULES = "E,F,I,B,UP,SIM,C4,RUF"
FORMATTED = (88, 100)
"""Widths at which a formatter must leave every script as it is: its usual one, and ours."""


def sets() -> dict[str, list[RunConfig]]:
    return {"numbers": pairwise(NUMBERS, 60), "texts": pairwise(TEXTS, 40), "pairs": pairwise(PAIRS, 30)}


@pytest.fixture(scope="module")
def presets() -> dict[str, Script]:
    return {name: script_of(preset.config) for name, preset in PRESETS.items()}


@pytest.fixture(scope="module")
def scripts(presets: dict[str, Script]) -> dict[str, Script]:
    """Of every preset, and of every pairwise set."""
    drawn = {f"{name} {n}": one for name, some in sets().items() for n, one in enumerate(some)}
    return presets | {name: script_of(config) for name, config in drawn.items()}


def ruff(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "ruff", *arguments], capture_output=True, text=True)


def test_linters_and_formatters_have_nothing_to_say(scripts: Mapping[str, Script], tmp_path: Path):
    save(scripts, tmp_path)
    where = ("--isolated", str(tmp_path))
    checked = ruff("check", "--select", RULES, "--ignore", "E501", *where)
    assert checked.returncode == 0, checked.stdout
    for letters in FORMATTED:
        formatted = ruff("format", "--check", "--diff", f"--line-length={letters}", *where)
        assert formatted.returncode == 0, formatted.stdout


def test_no_line_is_too_long_and_no_script(scripts: Mapping[str, Script], presets: Mapping[str, Script]):
    for name, one in scripts.items():
        assert max(map(width, one.text.splitlines())) <= MOST_LETTERS, name
    for name, one in presets.items():
        group = tasks.problem(PRESETS[name].config.task.name).group
        most = TEXT_LINES if group in ("text", "pairs") else LINES
        assert one.text.count("\n") <= most, name
        assert group in ("text", "pairs") or one.text.count("\n") >= 60
    assert (LINES, TEXT_LINES) == (120, 180)


def test_only_torch_numpy_and_the_standard_library_are_imported(scripts: Mapping[str, Script]):
    allowed = {"numpy", "torch"} | set(sys.stdlib_module_names)
    for name, one in scripts.items():
        tree = ast.parse(one.text)
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        modules += [
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        ]
        assert {module.partition(".")[0] for module in modules} <= allowed, name


def test_the_link_in_the_docstring_opens_the_same_experiment(scripts: Mapping[str, Script]):
    drawn = [(f"{name} {n}", one) for name, some in sets().items() for n, one in enumerate(some)]
    for name, config in [*drawn, *((name, preset.config) for name, preset in PRESETS.items())]:
        told = ast.get_docstring(ast.parse(scripts[name].text)) or ""
        [link] = [line for line in told.splitlines() if line.startswith("http")]
        assert links.decode(urlsplit(link).query) == config, name


def test_every_part_begins_with_why_it_is_there(presets: Mapping[str, Script]):
    for name, one in presets.items():
        begins = {block.name: block.code for block in one.blocks}
        assert set(begins) == {"about", "imports", "settings", "data", "model", "training", "result"}, name
        for part in ("settings", "data", "model", "result"):
            assert begins[part].startswith("# "), (name, part)
        assert "# Training: " in begins["training"]
        assert "# Evaluation: " in begins["training"]


def test_a_long_run_compares_as_many_losses_as_have_room():
    config = edited(PRESETS["sine"].config, {"training.epochs": 5000})
    one = script_of(config)
    assert one.text.count("\n") <= LINES
    assert max(map(width, one.text.splitlines())) <= MOST_LETTERS
    assert "after every" in one.blocks[-1].code


def test_a_run_that_goes_on_compares_what_there_is_and_one_that_has_not_begun_nothing():
    config = PRESETS["first"].config
    some = script_of(config, Known(test_losses=(0.5, 0.25), finished=False))
    assert "0.5 0.25" in some.text
    assert "zip(EXPECTED.split(), losses, strict=False)" in some.text
    none = script_of(config, Known())
    assert "EXPECTED" not in none.text
    assert "zip_longest" not in none.text


class _Wordy:
    """A language whose sentences are long, wide, and full of quotation marks."""

    def gettext(self, text: str) -> str:
        return f'網路“逐步”讀取，{text} 輸出層根據其狀態給出 "答案"。'


def test_sentences_of_any_language_fit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("playground.i18n._catalogue", lambda _language: _Wordy())
    for name in ("copying", "own-sentences", "reverse", "mackey-glass", "by-hand"):
        text = script_of(PRESETS[name].config).text
        names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
        assert all(one.isascii() for one in names)
        longest = max(text.splitlines(), key=width)
        assert width(longest) <= MOST_LETTERS, longest
        assert "網路" in text


# ---- no setting without its line


def bases() -> dict[str, RunConfig]:
    """Experiments in which every setting does something somewhere."""
    noisy = edited(PRESETS["waves"].config, {"task.noise": 0.1})
    sgd = edited(
        PRESETS["first"].config, {"training.optimizer": "sgd", "model.num_layers": 2, "task.noise": 0.1}
    )
    names = ("sum-sign", "copying", "own-sentences", "sentiment", "reverse", "mackey-glass")
    lines = ["day,value", *(f"{n},{n * n % 13 + 1 if n % 7 else ''}" for n in range(80))]
    table = own_data.keep(read_series("\n".join(lines).encode()))
    gaps = edited(PRESETS["own-series"].config, {"task.own": table})
    by_hand = edited(PRESETS["by-hand"].config, {"task.noise": 0.1})
    return {"noisy": noisy, "gaps": gaps, "sgd": sgd, "by hand": by_hand} | {
        name: PRESETS[name].config for name in names
    }


def other_values(path: str, config: RunConfig) -> list[object]:
    """Values that a setting could have instead."""
    setting, value = SETTINGS[path], value_of(config, path)
    if path == "training.changes":
        return [(Change(step=3, lr=0.7),)]
    near = [value * 2, value + 1, value / 2, value // 2] if type(value) in (int, float) else []
    lists = [(30.0, 20.0), (0.7, 0.9)] if isinstance(value, tuple) else []
    return [*setting.values, *setting.offered, *setting.grid, *near, *lists, 0.7, 7]


@pytest.mark.parametrize("path", [path for path in SETTINGS if path not in ("task.name", "task.own")])
def test_no_setting_is_without_its_line_of_code(path: str):
    """Wherever a setting applies, another value makes another script, whatever its docstring says."""
    found = 0
    for name, config in bases().items():
        if SETTINGS[path].unmet(getattr(config, SETTINGS[path].section), tasks.dataset(config.task)):
            continue
        for value in other_values(path, config):
            try:
                changed = edited(config, {path: value})
            except (PlaygroundError, TypeError):
                continue
            if changed != config:
                assert code_of(changed) != code_of(config), f"{path}={value!r} in {name} changes no line"
                found += 1
                break
    assert found, f"{path} could not be changed anywhere: give it a place in bases()"


def test_every_problem_has_lines_of_its_own():
    codes = {name: code_of(problem.preset) for name, problem in tasks.PROBLEMS.items()}
    assert len(set(codes.values())) == len(codes)


def test_other_own_data_has_another_digest_which_is_that_of_the_link():
    digest = own_data.keep(own_series._starter().to_bytes())
    config = edited(PRESETS["own-series"].config, {"task.own": digest})
    assert f'DIGEST = "{digest}"' in code_of(config)


@pytest.mark.parametrize("rate", RATES)
def test_a_rate_that_changes_in_mid_run_is_in_the_schedule(rate: str):
    usual = PRESETS["first"].config
    values = {name: value_of(usual, f"training.{name}") for name in RATES} | {rate: 0.3}
    changed = code_of(edited(usual, {"training.changes": (Change(step=5, **values),)}))
    assert "CHANGES = {5: 0.3}" in changed
    assert f"        {rate} = CHANGES[epoch]" in changed
