"""The command line with a learner's own rows."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest

from playground.cli import chosen_config, main
from playground.experiments import links
from playground.experiments.presets import PRESETS
from playground.training import devices
from playground.uploads.tables import MOST_BYTES

ROWS = "\n".join(f"{'good' if n % 3 else 'bad'} thing {n},{'yes' if n % 3 else 'no'}" for n in range(30))


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    file = tmp_path / "rows.csv"
    file.write_text(ROWS, encoding="utf-8")
    return file


def test_own_rows_are_trained_on(rows: Path, capsys: pytest.CaptureFixture[str]):
    status = main(["train", "--own", str(rows), "--set", "training.epochs=2", "--json"])
    assert status == 0
    *epochs, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert len(epochs) == 2
    config = chosen_config(None, None, ["training.epochs=2"], rows)
    assert last["summary"]["digest"] == config.digest
    assert config.task.own


def test_a_link_to_own_rows_asks_for_them_and_opens_with_them(rows: Path, capsys: pytest.CaptureFixture[str]):
    config = chosen_config(None, None, ["model.cell=gru"], rows)
    link = urlencode(links.encode(config))
    assert chosen_config(None, link, [], rows) == config
    elsewhere = link.replace(config.task.own, "0" * 32)
    assert main(["train", "--link", elsewhere]) == 2
    assert "add the same rows again" in capsys.readouterr().err
    assert chosen_config(None, elsewhere, [], rows) == config


def test_columns_of_a_table_are_forecast_with_what_is_read_beside_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    table = tmp_path / "table.csv"
    table.write_text("\n".join(["town,rain,wind", *(f"x,{n * n % 13},{n * 7 % 5}" for n in range(60))]))
    chosen = ["--own", str(table), "--column", "wind", "--column", "rain", "--season", "5"]
    assert main(["train", *chosen, "--set", "training.epochs=1", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out.splitlines()[-1])["summary"]
    assert summary["baselines"].keys() == {"baseline", "persistence", "seasonal_naive", "autoregression"}
    assert summary["baselines"]["seasonal_naive"]["rmse"] == 0
    columns = {"columns": ("wind", "rain"), "season": 5}
    config = chosen_config(None, None, ["training.epochs=1"], table, **columns)
    assert summary["digest"] == config.digest
    assert chosen_config(None, urlencode(links.encode(config)), [], table, **columns) == config
    for arguments, sentence in (
        (["--own", str(table), "--column", "town"], "row 2 has 'x', which is no number"),
        (["--own", str(table), "--column", "snow"], "no column 'snow'; there are 'rain', 'wind'"),
        (["--column", "rain"], "--column and --season are for the problem own-series"),
    ):
        assert main(["train", *arguments]) == 2
        assert sentence in capsys.readouterr().err


def test_how_a_table_was_read_is_told_before_training_and_in_the_summary_and_can_be_chosen(
    capsys: pytest.CaptureFixture[str],
):
    files = Path(__file__).parent / "uploads" / "own_data"
    command = ["train", "--own", str(files / "sentinel_minus999.csv"), "--column", "temp"]
    quick = ["--set", "training.epochs=1", "--json"]
    losses = []
    for choice, said in (
        ([], "-999 lies far outside; it stands for a gap, 6 times."),
        (["--read", "codes=keep"], "-999 lies far outside; it is kept as a number, 6 times."),
    ):
        assert main([*command, *quick, *choice]) == 0
        printed = capsys.readouterr()
        summary = json.loads(printed.out.splitlines()[-1])["summary"]
        assert f"{said} (--read codes=gaps | keep)\n" in printed.err
        assert summary["reading"][-1] == f"In the column 'temp', {said}"
        losses.append(summary["baselines"]["persistence"]["rmse"])
    assert losses[1] > 50 * losses[0]
    for choice, sentence in (
        ("codes=no", "codes may be gaps | keep, not 'no'."),
        ("colour=red", "There is no choice 'colour'; there are encoding, sheet, comments, delimiter,"),
        ("codes", "--read needs NAME=VALUE, such as codes=keep, not 'codes'."),
    ):
        assert main([*command, "--read", choice]) == 2
        assert sentence in capsys.readouterr().err
    assert main(["train", "--own", str(files / "constant_train_then_moves.csv"), "--column", "v"]) == 2
    assert (
        "constant where the network trains: the first 164 of its 200 points are 0" in capsys.readouterr().err
    )
    assert main(["train", "--own", str(files / "sentinel_none.csv")]) == 2
    told = capsys.readouterr().err
    assert "a table of numbers, with the columns 'date', 'temp'" in told
    assert told.endswith("add --column, such as --column temp.\n")
    assert main(["train", "--own", str(files / "stacked_countries.csv"), "--column", "new_cases"]) == 2
    assert "Choose one: 'Aland', 'Borduria', 'Carpania'." in capsys.readouterr().err


def test_as_many_words_are_read_as_the_texts_have_unless_another_number_is_asked_for(
    capsys: pytest.CaptureFixture[str],
):
    file = Path(__file__).parent / "uploads" / "own_data" / "verdict_after_word_20.csv"
    assert chosen_config(None, None, [], file).task.length == 38
    assert chosen_config(None, None, ["task.length=12"], file).task.length == 12
    quick = ["--set", "training.epochs=1", "--json"]
    assert main(["train", "--own", str(file), "--set", "task.length=12", *quick]) == 0
    printed = capsys.readouterr()
    summary = json.loads(printed.out.splitlines()[-1])["summary"]
    assert summary["reading"][-1].startswith("Texts of more than 12 words are cut there: 300.")
    assert "Texts of more than 12 words are cut there: 300." in printed.err


def test_the_final_numbers_of_a_translator_are_all_there(capsys: pytest.CaptureFixture[str]):
    small = ["task.examples=500", "task.length=2", "model.hidden_size=8", "training.epochs=1"]
    assert main(["train", "--preset", "reverse", "--json", *(f"--set={one}" for one in small)]) == 0
    final = json.loads(capsys.readouterr().out.splitlines()[-1])["summary"]["final"]
    shares = {"accuracy", "accuracy_free", "exact_match", "aligned"}
    assert shares <= final.keys()
    assert all(0 <= final[name] <= 1 for name in shares)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00\xd8" + bytes(100), "UTF-16"),
        (b"a" * 3_000_000, "at most 2 MB"),
        (b"a text,a label\n", "at least 20 different texts"),
    ],
)
def test_rows_that_cannot_be_learned_from_give_one_sentence_and_status_2(
    rows: Path, content: bytes, sentence: str, capsys: pytest.CaptureFixture[str]
):
    rows.write_bytes(content)
    assert main(["train", "--own", str(rows)]) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1


def test_a_table_that_is_too_large_is_refused_and_not_cut(rows: Path, capsys: pytest.CaptureFixture[str]):
    rows.write_bytes(b"1\n" * (MOST_BYTES // 2 + 1))
    assert main(["train", "--own", str(rows), "--column", "column 1"]) == 2
    assert "at most 10 MB" in capsys.readouterr().err


def test_a_file_that_is_not_there_and_a_problem_that_reads_none_are_said(
    rows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    for arguments, sentence in (
        (["--own", str(tmp_path / "none.csv")], "cannot be read (No such file or directory)"),
        (["--own", str(tmp_path)], "cannot be read (Is a directory)"),
        (["--own", str(rows), "--preset", "sine"], "sine brings its own data"),
    ):
        assert main(["train", *arguments]) == 2
        assert sentence in capsys.readouterr().err


def test_without_own_rows_everything_is_as_it_was():
    assert chosen_config(None, None, []) == PRESETS["sine"].config


QUICK = ["train", "--set", "training.epochs=1", "--json"]


def test_the_command_line_gives_the_verdict_that_the_page_gives(capsys: pytest.CaptureFixture[str]):
    assert main(["train", "--set", "training.epochs=2"]) == 0
    told = capsys.readouterr().out
    assert "Not better than the baseline yet: test loss " in told
    assert "The test loss still falls.\nTry: --set training.epochs=4\n" in told
    assert main(["train", "--set", "training.epochs=2", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    final = lines[-1]["summary"]["final"]
    assert (final["verdict"], lines[0]["verdict"]) == ("not better", "not better")
    assert lines[-1]["summary"]["verdict"] in told
    assert lines[-1]["summary"]["try"] == {"training.epochs": "4"}
    assert final["test_loss"] - final["margin"] > lines[-1]["summary"]["baselines"]["baseline"]["loss"]


FILES = Path(__file__).parent / "uploads" / "own_data"


def test_the_verdict_on_a_column_names_its_data_and_what_to_try_helps(capsys: pytest.CaptureFixture[str]):
    command = ["train", "--own", str(FILES / "stock_growth_iso.csv"), "--column", "Close", "--json"]
    growth, errors = ["--set", "task.scaling=growth"], []
    for more, sentence, tried in (
        ([], "The test part is unlike the train part: its values go from 936 to 1,432, those of the train "
         "part from 100 to 938.", {"task.scaling": "growth"}),
        (growth, "There may be nothing to learn: ", {"training.epochs": "23"}),
        ([*growth, "--set", "training.epochs=23"], "There may be nothing to learn: ", {}),
    ):  # fmt: skip
        assert main([*command, *more]) == 0
        summary = json.loads(capsys.readouterr().out.splitlines()[-1])["summary"]
        assert summary["verdict"].startswith(sentence)
        assert summary["try"].items() >= tried.items()
        errors.append(summary["final"]["relative"])
    assert errors[0] > 5 * errors[1]
    assert errors[1] > errors[2]


def test_a_run_that_diverged_ends_with_status_1_and_says_what_to_try(capsys: pytest.CaptureFixture[str]):
    wild = ["--set", "training.optimizer=sgd", "--set", "training.lr=100", "--set", "model.cell=rnn"]
    quick = ["--preset", "adding", "--set", "task.length=20", "--set", "model.nonlinearity=relu"]
    assert main(["train", *quick, *wild, "--set", "training.epochs=5"]) == 1
    told = capsys.readouterr().out
    assert "Diverged: the loss became infinite or undefined at step " in told
    assert "Try: --set training.lr=0.005\n" in told


def test_without_a_column_the_likeliest_is_taken_and_said_or_suggested(capsys: pytest.CaptureFixture[str]):
    file = str(FILES / "avocado_layout.csv")
    assert main(["train", "--own", file]) == 2
    assert capsys.readouterr().err.endswith("add --column, such as --column AveragePrice.\n")
    assert (
        main(["train", "--own", file, "--preset", "own-series", "--set", "training.epochs=1", "--json"]) == 0
    )
    said = "The column 'AveragePrice' is forecast; --column chooses another one: 'row', 'year'."
    printed = capsys.readouterr()
    assert said in printed.err
    assert said in json.loads(printed.out.splitlines()[-1])["summary"]["reading"]


def test_the_summary_names_the_device_and_a_digest_that_knows_it(capsys: pytest.CaptureFixture[str]):
    assert main(QUICK) == 0
    summary = json.loads(capsys.readouterr().out.splitlines()[-1])["summary"]
    config = chosen_config(None, None, ["training.epochs=1"])
    assert (summary["device"], summary["digest"]) == ("cpu", config.digest)


@pytest.mark.parametrize(
    ("device", "sentence"),
    [("mps", "PLAYGROUND_DEVICE asks for mps"), ("gpu", "one of auto, cpu, cuda, mps")],
)
def test_a_device_that_cannot_be_had_is_refused_in_one_sentence(monkeypatch, capsys, device, sentence):
    monkeypatch.setenv("PLAYGROUND_DEVICE", device)
    monkeypatch.setattr(devices, "find_gpu", lambda: "")
    assert main(QUICK) == 1
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
