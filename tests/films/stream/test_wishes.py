"""What a page may say: it is read as it was meant, bounded, and refused in a sentence."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from playground.config.errors import StreamError
from playground.films.stream import wishes
from playground.films.stream.wishes import FilmWish, Place, Wish, heard

WHOLE = {
    "v": 1,
    "viewer": "0af3",
    "language": "zh-Hans",
    "place": {"step": 12, "mode": "seeking", "serial": 4},
    "films": [
        {"run": "v=1&problem=sine", "proof": "ab12", "until": 40, "have": 30, "film": "80a9", "at": 12,
         "queued": True, "views": ["answer", "states unit=3", "answer"],
         "along": ["states unit=3", "elsewhere"]},
        {"run": "v=1&problem=parity"},
    ],
}  # fmt: skip


def test_a_whole_wish_is_read_as_it_was_meant():
    assert heard(json.dumps(WHOLE)) == Wish(
        viewer="0af3",
        language="zh-Hans",
        place=Place(step=12, mode="seeking", serial=4),
        films=(
            FilmWish(
                run="v=1&problem=sine",
                proof="ab12",
                until=40,
                have=30,
                film="80a9",
                at=12,
                queued=True,
                views=("answer", "states unit=3"),
                along=("states unit=3",),
            ),
            FilmWish(run="v=1&problem=parity"),
        ),
    )


def test_what_is_not_said_has_its_usual_value():
    assert heard('{"v":1,"viewer":"a"}') == Wish(viewer="a", language="en", place=None, films=())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"v": 2}, "of another version"),
        ({"v": None}, "of another version"),
        ({"viewer": ""}, "viewer is ''"),
        ({"viewer": "a b"}, "viewer"),
        ({"viewer": 3}, "viewer is 3"),
        ({"language": "../../etc"}, "language"),
        ({"place": []}, "place"),
        ({"place": {"step": -1}}, "step is -1"),
        ({"place": {"mode": "flying"}}, "mode is 'flying'"),
        ({"place": {"serial": -1}}, "serial is -1"),
        ({"films": {}}, "films"),
        ({"films": [7]}, "films is 7"),
        ({"films": [{}]}, "run is None"),
        ({"films": [{"run": "a" * 9001}]}, "run is 'aaa"),
        ({"films": [{"run": "\ud800"}]}, "run is"),
        ({"films": [{"run": "a"}, {"run": "a"}]}, "films"),
        ({"films": [{"run": f"{n}"} for n in range(17)]}, "16 runs at once, not 17"),
        ({"films": [{"run": "a", "until": 1.5}]}, "until is 1.5"),
        ({"films": [{"run": "a", "until": True}]}, "until is True"),
        ({"films": [{"run": "a", "have": 10**9 + 1}]}, "have"),
        ({"films": [{"run": "a", "at": "5"}]}, "at is '5'"),
        ({"films": [{"run": "a", "queued": 1}]}, "queued is 1"),
        ({"films": [{"run": "a", "proof": "x" * 10}]}, "proof"),
        ({"films": [{"run": "a", "views": [f"{n}" for n in range(13)]}]}, "12 pictures of a run at once"),
        ({"films": [{"run": "a", "views": [""]}]}, "views is ''"),
        ({"films": [{"run": "a", "views": ["v" * 8001]}]}, "views"),
        ({"films": [{"run": "a", "views": ["\udfff"]}]}, "views"),
        ({"films": [{"run": "a", "along": [""]}]}, "along is ''"),
    ],
)
def test_what_breaks_a_rule_is_refused_in_a_sentence_with_the_value_in_it(change: dict[str, Any], words: str):
    with pytest.raises(StreamError) as told:
        heard(json.dumps(WHOLE | change))
    assert words in str(told.value)
    assert str(told.value).endswith(".")
    assert len(str(told.value)) < 200


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "1", "{", '{"v":1e400', "[" * 60_000, '{"v":' + "9" * 5000 + "}", "\ud800", "NaN"],
)
def test_what_is_no_wish_is_refused(text: str):
    with pytest.raises(StreamError):
        heard(text)


def test_the_longest_message_may_have_sixty_four_kilobytes():
    room = wishes.MOST_CHARACTERS - len(json.dumps(WHOLE | {"more": ""}))
    heard(json.dumps(WHOLE | {"more": "x" * room}))
    with pytest.raises(StreamError, match="more than 65536 characters"):
        heard(json.dumps(WHOLE | {"more": "x" * (room + 1)}))


def spoilt(text: str, dice: random.Random) -> str:
    """A message with something wrong somewhere, or nothing but noise."""
    match dice.randrange(4):
        case 0:
            place = dice.randrange(len(text))
            return text[:place] + chr(dice.choice([0, 34, 92, 123, 0xD800, 0x10FFFF])) + text[place + 1 :]
        case 1:
            return text[: dice.randrange(len(text))]
        case 2:
            return "".join(chr(dice.randrange(1, 0x3000)) for _ in range(dice.randrange(200)))
        case _:
            said = json.loads(text)
            where = dice.choice([said, said["place"], said["films"][0]])
            odd = [None, -1, 2**70, 1e308, "", "\ud800", [], {}, [[]], True, "x" * 3000, float("nan")]
            where[dice.choice(list(where))] = dice.choice(odd)
            return json.dumps(said)


def test_ten_thousand_spoilt_messages_are_refused_or_read_within_bounds():
    dice = random.Random(12)
    refused = 0
    for _ in range(10_000):
        try:
            found = heard(spoilt(json.dumps(WHOLE), dice))
        except StreamError as error:
            refused += 1
            str(error).encode()
        else:
            assert len(found.films) <= wishes.MOST_FILMS
            for film in found.films:
                assert 0 <= film.goal <= wishes.MOST_STEP
                assert len(film.views) <= wishes.MOST_VIEWS
                f"{film}".encode()
    assert refused > 5000
