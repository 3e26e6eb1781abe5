"""Own series: the chosen columns decide the run, nothing of the future gets in, and nothing into a link."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from playground.config import RunConfig
from playground.config.errors import ConfigError, ExampleError, OwnDataMissing
from playground.experiments import links
from playground.experiments.edits import edited
from playground.probes.inside import FreeStatesProbe
from playground.probes.look_inside import free_run
from playground.probes.read import read
from playground.tasks import checked, dataset, problem
from playground.tasks.baselines.series import fit_autoregression, forecast_baselines
from playground.tasks.problems.own_series import series_of
from playground.training.trainer import Trainer
from playground.uploads import own_data
from playground.uploads.series import MOST_INPUTS, OwnSeries, choose
from playground.uploads.tables import read_table

PROBLEM = problem("own-series")
BIKES = [round(500 + 40 * np.sin(n / 2) + 3 * n, 1) for n in range(60)]
RAIN = [n * n % 13 for n in range(60)]
WIND = [1e-6 * (n * 7 % 5) for n in range(60)]


def text_of(bikes: list[object] = BIKES) -> str:  # type: ignore[assignment]
    rows = zip(range(1950, 2010), bikes, RAIN, WIND, ["x"] * 60, strict=True)
    return "\n".join(["year,bikes,rain,wind,note", *(",".join(map(str, row)) for row in rows)])


def brought(text: str, column: str = "bikes", length: int = 8, **chosen: object) -> RunConfig:
    """The preset on these columns."""
    own = choose(read_table(text), column, **chosen)  # type: ignore[arg-type]
    config = edited(PROBLEM.preset, {"task.length": length})
    return edited(config, {"task.own": own_data.keep(own.to_bytes())})


def with_gaps(*places: int) -> list[object]:
    return ["" if n in places else value for n, value in enumerate(BIKES)]


def test_without_own_columns_there_is_a_series_of_ours_with_a_season():
    series = dataset(PROBLEM.preset.task).answer.series
    assert series is not None
    assert (len(series.values), series.season) == (240, 12)
    errors = [
        forecast.scores.rmse for forecast in forecast_baselines(series, fit_autoregression(series)).values()
    ]
    assert errors == sorted(errors, reverse=True)  # repeating, then last season, then the weighted sum


def test_the_chosen_column_is_the_series_with_its_times_split_and_scale():
    series = dataset(brought(text_of()).task).answer.series
    assert series is not None
    assert series.values.tolist() == BIKES
    assert series.times.tolist() == list(range(1950, 2010))
    assert (series.time_label, series.value_label, series.season) == ("year", "bikes", None)
    assert series.split == 8 + int(52 * 0.8)
    assert series.scale.mean == pytest.approx(np.mean(BIKES[: series.split]))
    assert series.scale.std == pytest.approx(np.std(BIKES[: series.split]))


def test_gaps_are_filled_by_straight_lines_and_those_at_the_ends_left_out():
    config = brought(text_of(with_gaps(0, 1, 20, 21, 59)))
    series = dataset(config.task).answer.series
    assert series is not None
    assert series.times[[0, -1]].tolist() == [1952, 2008]
    assert series.gaps.tolist() == [18, 19]
    assert series.values[18:20] == pytest.approx(np.linspace(BIKES[19], BIKES[22], 4)[1:3])


def test_a_season_gives_its_simple_forecast():
    assert "seasonal_naive" not in forecast_baselines(dataset(brought(text_of()).task).answer.series)
    found = forecast_baselines(dataset(brought(text_of(), season=13).task).answer.series)
    assert found["seasonal_naive"].one_step.tolist() == [BIKES[n - 13] for n in range(49, 60)]


def test_what_is_read_beside_it_stands_beside_it_and_is_scaled_by_its_own_training_part():
    config = brought(text_of(), inputs=("wind", "rain"))
    data = dataset(config.task)
    alone = dataset(brought(text_of()).task)
    assert data.input_size == 3
    assert np.array_equal(data.train_x[:, :, :1], alone.train_x)
    assert np.array_equal(data.test_y, alone.test_y)
    known = np.array(RAIN[:49])
    assert data.test_x[0, :, 2] == pytest.approx((known[41:] - known.mean()) / known.std(), abs=1e-6)
    assert checked(config) is config


def test_a_window_of_several_columns_is_written_and_read_back_and_counted():
    config = brought(text_of(), inputs=("wind", "rain"))
    data = dataset(config.task)
    written = PROBLEM.write(data.held_out(3), config.task, data)
    assert written.splitlines()[0] == f"{BIKES[44]:g} {WIND[44]:g} {RAIN[44]}"
    assert PROBLEM.parse(written, config.task, data) == pytest.approx(data.test_x[3], abs=1e-3)
    with pytest.raises(
        ExampleError, match="exactly 24 numbers, as many as the window, 3 for each point, not 8"
    ):
        PROBLEM.parse("1 " * 8, config.task, data)


def test_large_and_small_numbers_can_be_typed_as_well():
    for factor in (1e9, 1e-7):
        config = brought(text_of([value * factor for value in BIKES]))
        data = dataset(config.task)
        again = PROBLEM.parse(PROBLEM.write(data.held_out(0), config.task, data), config.task, data)
        assert again == pytest.approx(data.test_x[0], abs=1e-3)


def test_in_a_free_run_the_further_inputs_keep_their_last_value():
    config = brought(text_of(), inputs=("rain",))
    trainer = Trainer(config)
    forecasts = free_run(trainer, 20)
    series = trainer.dataset.answer.series
    window = trainer.test_x[:1].clone()
    for k in range(20):
        value = trainer.answers(window)
        assert forecasts[k] == pytest.approx(series.scale.points(value.numpy(), 0.0).item())
        held = trainer.test_x[0, -1, 1].reshape(1, 1)
        window = torch.cat([window[:, 1:], torch.cat([value, held], dim=1)[:, None]], dim=1)
    reading = read(FreeStatesProbe(config=config, step=0, horizon=20), trainer)
    assert reading.values == pytest.approx(forecasts)
    assert reading.states.shape == (20, 32)


def test_what_comes_after_the_split_changes_nothing_of_the_training_part():
    other = [*BIKES[:49], *[value * 9 for value in BIKES[49:]]]
    one, changed = (
        dataset(brought(text(), inputs=("rain",)).task) for text in (text_of, lambda: text_of(other))
    )
    assert np.array_equal(one.train_x, changed.train_x)
    assert np.array_equal(one.train_y, changed.train_y)
    assert np.array_equal(one.test_x[0], changed.test_x[0])


def test_the_same_columns_are_the_same_run_whatever_else_is_in_the_file():
    config = brought(text_of())
    assert config == brought(text_of().replace(",", ";").replace("note", "other"))
    assert config != brought(text_of(), column="rain")
    assert config != brought(text_of(), season=4)
    assert config != brought(text_of(), inputs=("rain",))


def test_columns_come_back_from_their_bytes_and_other_bytes_are_refused():
    own = choose(read_table(text_of(with_gaps(30))), "bikes", inputs=("rain",), season=7)
    again = OwnSeries.from_bytes(own.to_bytes())
    assert again.to_bytes() == own.to_bytes()
    assert np.array_equal(again.values, own.values, equal_nan=True)
    digest = own_data.keep(b'["labelled texts",[["a","b"]]]')
    with pytest.raises(OwnDataMissing, match="needs a column of a table"):
        edited(PROBLEM.preset, {"task.own": digest})


def test_a_link_has_the_fingerprint_alone():
    config = brought(text_of(), inputs=("rain",))
    link = links.encode(config)
    assert link == {"v": "1", "problem": "own-series", "task.length": "8", "task.own": config.task.own}
    assert links.decode(link) == config
    with pytest.raises(OwnDataMissing, match="add the same rows again"):
        links.decode(link | {"task.own": "0" * 32})


def test_by_itself_the_first_column_with_numbers_is_forecast():
    assert PROBLEM.read_own is not None
    digest = own_data.keep(PROBLEM.read_own(text_of().encode()))
    own = series_of(edited(PROBLEM.preset, {"task.own": digest}).task)
    assert own.names == ("bikes",)


CHOICES: dict[str, tuple[dict[str, object], str]] = {
    "no such column": ({"column": "bike"}, "no column 'bike'; there are 'bikes', 'rain', 'wind', 'year'"),
    "text": ({"column": "note"}, "row 2 has 'x', which is no number"),
    "text beside": ({"column": "rain", "inputs": ("note",)}, "row 2 has 'x', which is no number"),
    "twice": ({"column": "rain", "inputs": ("wind", "wind")}, "once each"),
    "itself": ({"column": "rain", "inputs": ("rain",)}, "other columns than the one that is forecast"),
    "many": ({"column": "rain", "inputs": ("a",) * (MOST_INPUTS + 1)}, "at most 4 further inputs, not 5"),
    "long season": ({"column": "rain", "season": 31}, "from 2 to 30 points, half of the series, not 31"),
    "short season": ({"column": "rain", "season": 1}, "not 1"),
}


@pytest.mark.parametrize(("chosen", "sentence"), CHOICES.values(), ids=CHOICES)
def test_a_choice_that_does_not_fit_has_its_sentence(chosen, sentence):
    with pytest.raises(ExampleError, match=sentence) as refused:
        choose(read_table(text_of()), **chosen)
    assert str(refused.value).endswith(".")


def test_between_its_ends_a_column_must_still_be_long_and_vary():
    short = ["" if n < 35 else value for n, value in enumerate(BIKES)]
    long = ["", *BIKES[1:]]
    table = read_table("a,b,c\n" + "\n".join(f"{long[n]},{short[n]},{int(n == 0)}" for n in range(60)))
    with pytest.raises(ExampleError, match="More than half of the column 'b' is missing"):
        choose(table, "b")
    with pytest.raises(ExampleError, match="The column 'c' is constant"):
        choose(table, "a", inputs=("c",))
    few = read_table("a,b\n" + "\n".join(f"{value},{n}" for n, value in enumerate(["", "", *BIKES[:29]])))
    with pytest.raises(ExampleError, match="at least 30 rows between its first and last value, not 29"):
        choose(few, "a")


def test_a_window_too_long_for_the_column_is_refused():
    with pytest.raises(ConfigError, match="at most 50, not 51"):
        brought(text_of(), length=51)
