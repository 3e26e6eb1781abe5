"""An own table on the page: read, a column of it chosen, drawn and used, or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

from playground.experiments import links
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.tasks import dataset
from tests.app.conftest import TrainPage, opened

FILES = Path(__file__).parents[1] / "uploads" / "own_data"
OURS = PRESETS["own-series"].config
ROWS = "\n".join(
    ["date,*bikes* <b>,rain,town", *(f"{1950 + n}-01-01,{n * n % 17 or ''},{n * 7 % 5},x" for n in range(60))]
)


def upload(page: TrainPage, rows: bytes) -> None:
    page.widget("own-table-file").set_value(("table.csv", rows, "text/csv"))
    page.run()


def read(page: TrainPage) -> str:
    return page.text.replace("\\", "")


def test_a_table_is_read_a_column_chosen_and_used_and_never_in_the_link():
    page = opened(OURS)
    assert "This series is our example until you add your own: 240 points." in page.text
    upload(page, ROWS.encode())
    assert not page.sentences
    assert "Your table: 60 rows, 4 columns." in read(page)
    assert "The time is in the column 'date'." in read(page)
    assert "Columns of texts or dates cannot be forecast: 'town'." in read(page)
    assert page.widget("own-column").options == ["*bikes* <b>", "rain"]
    assert page.config == OURS
    assert "3 missing points were filled by straight lines." in page.text
    page.turn("own-inputs", ["rain"])
    page.turn("own-season", "１７")
    page.press("own-use")
    series = dataset(page.config.task).answer.series
    assert series is not None
    assert (series.value_label, series.season, series.filled) == ("*bikes* <b>", 17, 3)
    assert [other.name for other in series.covariates] == ["rain"]
    assert page.config == edited(OURS, {"task.length": 19, "task.own": page.config.task.own})
    assert page.experiment["autoplay"]
    assert page.experiment["films"][0]["proof"]
    assert page.view("learning", step=1)
    assert page.link == links.encode(page.config)
    assert "Your series: *bikes* <b>, 59 points." in read(page)
    assert "A free run does not know the further inputs, so they keep their last value." in page.text
    page.below("Share")
    assert "but not your rows" in page.text
    assert "--own FILE --column '*bikes* <b>' --column rain --season 17" in page.text
    assert "own-table" not in page.script.session_state


def test_a_column_that_does_not_fit_and_a_table_that_cannot_be_read_are_told_and_the_run_goes_on():
    page = opened(OURS)
    upload(page, ROWS.encode())
    page.turn("own-season", "40")
    (said,) = page.sentences
    assert said == "A season must be from 2 to 29 points, half of the series, not 40."
    assert not [one for one in page.script.button if one.key == "own-use"]
    upload(page, b"<!DOCTYPE html><p>a,b</p>")
    (said,) = page.sentences
    assert "a saved web page" in said
    assert page.config == OURS
    page.widget("own-table-text").set_value(ROWS)
    (button,) = (one for one in page.script.button if one.label == "Read this table")
    button.click()
    page.run()
    assert not page.sentences
    page.press("own-drop")
    assert page.widget("own-table-text").value == ""


def test_how_a_table_was_read_is_said_before_play_and_chosen_otherwise():
    page = opened(OURS)
    upload(page, (FILES / "sentinel_minus999.csv").read_bytes())
    assert "In the column 'temp', -999 lies far outside; it stands for a gap, 6 times." in read(page)
    page.turn("own-read-codes", "keep")
    assert "-999 lies far outside; it is kept as a number, 6 times." in read(page)
    page.press("own-use")
    assert dataset(page.config.task).answer.series.values.min() == -999
    page.below("Share")
    assert "--own FILE --column temp --read codes=keep" in page.text


def test_a_wrong_choice_says_so_and_loses_nothing():
    page = opened(OURS)
    upload(page, (FILES / "sentinel_minus999.csv").read_bytes())
    page.turn("own-read-codes", "keep")
    page.turn("own-read-delimiter", "bar")
    (said,) = page.sentences
    assert said == "No line has a bar in it, so this does not stand between the columns."
    assert not [one for one in page.script.button if one.key == "own-use"]
    page.turn("own-read-delimiter", "comma")
    assert not page.sentences
    assert "it is kept as a number, 6 times." in read(page)
    page.turn("own-read-first", 11)
    assert "It has no names; the values are in the rows 11 to 201." in read(page)
    page.press("own-use")
    assert len(dataset(page.config.task).answer.series.values) == 191
    page.below("Share")
    assert "--read first=11 --read codes=keep" in page.text


def test_of_a_file_that_cannot_be_read_as_it_is_the_choices_are_offered():
    page = opened(OURS)
    upload(page, b"a,b\n" + b'"1,"2\n' * 40)
    assert "goes on behind a closing quotation mark" in page.sentences[0]
    page.turn("own-read-quotes", "part")
    assert "No column can be forecast. In the column 'a', row 2" in page.sentences[0]


def test_a_column_that_is_constant_where_the_network_trains_is_refused_with_the_reason():
    page = opened(OURS)
    upload(page, (FILES / "constant_train_then_moves.csv").read_bytes())
    (said,) = page.sentences
    assert said.startswith(
        "The column 'v' is constant where the network trains: the first 164 of its 200 points"
    )
    assert not [one for one in page.script.button if one.key == "own-use"]


def test_one_of_several_series_must_be_chosen_before_anything_is_learned_from_it():
    page = opened(OURS)
    upload(page, (FILES / "stacked_countries.csv").read_bytes())
    (said,) = page.sentences
    assert "3 series, told apart by 'location'. Choose one: 'Aland', 'Borduria', 'Carpania'." in said
    assert not [one for one in page.script.button if one.key == "own-use"]
    page.turn("own-read-series", "Borduria")
    assert not page.sentences
    page.press("own-use")
    assert len(dataset(page.config.task).answer.series.values) == 120


def test_own_rows_and_own_tables_are_asked_for_apart():
    assert len(opened(OURS).script.file_uploader) == 1
    assert not opened(PRESETS["airline"].config).script.file_uploader
    assert "own-table-file" not in opened(PRESETS["own-sentences"].config)._named()
