"""Windows, split, scale and gaps of a forecast, and the learner's own window."""

from __future__ import annotations

import numpy as np
import pytest

from playground.config import TaskConfig
from playground.config.errors import ConfigError, ExampleError
from playground.tasks import PROBLEMS, dataset
from playground.tasks.base import Dataset
from playground.tasks.forecast import make_forecast, parse_window, write_window

TASK = TaskConfig(length=4, train_share=0.7)


def forecast(values: np.ndarray, task: TaskConfig = TASK, scaled: bool = True) -> Dataset:
    return make_forecast(
        values, np.arange(float(len(values))), task, time_label="t", value_label="v", scaled=scaled
    )


def walk(points: int = 50) -> np.ndarray:
    return 20 + np.random.default_rng(3).normal(size=points).cumsum()


def test_window_k_holds_its_points_and_its_target_is_the_next_one():
    values = walk()
    data = forecast(values)
    series = data.answer.series
    x = np.concatenate([data.train_x, data.test_x])[:, :, 0] * series.scale.std + series.scale.mean
    y = np.concatenate([data.train_y, data.test_y])[:, 0] * series.scale.std + series.scale.mean
    for k in range(46):
        assert np.allclose(x[k], values[k : k + 4], atol=1e-4)
        assert y[k] == pytest.approx(values[k + 4], abs=1e-4)


def test_the_split_is_the_index_of_the_first_test_target():
    values = walk()
    data = forecast(values)
    assert (len(data.train_x), len(data.test_x), data.answer.series.split) == (32, 14, 36)
    first = data.test_y[0, 0] * data.answer.series.scale.std + data.answer.series.scale.mean
    assert first == pytest.approx(values[36], abs=1e-4)


def test_nothing_of_the_training_part_depends_on_the_test_part():
    values = walk()
    changed = values.copy()
    changed[36:] = 1e5
    one, other = forecast(values), forecast(changed)
    assert np.array_equal(one.train_x, other.train_x)
    assert np.array_equal(one.train_y, other.train_y)
    assert one.answer.series.scale == other.answer.series.scale


def test_the_last_training_point_does_count_for_the_scale():
    values = walk()
    changed = values.copy()
    changed[35] += 5
    assert forecast(values).answer.series.scale.mean != forecast(changed).answer.series.scale.mean


def test_the_baseline_loss_is_that_of_repeating_the_last_value_on_the_test_part():
    data = forecast(walk())
    assert data.baseline.loss == pytest.approx(
        np.mean((data.test_x[:, -1, 0] - data.test_y[:, 0]) ** 2), rel=1e-4
    )


def test_gaps_are_filled_by_straight_lines_over_time_and_counted():
    values = walk()
    values[[10, 11, 20]] = np.nan
    filled = forecast(values).answer.series
    assert filled.filled == 3
    assert filled.values[10] == pytest.approx(values[9] + (values[12] - values[9]) / 3)
    assert filled.values[11] == pytest.approx(values[9] + (values[12] - values[9]) * 2 / 3)
    assert filled.values[20] == pytest.approx((values[19] + values[21]) / 2)
    assert np.isnan(values[10])


def test_the_question_about_carbon_dioxide_names_the_number_of_gaps():
    series = dataset(PROBLEMS["co2"].preset.task).answer.series
    assert len(series.values) == 2284
    assert f"({series.filled} of the {len(series.values):,} weeks" in PROBLEMS["co2"].question


def test_a_window_that_leaves_too_little_is_refused():
    with pytest.raises(ConfigError, match=r"at most 3, not 4"):
        forecast(walk(13))
    assert len(forecast(walk(14)).test_x) >= 1


def test_even_the_fewest_windows_leave_some_for_training_and_test():
    for share in (0.5, 0.95):
        data = forecast(walk(14), TaskConfig(length=4, train_share=share))
        assert len(data.train_x) >= 5
        assert len(data.test_x) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "1 2 3 4",
        "1,2,3,4",
        "1; 2;\n3\n\t4",
        " +1 2.0 .3e1 4. ",
        "1,0 2,0; 3 4,0",
        "[1, 2, 3, 4]",
        "１、２；３，４",
    ],
)
def test_a_window_may_be_typed_with_any_usual_separator(text: str):
    data = forecast(walk())
    example = parse_window(text, TASK, data)
    assert example.dtype == np.float32
    assert np.allclose(
        example[:, 0] * data.answer.series.scale.std + data.answer.series.scale.mean, [1, 2, 3, 4], atol=1e-4
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 2 3", "exactly as many numbers as the window, 4, not 3"),
        ("1 2 3 4 5", "not 5"),
        ("1 2 x 4", "must be a number such as 0.5, not 'x'"),
        ("1 2 nan 4", "not 'nan'"),
        ("1 2 inf 4", "not 'inf'"),
        ("1 2 1e999 4", "from -1000000 to 1000000"),
        ("1 2 1000001 4", "from -1000000 to 1000000"),
        ("1 2 1_0 4", "must be a number"),
        ("1 2 ٣ 4", "must be a number"),
        ("", "empty"),
        (" ,;\n", "not 0"),
        ("1 " * 10_001, "at most 20000 characters"),
    ],
)
def test_a_window_that_cannot_be_read_is_refused_in_one_sentence(text: str, words: str):
    with pytest.raises(ExampleError, match=words) as refused:
        parse_window(text, TASK, forecast(walk()))
    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 200


def test_a_typographic_minus_is_a_minus():
    example = parse_window("−1 2 3 4", TASK, forecast(walk(), scaled=False))
    assert example[0, 0] == -1


def test_a_written_window_is_clean_of_rounding_dust():
    data = dataset(PROBLEMS["sunspots"].preset.task)
    text = write_window(data.answer.series.values[:22, None], PROBLEMS["sunspots"].preset.task, data)
    assert text.split()[:6] == ["5", "11", "16", "23", "36", "58"]
    assert "e-" not in text
    assert text.split()[11:13] == ["0", "0"]
