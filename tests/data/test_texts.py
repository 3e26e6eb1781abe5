"""The packaged texts: what `SOURCES.md` says of them is true, and damage is noticed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from playground.config.errors import DataError
from playground.data import FOLDER, text
from playground.data.texts import CHARACTERS

ROW = re.compile(r"\| `(\w+)\.txt` \| (\d+) \| `([0-9a-f]{64})` \|")
SOURCES = {
    name: (int(characters), digest)
    for name, characters, digest in ROW.findall((FOLDER / "SOURCES.md").read_text(encoding="utf-8"))
}


def test_every_text_has_its_row_in_sources_and_the_other_way_round():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(SOURCES) == set(CHARACTERS)


@pytest.mark.parametrize("name", SOURCES)
def test_length_and_hash_are_those_in_sources(name: str):
    characters, digest = SOURCES[name]
    assert len(text(name)) == characters == CHARACTERS[name] < 100_000
    assert hashlib.sha256((FOLDER / f"{name}.txt").read_bytes()).hexdigest() == digest


def test_every_file_of_our_own_has_its_hash_in_sources_and_the_other_way_round():
    rows = re.findall(r"\| `(made/[\w.]+)` \| `([0-9a-f]{64})` \|", (FOLDER / "SOURCES.md").read_text())
    files = {f"made/{path.name}": path.read_bytes() for path in (FOLDER / "made").iterdir()}
    assert dict(rows) == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_alice_is_tidy_and_ends_with_a_sentence():
    alice = text("alice")
    assert set(alice) <= set("abcdefghijklmnopqrstuvwxyz \n.,;:!?'\"()-")
    assert len(set(alice)) == 39
    assert not re.search(r"  |\n\n| \n|\n ", alice)
    assert alice.startswith("alice was beginning to get very tired of sitting by her sister on the bank")
    assert alice.endswith("she opened the door and went in.\n")
    assert not re.search(r"chapter|fulcrum", alice)


@pytest.mark.parametrize("damage", [b"", b"cut", b"\xff\xfe\x00", "alice is schön".encode()])
def test_a_damaged_text_is_refused_in_words(tmp_path: Path, damage: bytes):
    (tmp_path / "alice.txt").write_bytes(damage)
    with pytest.raises(DataError, match=r"alice\.txt is damaged: .*; please install"):
        text("alice", tmp_path)


def test_a_missing_text_is_refused_in_words(tmp_path: Path):
    with pytest.raises(DataError, match=r"alice\.txt is missing"):
        text("alice", tmp_path)
