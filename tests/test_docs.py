"""What is written about the project is true: links lead somewhere, names exist, examples run."""

from __future__ import annotations

import itertools
import re
import shlex
from pathlib import Path
from types import ModuleType
from typing import get_args

import numpy as np
import pytest

from playground import tasks
from playground.cli import chosen_config
from playground.config import SETTINGS
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.tasks.answers import Loss
from playground.training.advance import advance

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
GLOSSARY = ROOT / "docs/glossary.md"
DECISIONS = sorted((ROOT / "docs/decisions").glob("0*.md"))
PAGES = [
    README,
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *ROOT.glob("playground/**/*.md"),
]

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
ENTRY = re.compile(r"^\*\*(.+?)\*\*(?: \((.+?)\))?: (.+)$", re.MULTILINE)

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
every_decision = pytest.mark.parametrize("record", DECISIONS, ids=lambda record: record.stem)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(text: str) -> str:
    """The text without its code, where brackets mean something else."""
    return CODE.sub("", FENCE.sub("", text))


def blocks(text: str, language: str) -> list[str]:
    return [body for name, body in FENCE.findall(text) if name == language]


def commands_in(text: str) -> str:
    """What is set as code in lines, or in blocks for a shell."""
    return "\n".join([*blocks(text, "shell"), *CODE.findall(FENCE.sub("", text))])


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# ---- every page


@every_page
def test_every_link_and_image_leads_somewhere(page: Path):
    missing = []
    for _, _, target in LINK.findall(prose(read(page))):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (page.parent / path).resolve() if path else page
        inside = file.is_relative_to(ROOT) and file.exists()
        if not inside or (anchor and anchor not in anchors(read(file))):
            missing.append(target)
    assert missing == []


@every_page
def test_every_image_has_words_for_who_does_not_see_it(page: Path):
    images = [
        (" ".join(alt.split()), target) for mark, alt, target in LINK.findall(prose(read(page))) if mark
    ]
    assert [target for alt, target in images if len(alt) < 40] == []


@every_page
def test_every_named_command_of_make_exists(page: Path):
    targets = set(re.findall(r"^([a-z]+):", read(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", commands_in(read(page)))) <= targets


@every_page
def test_every_named_file_exists(page: Path):
    """Paths in backticks, from the root or from the package; the README's new problem is the exception."""
    named = re.findall(r"`([\w./-]+/[\w.-]*\w\.(?:py|md|toml|txt|csv|css|js))`", FENCE.sub("", read(page)))
    homes = (ROOT, ROOT / "playground", ROOT / "tests", page.parent)
    known = {"playground/tasks/problems/largest.py"} if page == README else set()
    outside = {"datasets/sunspots/sunspots.csv", "datasets/co2/co2.csv", "_data/seattle-weather.csv"}
    outside |= {"tests/testdata/alice29.txt"}
    gone = [name for name in named if not any((home / name).exists() for home in homes)]
    assert set(gone) - known - outside == set()


# ---- the README


def test_the_readme_names_the_environment_variables_the_code_reads_and_no_others():
    sources = [*ROOT.glob("playground/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "app.py", ROOT / "Makefile"]
    name = re.compile(r"PLAYGROUND_[A-Z_]*[A-Z]")
    in_code = {found for path in sources for found in name.findall(read(path))}
    in_table = set(re.findall(r"^\| `(PLAYGROUND_[A-Z_]+)` \|", read(README), re.MULTILINE))
    assert set(name.findall(read(README))) == in_table == in_code


def test_the_variable_for_chromium_is_the_one_the_tests_read():
    assert "| `CHROMIUM` |" in read(README)
    assert 'environ.get("CHROMIUM")' in read(ROOT / "tests/browser/chromium.py")


def commands() -> list[list[str]]:
    lines = "\n".join(blocks(read(README), "shell")).splitlines()
    return [shlex.split(line)[3:] for line in lines if line.startswith("python -m playground ")]


def test_the_readme_shows_every_command():
    assert {command[0] for command in commands()} == {"presets", "settings", "train", "export", "verify"}


@pytest.mark.parametrize("command", [c for c in commands() if c[0] in ("train", "export")], ids=" ".join)
def test_every_example_of_the_command_line_is_an_experiment(command: list[str]):
    def given(flag: str) -> list[str]:
        return [value for name, value in itertools.pairwise(command) if name == flag]

    assert set(given("--preset")) <= set(PRESETS)
    assert {word for word in command if word.startswith("--")} <= {
        "--preset",
        "--link",
        "--set",
        "--own",
        "--column",
        "--season",
        "--json",
        "--to",
    }
    preset, link = (next(iter(given(flag)), None) for flag in ("--preset", "--link"))
    changed = chosen_config(preset, link, given("--set"))
    assert (changed == chosen_config(preset, None, [])) == (not given("--set") and link is None)


def test_the_readmes_map_names_every_part_of_the_package():
    rooms = {path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("playground/*/**/__init__.py")}
    assert {room for room in rooms if f"| [{room}/]({room}) |" in read(README)} == rooms


@pytest.mark.parametrize("source", blocks(read(README), "python"), ids=lambda source: source.split("\n")[0])
def test_the_readmes_python_compiles_and_fits_the_line(source: str):
    compile(source, "README.md", "exec")
    assert max(map(len, source.splitlines())) <= 110


def test_the_readmes_new_problem_is_one_and_its_network_beats_the_baseline_answer(
    monkeypatch: pytest.MonkeyPatch,
):
    [source] = blocks(read(README), "python")
    module = ModuleType("largest")
    exec(compile(source, "README.md", "exec"), module.__dict__)
    new = module.PROBLEM
    monkeypatch.setitem(tasks.PROBLEMS, new.name, new)
    assert tasks.checked(new.preset) == new.preset
    data = tasks.dataset(new.preset.task)
    assert data.test_y == pytest.approx(data.test_x.max(axis=1))
    always_the_mean = np.mean((data.test_y - 10 / 11) ** 2)
    assert data.baseline.loss == pytest.approx(always_the_mean, rel=0.3)
    example = data.test_x[0]
    text = new.write(example, new.preset.task, data)
    assert new.parse(text, new.preset.task, data) == pytest.approx(example, abs=1e-4)
    three_quarters = edited(new.preset, {"training.epochs": new.preset.training.epochs * 3 // 4})
    assert advance(three_quarters, None, 10**6).test_loss[-1] < data.baseline.loss / 5


# ---- the glossary, which is also the page "Words"


def entries() -> list[tuple[str, str, str]]:
    """Term, its names in the code, and what it says."""
    return [(term, names, words) for term, names, words in ENTRY.findall(read(GLOSSARY))]


def test_the_glossary_is_headings_entries_and_its_introduction_and_nothing_else():
    title, introduction, *rest = read(GLOSSARY).strip().split("\n\n")
    assert title == "# Words"
    assert not introduction.startswith(("#", "**"))
    strange = [part for part in rest if not part.startswith("## ") and not ENTRY.fullmatch(part)]
    assert strange == []


def test_a_term_has_one_entry():
    terms = [term.lower() for term, _, _ in entries()]
    assert sorted(terms) == sorted(set(terms))


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry[0])
def test_an_entry_is_one_to_three_sentences(entry: tuple[str, str, str]):
    assert 1 <= len(re.findall(r"[.!?](?=\s|$)", entry[2])) <= 3
    assert entry[2].endswith(".")


def explained() -> set[str]:
    """Everything that an entry names as it is written in code."""
    return set(re.findall(r"`([^`]+)`", " ".join(names for _, names, _ in entries())))


def test_every_choice_a_learner_has_is_explained():
    offered = {word for setting in SETTINGS.values() for word in setting.values if isinstance(word, str)}
    assert {*offered, *get_args(Loss)} - explained() == set()


def test_every_setting_of_network_and_training_is_explained_by_its_name():
    names = explained() | {name.rpartition(".")[2] for name in explained()}
    assert {one.name for one in SETTINGS.values() if one.section != "task"} - names == set()


# ---- the records of decisions


def test_decisions_are_numbered_in_order():
    assert DECISIONS
    assert [int(record.name[:4]) for record in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@every_decision
def test_a_decision_has_the_agreed_form_and_is_short(record: Path):
    text = read(record)
    assert re.match(rf"# {int(record.name[:4])}\. .+\n\nDecided \d{{4}}-\d\d-\d\d\.\n", text)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Why", "What", "Instead of", "Costs"]
    assert len(text.splitlines()) < 40


@every_decision
def test_a_decision_refers_to_records_there_are(record: Path):
    numbers = {int(number) for number in re.findall(r"\brecord (\d+)", read(record))}
    assert numbers <= set(range(1, len(DECISIONS) + 1)) - {int(record.name[:4])}
