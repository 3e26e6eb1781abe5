"""What the server says on the films' socket, written by hand for the tests of the browser's side."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any

import numpy as np

from playground.training.verdicts import STUCK

TYPES = {"f4": np.float32, "f8": np.float64, "i4": np.int32}


def film(
    run: str = "r",
    start: int = 0,
    last: int = 0,
    *,
    total: int = 100,
    epoch_steps: int = 10,
    status: str = "developing",
    **header: Any,
) -> str:
    """The steps after `start`; step s has the train loss s, and an epoch that ends at s the test loss s."""
    steps = np.arange(start + 1, last + 1)
    ends = steps[steps % epoch_steps == 0]
    columns = [
        ("trainLoss", "f4", steps),
        ("gradNorm", "f4", steps / 2),
        ("epochStep", "i4", ends),
        ("epochTrainLoss", "f8", ends + 0.5),
        ("testLoss", "f8", ends),
        ("margin", "f8", ends / 8),
        ("verdict", "i4", 0 * ends - 1),
        ("course", "i4", 0 * ends + STUCK),
        ("metric:accuracy", "f8", ends / 100),
    ]
    head = {
        "kind": "film",
        "run": run,
        "from": start,
        "lastStep": last,
        "totalSteps": total,
        "epochSteps": epoch_steps,
        "status": status,
        "reason": "",
        "secondsLeft": None,
        "secondsPerStep": None,
        "columns": [{"name": name, "type": kind, "length": len(it)} for name, kind, it in columns],
    }
    return packed(head | header, *(it.astype(TYPES[kind]).tobytes() for _name, kind, it in columns))


def frames(steps: list[int], run: str = "r", view: str = "v", parts: Any = None) -> str:
    """Frames of a view, each with its step in it, or with the same `parts`."""
    texts = [json.dumps([{"step": step}] if parts is None else parts).encode() for step in steps]
    pieces = [{"step": step, "length": len(text)} for step, text in zip(steps, texts, strict=True)]
    return packed({"kind": "frames", "run": run, "view": view, "frames": pieces}, b"".join(texts))


def packed(header: Any, *columns: bytes) -> str:
    """A message in base 64, as `bytesOf` below reads it."""
    head = json.dumps(header).encode()
    message = even(struct.pack("<I", len(head)) + head)
    return base64.b64encode(message + b"".join(map(even, columns))).decode()


def even(data: bytes) -> bytes:
    return data + bytes(-len(data) % 8)


BYTES_OF = """
    const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer;
"""
