"""The living part of the page that searches: how far it is, the best run, pictures, and every run's row."""

from __future__ import annotations

from functools import partial

import streamlit as st

from playground import tasks
from playground.charts.sweep.heatmaps import SweepRun, best_of
from playground.experiments import links
from playground.experiments.sweeps import cost_seconds
from playground.films.many import Gathered
from playground.i18n import _, n_, translated
from playground.tasks.base import Dataset
from playground.ui.engine import engine
from playground.ui.error_boundary import show_refusal
from playground.ui.gathering import living
from playground.ui.history import keep_search
from playground.ui.server import hub
from playground.ui.session import Session, set_view_state
from playground.ui.sweep import pictures, table
from playground.ui.sweep.runs import Shown, gathered, identity, is_going, plan_of, shown
from playground.ui.take_away import show_search_file
from playground.ui.words import left_in_words
from playground.views.view_state import page_of
from playground.views.words import number, range_in_words


def show_sweep() -> None:
    """Mount the part that shows the runs."""
    living("sweep", _show)


def _show(session: Session) -> None:
    found = gathered(session)
    show_refusal(session.message)
    _progress(session, found)
    seen = shown(session, found)
    data = tasks.dataset(session.config.task)
    if found.done:
        st.markdown(_best_words(seen, found))
    pictures.search(session, seen, data)
    if found.done:
        _runs(session, seen, found, data)
        best = best_of(seen.runs)
        keep_search(session, len(found.done), None if best is None else best.loss)


# ---- how far it is


def _progress(session: Session, found: Gathered) -> None:
    """The cost of the sweep or the work left, and the one button that starts or stops it."""
    over, going = found.is_over, is_going(session, found)
    ended = len(found.done) + len(found.failed)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="sweep-progress"):
        if going:
            stop = partial(set_view_state, started="")
            st.button(_("Stop"), key="sweep-stop", icon=":material/stop:", on_click=stop)
        elif not over:
            st.button(
                _("Resume") if ended else _("Start the sweep"),
                key="sweep-start",
                icon=":material/play_arrow:",
                type="primary",
                on_click=partial(set_view_state, started=identity(session)),
            )
        words = _how_far(session, found, going)
        if going or (ended and not over):
            st.progress(ended / found.of, text=words)
        else:
            st.markdown(words)


def _how_far(session: Session, found: Gathered, going: bool) -> str:
    plan, state = plan_of(session), engine().state()
    left_out = n_(
        "{count} combination is left out: it does not fit together.",
        "{count} combinations are left out: they do not fit together.",
        plan.left_out,
    )
    left_out = left_out.format(count=plan.left_out) if plan.left_out else ""
    ended = len(found.done) + len(found.failed)
    if going and state.status == "starting":
        return _("Starting the workers that train; this takes a few seconds once.")
    if state.status == "unavailable":
        return translated(state.sentence)
    if found.is_over:
        told = n_("The one run is done.", "All {count} runs are done.", len(found.done))
        told = told.format(count=len(found.done))
        if found.failed:
            reason = translated(found.failed[0].reason)
            told = _("{done} runs are done, {failed} failed: {reason}")
            told = told.format(done=len(found.done), failed=len(found.failed), reason=reason)
        return f"{told} {left_out}"
    if ended:
        told = _("{done} of {all} runs are done.").format(done=ended, all=found.of)
        return f"{told} {left_in_words(found) if going else ''} {left_out}"
    rate = state.at_once(len(plan.configs), joins=not going)
    time = range_in_words(*hub.results.paces.range_of(cost_seconds(plan.configs, rate)))
    told = n_(
        "{count} run, about {time} of training on one core.",
        "{count} runs, about {time} of training on one core.",
        found.of,
    )
    if state.workers > 1:
        told = n_(
            "{count} run, about {time} of training with {workers} workers.",
            "{count} runs, about {time} of training with {workers} workers.",
            found.of,
        )
    return f"{told.format(count=found.of, time=time, workers=state.workers)} {left_out}"


def _best_words(seen: Shown, found: Gathered) -> str:
    best = best_of(seen.runs)
    if best is None:
        return _("**No run has learned:** the loss of every run so far is infinite or undefined.")
    told = _("**Best so far:** {run}: test loss {loss}.")
    if found.is_over:
        told = _("**Best:** {run}: test loss {loss}.")
    luck = _("One run each: the best of many is partly chance.")
    return f"{told.format(run=best.name, loss=number(best.loss))} {luck}"


# ---- the runs


def _runs(session: Session, seen: Shown, found: Gathered, data: Dataset) -> None:
    run = seen.run(session.view_state.run) or best_of(seen.runs)
    if run is not None:
        _one(seen, run)
    pictures.curves(session, seen, data)
    table.show_run_table(session, seen, found)
    st.download_button(
        _("Download as CSV"),
        lambda: table.as_csv(session, found),
        file_name=f"sweep-{session.config.task.name}.csv",
        mime="text/csv",
        key="sweep-csv",
        icon=":material/download:",
        on_click="ignore",
    )
    places = table.ranked(seen, found)
    configs = {seen.runs[place].name: seen.configs[place] for place in places}
    show_search_file(session, configs, _best_words(seen, found), table.as_rows(session, seen, found))


def _one(seen: Shown, run: SweepRun) -> None:
    config = seen.configs[seen.runs.index(run)]
    page = page_of(tasks.problem(config.task.name))
    told = _("test loss {loss}") if run.state == "done" else _(table.STATES[run.state])
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="sweep-run"):
        st.markdown(f"**{run.name}**: {told.format(loss=number(run.loss))}", width="content")
        st.link_button(
            _("Open this run on its page"),
            f"{page}?{links.query(config)}",
            key="sweep-open",
            icon=":material/open_in_new:",
            help=_("In a new tab: the same network, already trained."),
        )
