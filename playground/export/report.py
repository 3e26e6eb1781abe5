"""A report: one HTML file that needs no network and prints: what was asked, what was found, how to repeat it.

Who has the numbers and the pictures, the browser or the command line, fills the holes that are left for them:
comments such as `<!--pictures-->`.
"""

from __future__ import annotations

import html
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import Any

from playground import tasks
from playground.config import SETTINGS, RunConfig, value_of
from playground.experiments.fairness import differences
from playground.i18n import N_, _, current_language
from playground.models.shapes import parameter_count
from playground.views.setting_words import label_of, said
from playground.views.words import number

HOLES = ("when", "verdict", "numbers", "scores", "notes", "pictures")
"""What is filled in where the numbers are, in the order in which it is read."""
LONGEST_NUMBER = 30
PACKAGES = ("torch", "numpy", "pandas")
_PAGE = Template(Path(__file__).with_name("report.html").read_text(encoding="utf-8"))
_LINK = N_("This link opens the same experiment; it gives the same numbers with these versions:")
_OWN = N_("The data are the reader's own, and are not in the link.")

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One of the runs a report is about."""

    name: str
    config: RunConfig
    device: str = "cpu"


def skeleton(
    runs: Sequence[Run],
    link: str,
    *,
    command: str = "",
    sentence: str = "",
    more: Mapping[str, Rows] | None = None,
) -> str:
    """The report with its holes.

    Args:
        runs: what it is about; several share the problem.
        link: opens it.
        command: repeats it without a browser.
        sentence: the result in words, where it is known here.
        more: further tables by their titles; the first row of each is its head.
    """
    first = runs[0].config
    problem, data = tasks.problem(first.task.name), tasks.dataset(first.task)
    baseline = _("The baseline: {what} Its loss is {loss}.")
    baseline = baseline.format(what=_(data.baseline.sentence), loss=number(data.baseline.loss))
    tables = "\n".join(f"<p>{escaped(title)}</p>\n{table(rows)}" for title, rows in (more or {}).items())
    return _PAGE.substitute(
        language=escaped(current_language()),
        title=escaped(_(problem.title)),
        question=escaped(_(problem.question)),
        asked=escaped(_("Settings")),
        settings=_settings(runs),
        found=escaped(_("Result")),
        told="".join(f"<p>{escaped(one)}</p>\n" for one in (sentence, baseline) if one),
        more=tables,
        pictures=escaped(_("Pictures")),
        again=escaped(_("To repeat it")),
        reproduce=_reproduced(runs, link, command),
    )


def filled(page: str, holes: Mapping[str, str]) -> str:
    """The report with what its holes are to hold, which is HTML; a hole that is not named is taken away."""
    for name in HOLES:
        page = page.replace(f"<!--{name}-->", holes.get(name, ""))
    return page


def table(rows: Rows) -> str:
    """A table as HTML; a column of numbers stands at the right."""
    head, *body = rows
    kinds = [_kind([row[at] for row in body]) for at in range(len(head))]
    lines = [_line("th", head, kinds), *(_line("td", row, kinds) for row in body)]
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def escaped(text: object) -> str:
    """Letters, whatever they are: a stranger's words are never markup."""
    return html.escape(str(text))


def _line(tag: str, cells: Sequence[str], kinds: Sequence[str]) -> str:
    pairs = zip(cells, kinds, strict=True)
    return f"<tr>{''.join(f'<{tag}{kind}>{escaped(cell)}</{tag}>' for cell, kind in pairs)}</tr>"


def _kind(cells: Sequence[str]) -> str:
    if all(len(cell) <= LONGEST_NUMBER and _NUMBER.fullmatch(cell) for cell in cells):
        return ' class="number"'
    return ' class="long"' if all(len(cell) > LONGEST_NUMBER and " " not in cell for cell in cells) else ""


_NUMBER = re.compile(r"-?[\d,]*\.?\d+(e[+-]?\d+)?|–|")


def _settings(runs: Sequence[Run]) -> str:
    """What differs from the problem's own preset; of several runs what they share, then each one's own."""
    preset = tasks.problem(runs[0].config.task.name).preset
    own = differences([run.config for run in runs])
    shared = [path for path in SETTINGS if path not in own[0]]
    config = runs[0].config
    changed = [p for p in shared if p == "model.cell" or value_of(config, p) != value_of(preset, p)]
    rows = [[label_of(p), _value(p, config), _value(p, preset)] for p in changed]
    head = [_("Setting"), _("Value"), _("The problem's own")]
    found = table([head, *rows])
    if len(runs) > 1:
        labels = [label_of(path) for path in own[0]]
        each = [[run.name, *(_value(path, run.config) for path in own[0])] for run in runs]
        found += "\n" + table([[_("Run"), *labels], *each])
    return found


def _value(path: str, config: RunConfig) -> str:
    value: Any = value_of(config, path)
    return value[:16] if path == "task.own" else said(path, value)


def _reproduced(runs: Sequence[Run], link: str, command: str) -> str:
    packages = [f"{package} {version(package)}" for package in PACKAGES]
    versions = ", ".join([f"Python {platform.python_version()}", *packages, platform.machine()])
    lines = [f"<p>{escaped(_(_LINK))} {escaped(versions)}.</p>"]
    if runs[0].config.task.own:
        lines.append(f"<p>{escaped(_(_OWN))}</p>")
    lines.append(f'<p><a href="{escaped(link)}"><code>{escaped(link)}</code></a></p>')
    if command:
        told = _("Without a browser:")
        lines.append(f"<p>{escaped(told)}</p>\n<p><code>{escaped(command)}</code></p>")
    head = [_("Run"), _("Parameters"), _("Device"), _("Digest")]
    return "\n".join([*lines, table([head, *map(_identity, runs)])])


def _identity(run: Run) -> list[str]:
    count = parameter_count(run.config.model, tasks.dataset(run.config.task))
    return [run.name, f"{count:,}", run.device, run.config.digest_on(run.device)]
