"""The contents of the course: chapters, their lessons and exercises, and how far the learner is."""

from __future__ import annotations

import streamlit as st

from playground.i18n import N_, _, current_language
from playground.lessons import exercises, reading
from playground.lessons.lesson import CHAPTERS, Lesson
from playground.lessons.progress import Progress
from playground.ui.learn.kept import LINKED, keep_progress, progress
from playground.ui.learn.places import Place, go

TITLES = {
    "cell": N_("One cell"),
    "memory": N_("Memory"),
    "honest": N_("Training honestly"),
    "words": N_("Words"),
}


def show_contents() -> None:
    """Where to go on, and everything there is."""
    lessons = [reading.lesson(name, current_language()) for name in reading.names()]
    done = progress()
    with st.container(key="course"):
        st.title(_("Learn"), anchor=False)
        st.markdown(_("Short lessons on recurrent networks. In each one you predict, run, look and explain."))
        _go_on(lessons, done)
        for place, chapter in enumerate(CHAPTERS, 1):
            here = [lesson for lesson in lessons if lesson.chapter == chapter]
            if here:
                st.subheader(f"{place}. {_(TITLES[chapter])}", anchor=False)
                with st.container(key=f"chapter-{chapter}"):
                    for lesson in here:
                        _card(lesson, done)
        _about_progress(done)


def _go_on(lessons: list[Lesson], done: Progress) -> None:
    """One button: the first lesson, or the one where the learner stopped."""
    left = [lesson for lesson in lessons if done.steps.get(lesson.name, 0) < len(lesson.steps)]
    if left:
        place = _place_in(left[0], done)
        start = _("Start: {title}") if not done.steps else _("Continue: {title}")
        label = start.format(title=left[0].title)
        st.button(label, type="primary", icon=":material/play_arrow:", on_click=go, args=(place,))


def _card(lesson: Lesson, done: Progress) -> None:
    """A lesson's title leads to it; below it its question, how far the learner is, and its exercises."""
    with st.container(border=True, gap="xxsmall", key=f"card-{lesson.name}"):
        mark, told = _how_far(lesson, done)
        place, key = _place_in(lesson, done), f"to {lesson.name}"
        st.button(f"**{lesson.title}**", type="tertiary", icon=mark, key=key, on_click=go, args=(place,))
        st.markdown(lesson.question)
        st.caption(told)
        for name in lesson.exercises:
            _exercise(name, done)


def _exercise(name: str, done: Progress) -> None:
    exercise = exercises.exercise(name, current_language())
    passed = sum(f"{name}/{part}" in done.passed for part in range(len(exercise.parts)))
    label = _("Exercise: {title} ({passed} of {of})").format(
        title=exercise.title, passed=passed, of=len(exercise.parts)
    )
    icon = ":material/check_circle:" if passed == len(exercise.parts) else ":material/edit:"
    place = Place(exercise=name)
    key = f"to exercise {name}"
    st.button(label, type="tertiary", icon=icon, key=key, on_click=go, args=(place,))


def _how_far(lesson: Lesson, done: Progress) -> tuple[str, str]:
    step = done.steps.get(lesson.name)
    minutes = _("{minutes} minutes.").format(minutes=lesson.minutes)
    if step is None:
        return ":material/radio_button_unchecked:", minutes
    if step >= len(lesson.steps):
        return ":material/check_circle:", _("Finished.")
    return ":material/clock_loader_40:", _("Step {step} of {of}.").format(step=step + 1, of=len(lesson.steps))


def _place_in(lesson: Lesson, done: Progress) -> Place:
    """Where the learner stopped; the beginning of a lesson that is finished."""
    return Place(lesson=lesson.name, at=done.steps.get(lesson.name, 0) % len(lesson.steps))


def _about_progress(done: Progress) -> None:
    st.caption(_("Your progress is kept in this browser only; the server keeps nothing."))
    if done != Progress():
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="progress-row"):
            with st.popover(_("Take it to another browser"), icon=":material/link:"):
                st.caption(_("Put this behind the address of this page, and open it there."))
                st.code(f"?{LINKED}={done.packed()}", language=None, wrap_lines=True)
            label = _("Forget my progress")
            st.button(label, icon=":material/delete:", on_click=keep_progress, args=(Progress(),))
