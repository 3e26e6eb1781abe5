"""An engine that a test develops by hand, and what a page makes of the bytes it is sent."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from playground.config import RunConfig
from playground.films.engine import EngineState, Reply
from playground.films.film import Film
from playground.films.frames import Frame, Frames
from playground.films.history import History
from playground.i18n import Message
from playground.probes.requests import Probe, ViewProbe

SINE = "v=1&problem=sine"
PARITY = "v=1&problem=parity"
TOTAL, EPOCH = 1000, 10


def film_of(
    config: RunConfig, steps: int, status: str = "developing", reason: str | Message = "", seed: float = 0.0
) -> Film:
    """A film of made-up numbers: step `s` has the loss `s + seed`."""
    each = np.arange(1, steps + 1, dtype=np.float64) + seed
    ends = np.arange(EPOCH, steps + 1, EPOCH)
    history = History(
        train_loss=each,
        grad_norm=-each,
        epoch_step=ends,
        epoch_train_loss=ends + 0.25,
        test_loss=ends + 0.5,
        margin=ends / 8,
        verdict=ends % 3 - 1,
        metrics={"accuracy": ends / TOTAL},
    )
    return Film(
        config=config,
        history=history,
        status=status,  # type: ignore[arg-type]
        reason=reason,
        total_steps=TOTAL,
        epoch_steps=EPOCH,
        seconds=steps / 100,
        trained=steps,
    )


@dataclass
class FakeEngine:
    """Does what a test says, and takes down what it is told."""

    films: dict[str, Film] = field(default_factory=dict)
    kept: dict[str, Frames] = field(default_factory=dict)
    replies: dict[tuple[str, int], Reply] = field(default_factory=dict)
    wanted: list[tuple[str, int, str, bool, tuple[str, ...]]] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)
    now: EngineState = field(default_factory=lambda: EngineState(status="ready", workers=2))
    looks: int = 0

    def develop(self, config: RunConfig, steps: int, status: str = "developing", **how: Any) -> None:
        self.films[config.digest] = film_of(config, steps, status, **how)

    def paint(self, config: RunConfig, view: str, *steps: int) -> None:
        frames = self.kept.setdefault(config.digest, Frames())
        frames.add(view, [(step, f'["{view}",{step}]'.encode()) for step in steps])

    def want(
        self,
        config: RunConfig,
        until_step: int,
        *,
        viewer: str = "",
        queued: bool = False,
        views: tuple[str, ...] = (),
    ) -> None:
        self.wanted.append((config.task.name, until_step, viewer, queued, views))

    def film(self, config: RunConfig) -> Film:
        self.looks += 1
        return self.films.setdefault(config.digest, film_of(config, 0))

    def frames(self, config: RunConfig, view: str, after: int = 0) -> tuple[Frame, ...]:
        kept = self.kept.get(config.digest)
        return () if kept is None else kept.after(view, after)

    def probe(self, probe: Probe) -> Reply:
        assert isinstance(probe, ViewProbe)
        self.asked.append((probe.view, probe.step))
        return self.replies.get((probe.view, probe.step), Reply(status="pending"))

    def state(self) -> EngineState:
        return self.now

    def close(self) -> None:
        """Nothing was started."""


def header_of(message: bytes) -> dict[str, Any]:
    (length,) = struct.unpack_from("<I", message)
    header: dict[str, Any] = json.loads(message[4 : 4 + length])
    return header


def body_of(message: bytes) -> bytes:
    (length,) = struct.unpack_from("<I", message)
    return message[-(-(4 + length) // 8) * 8 :]


@dataclass
class Page:
    """What a browser keeps of what it was sent, written after the protocol and not after our code."""

    numbers: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    """By run and column."""
    headers: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Of each run's last film message."""
    frames: dict[tuple[str, str], dict[int, bytes]] = field(default_factory=dict)
    heard: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def with_numbers(cls, run: str, steps: int) -> Page:
        """A page that has so many steps already, all zeros."""
        ends = list(range(EPOCH, steps + 1, EPOCH))
        epochs = {
            name: [0.0] * len(ends)
            for name in ("epochTrainLoss", "testLoss", "margin", "course", "verdict", "metric:accuracy")
        }
        columns = {name: [0.0] * steps for name in ("trainLoss", "gradNorm")}
        return cls(numbers={run: {**columns, "epochStep": [float(end) for end in ends], **epochs}})

    def take(self, messages: list[bytes]) -> list[str]:
        """Take these in; which kinds they were."""
        for message in messages:
            assert len(message) % 8 == 0
            header = header_of(message)
            self.heard.append(header)
            if header["kind"] == "film":
                self._film(header, body_of(message))
            elif header["kind"] == "frames":
                self._frames(header, body_of(message))
        return [header_of(message)["kind"] for message in messages]

    def have(self, run: str) -> int:
        return len(self.numbers[run]["trainLoss"]) if run in self.numbers else 0

    def _film(self, header: dict[str, Any], body: bytes) -> None:
        run, start = header["run"], header["from"]
        known = self.numbers.setdefault(run, {})
        ends = known.get("epochStep", [])
        epochs = sum(end <= start for end in ends)
        offset = 0
        for column in header["columns"]:
            name, kind, length = column["name"], column["type"], column["length"]
            values = np.frombuffer(body, f"<{kind}", length, offset).tolist()
            offset += -(-length * int(kind[1]) // 8) * 8
            keep = start if name in ("trainLoss", "gradNorm") else epochs
            kept = known.get(name, [])[:keep]
            assert len(kept) == keep, "a page is sent nothing behind a gap"
            known[name] = [*kept, *values]
        assert offset == len(body)
        assert len(known["trainLoss"]) == header["lastStep"]
        self.headers[run] = header

    def _frames(self, header: dict[str, Any], body: bytes) -> None:
        kept = self.frames.setdefault((header["run"], header["view"]), {})
        offset = 0
        for frame in header["frames"]:
            kept[frame["step"]] = body[offset : offset + frame["length"]]
            offset += frame["length"]
        assert len(body) == -(-offset // 8) * 8


def wish(*films: dict[str, Any], viewer: str = "ann", **more: Any) -> str:
    """What a page says."""
    return json.dumps({"v": 1, "viewer": viewer, "language": "en", "films": list(films), **more})
