"""A forecast: what it is compared with, and how far it goes on alone."""

from __future__ import annotations

import streamlit as st

from playground.i18n import _
from playground.ui.answers.page import AnswerPage
from playground.ui.settings.controlled import view_control


def _options() -> None:
    ways = {False: _("One step ahead"), True: _("Free run")}
    view_control("compare_free", st.segmented_control, _("Compare the forecasts"), names=ways)
    label = _("Free run: number of points")
    view_control("horizon", st.slider, label, min_value=1, max_value=500)


PAGE = AnswerPage(options=_options, height=617)
