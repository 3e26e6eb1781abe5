"""The promises of the repository itself: pins, commands, settings that say why, the licence."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("download", "pytorch", "org"),
        ("conda", "anaconda", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("crates", "io"),
        ("rubygems", "org"),
        ("docker", "io"),
        ("ghcr", "io"),
        ("proxy", "golang", "org"),
        ("deb", "debian", "org"),
    )
)
"""In parts, or this file would name what it looks for."""


def text_files() -> list[Path]:
    """Every text file that is, or would be, committed; without git, every one that is not a build's."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        paths = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        ours = (p for p in ROOT.rglob("*") if p.relative_to(ROOT).parts[0] not in {".git", ".venv"})
        paths = [p for p in ours if not p.match("*cache*/**")]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8192]]


def pins() -> list[tuple[str, str]]:
    """Every requirement as (file, line), without comments and references to the other file."""
    lines = [(name, line.split("#")[0].strip()) for name in REQUIREMENTS for line in read(name).splitlines()]
    return [(name, line) for name, line in lines if line and not line.startswith("-r ")]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(("file", "line"), pins(), ids=[line for _, line in pins()])
def test_a_requirement_is_pinned_and_the_tests_run_on_that_version(file: str, line: str):
    match = re.fullmatch(r"([A-Za-z0-9._-]+)==([0-9][0-9A-Za-z.]*)", line)
    assert match, f"{file}: {line} is not an exact pin, name==version."
    name, pinned = match.groups()
    assert version(name).split("+")[0] == pinned, f"{name} {version(name)} is installed; run make test."


def test_the_requirements_are_the_ones_the_design_rests_on():
    assert {line.split("==")[0] for file, line in pins() if file == "requirements.txt"} == {
        "distributed",
        "numpy",
        "pandas",
        "plotly",
        "segno",
        "streamlit",
        "torch",
    }


def test_the_readme_gives_the_commands_and_they_exist():
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    promised = set(re.findall(r"\bmake ([a-z]+)\b", "\n".join(re.findall(r"`+[^`]*`+", read("README.md")))))
    assert {"run", "test"} <= promised <= targets


def test_every_command_says_what_it_does():
    lines = read("Makefile").splitlines()
    rules = [n for n, line in enumerate(lines) if re.match(r"[^\s#:=]+:(?!=)", line) and line[0] != "."]
    assert rules
    assert [lines[n] for n in rules if not lines[n - 1].startswith("# ")] == []


def test_the_ci_check_runs_the_readmes_command():
    assert re.search(r"^exec make .*\bcheck test\b", read(".ci/run"), re.MULTILINE)
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_no_file_names_a_package_registry():
    found = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in text_files()
        for host in REGISTRIES
        if re.search(rf"(?<![a-z]){re.escape(host)}\b", path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_every_setting_says_why():
    lines = read(".streamlit/config.toml").splitlines()
    settings = [n for n, line in enumerate(lines) if re.match(r"\w+ = ", line)]
    assert settings
    assert [lines[n] for n in settings if not lines[n - 1].startswith("# ")] == []


def test_the_server_is_for_this_machine_and_tells_nobody():
    settings = tomllib.loads(read(".streamlit/config.toml"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"


def test_no_foreign_page_can_speak_to_the_app():
    """Not by its own name for this machine, not over the live connection, and not with a form."""
    server = tomllib.loads(read(".streamlit/config.toml"))["server"]
    assert server["allowedHosts"] == ["localhost", "127.0.0.1"]
    assert server["enableCORS"] is True
    assert server["enableXsrfProtection"] is True


def test_no_message_is_sent_by_name():
    """The browser may have forgotten what the name stands for, and then its page stands still."""
    settings = tomllib.loads(read(".streamlit/config.toml"))
    assert settings["global"]["minCachedMessageSize"] > 1e6 * settings["server"]["maxMessageSize"]


def test_streamlit_knows_every_setting():
    """A misspelt setting is a line in a log that nobody reads."""
    from streamlit import config

    def names(table: dict[str, object], prefix: str = "") -> list[str]:
        return [
            name
            for key, value in table.items()
            for name in (names(value, f"{prefix}{key}.") if isinstance(value, dict) else [f"{prefix}{key}"])
        ]

    known = config.get_config_options()
    assert [name for name in names(tomllib.loads(read(".streamlit/config.toml"))) if name not in known] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_are_readable_in_the_theme(theme: str):
    """WCAG 2, level AA: 4.5 to 1 for words, 3 to 1 for outlines and for what can be acted on."""
    colors = tomllib.loads(read(".streamlit/config.toml"))["theme"][theme]
    for ground in (colors["backgroundColor"], colors["secondaryBackgroundColor"]):
        assert contrast(colors["textColor"], ground) >= 7
        assert contrast(colors["linkColor"], ground) >= 4.5
        assert contrast(colors["primaryColor"], ground) >= 3
        assert contrast(colors["borderColor"], ground) >= 3
    assert contrast(colors["primaryColor"], "#FFFFFF") >= 4.5  # the words on a primary button


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    shares = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_licence_is_mit():
    assert read("LICENSE").startswith("MIT License\n\nCopyright (c) 2026 RNN Playground contributors\n")
    assert tomllib.loads(read("pyproject.toml"))["project"]["license"] == "MIT"


def test_the_changelog_has_a_place_for_what_comes_next():
    assert re.search(r"^## Unreleased$", read("CHANGELOG.md"), re.MULTILINE)
