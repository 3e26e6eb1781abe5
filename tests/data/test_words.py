"""What a word is, in any script."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest

from playground.data.words import words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The film was wonderful.", ("the", "film", "was", "wonderful")),
        ("Don't stop -- it's well-made!", ("don't", "stop", "it's", "well-made")),
        ("‘Don’t’ or 'don't'", ("don't", "or", "don't")),
        ("rock 'n' roll, the dogs' bowl -", ("rock", "n", "roll", "the", "dogs", "bowl")),
        ("a--b a'-b", ("a", "b", "a", "b")),
        ("2nd of 3,000", ("2nd", "of", "3", "000")),
        ("snake_case", ("snake", "case")),
        ("ÉTÉ Straße ΛΌΓΟΣ Привет", ("été", "straße", "λόγος", "привет")),
        ("नमस्ते दुनिया", ("नमस्ते", "दुनिया")),
        ("你好 世界", ("你", "好", "世", "界")),
        ("我爱RNN模型2次", ("我", "爱", "rnn", "模", "型", "2", "次")),
        ("がんばれ、犬", ("が", "ん", "ば", "れ", "犬")),
        ("กินข้าว", ("กิ", "น", "ข้", "า", "ว")),
        ("한국어 모델", ("한국어", "모델")),
        ("nice 👍🏽👍 ❤️!", ("nice", "👍🏽", "👍", "❤️")),
        ("👩‍💻 ok", ("👩‍💻", "ok")),
        ("<b>hi</b> <pad>", ("b", "hi", "b", "pad")),
        ("a\x00b\x1b[31mc\u202ed", ("a", "b", "31mc", "d")),
        ("\ud800 ok", ("ok",)),
        ("", ()),
        (" .,!?-' \u0301 \n", ()),
    ],
)
def test_a_text_falls_into_the_words_a_reader_sees(text: str, words: tuple[str, ...]):
    assert words_of(text) == words


def test_blanks_between_the_words_of_a_script_that_needs_none_change_nothing():
    assert words_of("今天 天气 很 好,我 很 高兴") == words_of("今天天气很好,我很高兴")


def test_two_ways_to_type_the_same_letter_are_the_same_word():
    composed = "café naïve"
    assert words_of(unicodedata.normalize("NFD", composed)) == words_of(composed)
    assert len(words_of(composed)[0]) == 4


def test_words_read_again_are_the_same_words():
    rng = np.random.default_rng(0)
    for _ in range(200):
        text = "".join(map(chr, rng.integers(1, 0x3000, size=40)))
        words = words_of(text)
        assert words_of(" ".join(words)) == words
        assert all(unicodedata.is_normalized("NFC", word) for word in words)
