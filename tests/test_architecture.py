"""The floors of the house: a module imports only from its own floor and the floors below."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]

FLOORS = {
    "playground": 0,  # the package's own __init__
    "playground.i18n": 0,
    "playground.listing": 1,
    "playground.config": 1,
    "playground.data": 2,
    "playground.uploads": 3,
    "playground.tasks": 4,
    "playground.models": 5,
    "playground.training": 6,
    "playground.probes": 7,
    "playground.experiments": 7,
    "playground.films": 8,
    "playground.charts": 9,
    "playground.views": 10,
    "playground.export": 11,
    "playground.lessons": 11,
    "playground.ui": 12,
    "playground.verify_command": 12,
    "playground.cli": 12,
    "playground.__main__": 12,
    "pages": 13,
    "app": 13,
}
"""The floor of each module and of all that is in it."""

TORCH_HOMES = (
    "playground.models",
    "playground.training",
    "playground.probes",
    "playground.films.develop",
    "playground.cli",
)
"""Who may import torch at module level: workers and the command line, never the web server."""

CLOCK_HOMES = (
    "playground.ui.clock",
    "playground.films.dask_engine",
    "playground.films.develop",
    "playground.cli",
)
"""Who may read a clock: the page, the engine's thread, a worker on its own work, and the command line."""

STREAMLIT_HOMES = ("playground.ui", "pages", "app")

FILE_LINES = 330
FUNCTION_LINES = 45


class Import(NamedTuple):
    """One imported name, and when it is imported."""

    name: str
    line: int
    when: str  # "start": with the module; "call": inside a function; "typing": never

    def is_of(self, package: str) -> bool:
        return within(self.name, package)


class Module(NamedTuple):
    """A source file and the name it is imported by."""

    name: str
    path: Path

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def tree(self) -> ast.Module:
        return tree_of(self)

    def imports(self) -> tuple[Import, ...]:
        return imports_in(self)


@cache
def tree_of(module: Module) -> ast.Module:
    """The file, parsed once for all rules."""
    return ast.parse(module.source, str(module))


@cache
def imports_in(module: Module) -> tuple[Import, ...]:
    package = module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]
    return tuple(imports_of(tree_of(module), package))


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def find_modules() -> list[Module]:
    files = sorted([*ROOT.glob("playground/**/*.py"), *ROOT.glob("pages/**/*.py"), *ROOT.glob("app.py")])
    parts = ((path, path.relative_to(ROOT).with_suffix("").parts) for path in files)
    return [Module(".".join(p[:-1] if p[-1] == "__init__" else p), path) for path, p in parts]


MODULES = find_modules()
NAMES = {module.name for module in MODULES}


def imports_of(node: ast.AST, package: str, when: str = "start") -> Iterator[Import]:
    """Every import below `node`, relative ones made absolute."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import():
                yield from (Import(alias.name, child.lineno, when) for alias in child.names)
            case ast.ImportFrom():
                base = absolute(child, package)
                yield from (Import(imported(base, alias.name), child.lineno, when) for alias in child.names)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from imports_of(child, package, "call" if when == "start" else when)
            case ast.If(test=ast.Name("TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
                yield from imports_of(ast.Module(child.body, []), package, "typing")
                yield from imports_of(ast.Module(child.orelse, []), package, when)
            case _:
                yield from imports_of(child, package, when)


def absolute(node: ast.ImportFrom, package: str) -> str:
    """The module that a `from ... import` names."""
    parents = package.split(".")[: len(package.split(".")) - (node.level - 1)] if node.level else []
    return ".".join([*parents, *([node.module] if node.module else [])])


def imported(base: str, name: str) -> str:
    """`from a import b` imports the module `a.b` where there is one, else `a`."""
    return f"{base}.{name}" if f"{base}.{name}" in NAMES else base


def floor_of(name: str) -> int:
    """The floor of the closest module around `name` that has one of its own."""
    home = max((known for known in FLOORS if within(name, known)), key=len)
    if home == "playground" and name != home:
        pytest.fail(f"{name} is new in the house: give it a floor in {__name__}.FLOORS.", pytrace=False)
    return FLOORS[home]


def refuse(faults: list[str], rule: str) -> None:
    if faults:
        pytest.fail("\n  ".join([rule, *faults]), pytrace=False)


def test_the_tests_found_the_house():
    assert {"playground.config", "playground.films.history", "app"} <= NAMES
    assert floor_of("playground.films.history") < floor_of("playground.charts.loss")


def test_imports_are_read_whatever_they_look_like():
    source = """
from __future__ import annotations
import torch.nn as nn
from . import config
from ..errors import ConfigError
if TYPE_CHECKING:
    import streamlit
def later():
    if True:
        import numpy
"""
    found = {(i.name, i.when) for i in imports_of(ast.parse(source), "playground.tasks")}
    assert found == {
        ("__future__", "start"),
        ("torch.nn", "start"),
        ("playground.tasks", "start"),
        ("playground.errors", "start"),
        ("streamlit", "typing"),
        ("numpy", "call"),
    }


def homeless(homes: tuple[str, ...]) -> list[Module]:
    """The modules outside of `homes`."""
    return [module for module in MODULES if not any(within(module.name, home) for home in homes)]


def test_no_module_imports_from_a_floor_above_it():
    above = [
        f"{module}, line {i.line}: floor {floor_of(module.name)} imports {i.name} of floor {floor_of(i.name)}"
        for module in MODULES
        for i in module.imports()
        if i.name.split(".")[0] in {"playground", "pages", "app"} and floor_of(i.name) > floor_of(module.name)
    ]
    refuse(above, "These imports point upwards:")


def test_no_modules_import_each_other_in_a_circle():
    graph = {m.name: {i.name for i in m.imports() if i.when == "start"} - {m.name} for m in MODULES}
    TopologicalSorter(graph).prepare()  # raises with the circle in the message


def test_only_the_ui_imports_streamlit():
    modules = homeless(STREAMLIT_HOMES)
    found = [f"{m}, line {i.line}" for m in modules for i in m.imports() if i.is_of("streamlit")]
    refuse(found, f"Only {', '.join(STREAMLIT_HOMES)} import Streamlit; it is imported in:")


def test_only_workers_and_the_command_line_import_torch_when_they_are_imported():
    found = [
        f"{module}, line {i.line}"
        for module in homeless(TORCH_HOMES)
        for i in module.imports()
        if i.is_of("torch") and i.when == "start"
    ]
    refuse(found, "Torch is imported at module level; import it in the function that a worker runs:")


def test_only_who_waits_for_people_or_workers_reads_a_clock():
    """Time is a value: everywhere else it is an argument, and tests pass it."""
    allowed = [f"{m}" for m in MODULES if any(within(m.name, home) for home in CLOCK_HOMES)]
    found = [
        f"{m}, line {i.line}"
        for m in MODULES
        for i in m.imports()
        if i.is_of("time")
        if f"{m}" not in allowed
    ]
    refuse(found, f"Only {', '.join(CLOCK_HOMES)} read a clock:")


def test_no_part_of_a_page_runs_by_a_timer():
    """The browser moves what moves; a page runs when its experiment changes."""
    found = [str(module) for module in MODULES if "run_every" in module.source]
    refuse(found, "These modules speak of run_every, so that a page would tick:")


def test_session_state_has_one_reader_and_writer():
    found = [
        f"{module}, line {node.lineno}"
        for module in MODULES
        if module.name != "playground.ui.session"
        for node in ast.walk(module.tree())
        if isinstance(node, ast.Attribute) and node.attr == "session_state"
    ]
    refuse(found, "Only playground/ui/session.py reads and writes the session's state:")


def test_charts_know_arrays_and_the_history_and_nothing_of_how_they_came_about():
    charts = [module for module in MODULES if within(module.name, "playground.charts")]
    found = [f"{m}, line {i.line}: {i.name}" for m in charts for i in m.imports() if stranger_to_charts(i)]
    refuse(found, "Charts draw arrays and tables, whoever made them, but these imports know more:")


def stranger_to_charts(i: Import) -> bool:
    film = i.is_of("playground.films") and not i.is_of("playground.films.history")
    return film or any(i.is_of(package) for package in ("torch", "streamlit", "distributed", "dask"))


def test_the_web_server_never_loads_torch():
    served = [m.name for m in MODULES if m.name.startswith("playground") and not m.name.endswith("__main__")]
    served = [name for name in served if not any(within(name, home) for home in TORCH_HOMES)]
    loaded = loaded_after_importing(served)
    assert "playground.ui" in loaded
    assert "torch" not in loaded


def test_charts_load_neither_torch_nor_streamlit():
    loaded = loaded_after_importing([m.name for m in MODULES if within(m.name, "playground.charts")])
    assert not {"torch", "streamlit", "distributed"} & loaded


def test_the_workers_load_no_ui():
    names = [m.name for m in MODULES if any(within(m.name, home) for home in TORCH_HOMES)]
    loaded = loaded_after_importing(names)
    assert not {"streamlit", "plotly", "starlette", "playground.ui"} & loaded


def loaded_after_importing(names: list[str]) -> set[str]:
    """What a fresh interpreter has in memory after importing `names`."""
    return loaded_after_running(f"import {', '.join(names)}")


def loaded_after_running(code: str) -> set[str]:
    """What a fresh interpreter has in memory after running `code`."""
    code = f"import sys\n{code}\nprint('loaded', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


def test_a_file_holds_one_idea():
    lengths = {module: len(module.source.splitlines()) for module in MODULES}
    long = [f"{module}: {lines} lines" for module, lines in lengths.items() if lines > FILE_LINES]
    refuse(long, f"A file of more than {FILE_LINES} lines holds two ideas:")


def test_a_function_holds_one_idea():
    functions = [
        (module, node)
        for module in MODULES
        for node in ast.walk(module.tree())
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lengths = [(f"{module}, {node.name}", node.end_lineno - node.lineno + 1) for module, node in functions]
    long = [f"{name}: {lines} lines" for name, lines in lengths if lines > FUNCTION_LINES]
    refuse(long, f"A function of more than {FUNCTION_LINES} lines holds two ideas:")


ENTRIES = {"app.py": "__name__ != '__mp_main__'", "playground/ui/script.py": "__name__ == '__main__'"}
"""What Python may run again in a worker process, under the name `__mp_main__`, and what guards it."""


@pytest.mark.parametrize(("path", "condition"), ENTRIES.items())
def test_an_entry_is_a_guard_and_nothing_else(path: str, condition: str):
    """What is outside the guard would run in every worker process, too."""
    docstring, guard = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    assert isinstance(docstring, ast.Expr)
    assert isinstance(guard, ast.If)
    assert ast.unparse(guard.test) == condition


def test_a_worker_that_runs_an_entry_again_loads_nothing():
    runs = "; ".join(f"runpy.run_path({path!r}, run_name='__mp_main__')" for path in ENTRIES)
    loaded = loaded_after_running(f"import runpy; {runs}")
    assert not {"streamlit", "playground", "starlette", "torch"} & loaded
