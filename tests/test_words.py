"""Every sentence a learner can read is in the catalogue, and is read in the reader's own language."""

from __future__ import annotations

import ast
import pickle
import re
import string
from collections.abc import Callable, Iterator
from contextvars import copy_context
from functools import cache
from pathlib import Path
from threading import Barrier, Thread
from typing import NamedTuple, TypeVar

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from playground import i18n
from playground.config import errors
from playground.config.errors import ConfigError, EngineError, LinkError, PlaygroundError
from playground.i18n import SOURCE_LANGUAGE, Message, _, translated, use_language

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("playground", "pages")
WHERE_SENTENCES_ARE_MADE = {Path("playground/config/errors.py"), Path("playground/i18n/__init__.py")}
ERRORS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and kind.__module__ == errors.__name__
}
T = TypeVar("T")
ROWS = {"why": ("Condition", 0), "rule": ("Name", 1)}
"""Fields of the table of settings that hold a sentence: their class, and their place in it."""
CHANGES_OF_LETTERS = {"lower", "upper", "capitalize", "title", "casefold", "swapcase"}


class Told(NamedTuple):
    """One call that makes a sentence of a template and values."""

    place: str
    call: ast.Call
    templates: tuple[str | None, ...]
    """All that it may be; `None` where it cannot be read from the source, and so not be extracted."""


@cache
def trees() -> dict[Path, ast.Module]:
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))]
    return {file.relative_to(ROOT): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def calls() -> Iterator[tuple[str, Path, ast.Call]]:
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield f"{path}:{node.lineno}", path, node


def name_of(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def marked(node: ast.expr | None) -> str | None:
    """The text in `N_("text")`."""
    match node:
        case ast.Call(func=ast.Name(id="N_"), args=[ast.Constant(value=str(text))], keywords=[]):
            return text
    return None


def constants(path: Path) -> dict[str, str]:
    """Module-level names of marked texts."""
    found = {}
    for node in trees()[path].body:
        if isinstance(node, ast.Assign) and (text := marked(node.value)) is not None:
            found |= {target.id: text for target in node.targets if isinstance(target, ast.Name)}
    return found


@cache
def sentences() -> list[Told]:
    """Every error of ours, and every `Message`, that is made anywhere."""
    found = []
    for place, path, call in calls():
        if name_of(call.func) not in ERRORS | {"Message"} or path in WHERE_SENTENCES_ARE_MADE:
            continue
        found.append(Told(place, call, templates_of(path, call.args[0]) if len(call.args) == 1 else (None,)))
    return found


def templates_of(path: Path, first: ast.expr) -> tuple[str | None, ...]:
    match first:
        case ast.Name(id=name):
            return (constants(path).get(name),)
        case ast.Attribute(attr=field) if field in ROWS:
            return rows(*ROWS[field], field)
    return (marked(first),)


@cache
def rows(kind: str, place: int, field: str) -> tuple[str | None, ...]:
    """What every `kind` that is made anywhere has in its `field`, which may stand at `place`."""
    found = []
    for _place, _path, call in calls():
        if name_of(call.func) == kind:
            named = [keyword.value for keyword in call.keywords if keyword.arg == field]
            found += [marked(one) for one in (named or call.args[place : place + 1])]
    assert found
    return tuple(found)


def complain(places: list[str], what: str) -> None:
    assert not places, f"{what}:\n" + "\n".join(places)


# ---- what may be written


def test_every_error_is_raised_with_a_marked_template():
    assert len(sentences()) > 100
    complain(
        [told.place for told in sentences() if None in told.templates],
        'An error takes N_("a template with {names}") and its values, or gettext cannot see its sentence',
    )


def test_every_template_is_given_the_values_that_it_names():
    wrong = []
    for told, template in [(each, text or "") for each in sentences() for text in each.templates]:
        given = {keyword.arg for keyword in told.call.keywords}
        try:
            parts = string.Formatter().parse(template) if given else ()
            named = {field.partition(".")[0].partition("[")[0] for _text, field, *_rest in parts if field}
        except ValueError as error:
            named = {str(error)}
        if not given and "{" in template:
            named = {"a value, but is given none"}
        if named != given:
            wrong.append(f"{told.place}: names {sorted(named)}, is given {sorted(map(str, given))}")
    complain(wrong, "Reading these would fail, or say less than it is given")


def test_what_is_translated_is_one_whole_text():
    wrong = []
    for place, _path, call in calls():
        if isinstance(call.func, ast.Name) and call.func.id in ("_", "N_"):
            (text,) = call.args
            plain = isinstance(text, ast.Constant) and isinstance(text.value, str)
            if not plain and (call.func.id == "N_" or isinstance(text, (ast.JoinedStr, ast.BinOp))):
                wrong.append(place)
    complain(wrong, "Texts are marked as they stand, without f-strings, + or %: gettext reads the source")


def test_a_translation_is_not_glued_or_written_in_other_letters():
    wrong = []
    for path, tree in trees().items():
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(attr=change, value=text) if change in CHANGES_OF_LETTERS and is_translated(
                    text
                ):
                    wrong.append(f"{path}:{node.lineno}: .{change}()")
                case ast.BinOp(op=ast.Add() | ast.Mod(), left=left, right=right) if any(
                    map(is_translated, (left, right))
                ):
                    wrong.append(f"{path}:{node.lineno}: put together")
    complain(wrong, "Other languages have other capitals and another order of words: use one template")


def is_translated(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="_" | "n_")):
            return True
        case ast.Call(func=ast.Attribute(attr="format", value=text)):
            return is_translated(text)
    return False


@pytest.fixture(scope="module")
def extracted() -> set[str]:
    """What `make messages` finds."""
    keywords = {"_": None, "N_": None, "n_": (1, 2)}
    found = (extract_from_dir(ROOT / folder, keywords=keywords) for folder in FOLDERS)
    messages = [message for folder in found for _file, _line, message, *_rest in folder]
    return {form for one in messages for form in ((one,) if isinstance(one, str) else one)}


def test_every_sentence_of_an_error_is_extracted(extracted: set[str]):
    lost = [told.place for told in sentences() if not extracted.issuperset(told.templates)]
    complain(lost, "Not in the catalogue")
    assert "**Untrained:** the weights are random. Press Play, and watch the loss fall." in extracted


def test_a_sentence_begins_with_its_subject_and_not_with_what_who_or_that(extracted: set[str]):
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    begins = re.compile(r"(?:^|\*\*|[.:?!]\**\)? )(?:What|Who|Whose|That)\b", re.MULTILINE)
    complain([text for text in (*extracted, *glossary.splitlines()) if begins.search(text)], "A riddle")


def test_the_make_target_collects_what_the_tests_hold():
    assert "\t$(PY) -m tests.catalogues\n" in (ROOT / "Makefile").read_text()


# ---- what is read

RULE = "{name} must be from {low:g} to {high:g}, not {value}."
LINK = "This link does not hold an experiment: {error}"


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue of the language `xx`, in place of those of the package."""
    words = Catalog(locale=None)
    words.add("Loss", "Verlust")
    words.add(RULE, "{value} passt nicht: {name} geht von {low:g} bis {high:g}.")
    words.add(LINK, "Kein Versuch in diesem Link. {error}")
    folder = tmp_path / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "playground.mo").open("wb") as file:
        write_mo(file, words)
    i18n._catalogue.cache_clear()
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    yield
    i18n._catalogue.cache_clear()


def speaking(language: str, ask: Callable[[], T]) -> T:
    """What `ask` gives where `language` is spoken."""

    def answer() -> T:
        use_language(language)
        return ask()

    return copy_context().run(answer)


def a_rule() -> ConfigError:
    return ConfigError(RULE, name="lr", low=0.0, high=1.0, value="2")


def test_an_error_is_read_in_the_language_of_the_reader_not_of_who_raised_it(catalogue):
    raised = speaking(SOURCE_LANGUAGE, a_rule)
    assert speaking("xx", lambda: str(raised)) == "2 passt nicht: lr geht von 0 bis 1."
    assert speaking(SOURCE_LANGUAGE, lambda: str(raised)) == "lr must be from 0 to 1, not 2."
    assert speaking(SOURCE_LANGUAGE, lambda: str(speaking("xx", a_rule))) == str(raised)


def test_an_error_inside_another_is_translated_with_it(catalogue):
    outer = LinkError(LINK, error=a_rule())
    assert str(outer) == "This link does not hold an experiment: lr must be from 0 to 1, not 2."
    expected = "Kein Versuch in diesem Link. 2 passt nicht: lr geht von 0 bis 1."
    assert speaking("xx", lambda: str(outer)) == expected
    assert speaking("xx", lambda: translated(outer.message)) == expected


@pytest.mark.parametrize("kind", sorted(ERRORS))
def test_errors_travel_with_their_values(catalogue, kind):
    sent = getattr(errors, kind)(LINK, error=a_rule())
    came = pickle.loads(pickle.dumps(sent))
    assert type(came) is type(sent)
    assert str(came) == str(sent)
    assert speaking("xx", lambda: str(came)) == speaking("xx", lambda: str(sent)) != str(sent)


def test_what_is_kept_of_an_error_is_its_words_alone(catalogue):
    try:
        raise EngineError(LINK, error=a_rule())
    except EngineError as error:
        kept = error.message
    assert kept == EngineError(LINK, error=a_rule()).message
    assert str(EngineError.saying(kept)) == str(kept)
    assert str(EngineError.saying("Loss")) == "Loss"
    assert not any(isinstance(value, BaseException) for value in kept.values.values())
    assert speaking("xx", lambda: str(kept)).startswith("Kein Versuch")


def test_braces_in_a_value_or_in_a_text_without_values_stay_as_they_are():
    assert str(PlaygroundError("{value} is odd.", value="{x}")) == "{x} is odd."
    assert str(PlaygroundError("Write {x}.")) == str(Message("Write {x}.")) == "Write {x}."


def test_two_runs_at_the_same_time_have_each_its_own_language(catalogue):
    said: dict[str, str] = {}
    together = Barrier(2, timeout=60)

    def run(language: str) -> None:
        use_language(language)
        together.wait()
        said[language] = _("Loss")
        together.wait()

    threads = [Thread(target=run, args=(language,)) for language in (SOURCE_LANGUAGE, "xx")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == {SOURCE_LANGUAGE: "Loss", "xx": "Verlust"}


def test_a_language_without_a_catalogue_is_refused_and_the_one_before_stays(catalogue):
    def ask() -> str:
        with pytest.raises(OSError, match="playground"):
            use_language("yy")
        return _("Loss")

    assert speaking("xx", ask) == "Verlust"


def test_no_text_is_not_the_head_of_the_catalogue(catalogue):
    assert speaking("xx", lambda: _("")) == ""
