"""What the server says: messages of a small header in JSON and, behind it, columns as the browser reads them.

A message is a length (four bytes, little-endian), the header (UTF-8), and the columns; the header with its
length and each column are padded with zeros to a multiple of eight bytes.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable, Sequence
from contextvars import copy_context
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.films.engine import EngineState
from playground.films.film import Film
from playground.films.frames import Frame
from playground.i18n import SOURCE_LANGUAGE, Message, translated, use_language

STEPS_A_MESSAGE = 50_000
"""A longer stretch of a film is sent in pieces."""
_ALIGNED = 8
_METRIC = "metric:"


def film_message(film: Film, run: str, start: int, *, language: str = SOURCE_LANGUAGE) -> bytes:
    """The numbers of the steps after `start`, and how the film is.

    A long stretch is cut, and the film is then still `developing` as far as the page knows. Where the film
    has not reached `start`, there are no numbers.
    """
    end = stretch_end(film, start)
    is_whole = end >= film.last_step
    columns = list(_columns(film, start, end))
    header = {
        "kind": "film",
        "run": run,
        "film": film_name(film),
        "from": start,
        "lastStep": end,
        "totalSteps": film.total_steps,
        "epochSteps": film.epoch_steps,
        "status": film.status if is_whole else "developing",
        "reason": said(film.reason, language) if is_whole else "",
        "mayGoOn": is_whole and film.status == "finished" and film.reason == "last epoch",
        "secondsLeft": film.seconds_left,
        "secondsPerStep": film.seconds_per_step,
        "columns": [
            {"name": name, "type": f"{column.dtype.kind}{column.dtype.itemsize}", "length": len(column)}
            for name, column in columns
        ],
    }
    return _message(header, (column.tobytes() for _, column in columns))


def stretch_end(film: Film, start: int) -> int:
    """The last step that a message about the steps after `start` holds."""
    return max(start, min(film.last_step, start + STEPS_A_MESSAGE))


def film_name(film: Film) -> str:
    """Says whether two films have the same digits."""
    return film.config.digest[:16]


def frames_message(run: str, view: str, frames: Sequence[Frame]) -> bytes:
    """Frames of one view, one after another."""
    listed = [{"step": frame.step, "length": len(frame.data)} for frame in frames]
    header = {"kind": "frames", "run": run, "view": view, "frames": listed}
    return _message(header, [b"".join(frame.data for frame in frames)])


def frame_failed_message(
    run: str, view: str, step: int, sentence: str | Message, *, language: str = SOURCE_LANGUAGE
) -> bytes:
    """That a view cannot be shown at a step, and why."""
    told = said(sentence, language)
    return _message({"kind": "frameFailed", "run": run, "view": view, "step": step, "sentence": told})


def engine_message(state: EngineState, *, language: str = SOURCE_LANGUAGE) -> bytes:
    """How the engine is."""
    told = said(state.sentence, language)
    return _message(
        {
            "kind": "engine",
            "status": state.status,
            "workers": state.workers,
            "viewers": state.viewers,
            "sentence": told,
        }
    )


def gathered_message(name: str, ended: int) -> bytes:
    """How many of the runs that a page waits for under a name are over."""
    return _message({"kind": "gathered", "name": name, "ended": ended})


def refusal_message(
    sentence: str | Message, *, run: str | None = None, language: str = SOURCE_LANGUAGE
) -> bytes:
    """Why a film, or the whole socket, cannot be had."""
    return _message({"kind": "refusal", "run": run, "sentence": said(sentence, language)})


def said(sentence: str | Message, language: str) -> str:
    """A sentence in a learner's language, or as it was written where there is no catalogue of it."""

    def speak() -> str:
        try:
            use_language(language)
        except OSError:
            use_language(SOURCE_LANGUAGE)
        return translated(sentence)

    return copy_context().run(speak) if sentence else ""


def _columns(film: Film, start: int, end: int) -> Iterable[tuple[str, NDArray[Any]]]:
    history = film.history
    first, last = np.searchsorted(history.epoch_step, [start, end], side="right").tolist()
    with np.errstate(over="ignore"):  # a diverged loss may be larger than the browser's numbers
        yield "trainLoss", history.train_loss[start:end].astype("<f4")
        yield "gradNorm", history.grad_norm[start:end].astype("<f4")
    yield "epochStep", history.epoch_step[first:last].astype("<i4")
    yield "epochTrainLoss", history.epoch_train_loss[first:last].astype("<f8")
    yield "testLoss", history.test_loss[first:last].astype("<f8")
    yield "margin", history.margin[first:last].astype("<f8")
    yield "course", history.course[first:last].astype("<i4")
    yield "verdict", history.verdict[first:last].astype("<i4")
    for name, values in history.metrics.items():
        yield f"{_METRIC}{name}", values[first:last].astype("<f8")


def _message(header: dict[str, Any], parts: Iterable[bytes] = ()) -> bytes:
    finite = {name: None if _is_not_finite(value) else value for name, value in header.items()}
    text = json.dumps(finite, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return b"".join(map(_padded, [struct.pack("<I", len(text)) + text, *parts]))


def _padded(part: bytes) -> bytes:
    return part + bytes(-len(part) % _ALIGNED)


def _is_not_finite(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)
