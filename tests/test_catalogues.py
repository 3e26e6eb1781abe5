"""The Chinese catalogues are whole, keep what a sentence must keep, and are written language by language."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from playground.i18n import DOMAIN, SOURCE_LANGUAGE, closest
from playground.lessons import exercises, reading
from tests.catalogues import TRANSLATED, collected, compiled, folder_of, written

ROOT = Path(__file__).resolve().parents[1]
CONVERTED = """
引數 迴圈神經 函式 優化器 默認 缺省 軟件 硬件 網絡 數據 信息 視頻 屏幕 鼠標 打印 質量 文件夾
內存 線程 進程 登錄 刷新 鏈接 噪聲 過擬合 詞元 批量大小 歸一化 激活函
"""
"""Words that betray a text converted from simplified Chinese."""
LATIN = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){4,}")
"""Five words of Latin letters in a row: a sentence that was left in English."""
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?](?:\s|$)|[\u4e00-\u9fff]\.(?:\s|$)")
"""A sign of half width behind a Han character."""
NO_BLANK = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")
"""Han and Latin letters or digits without a blank between."""


@cache
def messages(language: str) -> list[tuple[Message, str, str]]:
    """Each message of a catalogue with its English text and its translation."""
    return [(one, _first(one.id), _first(one.string)) for one in written(language) if one.id]


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def fields(text: str) -> set[tuple[str | None, str | None]]:
    return {
        (name, how) for _text, name, how, _conversion in string.Formatter().parse(text) if name is not None
    }


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_every_sentence_and_no_other(language):
    known = {english for _one, english, _said in messages(language)}
    assert known == {_first(one.id) for one in collected() if one.id}
    assert [english for _one, english, said in messages(language) if not said] == []
    assert [english for one, english, _said in messages(language) if one.fuzzy] == []


def test_no_sentence_hides_in_an_f_string():
    """The collector does not look into them."""
    hidden = []
    for path in (ROOT / "playground").rglob("*.py"):
        strings = [one for one in ast.walk(ast.parse(path.read_bytes())) if isinstance(one, ast.JoinedStr)]
        for one in [part for whole in strings for part in ast.walk(whole)]:
            match one:
                case ast.Call(func=ast.Name(id="_" | "n_"), args=[ast.Constant(), *_]):
                    hidden.append((path.name, one.lineno))
    assert hidden == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_compiled_is_what_is_written(language):
    assert (folder_of(language) / f"{DOMAIN}.mo").read_bytes() == compiled(language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_places_and_marks(language):
    wrong = []
    for one, english, said in messages(language):
        whole = one.id if isinstance(one.id, str) else one.id[1]
        kept = fields(whole) == fields(said) if "{" in whole else True
        if not kept or english.count("**") != said.count("**") or whole.count("`") != said.count("`"):
            wrong.append(f"{english} -> {said}")
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_left_in_english(language):
    found = [(run, english) for _one, english, said in messages(language) for run in LATIN.findall(said)]
    assert [run for run, english in found if run not in english.partition("such as")[2]] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_signs_and_blanks_are_those_of_the_language(language):
    wrong = [said for _one, _english, said in messages(language) if HALF_WIDTH.search(said)]
    wrong += [
        said for _one, _english, said in messages(language) if NO_BLANK.search(re.sub(r"\{[^}]*\}", "", said))
    ]
    assert wrong == []


def texts(language: str) -> dict[str, str]:
    """The long texts: lessons, exercises and the glossary."""
    folders = (reading.COURSE, exercises.FOLDER)
    found = {str(path): path.read_text("utf-8") for f in folders for path in f.glob(f"*/{language}.md")}
    glossary = ROOT / "docs" / f"glossary_{language}.md"
    return found | ({str(glossary): glossary.read_text("utf-8")} if glossary.exists() else {})


def test_traditional_chinese_is_not_converted_from_the_simplified():
    said = {english: text for _one, english, text in messages("zh_Hant")} | texts("zh_Hant")
    found = [(word, name) for name, text in said.items() for word in CONVERTED.split() if word in text]
    assert found == []


@pytest.mark.parametrize(("language", "encoding"), [("zh_Hans", "gb2312"), ("zh_Hant", "big5")])
def test_each_is_written_in_its_own_characters(language, encoding):
    said = "".join(text for _one, _english, text in messages(language)) + "".join(texts(language).values())
    han = {letter for letter in said if "\u4e00" <= letter <= "\u9fff"}
    foreign = {letter for letter in han if not _has(letter, encoding)}
    assert sorted(foreign) == []


def _has(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_lesson_exercise_and_word_has_its_text(language):
    english, said = texts(SOURCE_LANGUAGE), texts(language)
    assert {name.replace(f"/{language}.md", "/en.md") for name in said if "glossary" not in name} == set(
        english
    )
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    translated = said[str(ROOT / "docs" / f"glossary_{language}.md")]
    assert translated.count("\n## ") == glossary.count("\n## ")
    assert translated.count("\n\n**") == glossary.count("\n\n**")


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("zh-TW", "zh_Hant"),
        ("zh-Hant-HK", "zh_Hant"),
        ("zh", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh_Hans", "zh_Hans"),
        ("en-GB", "en"),
        ("de", ""),
        ("", ""),
        ("../../etc", ""),
    ],
)
def test_a_browsers_name_of_a_language_is_understood(asked, language):
    assert closest(asked) == language
