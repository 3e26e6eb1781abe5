"""Templates of scripts: what is left out, what moves, and where comments go."""

from __future__ import annotations

import pytest

from playground.listing import WIDTH, called, filled, placed, shape, width, wrapped

TEMPLATE = """
for x, y in batches:
    $step
    # $why
    clip(net, $norm)  #? norm
    step(net)  #? !norm quick
"""


def test_a_hole_of_several_lines_moves_to_its_place_and_a_line_stays_where_its_values_hold():
    found = filled(TEMPLATE, step="loss = f(x)\nloss.backward()", why="A sentence.", norm=2, quick=True)
    assert found.splitlines() == [
        "for x, y in batches:",
        "    loss = f(x)",
        "    loss.backward()",
        "    # A sentence.",
        "    clip(net, 2)",
    ]
    assert filled(TEMPLATE, step="", why="", norm=None, quick=True).splitlines() == [
        "for x, y in batches:",
        "    step(net)",
    ]


def test_a_name_that_is_not_given_is_an_error():
    with pytest.raises(KeyError):
        filled("x = $unknown")
    with pytest.raises(KeyError):
        filled("x = 1  #? unknown")


def test_a_comment_at_the_right_edge_goes_above_its_line_where_there_is_no_room():
    short = 'read = states["#"]  # (batch, 3)'
    assert placed(short) == short
    long = placed(f"    read = states  # {'word ' * 30}")
    *above, code = long.splitlines()
    assert code == "    read = states"
    assert len(above) == 2
    assert all(line.startswith("    # word") and width(line) <= WIDTH for line in above)


def test_chinese_is_cut_between_letters_and_no_line_begins_with_a_comma():
    lines = wrapped("網路逐步讀取，輸出層根據其狀態給出答案。" * 6, 40)
    assert "".join(lines) == "網路逐步讀取，輸出層根據其狀態給出答案。" * 6
    assert all(width(line) <= 42 and line[0] not in "，。" for line in lines)
    assert max(map(width, lines)) > 34


def test_a_call_is_one_line_or_one_for_each_argument():
    assert called("f", "x", False, "y=1") == "f(x, y=1)"
    many = called("function", *(f"argument_{number}={number}" for number in range(8)), indent=8)
    assert many.splitlines()[0] == "function("
    assert many.splitlines()[-2:] == ["    argument_7=7,", ")"]
    assert called("CHANGES = ", "1: 0.5", ends="{}") == "CHANGES = {1: 0.5}"


def test_shapes_are_written_as_torch_writes_them():
    assert shape("batch", 3) == "(batch, 3)"
    assert shape(3) == str((3,))
