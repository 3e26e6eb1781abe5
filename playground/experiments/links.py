"""The experiment as the query part of a link: readable, versioned, bounded.

A link holds the problem and every setting that differs from the problem's preset. A test ties
the presets to `LINK_VERSION`: when a preset changes, the version rises, and a link of an older
version says so instead of opening another experiment.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode

from playground import tasks
from playground.config import SETTINGS, RunConfig, value_of, written
from playground.config.errors import ConfigError, LinkError, OwnDataMissing
from playground.experiments.edits import edited, parsed
from playground.i18n import N_, Message

LINK_VERSION = "1"
MAX_LENGTH = 8000
VERSION, PROBLEM = "v", "problem"

_TOO_LONG = N_("This link is longer than the {most} characters an experiment can have.")


def query(config: RunConfig) -> str:
    """The link's parameters as they stand in an address; the films' socket names a run so."""
    return urlencode(encode(config))


def encode(config: RunConfig) -> dict[str, str]:
    """The query parameters of `config`."""
    preset = tasks.problem(config.task.name).preset
    different = {
        path: written(value_of(config, path))
        for path in SETTINGS
        if value_of(config, path) != value_of(preset, path)
    }
    return {VERSION: LINK_VERSION, PROBLEM: config.task.name, **different}


def sorted_out(values: dict[str, str], more: Collection[str] = ()) -> tuple[dict[str, str], str]:
    """The parameters that are ours, and a sentence on the others: links gather them on their way.

    Nothing is said of a teacher's (`class.<name>`) and of Streamlit's own.

    Args:
        values: what a link says.
        more: further names that are ours.
    """
    ours = {name: text for name, text in values.items() if name in SETTINGS or name in _OURS or name in more}
    strange = [name for name in values if name not in ours and not name.startswith(_SILENT)]
    if not strange:
        return ours, ""
    names = ", ".join(f"{name:.20}" for name in strange[:_MOST_NAMED])
    return ours, str(Message(_STRANGE, names=names if len(strange) <= _MOST_NAMED else f"{names} …"))


_OURS = (VERSION, PROBLEM)
_SILENT = ("class.", "embed")
_MOST_NAMED = 3
_STRANGE = N_("This part of the link is not known here and was left out: {names}.")


def decode(query: dict[str, str] | str, *, own: str | None = None) -> RunConfig:
    """The experiment a link holds.

    Args:
        query: the parameters, or a link or its query part. One without a version is of this one.
        own: a digest in place of the one in the link, empty for the problem's data; `None` keeps the link's.

    Raises:
        LinkError: it holds none, with the reason.
        OwnDataMissing: it holds one, but not the data, which never enters a link.
    """
    values = parameters(query) if isinstance(query, str) else dict(query)
    if sum(len(key) + len(value) for key, value in values.items()) > MAX_LENGTH:
        raise LinkError(_TOO_LONG, most=MAX_LENGTH)
    if not values:
        raise LinkError(N_("This link holds no experiment."))
    version = values.pop(VERSION, LINK_VERSION)
    if version != LINK_VERSION:
        raise LinkError(
            N_(
                "This link has version {version!r:.20}; this playground reads version {known}. Settings may"
                " have changed their meaning since."
            ),
            version=version,
            known=LINK_VERSION,
        )
    name = values.pop(PROBLEM, "sine")
    if "task.name" in values:
        raise LinkError(N_("This link names its problem twice."))
    if own is not None:
        values["task.own"] = own
    try:
        preset = tasks.problem(name).preset
        return edited(preset, {path: parsed(path, text) for path, text in values.items()})
    except OwnDataMissing:
        raise
    except ConfigError as error:
        raise LinkError(N_("This link does not hold an experiment: {error}"), error=error) from error


def parameters(query: str) -> dict[str, str]:
    """What a link or its query part says, name by name; raises `LinkError` where it is no link."""
    text = query.rpartition("?")[2]
    if len(text) > MAX_LENGTH:
        raise LinkError(_TOO_LONG, most=MAX_LENGTH)
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), max_num_fields=60)
    except ValueError as error:
        raise LinkError(N_("This link cannot be read: it is not a list of settings.")) from error
    values = dict(pairs)
    if len(values) < len(pairs):
        raise LinkError(N_("This link names a setting twice."))
    return values
