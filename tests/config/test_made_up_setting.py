"""A new setting is one row of the table: everything that reads settings has it from there on.

The package is copied, one row is added to the copy's network, and another process asks the copy.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

ROW = """
    zest: float | None = row(
        Real(0.0, 3.5),
        None,
        label=N_("Zest"),
        help=N_("How lively the network is."),
        off=N_("off"),
        offered=(None, 1.0, 2.5),
        needs=(conditions.IS_LSTM,),
        grid=(None, 1.0, 2.5),
    )
"""

ASKED = """
import io, json, sys
from contextlib import redirect_stdout
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from playground import cli
from tests.export import scripts as export
from playground.experiments import edits, lanes, links, sweeps
from playground.config import RunConfig, value_of
from playground.config.errors import ConfigError
from playground.experiments.presets import PRESETS
from playground.ui.compare.names import lanes_of
from playground.ui.sweep.names import run_name

ContextProxy.locale, ContextProxy.cookies, ContextProxy.url = None, {}, None  # there is no browser

def refused(make):
    try:
        make()
    except ConfigError as error:
        return str(error)

SHORT = {"v": "1", "problem": "sine", "task.examples": "100", "training.epochs": "1"}

def widgets(module, show, **parameters):
    page = f"import playground.ui.{module}; playground.ui.{module}.{show}"
    script = AppTest.from_string(page, default_timeout=600)
    for name, value in (SHORT | parameters).items():
        script.query_params[name] = value
    script.run()
    assert not script.exception, script.exception
    named = {getattr(one, "key", None) or "": one for one in [*script.main, *script.sidebar]}
    return {key.partition("#")[0]: one for key, one in named.items()}

sine = PRESETS["sine"].config
changed = edits.edited(sine, {"model.zest": 1.5})
told = {
    "digests differ": changed.digest != sine.digest,
    "json": RunConfig.from_json(changed.to_json()) == changed,
    "range": refused(lambda: edits.edited(sine, {"model.zest": 4.0})),
    "condition": refused(lambda: edits.edited(sine, {"model.zest": 1.0, "model.cell": "gru"})),
    "set back": value_of(edits.with_setting(changed, "model.cell", "gru"), "model.zest"),
    "link": links.encode(changed)["model.zest"],
    "link opens": links.decode(links.encode(changed)) == changed,
    "command line": value_of(cli.chosen_config("sine", None, ["model.zest=2.5"]), "model.zest"),
}
with redirect_stdout(io.StringIO()) as printed:
    cli.main(["settings"])
told["listed"] = [line for line in printed.getvalue().splitlines() if line.startswith("model.zest")]
own = lanes.parsed("model.zest:1/model.zest:2.5")
told["lane names"] = [lane.name for lane in lanes_of(lanes.Lanes(own=own).of(sine))]
sweep = sweeps.parsed("grid;lstm;model.zest:none,1,2.5")
told["sweep"] = [value_of(config, "model.zest") for config in sweep.configs(sine)]
told["run name"] = run_name(changed, sweep.axes)
train = widgets("run_page", "show_run_page('sine')", **{"model.zest": "1.5"})
control = train["set.model.zest"]
told["control"] = [control.label, list(control.options), control.value, control.help]
compare = widgets("run_page", "show_compare_page()", lanes="model.zest:1/model.cell:gru")
told["lane editor"] = ["lane-0-model.zest" in compare, "lane-1-model.zest" in compare]
search = widgets("run_page", "show_sweep_page()", sweep="grid;lstm;model.zest:1,2.5")
told["axis"] = search["axis-0-path"].value
code = [export.code_of(one) for one in (sine, changed)]
told["has a line"] = code[0] != code[1]
print("TOLD", json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a house with one more row says of it."""
    house = tmp_path_factory.mktemp("house")
    for name in ("playground", "pages", "docs", ".streamlit", "tests/export"):
        shutil.copytree(ROOT / name, house / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", house)
    file = house / "playground" / "config" / "model.py"
    source = file.read_text(encoding="utf-8")
    before, end, after = source.partition("\n    def __post_init__")
    assert end, "the network's config no longer ends its rows with __post_init__"
    file.write_text(before + ROW + end + after, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=house,
        env={"PATH": "", "HOME": str(house), "PYTHONPATH": str(house), "PLAYGROUND_ENGINE": "inline"},
        capture_output=True,
        text=True,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("TOLD ")]
    assert lines, done.stderr[-3000:]
    found: dict[str, object] = json.loads(lines[0].removeprefix("TOLD "))
    return found


def test_the_config_checks_it_and_sets_it_back(told: dict[str, object]):
    assert told["digests differ"]
    assert told["json"]
    assert told["range"] == "model.zest must be from 0 to 3.5, not 4.0."
    assert told["condition"] == "model.zest must be none, not 1. Only an LSTM has a forget gate."
    assert told["set back"] is None


def test_links_and_the_command_line_know_it(told: dict[str, object]):
    assert told["link"] == "1.5"
    assert told["link opens"]
    assert told["command line"] == 2.5
    (line,) = told["listed"]
    assert " ".join(line.split()) == "model.zest 0 to 3.5, or none none Zest. How lively the network is."


def test_a_page_has_a_control_for_it(told: dict[str, object]):
    assert told["control"] == ["Zest", ["off", "1", "1.5", "2.5"], 1.5, "How lively the network is."]


def test_lanes_may_differ_in_it(told: dict[str, object]):
    assert told["lane names"] == ["LSTM, Zest: 1", "LSTM, Zest: 2.5"]
    assert told["lane editor"] == [True, False]  # a GRU has no forget gate


def test_a_sweep_may_search_it(told: dict[str, object]):
    assert told["sweep"] == [None, 1.0, 2.5]
    assert told["run name"] == "LSTM, Zest: 1.5"
    assert told["axis"] == "model.zest"


def test_a_script_that_is_taken_home_misses_its_line_until_somebody_writes_it(told: dict[str, object]):
    """`tests/export/test_script.py` asks this of every row, and fails."""
    assert told["has a line"] is False
