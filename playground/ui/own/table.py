"""A table of the learner's own: brought as a file or pasted, a column of it chosen, drawn and used."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from playground.charts.answers.forecast import filled_words, series_preview_figure
from playground.config import RunConfig, typed
from playground.config.errors import PlaygroundError
from playground.config.rules import whole_number
from playground.experiments import edits
from playground.i18n import N_, _, n_
from playground.tasks import dataset
from playground.tasks.answers import NextPoint
from playground.tasks.problems import own_series
from playground.tasks.series import Series
from playground.ui import playback
from playground.ui.components.live_figure import live_figure
from playground.ui.error_boundary import refusals_told, show_refusal
from playground.ui.own.readings import FILES, OFFERED, chosen_reading, show_choices, show_report
from playground.ui.own.rows import MOST_PASTED
from playground.ui.session import current_session, fresh_key, keep, kept, renew, set_view_state, widget_value
from playground.uploads import own_data
from playground.uploads.columns import FEWEST_ROWS, Column
from playground.uploads.delimited import short
from playground.uploads.layout import MOST_ROWS
from playground.uploads.report import Reading, Report
from playground.uploads.series import MOST_INPUTS, OwnSeries, choose
from playground.uploads.sources import source_of
from playground.uploads.tables import KEPT_ROWS, MOST_BYTES, Grid, Table, read_grid, table_of
from playground.views.words import plain

MOST_FAULTS = 5
"""Columns whose fault is told; the others are counted."""
EXAMPLE = """\
date,bikes,rain
2024-01-01,812,0.4
2024-01-02,,2.1
2024-01-03,954,0"""

_TABLE, _READ, _TAKEN = "own-table", "own-tables-read", "own-tables-taken"
"""Where the session keeps a table that was read and not used yet; the widgets that are new for each table,
and for each file."""


class Brought(NamedTuple):
    """A file or a pasted text, and how it was read last without a fault."""

    data: bytes | str
    grid: Grid | None
    report: Report


def show_own_table() -> None:
    """Where a table is brought and a column of it is chosen, for the problem that reads one."""
    config = current_session().config
    if config.task.name != own_series.NAME:
        return
    series = dataset(config.task).answer_as(NextPoint).series
    st.caption(_understood(series, own_series.series_of(config.task), bool(config.task.own)))
    show_refusal(current_session().view_state.own_fault)
    file = fresh_key("own-table-file", _TAKEN)  # what was used leaves its place empty for the next
    st.file_uploader(
        _("A file with your table"),
        type=FILES,
        key=file,
        max_upload_size=MOST_BYTES // 10**6,
        on_change=_read_file,
        args=(file,),
    )
    brought: Brought | None = kept(_TABLE)
    if brought is not None:
        _read_as_chosen(brought, config)
    else:
        text = fresh_key("own-table-text", _TAKEN)
        with st.form(fresh_key("own-table-form", _TAKEN), border=False):
            st.text_area(_("Or paste it"), key=text, max_chars=MOST_PASTED, height=120, placeholder=EXAMPLE)
            st.form_submit_button(_("Read this table"), on_click=_read_text, args=(text,), width="stretch")
        st.caption(_(_RULES).format(fewest=FEWEST_ROWS))
        st.code(EXAMPLE, language=None)
    st.caption(_(_PRIVACY))


_RULES = N_(
    "A CSV file, an Excel workbook or JSON, with a row for each point in time and names above the columns; "
    "a column may hold dates such as 2024-01-31. "
    "How the file was read is said here before anything is learned from it. An empty field is a gap. At "
    "least {fewest} rows; at most 10 MB, 100,000 rows and 200 columns. Such a table begins like this:"
)
_PRIVACY = N_(
    "Your numbers stay in this server's memory for a while and never enter a link. A link to your run "
    "holds only their fingerprint. It opens here while the numbers are in memory; elsewhere, add the "
    "same column first."
)
_HELD = N_("A free run does not know the further inputs, so they keep their last value.")


def _understood(series: Series, own: OwnSeries, is_own: bool) -> str:
    told = [
        _("Your series: {name}, {count} points.").format(name=plain(own.names[0]), count=f"{own.points:,}")
        if is_own
        else _("This series is our example until you add your own: {count} points.").format(count=own.points)
    ]
    told += _done(series, own)
    return " ".join(told)


def _done(series: Series, own: OwnSeries) -> list[str]:
    """The sentences a learner must read about the numbers: gaps, rows left out, season, inputs."""
    told = [filled_words(series)] if series.filled else []
    if series.left_out:
        gone = n_(
            "{count} missing point is left out.", "{count} missing points are left out.", series.left_out
        )
        told.append(gone.format(count=f"{series.left_out:,}"))
    if own.left_out:
        cut = n_(
            "Only the last {kept} rows are used; {count} before them is left out.",
            "Only the last {kept} rows are used; {count} before them are left out.",
            own.left_out,
        )
        told.append(cut.format(kept=f"{KEPT_ROWS:,}", count=f"{own.left_out:,}"))
    if own.season is not None:
        told.append(_("A season has {count} points.").format(count=f"{own.season:,}"))
    if series.covariates:
        names = ", ".join(plain(other.name) for other in series.covariates)
        told.append(_("Further inputs: {names}.").format(names=names))
        if filled := sum(other.filled for other in series.covariates):
            also = n_(
                "{count} missing value of these was filled, too.",
                "{count} missing values of these were filled, too.",
                filled,
            )
            told.append(also.format(count=f"{filled:,}"))
        told.append(_(_HELD))
    return told


def _read_as_chosen(brought: Brought, config: RunConfig) -> None:
    """How the table was read, what may be chosen otherwise, and then what is learned from it."""
    version = fresh_key("", _READ)
    reading, report = Reading(), brought.report
    try:
        reading = chosen_reading(version, report)
        grid = brought.grid
        if grid is None or grid.reading != reading.of_the_file:
            grid = read_grid(brought.data, reading)
        table = table_of(grid, reading)
    except PlaygroundError as error:
        show_refusal(str(error))  # the choices stay, so that nothing is lost by a wrong one
        show_choices(report, version, reading)
    else:
        keep(_TABLE, Brought(brought.data, grid, table.report))
        st.caption(" ".join(_read_so_far(table)))
        show_report(table.report)
        if table.undecided is not None:
            show_refusal(str(table.undecided))
        show_choices(table.report, version, reading)
        if table.undecided is None:
            _choices(table, config)
    st.button(_("Take another table"), key="own-drop", on_click=_drop, width="stretch")


def _choices(table: Table, config: RunConfig) -> None:
    """The column to forecast, what is read beside it, the season; drawn before it is used."""
    names = list(table.choices)
    column = st.selectbox(_("Column to forecast"), names, key=fresh_key("own-column", _READ))
    inputs = st.multiselect(
        _("Further inputs"),
        [name for name in names if name != column],
        key=f"{fresh_key('own-inputs', _READ)} {names.index(column)}",
        max_selections=MOST_INPUTS,
        placeholder=_("None"),
        help=" ".join([_("Other columns for the network to read."), _(_HELD)]),
    )
    why = _(
        "Such as 12 for months or 7 for days. Repeating the last season is then one of the simple forecasts."
    )
    season = st.text_input(
        _("Points in one season"),
        key=fresh_key("own-season", _READ),
        placeholder=_("No season"),
        help=why,
    )
    chosen: dict[str, Any] = {"column": column, "inputs": tuple(inputs)}
    try:
        chosen["season"] = _season(season)
        own = choose(table, **chosen)
        series = own_series.forecast_of(own, _fitting(config, own).task).answer_as(NextPoint).series
    except PlaygroundError as error:
        show_refusal(str(error))
    else:
        live_figure(series_preview_figure(series, small=True), key="own-preview", height=150)
        if told := _done(series, own):
            st.caption(" ".join(told))
        use = partial(_use, own)
        st.button(_("Use this column"), key="own-use", on_click=use, type="primary", width="stretch")


def _season(text: str) -> int | None:
    """The points that were typed; nothing is no season."""
    if not text.strip():
        return None
    return whole_number(_("Points in one season"), typed.one_number(text))


def _read_so_far(table: Table) -> list[str]:
    """How large the table is, and which of its columns cannot be chosen."""
    size = _("Your table: {rows} rows, {columns} columns.")
    told = [size.format(rows=f"{table.rows + table.left_out:,}", columns=len(table.columns))]
    others = [one for one in table.columns if one.fault and not _is_time(one, table)]
    texts = [plain(short(one.name)) for one in others if one.is_of_texts or one.days is not None]
    if texts:
        told.append(_("Columns of texts or dates cannot be forecast: {names}.").format(names=_listed(texts)))
    faults = [one.fault for one in others if not one.is_of_texts and one.days is None]
    told += [plain(str(fault)) for fault in faults[:MOST_FAULTS]]
    if more := len(faults[MOST_FAULTS:]):
        left = n_(
            "{count} more column cannot be read as numbers.",
            "{count} more columns cannot be read as numbers.",
            more,
        )
        told.append(left.format(count=more))
    return told


def _listed(names: list[str]) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(names[:MOST_FAULTS])
    more = len(names[MOST_FAULTS:])
    return _("{names} and {count} more").format(names=shown, count=more) if more else shown


def _is_time(column: Column, table: Table) -> bool:
    return column.name == table.time_column or column.name in table.time_parts


def _fitting(config: RunConfig, own: OwnSeries) -> RunConfig:
    """`config` with a window that leaves enough of a short series; longer ones keep theirs."""
    window = min(config.task.length, own_series.longest_window(own.points))
    return edits.edited(config, {"task.length": window})


def _read_file(key: str) -> None:
    file = widget_value(key)
    if file is None:  # taken away, or about to be replaced: the place must stay the same
        _forget()
    else:
        _read(file.getvalue())


def _read_text(key: str) -> None:
    _read(widget_value(key))


def _read(data: bytes | str) -> None:
    """Keep the table to be read as it is chosen; what no choice can mend is refused, and the run goes on."""
    _forget()
    with refusals_told(_tell):
        source_of(data, Reading(), most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
        keep(_TABLE, Brought(data, None, OFFERED))
        renew(_READ)


def _use(own: OwnSeries) -> None:
    """Learn from this column from now on, and forget the table."""
    config = current_session().config
    if kept(_TABLE) is None or config.task.name != own_series.NAME:  # another problem was chosen meanwhile
        return
    with refusals_told(_tell):
        chosen = edits.with_setting(_fitting(config, own), "task.own", own_data.keep(own.to_bytes()))
        _drop()
        playback.choose(chosen, plays=True)


def _drop() -> None:
    """Forget the table; its place is empty for the next."""
    _forget()
    renew(_TAKEN)


def _forget() -> None:
    keep(_TABLE, None)
    _tell("")


def _tell(fault: str) -> None:
    set_view_state(own_fault=fault)
