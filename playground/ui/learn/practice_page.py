"""One part of an exercise: its question, the answer, what is said of it, hints and the solution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from playground.config import SETTINGS, RunConfig
from playground.films.many import Result
from playground.i18n import N_, _, current_language
from playground.lessons import codes, exercises
from playground.lessons.exercise import Exercise, Part, State, Verdict
from playground.lessons.quantities import Trial
from playground.ui import gathering
from playground.ui.learn.kept import keep_progress, progress
from playground.ui.learn.lesson_page import show_run_beside
from playground.ui.learn.places import Place, go, here
from playground.ui.opening import start_session
from playground.ui.playback import choose
from playground.ui.session import Session, current_session, keep, kept, set_view_state, widget_value
from playground.ui.settings.controls import control
from playground.views.view_state import TABS

STATES: dict[State, str] = {
    "not tried": N_("Not tried."),
    "not yet": N_("Not yet."),
    "passed": N_("Passed."),
}
MARKS: dict[State, str] = {
    "not tried": ":material/radio_button_unchecked:",
    "not yet": ":material/pending:",
    "passed": ":material/check_circle:",
}


def show_exercise(place: Place) -> None:
    """Draw the part of the exercise."""
    exercise = exercises.exercise(place.exercise, current_language())
    part = exercise.parts[place.at]
    is_run = part.kind == "experiment"
    start_session(place.home, part.config, place=place.query)
    hints = kept(_name(place, "hints")) or 0
    opened = part.opens if hints >= len(part.hints) else ""
    tab = opened or ("learning" if is_run else "")
    if tab in TABS and opened and current_session().view_state.tab != tab:
        set_view_state(tab=tab)
    with st.container(horizontal=True, gap="medium", key="lesson" if tab else "lesson-alone"):
        with st.container(key="lesson-text"):
            _heading(exercise, place)
            st.markdown(part.text)
            for path in part.controls:
                control(SETTINGS[path])
            gathering.living("check", _answer) if is_run else _asked(part, place)
            _help(part, place, hints)
            _onward(exercise, place)
        if tab:
            with st.container(key="lesson-pictures"):
                show_run_beside(tab)


def _heading(exercise: Exercise, place: Place) -> None:
    st.button(_("All lessons"), type="tertiary", icon=":material/arrow_back:", on_click=go, args=(Place(),))
    st.caption(_("Exercise: {title}").format(title=exercise.title))
    st.markdown(exercise.question)
    with st.container(horizontal=True, gap="small", key="parts"):
        for at, part in enumerate(exercise.parts):
            is_passed = f"{exercise.name}/{at}" in progress().passed
            icon = MARKS["passed" if is_passed else "not tried"]
            how: dict[str, Any] = {"type": "primary" if at == place.at else "secondary", "icon": icon}
            args = (Place(exercise=exercise.name, at=at),)
            st.button(part.name, key=f"part {at}", on_click=go, args=args, **how)
    st.header(exercise.parts[place.at].name, anchor=False)


def _onward(exercise: Exercise, place: Place) -> None:
    """To the next part; behind the last one, to the lessons."""
    is_last = place.at + 1 == len(exercise.parts)
    there = Place() if is_last else Place(exercise=exercise.name, at=place.at + 1)
    label = _("To the lessons") if is_last else _("Next part")
    st.button(label, icon=":material/arrow_forward:", key="onward", on_click=go, args=(there,))


def _asked(part: Part, place: Place) -> None:
    """A number or a choice, and the verdict on it."""
    key = _name(place, "given")
    if part.kind == "choice":
        names = {at: text for at, (text, _remark) in enumerate(part.choices)}
        st.radio(_("Your answer"), list(names), index=None, format_func=names.__getitem__, key=key)
    else:
        checks: dict[str, Any] = {"on_change": _check_given, "args": (part, place)}  # Enter checks, too
        st.text_input(_("Your answer"), key=key, width=200, **checks)
    label = _("Check")
    st.button(label, type="primary", icon=":material/done:", on_click=_check_given, args=(part, place))
    _say(part.judged(kept(_name(place, "answer"))), place)


def _check_given(part: Part, place: Place) -> None:
    """Take the answer as it stands; nothing and nonsense are not tried."""
    given = widget_value(_name(place, "given"))
    answer = part.typed(given) if isinstance(given, str) else given
    answer = None if answer is None else float(answer)
    keep(_name(place, "answer"), answer)
    if answer is not None and part.judged(answer).state == "passed":
        _pass(place, answer)


def _answer(_session: Session) -> None:
    """An experiment: what is checked is trained with every seed, and beside it the runs without it."""
    place = here()
    part = exercises.exercise(place.exercise, current_language()).parts[place.at]
    config = current_session().config
    asked = kept(_name(place, "answer"))
    is_checked = asked == config and part.tried(config)
    label = _("Check this experiment")
    disabled = not part.tried(config) or is_checked
    how: dict[str, Any] = {"type": "primary", "icon": ":material/done:", "disabled": disabled}
    st.button(label, on_click=_check, args=(place,), **how)
    if not is_checked:
        _say(Verdict(remark="" if part.tried(config) else _("Change a setting, then check it.")), place)
        return
    runs, twins = exercises.trained(part, config)
    found = gathering.gathered("check", [*runs, *twins], going=True)
    done, beside = _done(runs, found.done), _done(twins, found.done)
    told = part.judged_trial(Trial(config=config, runs=done, twins=beside))
    if told.state == "passed":
        _pass(place, config)
    _say(told, place)


def _done(configs: Sequence[RunConfig], known: dict[RunConfig, Result]) -> tuple[Result, ...]:
    return tuple(known[config] for config in configs if config in known)


def _check(place: Place) -> None:
    keep(_name(place, "answer"), current_session().config)


def _pass(place: Place, answer: float | RunConfig) -> None:
    code = codes.written_code(place.exercise, place.at, answer)
    keep_progress(progress().with_code(place.exercise, place.at, code))


def _say(told: Verdict, place: Place) -> None:
    """The state, one remark, and the code of what was passed."""
    show = {"passed": st.success, "not yet": st.warning, "not tried": st.info}[told.state]
    show(f"**{_(STATES[told.state])}** {told.remark}".strip(), icon=MARKS[told.state])
    code = progress().passed.get(f"{place.exercise}/{place.at}")
    if told.state == "passed" and code:
        st.caption(_("The code of this result. A teacher can check that it is true."))
        st.code(code, language=None, wrap_lines=True)


def _help(part: Part, place: Place, hints: int) -> None:
    """Hints one by one, then the solution, which is marked as seen."""
    for hint in part.hints[:hints]:
        st.caption(f":material/lightbulb: {hint}")
    with st.container(horizontal=True, gap="small", key="help"):
        if hints < len(part.hints):
            label = _("Hint {number} of {of}").format(number=hints + 1, of=len(part.hints))
            args = (_name(place, "hints"), hints + 1)
            st.button(label, icon=":material/lightbulb:", on_click=keep, args=args)
        st.button(_("Show the solution"), icon=":material/key:", on_click=_see, args=(place,))
    if f"{place.exercise}/{place.at}" in progress().seen:
        head = _("Solution (seen).")
        st.markdown(f"**{head}** {part.solution}")
        if part.solved is not None:
            st.button(_("Open the solution's experiment"), on_click=choose, args=(part.solved,))


def _see(place: Place) -> None:
    keep_progress(progress().has_seen(place.exercise, place.at))


def _name(place: Place, what: str) -> str:
    return f"{what} {place.exercise} {place.at}"
