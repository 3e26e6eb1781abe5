"""The grammar of the tagged sentences: word lists, and templates with a tag for every word.

In a template, `word/TAG` is a word and `$list/TAG` one of a list; `$list2` is another word of the
same list. Behind the tag of an ambiguous word, `<` says that the left decides it and `>` that
only the right does. A bar separates readings that are filled with the same words.
"""

from __future__ import annotations

WORDS = {
    name: tuple(words.split())
    for name, words in {
        # Ambiguous words, named by the tags they have.
        "noun_or_verb": "walk dance talk dream smile race rest play",
        "adjective_or_verb": "clean dry warm open empty",
        "adjective_or_adverb": "early late fast",
        "adjective_or_noun": "orange light dark giant square secret original",
        "verb_or_noun": "paint oil glue dust polish tape",
        "preposition_or_adverb": "inside outside around past through",
        "this_or_that": "this that",
        "quantity": "some many most few several",
        "preposition_or_conjunction": "before after until",
        # Words with one tag.
        "we": "we they you",
        "adverb": "today often again together quietly",
        "event": "party concert lesson game",
        "began": "began ended",
        "people": "children girls boys teachers friends",
        "sing": "sing sleep eat laugh",
        "sang": "sang slept ate laughed waved",
        "thing": "box door table lamp chair",
        "pot": "pot jar oven bottle basket",
        "is": "is was seems",
        "lovely": "lovely strange famous wonderful perfect",
        "sticky": "sticky useful shiny",
        "like": "like see remember",
        "animal": "cat dog fox horse mouse",
        "ran": "ran jumped crept walked",
        "place": "castle tower cave house gate",
        "runner": "runner train bus driver",
    }.items()
}

_OPENINGS = ("", "then/ADV ")

_LEFT = (
    "$we/PRON $noun_or_verb/VERB< $adverb/ADV",
    "the/DET $noun_or_verb/NOUN< $is/VERB $lovely/ADJ",
    "$we/PRON $noun_or_verb/VERB< with/PREP the/DET $people/NOUN",
    "my/DET $noun_or_verb/NOUN< $is/VERB short/ADJ and/CONJ $lovely/ADJ",
    "$we/PRON $like/VERB the/DET $noun_or_verb/NOUN< of/PREP my/DET $people/NOUN",
    "the/DET $people/NOUN $noun_or_verb/VERB< and/CONJ $we/PRON $noun_or_verb2/VERB< $adverb/ADV",
    "the/DET short/ADJ $noun_or_verb/NOUN< with/PREP a/DET $animal/NOUN $is/VERB $lovely/ADJ",
    "$we/PRON $noun_or_verb/VERB< during/PREP the/DET $noun_or_verb2/NOUN<",
    "during/PREP the/DET $noun_or_verb/NOUN< $we/PRON $noun_or_verb2/VERB< $adverb/ADV",
    "$we/PRON $adjective_or_verb/VERB< the/DET $pot/NOUN $adverb/ADV",
    "the/DET $pot/NOUN $is/VERB $adjective_or_verb/ADJ< and/CONJ $lovely/ADJ",
    "my/DET $people/NOUN $adjective_or_verb/VERB< the/DET $pot/NOUN because/CONJ it/PRON $is/VERB"
    " $adjective_or_verb2/ADJ<",
    "the/DET $adjective_or_adverb/ADJ< $runner/NOUN comes/VERB $adjective_or_adverb2/ADV< $adverb/ADV",
    "my/DET $runner/NOUN comes/VERB $adjective_or_adverb/ADV< because/CONJ it/PRON $is/VERB $lovely/ADJ",
    "$we/PRON $like/VERB the/DET $adjective_or_adverb/ADJ< $runner/NOUN of/PREP my/DET $people/NOUN",
)

_RIGHT = (
    "the/DET $adjective_or_noun/ADJ> $thing/NOUN $is/VERB $lovely/ADJ"
    " | the/DET $adjective_or_noun/NOUN> $is/VERB $lovely/ADJ",
    "$we/PRON $like/VERB the/DET $adjective_or_noun/ADJ> $thing/NOUN"
    " | $we/PRON $like/VERB the/DET $adjective_or_noun/NOUN> and/CONJ the/DET $thing/NOUN",
    "near/PREP the/DET $adjective_or_noun/ADJ> $thing/NOUN the/DET $people/NOUN $sing/VERB"
    " | near/PREP the/DET $adjective_or_noun/NOUN> the/DET $people/NOUN $sing/VERB",
    "$verb_or_noun/VERB> the/DET $thing/NOUN near/PREP my/DET $place/NOUN"
    " | $verb_or_noun/NOUN> $is/VERB $sticky/ADJ near/PREP my/DET $place/NOUN",
    "$verb_or_noun/VERB> the/DET $pot/NOUN $adverb/ADV"
    " | $verb_or_noun/NOUN> makes/VERB the/DET $pot/NOUN $sticky/ADJ",
    "$verb_or_noun/VERB> my/DET $thing/NOUN | $verb_or_noun/NOUN> makes/VERB my/DET $thing/NOUN $sticky/ADJ",
    "the/DET $animal/NOUN $ran/VERB $preposition_or_adverb/PREP> the/DET $place/NOUN"
    " | the/DET $animal/NOUN $ran/VERB $preposition_or_adverb/ADV> $adverb/ADV",
    "$we/PRON $ran/VERB $preposition_or_adverb/PREP> the/DET $place/NOUN and/CONJ $sang/VERB"
    " | $we/PRON $ran/VERB $preposition_or_adverb/ADV> and/CONJ $sang/VERB",
    "my/DET $animal/NOUN $ran/VERB $preposition_or_adverb/PREP> a/DET $place/NOUN with/PREP"
    " a/DET $animal2/NOUN"
    " | my/DET $animal/NOUN $ran/VERB $preposition_or_adverb/ADV> with/PREP a/DET $animal2/NOUN",
    "$this_or_that/DET> $thing/NOUN $is/VERB $lovely/ADJ | $this_or_that/PRON> $is/VERB $lovely/ADJ",
    "$we/PRON $like/VERB $this_or_that/DET> $thing/NOUN and/CONJ the/DET $animal/NOUN"
    " | $we/PRON $like/VERB $this_or_that/PRON> and/CONJ the/DET $animal/NOUN",
    "$quantity/DET> $people/NOUN $sing/VERB $adverb/ADV | $quantity/PRON> $sing/VERB $adverb/ADV",
    "$we/PRON know/VERB $quantity/DET> $people/NOUN near/PREP the/DET $place/NOUN"
    " | $we/PRON know/VERB $quantity/PRON> of/PREP the/DET $people/NOUN near/PREP the/DET $place/NOUN",
    "$we/PRON know/VERB that/CONJ> $people/NOUN $sing/VERB $adverb/ADV"
    " | $we/PRON know/VERB that/DET> $thing/NOUN",
    "$we/PRON know/VERB that/CONJ> $people/NOUN $sing/VERB near/PREP the/DET $place/NOUN"
    " | $we/PRON know/VERB that/PRON> because/CONJ the/DET $people/NOUN $sing/VERB",
    "$we/PRON $sang/VERB $preposition_or_conjunction/PREP> the/DET $event/NOUN"
    " | $we/PRON $sang/VERB $preposition_or_conjunction/CONJ> the/DET $event/NOUN $began/VERB",
    "$preposition_or_conjunction/PREP> the/DET $event/NOUN the/DET $people/NOUN $sang/VERB"
    " | $preposition_or_conjunction/CONJ> the/DET $event/NOUN $began/VERB the/DET $people/NOUN $sang/VERB",
)

LEFT = tuple(opening + template for opening in _OPENINGS for template in _LEFT)
"""Templates whose ambiguous words the left decides."""

RIGHT = tuple(
    " | ".join(opening + reading for reading in template.split(" | "))
    for opening in _OPENINGS
    for template in _RIGHT
)
"""Templates of two readings, equal up to a word that only the right decides."""
