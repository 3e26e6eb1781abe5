"""One step of a lesson: its text, its question, and the experiment beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from playground import tasks
from playground.config import SETTINGS, RunConfig
from playground.films.stream.wishes import MOST_STEP
from playground.i18n import N_, _, current_language
from playground.lessons import facts, reading, readings
from playground.lessons.lesson import Lesson, Step
from playground.ui import gathering, live, runbar
from playground.ui.components.stage import still
from playground.ui.error_boundary import show_refusal
from playground.ui.inside import tabs
from playground.ui.learn.kept import keep_progress, progress
from playground.ui.learn.places import Place, go, here
from playground.ui.learning import show_learning
from playground.ui.opening import Arrival, start_session
from playground.ui.own.input import show_own_sequence
from playground.ui.session import Session, current_session
from playground.ui.settings.controls import control
from playground.views import data_way
from playground.views.view_state import TABS

KINDS = {
    "read": N_("Read"),
    "predict": N_("Predict"),
    "run": N_("Run"),
    "look": N_("Look"),
    "explain": N_("Explain"),
}
NETWORK, SHAPES, OWN = "network", "shapes", "own"
SIDES = (NETWORK, SHAPES, OWN)
"""Sides of a run that are no tabs: only the unrolled network; the tensors that run through it, without
training; the learner's own sequence with its answer."""


def show_lesson(place: Place) -> None:
    """Draw the step of the lesson."""
    lesson = reading.lesson(place.lesson, current_language())
    step = lesson.steps[place.at]
    look = {**step.look, "tab": step.tab if step.tab in TABS else TABS[0]}
    at = MOST_STEP if step.begins == "end" else 0
    arrival = Arrival(plays=step.begins == "plays", at=at, look=look)
    start_session(place.home, step.config, place=place.query, arrival=arrival)
    keep_progress(progress().at(lesson.name, place.at))
    with st.container(horizontal=True, gap="medium", key="lesson" if step.tab else "lesson-alone"):
        with st.container(key="lesson-text"):
            _heading(lesson, step, place)
            _text(lesson, step, place)
        with st.container(key="lesson-onward"):
            _onward(lesson, place)
        if step.tab:
            with st.container(key="-no-".join(("lesson-pictures", *step.hide))):
                show_run_beside(step.tab)


def show_run_beside(tab: str) -> None:
    """The player and one side of its run."""
    session = current_session()
    show_refusal(session.message)
    data = tasks.dataset(session.config.task)
    if tab == SHAPES:
        return still(data_way.draw(session.config, data), key="data-way")
    runbar.show_run_bar()
    if tab in (NETWORK, OWN, TABS[0]):
        live.show_network(session)
    if tab == OWN:
        show_own_sequence(session, data)
    elif tab == TABS[0]:
        show_learning(session, data)
    elif tab != NETWORK:
        tabs.show_open_tab(session, data)


def _heading(lesson: Lesson, step: Step, place: Place) -> None:
    st.button(_("All lessons"), type="tertiary", icon=":material/arrow_back:", on_click=go, args=(Place(),))
    told = _("{lesson} · step {step} of {of} · {kind}").format(
        lesson=lesson.title, step=place.at + 1, of=len(lesson.steps), kind=_(KINDS[step.kind])
    )
    st.caption(told)
    st.progress((place.at + 1) / len(lesson.steps))
    st.header(step.title, anchor=False)


def _text(lesson: Lesson, step: Step, place: Place) -> None:
    if step.kind == "explain":
        _remark(lesson, place)
    config = current_session().config
    if facts.runs(step.text, config) or facts.read_in(step.text, config):
        gathering.living("lesson", _measured)
    else:
        st.markdown(facts.filled(step.text, config))
    if step.choices:
        _question(lesson, step, place)
    for path in step.controls:
        control(SETTINGS[path])


def _measured(session: Session) -> None:
    """A text with numbers of runs: they are trained to their ends for it, then networks are read."""
    place = here()
    step = reading.lesson(place.lesson, current_language()).steps[place.at]
    config, own_text = session.config, session.view_state.own_text
    asked, at_end = facts.read_in(step.text, config), step.begins != "start"
    runs = [*facts.runs(step.text, config), *(one for _name, one in asked if at_end)]
    found = gathering.gathered("lesson", runs, going=True)
    read: dict[tuple[str, RunConfig], float] = {}
    if asked and found.is_over and not found.failed:
        ends = {one: found.done[one].last_step if at_end else 0 for _name, one in asked}
        places = {
            fact: readings.Place(config=fact[1], step=ends[fact[1]], own_text=own_text) for fact in asked
        }
        read = _read(places, runs)
    st.markdown(facts.filled(step.text, config, found.done, read))


def _read(
    places: Mapping[tuple[str, RunConfig], readings.Place], runs: Sequence[RunConfig]
) -> dict[tuple[str, RunConfig], float]:
    """What is read of networks by now."""
    probes = {fact: readings.probe_of(fact[0], place) for fact, place in places.items()}
    replies = gathering.gathered("lesson", runs, going=True, probes=[*set(probes.values())]).read
    ready = {fact: replies[probe] for fact, probe in probes.items() if probe in replies}
    return {
        fact: readings.value_in(reply.value, fact[0], places[fact])
        for fact, reply in ready.items()
        if reply.status == "ready"
    }


def _question(lesson: Lesson, step: Step, place: Place) -> None:
    """Answers to choose from; what is right, the run will show."""
    chosen = progress().predicted.get(f"{lesson.name}/{place.at}")
    names = {at: facts.filled(choice.text, step.config) for at, choice in enumerate(step.choices)}
    key = f"predict {lesson.name} {place.at}"
    how: dict[str, Any] = {"format_func": names.__getitem__, "label_visibility": "collapsed"}
    picked = st.radio(_("Your prediction"), list(names), index=chosen, key=key, **how)
    if picked is not None and picked != chosen:
        keep_progress(progress().guessed(lesson.name, place.at, picked))


def _remark(lesson: Lesson, place: Place) -> None:
    """What was predicted since the explanation before, and what is to be said of it."""
    before = [at for at, step in enumerate(lesson.steps[: place.at]) if step.kind == "explain"]
    for at in range(before[-1] if before else 0, place.at):
        step = lesson.steps[at]
        chosen = progress().predicted.get(f"{lesson.name}/{at}")
        if step.choices and chosen is not None and chosen < len(step.choices):
            choice, config = step.choices[chosen], step.config
            said = _("You predicted: {choice}").format(choice=facts.filled(choice.text, config))
            show = st.success if chosen == step.right else st.info
            show(f"**{said}**\n\n{facts.filled(choice.remark, config)}")


def _onward(lesson: Lesson, place: Place) -> None:
    """Back and on; behind the last step the lesson is finished."""
    is_last = place.at + 1 == len(lesson.steps)
    waits = bool(lesson.steps[place.at].choices) and f"{lesson.name}/{place.at}" not in progress().predicted
    with st.container(horizontal=True, gap="small", key="onward"):
        if place.at:
            st.button(_("Back"), on_click=_step_to, args=(lesson.name, place.at - 1))
        if is_last:
            st.button(_("Finish"), type="primary", on_click=_finish, args=(lesson.name,))
        else:
            args = (lesson.name, place.at + 1)
            st.button(_("Continue"), type="primary", disabled=waits, on_click=_step_to, args=args)
    if waits:
        st.caption(_("Choose an answer first. A wrong prediction teaches most."))


def _step_to(name: str, at: int) -> None:
    """Another step of the lesson, with its experiment."""
    go(Place(lesson=name, at=at))


def _finish(name: str) -> None:
    """The lesson is done: its first exercise comes, or the contents."""
    lesson = reading.lesson(name, current_language())
    keep_progress(progress().at(name, len(lesson.steps)))
    go(Place(exercise=lesson.exercises[0]) if lesson.exercises else Place())
