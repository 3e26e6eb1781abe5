"""The grammar of the sentences of feeling: word lists, and templates put together from clauses.

In a template `{for}` and `{for2}` are adjectives with the sentence's own feeling, `{against}` is one
with the opposite feeling; `{for_verb}` and `{against_verb}` are verbs likewise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["plain", "negated", "contrast"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """What is spoken of, and the adjectives that go with it."""

    nouns: tuple[str, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]


def _domain(nouns: str, good: str, bad: str) -> Domain:
    return Domain(nouns=tuple(nouns.split()), good=tuple(good.split()), bad=tuple(bad.split()))


DOMAINS = (
    _domain(
        "film book story cartoon play comic",
        "exciting funny clever charming wonderful great",
        "boring dull confusing silly terrible awful",
    ),
    _domain(
        "soup cake pizza salad pudding sandwich",
        "delicious tasty perfect lovely wonderful great",
        "bland tasteless disgusting horrible terrible awful",
    ),
    _domain(
        "park village museum hotel town garden",
        "pretty welcoming peaceful clean lovely charming",
        "empty ugly noisy dirty gloomy horrible",
    ),
    _domain(
        "party concert game trip show race",
        "fun exciting enjoyable perfect wonderful great",
        "boring dull annoying disappointing terrible horrible",
    ),
)

GOOD_VERBS = ("love", "like", "enjoy")
BAD_VERBS = ("hate", "dislike", "detest")

POSITIVE_WORDS = frozenset(GOOD_VERBS).union(*(domain.good for domain in DOMAINS))
"""Words that praise, taken by themselves."""

NEGATIVE_WORDS = frozenset(BAD_VERBS).union(*(domain.bad for domain in DOMAINS))
"""Words that blame, taken by themselves."""

_OPENINGS = ("", "I think that ", "in the end ", "my friends said that ", "everyone knows that ")

_STATEMENTS = (
    "the {noun} was {for}",
    "this {noun} is {for}",
    "the {noun} looked {for}",
    "this {noun} seems really {for}",
    "the {noun} was {for} and {for2}",
    "it was a {for} {noun}",
    "it is a really {for} {noun}",
    "we found a {for} {noun}",
)

_DENIALS = (
    "the {noun} was not {against} at all",
    "this {noun} is not {against}",
    "the {noun} was never {against}",
    "it was never a {against} {noun}",
    "nobody found the {noun} {against}",
    "nobody called this {noun} {against}",
)

_CONCESSIONS = (
    "the {noun} was {against}",
    "this {noun} looked {against} at first",
    "everyone called the {noun} {against}",
)

_TURNS = (
    ", but it was {for}",
    ", yet it was {for}",
    ", but in the end it was {for}",
    ", yet I found it really {for}",
    ", but it is {for} and {for2}",
    ", yet it is {for} and {for2}",
)

_WITH_VERBS: dict[str, Kind] = {
    "I {for_verb} this {noun}": "plain",
    "we really {for_verb} this {noun}": "plain",
    "my friends {for_verb} the {noun}": "plain",
    "I think that we all {for_verb} the {noun}": "plain",
    "my friends and I really {for_verb} the {noun}": "plain",
    "in the end we all {for_verb} this {noun}": "plain",
    "I do not {against_verb} this {noun} at all": "negated",
    "my friends do not {against_verb} the {noun}": "negated",
    "I expected to {against_verb} the {noun}, but now I {for_verb} it": "contrast",
    "we expected to {against_verb} this {noun}, yet now we {for_verb} it": "contrast",
    "the {noun} is {for} and {for2}, although my friends {against_verb} it": "contrast",
}

_WITH_TWO_FEELINGS = (
    "although the {noun} looked {against}, it was {for}",
    "although this {noun} seems {against}, it is {for} and {for2}",
    "although everyone called it {against}, I found the {noun} {for} and {for2}",
    "the {noun} was {for}, although it looked {against}",
    "this {noun} is {for} and {for2}, although it seems {against}",
    "I found the {noun} {for}, although everyone called it {against}",
    "the {noun} was {against} but {for}",
    "this {noun} is {against}, yet really {for}",
    "the {noun} was not {for}, but it was {for2}",
    "this {noun} is not {for}, but it is never {against}",
)


def _written(clause: str) -> str:
    return f"{clause[0].upper()}{clause[1:]}."


TEMPLATES: dict[str, Kind] = {
    **{_written(opening + said): "plain" for opening in _OPENINGS for said in _STATEMENTS},
    **{_written(opening + denied): "negated" for opening in _OPENINGS[:3] for denied in _DENIALS},
    **{_written(conceded + turn): "contrast" for conceded in _CONCESSIONS for turn in _TURNS},
    **{_written(clause): kind for clause, kind in _WITH_VERBS.items()},
    **{_written(clause): "contrast" for clause in _WITH_TWO_FEELINGS},
}
"""Every template, and whether the feeling is said plainly, turned around, or one of two."""
