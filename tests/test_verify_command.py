"""Result codes on the command line: each is trained again, and gets a line."""

from __future__ import annotations

import json

import pytest

from playground.cli import main
from playground.experiments import edits
from playground.lessons.codes import written_code
from playground.lessons.exercises import exercise

NAME, EXPERIMENT = "hidden-size", 2
PART = exercise(NAME).parts[EXPERIMENT]
assert PART.solved is not None
TRUE = written_code(NAME, EXPERIMENT, PART.solved)
FALSE = written_code(NAME, EXPERIMENT, edits.edited(PART.config, {"training.epochs": 21}))


def test_a_column_of_codes_gets_a_line_each_and_the_worst_decides(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", TRUE]) == 0
    assert capsys.readouterr().out == f"1: true. hidden-size, {PART.name}\n"
    assert main(["verify", TRUE, FALSE]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("1: true.")
    assert second.startswith("2: not true.")
    assert "Asked: test loss divided by the baseline's below 1. Seen: " in second
    assert main(["verify", FALSE, "nonsense"]) == 2
    assert capsys.readouterr().out.splitlines()[1] == "2: no code. This is no result code: 'nonsense'."


def test_codes_are_told_as_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    number = written_code(NAME, 0, 89.0)
    assert main(["verify", "--json", TRUE, number, "x.y"]) == 2
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["state"] for row in rows] == ["true", "not true", "no code"]
    assert [row["code"] for row in rows] == [TRUE, number, "x.y"]
    assert rows[0]["part"] == EXPERIMENT + 1


def test_no_code_at_all_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["verify"])
    assert ended.value.code == 2
    assert "CODE" in capsys.readouterr().err
