"""The controls beside the run. Every widget shows a setting of the config and changes only it."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from playground.config import SETTINGS, Setting, value_of
from playground.experiments import edits
from playground.experiments.presets import preset_of
from playground.i18n import _
from playground.tasks import PROBLEMS, problem
from playground.ui.history import show_history
from playground.ui.own import rows as own_rows
from playground.ui.own import table as own_table
from playground.ui.playback import choose, fork, place
from playground.ui.session import current_session
from playground.ui.settings.controlled import controlled
from playground.ui.settings.gallery import show_presets
from playground.ui.settings.widget import setting_widget, shows
from playground.views.view_state import page_of


def sidebar() -> None:
    """The problem and the first few settings; the rest under "More", grouped."""
    with st.sidebar:
        with st.container():  # what comes and goes in it moves nothing below: a section that is open stays so
            with st.container(horizontal=True, gap="small", key="shelves"):
                if "task.name" not in current_session().teaching.touched:
                    show_presets()
                show_history()
            if "task.name" not in current_session().teaching.touched:
                _problems()
            _settings(first=True)
            _whole_run_button()
        st.subheader(_("More"), anchor=False)
        chosen = problem(current_session().config.task.name)
        with st.expander(_("Data"), expanded=chosen.read_own is not None):
            own_rows.show_own_rows()
            own_table.show_own_table()
            for knob in chosen.knobs:
                control(knob)
        with st.expander(_("Network")):
            _settings("model")
        with st.expander(_("Training")):
            _settings("training")


def _settings(section: str = "", *, first: bool = False) -> None:
    """The settings of a section of the table, or the few of all that come first."""
    for setting in SETTINGS.values():
        here = first or setting.section == section
        if (
            here
            and setting.first is first
            and setting.section != "task"
            and shows(setting, current_session().config)
        ):
            control(setting)


def _problems() -> None:
    config = current_session().config
    chosen = problem(config.task.name)
    page = page_of(chosen)
    titles = {name: _(other.title) for name, other in PROBLEMS.items() if page_of(other) == page}
    label, change = _(SETTINGS["task.name"].label), partial(_apply, "task.name")
    controlled("set.task.name", chosen.name, st.selectbox, label, change, names=titles)
    st.caption(_(chosen.question))
    st.caption(f":material/visibility: {_(_notice())}")


def _notice() -> str:
    """The notice of the open preset, or of the problem's own preset."""
    config = current_session().config
    chosen = preset_of(config)
    return problem(config.task.name).notice if chosen is None else chosen.notice


def _whole_run_button() -> None:
    """After a change in mid-run: offer the same setting for a run from step 0."""
    config = current_session().config
    if config.training.changes:
        last = config.training.changes[-1]
        whole = edits.from_the_start(config, last.step)
        st.caption(_("Changed at step {step}; the steps before keep their settings.").format(step=last.step))
        label = _("Use from step 0 instead")
        st.button(label, icon=":material/replay:", width="stretch", on_click=choose, args=(whole,))


def control(setting: Setting) -> None:
    """A setting's widget, where it is the same for all runs of the page."""
    path, teaching = setting.path, current_session().teaching
    if _is_each_lanes_own(path) or path in teaching.hidden:
        return
    locked = path in dict(teaching.locked)
    change = partial(_apply, path)
    setting_widget(setting, _shown(path), current_session().config, change, key=f"set.{path}", locked=locked)


def _shown(path: str) -> Any:
    session = current_session()
    if path in edits.LIVE:
        return getattr(session.config.training.rates_at(place(session).step), SETTINGS[path].name)
    return value_of(session.config, path)


def _is_each_lanes_own(path: str) -> bool:
    """Whether every run that is compared has its own value: then there is nothing to set for all."""
    lanes, sweep = current_session().lanes, current_session().sweep
    if sweep is not None:
        return path == "model.cell" or path in {axis.path for axis in sweep.axes}
    return lanes is not None and all(path in dict(own) for own in lanes.own)


def _apply(path: str, value: Any) -> None:
    session = current_session()
    if path in edits.LIVE and session.lanes is None:  # lanes begin together
        fork(path, value)
    else:
        choose(edits.with_setting(session.config, path, value))
